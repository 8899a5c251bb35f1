"""Pages of the contract assistant and the register: templates, filling in, papers, signing, indexation."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from audit.models import AuditEvent
from audit.paging import CappedPaginator
from audit.readings import note_reading, note_readings
from documents.serve import attachment
from facility import actions, contract_checks, rules, word
from facility.forms import FillForm, ReasonForm, RentalForm, SignedForm, TemplateForm
from facility.models import ContractTemplate, RentalContract
from facility.views.pages import do_and_return, form_page, typed
from housing.history import sentences

Status = RentalContract.Status


def template_list(request: HatRequest) -> HttpResponse:
    """The templates, newest version of each first; which are still to be reviewed."""
    require(rules.sees_contracts(request.by))
    context = {
        "templates": ContractTemplate.objects.visible_to(request.by).select_related("document"),
        "may_keep": rules.may_keep_templates(request.by),
        "fields": sorted(word.FIELDS.items()),
    }
    return render(request, "facility/template_list.html", context)


def template_add(request: HatRequest) -> HttpResponse:
    """Another template, or another version."""
    require(rules.may_keep_templates(request.by))
    form = TemplateForm(typed(request), request.FILES or None)
    back = reverse("facility:template_list")

    def add() -> ContractTemplate:
        data = form.cleaned_data
        return actions.add_template(
            kind=data["kind"],
            name=data["name"],
            checked=data["file"],
            to_review=data["to_review"],
            by=request.by,
        )

    return form_page(
        request, form, add, title="Sjabloon toevoegen", button="Bewaren", back=back, crumbs=[("Sjablonen", back)],
        done="Het sjabloon is bewaard.",
    )  # fmt: skip


@require_POST
def template_drafts(request: HatRequest) -> HttpResponse:
    """Add the drafts that come with the portal."""
    require(rules.may_keep_templates(request.by))
    return do_and_return(
        request, lambda: actions.add_own_drafts(by=request.by), back=reverse("facility:template_list"),
        done="De ontwerpen staan klaar. Laat ze nakijken door een jurist.",
    )  # fmt: skip


def template_file(request: HatRequest, pk: int) -> HttpResponseBase:
    """The Word file of a template."""
    template = get_object_or_404(
        ContractTemplate.objects.visible_to(request.by).select_related("document"), pk=pk
    )
    return attachment(template.document)


def rental_list(request: HatRequest) -> HttpResponse:
    """The register: what has to be decided first on top."""
    require(rules.sees_contracts(request.by))
    rows = RentalContract.objects.visible_to(request.by).select_related("organisation", "site", "template")
    page = CappedPaginator(rows, 25).get_page(request.GET.get("pagina"))
    note_readings(list(page), "het register van contracten", by=request.by)
    context = {
        "page": page,
        "may_contract": rules.may_contract(request.by),
        "sees_money": rules.sees_money(request.by),
        "today": timezone.localdate(),
    }
    return render(request, "facility/rental_list.html", context)


def rental_add(request: HatRequest) -> HttpResponse:
    """Begin a contract."""
    require(rules.may_contract(request.by))
    form = RentalForm(typed(request), by=request.by)
    back = reverse("facility:rental_list")
    return form_page(
        request, form, lambda: actions.draft_contract(**form.cleaned_data, by=request.by), title="Nieuw contract",
        button="Verder", back=back, crumbs=[("Contracten", back)], go=address,
        done="Het contract is begonnen. Vul aan wat nog ontbreekt.",
    )  # fmt: skip


def address(contract: RentalContract) -> str:
    return reverse("facility:rental_detail", args=[contract.pk])


def visible_contract(request: HatRequest, pk: int) -> RentalContract:
    rows = RentalContract.objects.visible_to(request.by).select_related(
        "organisation", "site__municipality", "template__document"
    )
    contract = get_object_or_404(rows, pk=pk)
    note_reading(contract, "het contract", by=request.by)
    return contract


def rental_detail(request: HatRequest, pk: int) -> HttpResponse:
    """One contract: preview, what is missing, what to look at, versions, indexation."""
    contract = visible_contract(request, pk)
    today = timezone.localdate()
    filled = actions.filled_in(contract)
    changes = rules.may_change_contract(request.by, contract)
    draft = contract.status == Status.DRAFT
    missing = [name for name, text in filled.items() if not text]
    context = {
        "contract": contract,
        "preview": preview(contract, filled),
        "missing": [word.FIELDS[name] for name in missing],
        "findings": contract_checks.findings(contract),
        "indexations": contract_checks.indexations(contract, on=today),
        "papers": contract.papers.select_related("word", "pdf", "template", "made_by"),
        "history": sentences(AuditEvent.objects.about(contract)),
        "may_fill": changes and draft,
        "may_make": changes and draft and not missing,
        "may_sign": changes and draft,
        "may_end": changes and (contract.may_become(Status.ENDED) or contract.may_become(Status.DROPPED)),
    }
    return render(request, "facility/rental_detail.html", context)


def preview(contract: RentalContract, filled: dict[str, str]) -> list[tuple[str, bool]]:
    """The text as it would be, with what is missing between brackets."""
    shown = {name: text or f"[{word.FIELDS[name]}]" for name, text in filled.items()}
    with contract.template.document.file.open("rb") as file:
        return word.outline(word.fill(file.read(), shown))


def step(request: HatRequest, contract: RentalContract, form: Any, do: Any, **words: Any) -> HttpResponse:
    back = reverse("facility:rental_list")
    crumbs = [("Contracten", back), (contract.reference, address(contract))]
    return form_page(request, form, do, back=address(contract), crumbs=crumbs, **words)


def own_contract(request: HatRequest, pk: int) -> RentalContract:
    contract = visible_contract(request, pk)
    require(rules.may_change_contract(request.by, contract))
    return contract


def rental_fill(request: HatRequest, pk: int) -> HttpResponse:
    """Answer what the template asks and the portal does not know."""
    contract = own_contract(request, pk)
    asked = [
        name for name, text in actions.filled_in(contract).items() if not text or name in contract.values
    ]
    form = FillForm(typed(request), contract=contract, asked=asked)

    def fill() -> RentalContract:
        return actions.fill_contract(
            contract=contract, values=form.cleaned_data, seen=form.seen(), by=request.by
        )

    return step(
        request,
        contract,
        form,
        fill,
        title="Contract aanvullen",
        button="Bewaren",
        done="De gegevens zijn bewaard.",
    )


@require_POST
def rental_make(request: HatRequest, pk: int) -> HttpResponse:
    """Make the next version as Word and PDF."""
    contract = own_contract(request, pk)
    return do_and_return(
        request, lambda: actions.make_contract_paper(contract=contract, by=request.by), back=address(contract),
        done="Het contract is gemaakt, als Word en als pdf.",
    )  # fmt: skip


def rental_sign(request: HatRequest, pk: int) -> HttpResponse:
    """Both parties signed."""
    contract = own_contract(request, pk)
    form = SignedForm(typed(request), on=timezone.localdate())
    return step(
        request, contract, form, lambda: actions.sign_contract(contract=contract, **form.cleaned_data, by=request.by),
        title="Ondertekening vastleggen", button="Bewaren", done="Het contract is getekend.",
    )  # fmt: skip


def rental_end(request: HatRequest, pk: int) -> HttpResponse:
    """It ended, or does not go through."""
    contract = own_contract(request, pk)
    form = ReasonForm(typed(request))
    return step(
        request, contract, form, lambda: actions.end_contract(contract=contract, **form.cleaned_data, by=request.by),
        title="Contract beëindigen", button="Beëindigen", danger=True, done="Het contract is beëindigd.",
    )  # fmt: skip


def rental_document(request: HatRequest, pk: int, document: UUID) -> HttpResponseBase:
    """A version, as Word or as PDF."""
    contract = visible_contract(request, pk)
    papers = contract.papers.select_related("word", "pdf")
    files = {file.pk: file for paper in papers for file in (paper.word, paper.pdf)}
    if document not in files:
        raise Http404
    return attachment(files[document])
