"""Pages of an offer: from the provider's form to the municipality's decision."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from audit.models import AuditEvent
from audit.trail import IllegalTransition
from documents.serve import attachment
from households.rows import as_typed, filled_rows, wants_row, with_row
from housing import actions, rules
from housing.forms import (
    AnswerForm,
    ApproveForm,
    DefectFormSet,
    InspectionForm,
    OfferFilter,
    OfferForm,
    QuestionForm,
    RejectForm,
    UnitLineFormSet,
    WithdrawForm,
)
from housing.history import sentences
from housing.models import Inspection, Offer, Twin
from housing.twins import COUNTS, Candidate, likely_twins


def offer_list(request: HatRequest) -> HttpResponse:
    """ "Mijn aanbod" for a provider, the work list for a municipality, the overview for others."""
    offers = Offer.objects.visible_to(request.by).standing().select_related("organisation", "municipality")
    filters = OfferFilter(request.GET, queryset=offers)
    page = Paginator(filters.qs, 25).get_page(request.GET.get("pagina"))
    context = {
        "filter": filters,
        "page": page,
        "waiting": Offer.objects.visible_to(request.by).waiting_for(request.by).count(),
        "may_offer": rules.may_offer(request.by),
    }
    return render(request, "housing/offer_list.html", context)


def offer_add(request: HatRequest) -> HttpResponse:
    """Starts a form with a name of its own (a token), so that sending it twice never makes two offers."""
    require(rules.may_offer(request.by))
    return redirect("housing:offer_edit", token=uuid.uuid4())


def own_draft(request: HatRequest, token: uuid.UUID) -> Offer | None:
    """The offer of this token: None when it does not exist yet, 404 when it is somebody else's."""
    offer = Offer.objects.filter(form_token=token).select_related("municipality").first()
    if offer is not None and not rules.is_provider_of(request.by, offer):
        raise Http404
    return offer


def offer_edit(request: HatRequest, token: uuid.UUID) -> HttpResponse:
    """Type, keep, come back, submit."""
    require(rules.may_offer(request.by))
    offer = own_draft(request, token)
    if offer is not None and not rules.may_edit_offer(request.by, offer):
        messages.info(
            request, f"Dit aanbod is al verwerkt onder nummer {offer.reference}. U hoeft niets meer te doen."
        )
        return redirect("housing:offer_detail", pk=offer.pk)
    submitting = request.method == "GET" or "submit" in request.POST
    instance = offer or Offer(
        form_token=token,
        contact_name=request.by.user.name,
        contact_email=request.by.user.email,
        contact_phone=request.by.organisation.phone,
    )
    posted = request.method == "POST"
    form = OfferForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        instance=instance,
        submitting=submitting,
    )
    if posted:
        valid = form.is_valid()
        saved = actions.save_draft(
            form_token=token,
            fields=form.values(),
            typed=form.typed(),
            documents=form.cleaned_data.get("documents") or [],
            by=request.by,
        )
        if valid and submitting and saved.status == Offer.Status.DRAFT:
            double, unanswered = judge_twins(request, saved)
            if double is not None:
                messages.info(
                    request,
                    f"U had deze plaats al aangemeld als {double.reference}. Uw nieuwe concept is gewist.",
                )
                return redirect("housing:offer_detail", pk=double.pk)
            if unanswered:
                context = {"form": form, "offer": saved, "token": token, "twins": unanswered}
                return render(
                    request,
                    "housing/offer_edit.html",
                    {**context, "documents": saved.documents.all()},
                    status=422,
                )
        if valid and submitting:
            if saved.status == Offer.Status.DRAFT:
                actions.submit_offer(offer=saved, by=request.by)
                messages.success(
                    request,
                    f"Uw aanbod is aangemeld onder nummer {saved.reference}. "
                    f"Gemeente {saved.municipality} neemt contact op.",
                )
            else:
                messages.success(
                    request, "Uw wijzigingen zijn bewaard. Beantwoord nu nog de vraag van de gemeente."
                )
            return redirect("housing:offer_detail", pk=saved.pk)
        if valid:
            messages.success(
                request, "Uw concept is bewaard. U kunt later verder werken, ook op een ander toestel."
            )
            return redirect("housing:offer_edit", token=token)
        offer = saved
    return render(
        request,
        "housing/offer_edit.html",
        {"form": form, "offer": offer, "token": token, "documents": offer.documents.all() if offer else []},
        status=422 if form.errors else 200,
    )


def judge_twins(request: HatRequest, offer: Offer) -> tuple[Offer | None, list[Candidate]]:
    """What the provider says about each offer that may be the same place.

    Returns his own offer that he says is the same (the draft is then withdrawn), and what he did not answer yet.
    """
    unanswered = []
    for candidate in likely_twins(offer):
        verdict = request.POST.get(f"twin-{candidate.offer.pk}", "")
        if verdict not in Twin.Verdict.values:
            unanswered.append(candidate)
            continue
        actions.judge_twin(
            offer=offer, other=candidate.offer, likeness=candidate.likeness, verdict=verdict, by=request.by
        )
        if verdict == Twin.Verdict.SAME and candidate.offer.organisation_id == offer.organisation_id:
            actions.withdraw_offer(offer=offer, by=request.by)
            return candidate.offer, []
    return None, unanswered


