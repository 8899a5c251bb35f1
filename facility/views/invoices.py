"""Pages of invoices: register, match, approve, dispute, pay, and the file for accounting."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.hats import HatRequest, require
from audit.models import AuditEvent
from audit.paging import CappedPaginator
from documents.models import Document
from documents.serve import attachment
from facility import actions, rules
from facility.forms import (
    AcceptForm,
    EInvoiceForm,
    InvoiceFilter,
    InvoiceForm,
    LinkForm,
    PaidForm,
    ReasonForm,
)
from facility.invoice_match import match
from facility.models import Invoice
from facility.views.orders import visible_order
from facility.views.pages import file_of, form_page, typed
from housing.history import sentences

Status = Invoice.Status
HEADERS = [
    "Soort", "Leverancier", "Ondernemingsnummer", "Factuurnummer", "Factuurdatum", "Te betalen tegen", "Bestelling",
    "Budget", "Zonder btw", "Btw", "Totaal", "Munt", "Rekeningnummer", "Mededeling", "Toestand", "Goedgekeurd door",
    "Goedgekeurd op", "Betaald op",
]  # fmt: skip


def listed(request: HatRequest) -> InvoiceFilter:
    rows = Invoice.objects.visible_to(request.by).select_related("supplier", "order__budget", "approved_by")
    return InvoiceFilter(request.GET, queryset=rows)


def invoice_list(request: HatRequest) -> HttpResponse:
    """All invoices, newest first."""
    require(rules.sees_money(request.by))
    filters = listed(request)
    context = {
        "filter": filters,
        "page": CappedPaginator(filters.qs, 25).get_page(request.GET.get("pagina")),
        "query": request.GET.urlencode(),
        "may_buy": rules.may_buy(request.by),
        "today": timezone.localdate(),
    }
    return render(request, "facility/invoice_list.html", context)


def invoice_export(request: HatRequest) -> HttpResponseBase:
    """The same invoices for accounting, as xlsx or csv; credit notes are negative."""
    require(rules.sees_money(request.by))
    rows = [
        [
            invoice.get_kind_display(), invoice.supplier.name, invoice.supplier.kbo_number, invoice.number,
            invoice.issued_on, invoice.due_on, invoice.order.reference if invoice.order else None,
            invoice.order.budget.reference if invoice.order else None, invoice.sign * invoice.net,
            invoice.sign * invoice.vat, invoice.sign * invoice.total, invoice.currency, invoice.iban,
            invoice.payment_reference, invoice.get_status_display(),
            str(invoice.approved_by) if invoice.approved_by else None,
            timezone.localtime(invoice.approved_at).date() if invoice.approved_at else None, invoice.paid_on,
        ]
        for invoice in listed(request).qs
    ]  # fmt: skip
    return file_of(request, name="facturen", verb="invoices.exported", headers=HEADERS, rows=rows)


def invoice_import(request: HatRequest) -> HttpResponse:
    """Register an e-invoice."""
    require(rules.may_buy(request.by))
    form = EInvoiceForm(typed(request), request.FILES or None)
    back = reverse("facility:invoice_list")

    def register() -> Invoice:
        return actions.register_e_invoice(
            found=form.cleaned_data["file"], content=form.content, by=request.by
        )

    return form_page(
        request, form, register, title="E-factuur inlezen", button="Inlezen", back=back, crumbs=[("Facturen", back)],
        done="De e-factuur is geregistreerd.", go=address,
        lead="We kijken de bedragen en de btw na, en leggen de factuur naast de bestelling en de leveringen.",
    )  # fmt: skip


def invoice_add(request: HatRequest, pk: int) -> HttpResponse:
    """Register an invoice on paper for one order; what was delivered and not invoiced yet is filled in."""
    order = visible_order(request, pk)
    require(rules.may_buy(request.by))
    form = InvoiceForm(typed(request), request.FILES or None, order=order, lines=actions.to_invoice(order))
    back = reverse("facility:order_detail", args=[order.pk])

    def register() -> Invoice:
        return actions.register_invoice(supplier=order.supplier, order=order, **form.invoice(), by=request.by)

    return form_page(
        request, form, register, title="Factuur registreren", button="Registreren", back=back,
        crumbs=[("Bestellingen", reverse("facility:order_list")), (order.reference, back)],
        done="De factuur is geregistreerd. Een collega kijkt ze na.", go=address, lead=str(order.supplier),
    )  # fmt: skip


def address(invoice: Invoice) -> str:
    return reverse("facility:invoice_detail", args=[invoice.pk])


def visible_invoice(request: HatRequest, pk: int) -> Invoice:
    rows = Invoice.objects.visible_to(request.by).select_related(
        "supplier",
        "order__supplier",
        "document",
        "e_document",
        "registered_by",
        "approved_by",
        "paid_by",
        "corrects",
    )
    return get_object_or_404(rows, pk=pk)


def invoice_detail(request: HatRequest, pk: int) -> HttpResponse:
    """One invoice beside its order and what arrived, with every difference."""
    invoice = visible_invoice(request, pk)
    by = request.by
    buys, open_ = rules.may_buy(by), invoice.status == Status.REGISTERED
    approves = rules.may_approve_invoice(by, invoice)
    context = {
        "invoice": invoice,
        "match": match(invoice),
        "papers": [paper for paper in (invoice.document, invoice.e_document) if paper],
        "history": sentences(AuditEvent.objects.about(invoice)),
        "may_link": buys and open_,
        "may_approve": approves and open_ and invoice.order is not None,
        "waits_for_colleague": buys and open_ and not approves,
        "may_dispute": buys and invoice.may_become(Status.DISPUTED),
        "may_settle": buys and invoice.status == Status.DISPUTED,
        "may_pay": buys and invoice.status == Status.APPROVED,
        "late": invoice.due_on < timezone.localdate() and invoice.may_become(Status.DISPUTED),
    }
    return render(request, "facility/invoice_detail.html", context)


def invoice_step(request: HatRequest, invoice: Invoice, form: Any, do: Any, **words: Any) -> HttpResponse:
    """The page of one step with an invoice."""
    back = reverse("facility:invoice_list")
    crumbs = [("Facturen", back), (invoice.number, address(invoice))]
    return form_page(
        request,
        form,
        do,
        back=address(invoice),
        crumbs=crumbs,
        lead=f"{invoice}, {invoice.supplier}",
        **words,
    )


def handled_invoice(request: HatRequest, pk: int) -> Invoice:
    invoice = visible_invoice(request, pk)
    require(rules.may_buy(request.by))
    return invoice


def invoice_link(request: HatRequest, pk: int) -> HttpResponse:
    """Say to which order it belongs."""
    invoice = handled_invoice(request, pk)
    form = LinkForm(typed(request))
    return invoice_step(
        request, invoice, form, lambda: actions.link_invoice(invoice=invoice, **form.cleaned_data, by=request.by),
        title="Aan een bestelling koppelen", button="Koppelen", done="De factuur is gekoppeld.",
    )  # fmt: skip


def invoice_approve(request: HatRequest, pk: int) -> HttpResponse:
    """A second person approves, and says why when something differs."""
    invoice = visible_invoice(request, pk)
    require(rules.may_approve_invoice(request.by, invoice))
    found = match(invoice)
    form = AcceptForm(typed(request), agrees=found.agrees)
    return invoice_step(
        request, invoice, form, lambda: actions.approve_invoice(invoice=invoice, **form.cleaned_data, by=request.by),
        title="Factuur goedkeuren", button="Goedkeuren", done="De factuur is goedgekeurd.",
    )  # fmt: skip


def invoice_dispute(request: HatRequest, pk: int) -> HttpResponse:
    """Something is wrong with it."""
    invoice = handled_invoice(request, pk)
    form = ReasonForm(typed(request))
    return invoice_step(
        request, invoice, form, lambda: actions.dispute_invoice(invoice=invoice, **form.cleaned_data, by=request.by),
        title="Factuur betwisten", button="Betwisten", done="De factuur is betwist.", danger=True,
    )  # fmt: skip


def invoice_settle(request: HatRequest, pk: int) -> HttpResponse:
    """The dispute is over."""
    invoice = handled_invoice(request, pk)
    form = ReasonForm(typed(request))
    return invoice_step(
        request, invoice, form, lambda: actions.settle_dispute(invoice=invoice, **form.cleaned_data, by=request.by),
        title="Betwisting opheffen", button="Opheffen", done="De factuur kan opnieuw nagekeken worden.",
    )  # fmt: skip


def invoice_reject(request: HatRequest, pk: int) -> HttpResponse:
    """It will not be paid."""
    invoice = handled_invoice(request, pk)
    form = ReasonForm(typed(request))
    return invoice_step(
        request, invoice, form, lambda: actions.reject_invoice(invoice=invoice, **form.cleaned_data, by=request.by),
        title="Factuur weigeren", button="Weigeren", done="De factuur is geweigerd.", danger=True,
    )  # fmt: skip


def invoice_pay(request: HatRequest, pk: int) -> HttpResponse:
    """Accounting paid it."""
    invoice = handled_invoice(request, pk)
    form = PaidForm(typed(request), on=timezone.localdate())
    return invoice_step(
        request, invoice, form, lambda: actions.pay_invoice(invoice=invoice, **form.cleaned_data, by=request.by),
        title="Betaling vastleggen", button="Bewaren", done="De betaling is vastgelegd.",
    )  # fmt: skip


def invoice_document(request: HatRequest, pk: int, document: UUID) -> HttpResponseBase:
    """The invoice itself, as PDF or as e-invoice."""
    invoice = visible_invoice(request, pk)
    papers: dict[Any, Document | None] = {
        invoice.document_id: invoice.document,
        invoice.e_document_id: invoice.e_document,
    }
    paper = papers.get(document)
    if paper is None:
        raise Http404
    return attachment(paper)
