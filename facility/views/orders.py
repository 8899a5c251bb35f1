"""Pages of orders: draft, approval, the order form, cancelling and regularising."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from audit.models import AuditEvent
from audit.paging import CappedPaginator
from documents.serve import attachment
from facility import actions, figures, rules
from facility.forms import OrderFilter, OrderForm, OrderLineForm, ReasonForm, RegulariseForm
from facility.models import Complaint, Order, OrderLine, SupportRequest
from facility.views.pages import do_and_return, form_page, typed
from housing.history import sentences

Status = Order.Status


def order_list(request: HatRequest) -> HttpResponse:
    """All orders; for a local government those that something of goes to it."""
    require(rules.sees_contracts(request.by))
    visible = Order.objects.visible_to(request.by)
    filters = OrderFilter(
        request.GET,
        queryset=visible.select_related("supplier", "lot__contract").prefetch_related(
            "destinations__organisation"
        ),
        by=request.by,
    )
    context = {
        "filter": filters,
        "page": CappedPaginator(filters.qs, 25).get_page(request.GET.get("pagina")),
        "waiting": visible.waiting_for(request.by).count(),
        "may_buy": rules.may_buy(request.by),
        "sees_money": rules.sees_money(request.by),
        "today": timezone.localdate(),
    }
    return render(request, "facility/order_list.html", context)


def order_outside(request: HatRequest) -> HttpResponse:
    """The report of urgent purchases outside a contract: what is still to be regularised on top, by its term."""
    require(rules.sees_money(request.by))
    orders = (
        Order.objects.visible_to(request.by)
        .outside_contracts()
        .committed()
        .select_related("supplier", "approved_by")
    )
    today = timezone.localdate()
    rows = sorted(orders, key=lambda order: (order.regularised_at is not None, order.regularise_by, order.pk))
    context = {
        "orders": rows,
        "open": sum(order.is_to_regularise() for order in rows),
        "late": sum(order.is_overdue(on=today) for order in rows),
        "net": sum(order.net for order in rows),
        "today": today,
    }
    return render(request, "facility/order_outside.html", context)


def order_add(request: HatRequest) -> HttpResponse:
    """Begin an order: for one request (`?aanvraag=12`), for several together, or for a local government as such."""
    require(rules.may_buy(request.by))
    numbers = [
        int(number) for number in request.GET.getlist("aanvraag") if number.isascii() and number.isdigit()
    ]
    requests = list(
        SupportRequest.objects.visible_to(request.by)
        .filter(pk__in=numbers[:50], status=SupportRequest.Status.TAKEN_UP)
        .select_related("organisation", "municipality", "site")
        .order_by("needed_by", "pk")
    )
    form = OrderForm(typed(request), requests=requests, on=timezone.localdate())
    if requests:
        form.initial["deliver_on"] = min(item.needed_by for item in requests if item.needed_by)
    back = reverse("facility:order_list")
    return form_page(
        request, form, lambda: actions.draft_order(**form.order(), by=request.by),
        title="Nieuwe bestelling", button="Verder naar de lijnen", back=back, crumbs=[("Bestellingen", back)],
        done="De bestelling is begonnen. Voeg toe wat u bestelt.",
        go=lambda order: reverse("facility:order_detail", args=[order.pk]),
        lead=f"Samen voor {', '.join(item.title for item in requests)}." if requests else "",
    )  # fmt: skip


def visible_order(request: HatRequest, pk: int) -> Order:
    """404 for who may not see it."""
    return get_object_or_404(
        Order.objects.visible_to(request.by).select_related(
            "supplier",
            "lot__contract",
            "budget",
            "document",
            "created_by",
            "approved_by",
            "placed_by",
            "regularised_by",
        ),
        pk=pk,
    )


def order_detail(request: HatRequest, pk: int) -> HttpResponse:
    """One order: lines with what arrived, money, papers, complaints, and what this reader can do next."""
    order = visible_order(request, pk)
    by, today = request.by, timezone.localdate()
    facility = rules.sees_money(by)
    lines = order.lines.select_related("destination__organisation", "item").prefetch_related("delivery_lines")
    places = order.destinations.select_related("organisation", "support_request")
    if not facility:
        lines, places = (
            lines.filter(destination__organisation=by.organisation),
            places.filter(organisation=by.organisation),
        )
    shown = [(line, sum(part.quantity for part in line.delivery_lines.all())) for line in lines]
    buys = rules.may_buy(by)
    approves = rules.may_approve_order(by, order) and order.status == Status.TO_APPROVE
    lot = order.lot
    complaints = Complaint.objects.visible_to(by).filter(line__order=order)
    context = {
        "order": order,
        "places": [(place, [row for row in shown if row[0].destination_id == place.pk]) for place in places],
        "has_lines": bool(shown),
        "sees_money": facility,
        "use": figures.use_of_lots([lot], on=today)[lot.pk] if lot and facility else None,
        "late": order.is_late(on=today),
        "complaints": complaints.select_related("line", "organisation").prefetch_related("photos"),
        "invoices": order.invoices.all() if facility else [],
        "may_invoice": buys and order.is_placed,
        "mails": order.mails.all() if facility else [],
        "history": sentences(AuditEvent.objects.about(order)) if facility else [],
        "may_edit": buys and order.status == Status.DRAFT,
        "may_place": buys and order.status == Status.DRAFT and lot is not None and bool(shown),
        "may_ask_approval": buys and order.status == Status.DRAFT and lot is None and bool(shown),
        "may_approve": approves,
        "waits_for_colleague": buys and order.status == Status.TO_APPROVE and not approves,
        "may_cancel": buys and order.may_become(Status.CANCELLED),
        "may_regularise": buys and order.is_to_regularise(),
        "may_confirm": order.status == Status.PLACED and rules.may_confirm_delivery(by, order),
        "may_complain": order.is_placed and rules.may_confirm_delivery(by, order),
    }
    return render(request, "facility/order_detail.html", context)


def crumbs_of(order: Order) -> list[tuple[str, str]]:
    return [("Bestellingen", reverse("facility:order_list")), (order.reference, address(order))]


def address(order: Order) -> str:
    return reverse("facility:order_detail", args=[order.pk])


def bought_order(request: HatRequest, pk: int) -> Order:
    order = visible_order(request, pk)
    require(rules.may_buy(request.by))
    return order


def order_line_add(request: HatRequest, pk: int) -> HttpResponse:
    """Another line of a draft."""
    order = bought_order(request, pk)
    form = OrderLineForm(typed(request), order=order, on=timezone.localdate())
    return form_page(
        request, form, lambda: actions.add_order_line(order=order, **form.cleaned_data, by=request.by),
        title="Lijn toevoegen", button="Toevoegen", back=address(order), crumbs=crumbs_of(order),
        done="De lijn is toegevoegd.", lead=str(order.lot or order.supplier),
    )  # fmt: skip


@require_POST
def order_line_remove(request: HatRequest, pk: int) -> HttpResponse:
    """Take a line out of a draft."""
    line = get_object_or_404(OrderLine.objects.visible_to(request.by).select_related("order"), pk=pk)
    require(rules.may_buy(request.by))
    return do_and_return(
        request, lambda: actions.remove_order_line(line=line, by=request.by), done="De lijn is weg.",
        back=address(line.order),
    )  # fmt: skip


@require_POST
def order_place(request: HatRequest, pk: int) -> HttpResponse:
    """Order on a framework contract."""
    order = bought_order(request, pk)
    return do_and_return(
        request, lambda: actions.place_order(order=order, by=request.by), back=address(order),
        done="De bestelling is geplaatst. De leverancier krijgt de bestelbon per mail.",
    )  # fmt: skip


@require_POST
def order_ask_approval(request: HatRequest, pk: int) -> HttpResponse:
    """Ask a colleague to approve a purchase outside a contract."""
    order = bought_order(request, pk)
    return do_and_return(
        request, lambda: actions.ask_order_approval(order=order, by=request.by), back=address(order),
        done="Uw collega’s krijgen de vraag om deze aankoop goed te keuren.",
    )  # fmt: skip


@require_POST
def order_approve(request: HatRequest, pk: int) -> HttpResponse:
    """A second person approves."""
    order = visible_order(request, pk)
    require(rules.may_approve_order(request.by, order))
    return do_and_return(
        request, lambda: actions.approve_order(order=order, by=request.by), back=address(order),
        done="De aankoop is goedgekeurd en besteld.",
    )  # fmt: skip


def order_send_back(request: HatRequest, pk: int) -> HttpResponse:
    """A second person does not approve."""
    order = visible_order(request, pk)
    require(rules.may_approve_order(request.by, order))
    form = ReasonForm(typed(request))
    return form_page(
        request, form, lambda: actions.send_order_back(order=order, **form.cleaned_data, by=request.by),
        title="Niet goedkeuren", button="Terugsturen", back=address(order), crumbs=crumbs_of(order),
        done="De bestelling is teruggestuurd.", lead=order.justification, danger=True,
    )  # fmt: skip


def order_cancel(request: HatRequest, pk: int) -> HttpResponse:
    """Cancel an order of which nothing arrived."""
    order = bought_order(request, pk)
    form = ReasonForm(typed(request))
    return form_page(
        request, form, lambda: actions.cancel_order(order=order, **form.cleaned_data, by=request.by),
        title="Bestelling annuleren", button="Annuleren", back=address(order), crumbs=crumbs_of(order), danger=True,
        done="De bestelling is geannuleerd.",
        lead="De leverancier en de lokale besturen krijgen bericht met de reden." if order.is_placed else "",
    )  # fmt: skip


def order_regularise(request: HatRequest, pk: int) -> HttpResponse:
    """Write down how a purchase outside a contract was regularised."""
    order = bought_order(request, pk)
    form = RegulariseForm(typed(request))
    return form_page(
        request, form, lambda: actions.regularise_order(order=order, **form.cleaned_data, by=request.by),
        title="Spoedaankoop regulariseren", button="Bewaren", back=address(order), crumbs=crumbs_of(order),
        done="De aankoop is geregulariseerd.", lead=order.justification,
    )  # fmt: skip


def order_pdf(request: HatRequest, pk: int) -> HttpResponseBase:
    """The order form as the supplier got it; with prices, so for Het Facilitair Bedrijf."""
    order = visible_order(request, pk)
    require(rules.sees_money(request.by))
    if order.document is None:
        raise Http404
    return attachment(order.document)