@require_POST
def offer_autosave(request: HatRequest, token: uuid.UUID) -> HttpResponse:
    """Keeps the draft while one types. Files are only taken by the form itself."""
    require(rules.may_offer(request.by))
    offer = own_draft(request, token)
    form = OfferForm(request.POST, instance=offer or Offer(form_token=token), submitting=False)
    form.is_valid()
    try:
        saved = actions.save_draft(form_token=token, fields=form.values(), typed=form.typed(), by=request.by)
    except IllegalTransition as problem:
        return JsonResponse({"message": str(problem)}, status=409)
    return JsonResponse({"saved_at": f"{timezone.localtime(saved.changed_at):%H:%M}"})


def offer_detail(request: HatRequest, pk: int) -> HttpResponse:
    """Everything about one offer, with what this reader can do next."""
    offer = get_object_or_404(
        Offer.objects.visible_to(request.by).select_related(
            "organisation", "municipality", "site", "merged_into"
        ),
        pk=pk,
    )
    judge = rules.may_judge_offer(request.by, offer)
    inspections = list(offer.inspections.prefetch_related("defects").select_related("recorded_by"))
    context = {
        "offer": offer,
        "documents": offer.documents.all(),
        "inspections": inspections,
        "history": sentences(AuditEvent.objects.about(offer)),
        "twins": likely_twins(offer)
        if rules.may_merge(request.by, offer) and offer.merged_into_id is None and offer.status in COUNTS
        else [],
        "may_edit": rules.may_edit_offer(request.by, offer),
        "may_answer": rules.may_edit_offer(request.by, offer) and offer.status == Offer.Status.INFO_REQUESTED,
        "may_withdraw": rules.may_withdraw_offer(request.by, offer),
        "may_inspect": judge and offer.status == Offer.Status.SUBMITTED,
        "may_approve": judge
        and offer.status == Offer.Status.SUBMITTED
        and bool(inspections)
        and inspections[0].passed,
        "may_reject": judge and Offer.Status.REJECTED in Offer.TRANSITIONS[offer.status],
        "may_ask": judge and Offer.Status.INFO_REQUESTED in Offer.TRANSITIONS[offer.status],
    }
    return render(request, "housing/offer_detail.html", context)


def offer_document(request: HatRequest, pk: int, document: uuid.UUID) -> FileResponse:
    """A document of an offer, for who may see the offer."""
    offer = get_object_or_404(Offer.objects.visible_to(request.by), pk=pk)
    return attachment(get_object_or_404(offer.documents, pk=document))


def judged_offer(request: HatRequest, pk: int) -> Offer:
    """An offer that this hat decides about: 404 when unseen, 403 when it is another's to decide."""
    offer = get_object_or_404(
        Offer.objects.visible_to(request.by).select_related("organisation", "municipality"), pk=pk
    )
    require(rules.may_judge_offer(request.by, offer))
    return offer


def already_decided(request: HatRequest, offer: Offer, problem: IllegalTransition) -> HttpResponse:
    messages.error(request, str(problem))
    return redirect("housing:offer_detail", pk=offer.pk)


def offer_withdraw(request: HatRequest, pk: int) -> HttpResponse:
    """The provider takes the offer back."""
    offer = get_object_or_404(Offer.objects.visible_to(request.by), pk=pk)
    require(rules.is_provider_of(request.by, offer) and rules.may_offer(request.by))
    submitted = offer.submitted_at is not None
    form = WithdrawForm(request.POST if request.method == "POST" else None, submitted=submitted)
    if form.is_valid():
        try:
            actions.withdraw_offer(offer=offer, by=request.by, **form.cleaned_data)
        except IllegalTransition as problem:
            return already_decided(request, offer, problem)
        messages.success(request, "Uw aanbod is ingetrokken.")
        return redirect("housing:offer_detail", pk=pk)
    return step(request, offer, form, "Aanbod intrekken", "Intrekken", danger=True)


def offer_ask(request: HatRequest, pk: int) -> HttpResponse:
    """Ask the provider something before deciding."""
    offer = judged_offer(request, pk)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_about_offer(offer=offer, question=form.cleaned_data["question"], by=request.by)
        except IllegalTransition as problem:
            return already_decided(request, offer, problem)
        messages.success(request, f"Uw vraag is verstuurd naar {offer.organisation}.")
        return redirect("housing:offer_detail", pk=pk)
    return step(request, offer, form, "Informatie vragen", "Vraag versturen")


