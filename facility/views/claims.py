"""Pages of claims: the municipality asks with evidence, Het Facilitair Bedrijf decides per line, with two people."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from audit.models import AuditEvent
from audit.paging import CappedPaginator
from documents.serve import attachment
from facility import actions, rules
from facility.forms import AssessForm, ClaimFilter, ClaimForm, ClaimLineForm, EvidenceForm, ReasonForm
from facility.models import ReimbursementClaim, UnitPrice
from facility.reimbursement import allowed
from facility.views.pages import do_and_return, form_page, typed
from housing.history import sentences

Status = ReimbursementClaim.Status


def unit_price_list(request: HatRequest) -> HttpResponse:
    """The dated price list, with its sources and what is not certain."""
    require(rules.sees_claims(request.by))
    today = timezone.localdate()
    prices = [(price, today in price.valid) for price in UnitPrice.objects.order_by("title", "-valid")]
    return render(request, "facility/unit_price_list.html", {"prices": prices})


def claim_list(request: HatRequest) -> HttpResponse:
    """One's own claims; for Het Facilitair Bedrijf all that were submitted."""
    require(rules.sees_claims(request.by))
    visible = ReimbursementClaim.objects.visible_to(request.by)
    filters = ClaimFilter(request.GET, queryset=visible.select_related("organisation", "site"))
    context = {
        "filter": filters,
        "page": CappedPaginator(filters.qs, 25).get_page(request.GET.get("pagina")),
        "may_claim": rules.may_claim(request.by),
        "sees_money": rules.sees_money(request.by),
    }
    return render(request, "facility/claim_list.html", context)


def visible_claim(request: HatRequest, pk: int) -> ReimbursementClaim:
    rows = ReimbursementClaim.objects.visible_to(request.by).select_related(
        "organisation", "site__municipality", "payment", "submitted_by", "assessed_by", "decided_by"
    )
    return get_object_or_404(rows, pk=pk)


def own_claim(request: HatRequest, pk: int) -> ReimbursementClaim:
    claim = visible_claim(request, pk)
    require(rules.may_speak_for_claim(request.by, claim))
    return claim


def address(claim: ReimbursementClaim) -> str:
    return reverse("facility:claim_detail", args=[claim.pk])


def crumbs_of(claim: ReimbursementClaim) -> list[tuple[str, str]]:
    return [("Terugvorderingen", reverse("facility:claim_list")), (claim.reference, address(claim))]


def claim_detail(request: HatRequest, pk: int) -> HttpResponse:
    """One claim: each line computed anew beside what was decided, the evidence, and the next step."""
    claim = visible_claim(request, pk)
    by = request.by
    speaks, assesses = rules.may_speak_for_claim(by, claim), rules.may_assess_claim(by, claim)
    decides = rules.may_decide_claim(by, claim) and claim.status == Status.ASSESSED
    rows = [
        (line, allowed(basis=line.basis, rate=line.rate, quantity=line.quantity, cost=line.asked))
        for line in claim.lines.select_related("unit_price")
    ]
    context = {
        "claim": claim,
        "rows": rows,
        "asked": sum(line.asked for line, _ in rows),
        "recomputed": all(line.asked == found.amount for line, found in rows),
        "evidence": claim.evidence.select_related("document"),
        "history": sentences(AuditEvent.objects.about(claim)),
        "sees_money": rules.sees_money(by),
        "may_edit": speaks and claim.status == Status.DRAFT,
        "may_submit": speaks and claim.status == Status.DRAFT and bool(rows),
        "may_withdraw": speaks and claim.may_become(Status.WITHDRAWN),
        "may_assess": assesses and claim.status == Status.SUBMITTED,
        "may_decide": decides,
        "waits_for_colleague": assesses and claim.status == Status.ASSESSED and not decides,
    }
    return render(request, "facility/claim_detail.html", context)


def claim_add(request: HatRequest) -> HttpResponse:
    """Begin a claim about one of one's own sites."""
    require(rules.may_claim(request.by))
    form = ClaimForm(typed(request), by=request.by)
    back = reverse("facility:claim_list")
    return form_page(
        request, form, lambda: actions.draft_claim(**form.cleaned_data, by=request.by), title="Nieuwe terugvordering",
        button="Verder naar de lijnen", back=back, crumbs=[("Terugvorderingen", back)], go=address,
        done="De terugvordering is begonnen. Voeg toe wat u terugvraagt, en de bewijsstukken.",
    )  # fmt: skip


def claim_line_add(request: HatRequest, pk: int) -> HttpResponse:
    """Another line of a draft."""
    claim = own_claim(request, pk)
    form = ClaimLineForm(typed(request))
    return form_page(
        request, form, lambda: actions.add_claim_line(claim=claim, **form.cleaned_data, by=request.by),
        title="Lijn toevoegen", button="Toevoegen", back=address(claim), crumbs=crumbs_of(claim),
        done="De lijn is toegevoegd.",
    )  # fmt: skip