def offer_answer(request: HatRequest, pk: int) -> HttpResponse:
    """The provider answers the municipality's question."""
    offer = get_object_or_404(Offer.objects.visible_to(request.by), pk=pk)
    require(rules.is_provider_of(request.by, offer) and rules.may_offer(request.by))
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_offer(offer=offer, answer=form.cleaned_data["answer"], by=request.by)
        except IllegalTransition as problem:
            return already_decided(request, offer, problem)
        messages.success(request, "Uw antwoord is verstuurd.")
        return redirect("housing:offer_detail", pk=pk)
    return step(request, offer, form, "De gemeente vraagt iets", "Antwoord versturen", quote=offer.question)


def offer_reject(request: HatRequest, pk: int) -> HttpResponse:
    """Refuse with a reason."""
    offer = judged_offer(request, pk)
    form = RejectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reject_offer(offer=offer, by=request.by, **form.cleaned_data)
        except IllegalTransition as problem:
            return already_decided(request, offer, problem)
        messages.success(request, "Het aanbod is geweigerd. De aanbieder krijgt uw toelichting.")
        return redirect("housing:offer_detail", pk=pk)
    return step(request, offer, form, "Aanbod weigeren", "Weigeren", danger=True)


def step(
    request: HatRequest,
    offer: Offer,
    form: object,
    title: str,
    button: str,
    *,
    danger: bool = False,
    quote: str = "",
) -> HttpResponse:
    """The page of one small decision about an offer."""
    context = {
        "offer": offer,
        "form": form,
        "title": title,
        "button": button,
        "danger": danger,
        "quote": quote,
    }
    return render(request, "housing/offer_step.html", context, status=422 if form.errors else 200)  # type: ignore[attr-defined]


def offer_inspect(request: HatRequest, pk: int) -> HttpResponse:
    """Record what was seen on the spot; made for a phone."""
    offer = judged_offer(request, pk)
    today = timezone.localdate()
    if wants_row(request, "defects"):
        form = InspectionForm(on=today, initial=as_typed(request))
        defects = with_row(DefectFormSet, request, prefix="defects")
    elif request.method == "POST":
        form = InspectionForm(request.POST, on=today)
        defects = DefectFormSet(request.POST, prefix="defects")
    else:
        form = InspectionForm(
            on=today, initial={"inspected_on": today, "usable_places": offer.estimated_places}
        )
        defects = DefectFormSet(prefix="defects")
    if form.is_bound and form.is_valid() & defects.is_valid():
        try:
            inspection = actions.record_inspection(
                offer=offer, defects=filled_rows(defects), by=request.by, **form.cleaned_data
            )
        except IllegalTransition as problem:
            return already_decided(request, offer, problem)
        if inspection.passed:
            messages.success(request, "Het plaatsbezoek is geslaagd. U kunt het aanbod nu valideren.")
            return redirect("housing:offer_approve", pk=pk)
        messages.warning(
            request, "Het plaatsbezoek is vastgelegd. Het aanbod kan zo nog niet gevalideerd worden."
        )
        return redirect("housing:offer_detail", pk=pk)
    context = {"offer": offer, "form": form, "defects": defects}
    return render(request, "housing/offer_inspect.html", context, status=422 if form.is_bound else 200)


def offer_approve(request: HatRequest, pk: int) -> HttpResponse:
    """Validate with units: the offer becomes a site."""
    offer = judged_offer(request, pk)
    inspection = offer.inspections.prefetch_related("defects").first()
    if wants_row(request, "units"):
        form = ApproveForm(initial=as_typed(request))
        lines = with_row(UnitLineFormSet, request, prefix="units")
    elif request.method == "POST":
        form = ApproveForm(request.POST)
        lines = UnitLineFormSet(request.POST, prefix="units")
    else:
        form = ApproveForm()
        lines = UnitLineFormSet(prefix="units", initial=[suggestion(offer, inspection)])
    if form.is_bound and form.is_valid() & lines.is_valid():
        try:
            units = [line.line() for line in lines.forms if line.has_changed()]
            site = actions.approve_offer(
                offer=offer, units=units, note=form.cleaned_data["note"], by=request.by
            )
        except (actions.NotInspected, actions.TooManyPlaces) as problem:
            form.add_error(None, str(problem))
        except IllegalTransition as problem:
            return already_decided(request, offer, problem)
        else:
            messages.success(request, f"{site} is gevalideerd. De wooneenheden staan in de inventaris.")
            return redirect("housing:site_detail", pk=site.pk)
    context = {"offer": offer, "form": form, "lines": lines, "inspection": inspection}
    return render(request, "housing/offer_approve.html", context, status=422 if form.is_bound else 200)


def suggestion(offer: Offer, inspection: Inspection | None) -> dict[str, object]:
    """A first line from the offer's own figures."""
    places = (inspection.usable_places if inspection else 0) or offer.estimated_places or 1
    small = places <= 8
    return {
        "count": 1 if small else (places + 1) // 2,
        "label": "Woning" if small else "Kamer",
        "places": places if small else 2,
        "step_free": offer.step_free,
        "ground_floor": False,
        "own_kitchen": small,
        "own_sanitary": small,
    }