@require_POST
def claim_line_remove(request: HatRequest, pk: int, line: int) -> HttpResponse:
    """Take a line out of a draft."""
    claim = own_claim(request, pk)
    found = get_object_or_404(claim.lines.select_related("claim"), pk=line)
    return do_and_return(
        request, lambda: actions.remove_claim_line(line=found, by=request.by), done="De lijn is weg.",
        back=address(claim),
    )  # fmt: skip


def claim_evidence_add(request: HatRequest, pk: int) -> HttpResponse:
    """Another proof with a draft."""
    claim = own_claim(request, pk)
    form = EvidenceForm(typed(request), request.FILES or None)
    return form_page(
        request, form,
        lambda: actions.add_evidence(
            claim=claim, kind=form.cleaned_data["kind"], checked=form.cleaned_data["file"], by=request.by
        ),
        title="Bewijsstuk toevoegen", button="Toevoegen", back=address(claim), crumbs=crumbs_of(claim),
        done="Het bewijsstuk is toegevoegd.",
    )  # fmt: skip


def claim_document(request: HatRequest, pk: int, document: UUID) -> HttpResponseBase:
    """A proof of a claim that one may see."""
    claim = visible_claim(request, pk)
    return attachment(
        get_object_or_404(claim.evidence.select_related("document"), document=document).document
    )


@require_POST
def claim_submit(request: HatRequest, pk: int) -> HttpResponse:
    """Ask for the money."""
    claim = own_claim(request, pk)
    return do_and_return(
        request, lambda: actions.submit_claim(claim=claim, by=request.by), back=address(claim),
        done="De terugvordering is ingediend.",
    )  # fmt: skip


@require_POST
def claim_withdraw(request: HatRequest, pk: int) -> HttpResponse:
    """Take it back."""
    claim = own_claim(request, pk)
    return do_and_return(
        request, lambda: actions.withdraw_claim(claim=claim, by=request.by), back=address(claim),
        done="De terugvordering is ingetrokken.",
    )  # fmt: skip


def claim_assess(request: HatRequest, pk: int) -> HttpResponse:
    """The first person decides per line."""
    claim = visible_claim(request, pk)
    require(rules.may_assess_claim(request.by, claim))
    form = AssessForm(typed(request), lines=list(claim.lines.select_related("unit_price", "claim")))
    return form_page(
        request, form, lambda: actions.assess_claim(claim=claim, judged=form.judged(), by=request.by),
        title="Terugvordering beoordelen", button="Voorleggen aan een collega", back=address(claim),
        crumbs=crumbs_of(claim), done="Een collega krijgt de vraag om te beslissen.", lead=str(claim.organisation),
    )  # fmt: skip


def reasoned(request: HatRequest, claim: ReimbursementClaim, action: object, **words: object) -> HttpResponse:
    """A step that needs only a reason."""
    form = ReasonForm(typed(request))
    return form_page(
        request, form, lambda: action(claim=claim, **form.cleaned_data, by=request.by),  # type: ignore[operator]
        back=address(claim), crumbs=crumbs_of(claim), lead=str(claim.organisation), **words,  # type: ignore[arg-type]
    )  # fmt: skip


def claim_return(request: HatRequest, pk: int) -> HttpResponse:
    """Back to the municipality, which has to complete it."""
    claim = visible_claim(request, pk)
    require(rules.may_assess_claim(request.by, claim))
    return reasoned(
        request, claim, actions.return_claim, title="Terugsturen naar het lokaal bestuur", button="Terugsturen",
        done="Het lokaal bestuur krijgt bericht.",
    )  # fmt: skip


def decided_claim(request: HatRequest, pk: int) -> ReimbursementClaim:
    claim = visible_claim(request, pk)
    require(rules.may_decide_claim(request.by, claim))
    return claim


@require_POST
def claim_approve(request: HatRequest, pk: int) -> HttpResponse:
    """The second person approves."""
    claim = decided_claim(request, pk)
    return do_and_return(
        request, lambda: actions.approve_claim(claim=claim, by=request.by), back=address(claim),
        done="De terugvordering is goedgekeurd en kan betaald worden.",
    )  # fmt: skip


def claim_reassess(request: HatRequest, pk: int) -> HttpResponse:
    """The second person does not agree."""
    return reasoned(
        request, decided_claim(request, pk), actions.reassess_claim, title="Opnieuw laten beoordelen",
        button="Terugsturen", done="De terugvordering wordt opnieuw beoordeeld.",
    )  # fmt: skip


def claim_refuse(request: HatRequest, pk: int) -> HttpResponse:
    """The second person refuses it."""
    return reasoned(
        request, decided_claim(request, pk), actions.refuse_claim, title="Terugvordering weigeren", button="Weigeren",
        done="De terugvordering is geweigerd.", danger=True,
    )  # fmt: skip
