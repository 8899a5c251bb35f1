"""The form of an offer: kept at every pause, taken up on any device, laid together with other windows."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from audit.shown import spoken
from audit.trail import IllegalTransition
from households.privacy import delicate
from housing import actions, rules
from housing.feedback import differs, looks_like, missing_for, place_of
from housing.forms import OfferForm
from housing.forms.sections import section_states
from housing.forms.windows import Conflict, merge, shown
from housing.guide_rents import guide_rents
from housing.models import Offer, OfferMessage, Twin
from housing.twins import Candidate, likely_twins
from housing.waiting import households_that_fit

# The draft as it is now stored, the form that was read, and what two windows typed differently.
Kept = tuple[Offer, OfferForm, dict[str, Conflict]]

TRIES = 5  # against windows that keep the same draft in the same instant


def offer_add(request: HatRequest) -> HttpResponse:
    """Starts a form with a name of its own (a token), so that sending it twice never makes two offers."""
    require(rules.may_offer(request.by))
    return redirect("housing:offer_edit", token=uuid.uuid4())


def own_draft(request: HatRequest, token: uuid.UUID) -> Offer | None:
    """The offer of this token: None when it does not exist yet, 404 when it is somebody else's."""
    offer = Offer.objects.filter(form_token=token).select_related("municipality", "organisation").first()
    if offer is not None and not rules.is_provider_of(request.by, offer):
        raise Http404
    return offer


def new_offer(request: HatRequest, token: uuid.UUID) -> Offer:
    """An offer that is not there yet, with what we know of who starts it."""
    return Offer(
        form_token=token,
        organisation=request.by.organisation,
        contact_name=request.by.user.name,
        contact_email=request.by.user.email,
        contact_phone=request.by.organisation.phone,
    )


def keep(request: HatRequest, token: uuid.UUID, *, submitting: bool) -> Kept:
    """Lay what this page sent over the stored draft, and store the outcome.

    Raises IllegalTransition when the offer is no longer open for typing.
    """
    for attempt in range(TRIES):
        offer = own_draft(request, token)
        if offer is not None and not rules.may_edit_offer(request.by, offer):
            raise IllegalTransition(offer, Offer.Status.DRAFT)
        instance = offer or new_offer(request, token)
        typed_before = dict(instance.typed)
        stored = shown(OfferForm(instance=instance))
        merged = merge(request.POST, stored=stored, names=OfferForm.base_fields.keys())
        changed = merged.touched | typed_before.keys() if offer else set(OfferForm.base_fields)
        whole = submitting or instance.status == Offer.Status.INFO_REQUESTED
        form = OfferForm(
            merged.data,
            request.FILES,
            instance=instance,
            submitting=whole,
            changed=changed - merged.conflicts.keys(),
        )
        form.is_valid()
        still_typed = {name: text for name, text in typed_before.items() if name not in form.judged}
        try:
            saved = actions.save_draft(
                form_token=token,
                fields=form.values(),
                typed=still_typed | form.typed(),
                documents=form.uploads(),
                read_at=offer.changed_at if offer else timezone.now(),
                by=request.by,
            )
        except actions.ChangedMeanwhile:
            if attempt == TRIES - 1:
                raise
        else:
            saved.organisation = request.by.organisation
            # A municipality is asked only while the postcode needs it.
            asked = {name: both for name, both in merged.conflicts.items() if name in form.fields}
            return saved, form, asked
    raise actions.ChangedMeanwhile


def offer_edit(request: HatRequest, token: uuid.UUID) -> HttpResponse:
    """Type, keep, come back, submit."""
    require(rules.may_offer(request.by))
    offer = own_draft(request, token)
    if offer is not None and not rules.may_edit_offer(request.by, offer):
        return already_sent(request, offer)
    if request.method != "POST":
        instance = offer or new_offer(request, token)
        return form_page(request, resumed(instance), instance, token)
    submitting = "submit" in request.POST
    try:
        saved, form, conflicts = keep(request, token, submitting=submitting)
    except IllegalTransition as problem:
        return already_sent(request, problem.thing)
    if removed := request.POST.get("remove"):
        return without_document(request, saved, removed)
    for name, conflict in conflicts.items():
        form.add_error(
            name,
            f"{conflict_sentence(form, name, conflict)} Laat staan of pas aan wat hier moet staan, en bewaar opnieuw.",
        )
    if form.errors:
        return form_page(request, form, saved, token, status=422)
    if not submitting:
        messages.success(
            request, "Uw concept is bewaard. U kunt later verder werken, ook op een ander toestel."
        )
        return redirect("housing:offer_edit", token=token)
    return offered(request, saved, form)


def resumed(offer: Offer) -> OfferForm:
    """The form as it was left: what was wrong still says so."""
    form = OfferForm(instance=offer)
    if not offer.typed:
        return form
    data = QueryDict(mutable=True)
    data.update(shown(form))
    form = OfferForm(data, instance=offer, submitting=False)
    form.is_valid()
    form.mark_required()
    return form


def offered(request: HatRequest, offer: Offer, form: OfferForm) -> HttpResponse:
    """The last step: not before it is known whether the place is there already."""
    if offer.status == Offer.Status.INFO_REQUESTED:
        messages.success(request, "Uw wijzigingen zijn bewaard. Beantwoord nu nog de vraag van de gemeente.")
        return redirect("housing:offer_detail", pk=offer.pk)
    double, unanswered = judge_twins(request, offer)
    if double is not None:
        messages.info(
            request, f"U had deze plaats al aangemeld als {double.reference}. Uw nieuwe concept is gewist."
        )
        return redirect("housing:offer_detail", pk=double.pk)
    if unanswered:
        return form_page(request, form, offer, offer.form_token, status=422, twins=unanswered)
    try:
        actions.submit_offer(offer=offer, by=request.by)
    except ValidationError as refusal:  # a promise that the form does not know by itself
        form.add_error(None, refusal.messages)
        return form_page(request, form, offer, offer.form_token, status=422)
    messages.success(
        request,
        f"Uw aanbod is aangemeld onder nummer {offer.reference}. "
        f"Gemeente {offer.municipality} neemt contact op. U krijgt een bevestiging per e-mail.",
    )
    return redirect("housing:offer_detail", pk=offer.pk)


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


def already_sent(request: HatRequest, offer: Any) -> HttpResponse:
    messages.info(
        request, f"Dit aanbod is al verwerkt onder nummer {offer.reference}. U hoeft niets meer te doen."
    )
    return redirect("housing:offer_detail", pk=offer.pk)


def without_document(request: HatRequest, offer: Offer, document: str) -> HttpResponse:
    """Takes a file off; what was typed beside it is kept already."""
    try:
        actions.remove_offer_document(offer=offer, document=uuid.UUID(document), by=request.by)
    except ValueError as unreadable:
        raise Http404 from unreadable
    messages.success(request, "Het document is verwijderd. De rest van uw concept is bewaard.")
    return redirect("housing:offer_edit", token=offer.form_token)


def conflict_sentence(form: OfferForm, name: str, conflict: Conflict) -> str:
    """Both values; the field itself shows the reader's own."""
    return (
        "In een ander venster of door een collega is dit intussen gewijzigd in "
        f"{spoken(form, name, conflict.stored)}. U koos of typte {spoken(form, name, conflict.mine)}."
    )


@require_POST
def offer_autosave(request: HatRequest, token: uuid.UUID) -> HttpResponse:
    """Keeps the draft while one types. Files are only taken by the form itself.

    Answers what is stored in each field, what two windows typed differently, and the parts of the page that follow
    from what was typed.
    """
    require(rules.may_offer(request.by))
    try:
        saved, form, conflicts = keep(request, token, submitting=False)
    except IllegalTransition as problem:
        return JsonResponse({"message": str(problem)}, status=409)
    context = surroundings(saved)
    answer = {
        "saved_at": f"{timezone.localtime():%H:%M}",
        "stored": context["stored"],
        "errors": {name: form.errors[name] for name in saved.typed if name in form.errors},
        "conflicts": {
            name: {
                "text": conflict_sentence(form, name, conflict),
                "stored": spoken(form, name, conflict.stored),
            }
            for name, conflict in conflicts.items()
        },
        "parts": {
            part: render_to_string(f"housing/{template}.html", context, request)
            for part, template in (
                ("delen", "offer_sections"),
                ("gemeente-keuze", "offer_municipality"),
                ("terugkoppeling", "offer_feedback"),
                ("richthuur", "offer_guide_rent"),
                ("opmerkingen-hint", "offer_delicate"),
            )
        },
    }
    return JsonResponse(answer)


def municipality_field(form: OfferForm) -> BoundField | None:
    """The question in which municipality it is, while the postcode leaves that open."""
    return form["municipality"] if "municipality" in form.fields else None


def surroundings(offer: Offer) -> dict[str, Any]:
    """What the page shows around the fields, from what is stored: how far each part is, and what it means."""
    form = OfferForm(instance=offer)
    stored = shown(form)
    looks = looks_like(offer)
    place = place_of(offer)
    today = timezone.localdate()
    return {
        "offer": offer,
        "stored": stored,
        "municipality_field": municipality_field(form),
        "states": section_states(stored, wrong=offer.typed),
        "looks": looks,
        "differs": differs(offer, looks),
        "missing": missing_for(offer, looks) if looks else None,
        "place": place,
        "fit": households_that_fit(place, municipality=offer.municipality, on=today) if place.size else None,
        "guide": guide_rents(offer, on=today),
        "delicate": delicate(offer.remarks),
    }


def form_page(
    request: HatRequest, form: OfferForm, offer: Offer, token: uuid.UUID, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        **surroundings(offer),
        "form": form,
        "municipality_field": municipality_field(form),
        "token": token,
        "documents": offer.offer_documents.select_related("document") if offer.pk else [],
        "question": OfferMessage.objects.open_question(offer),
        **more,
    }
    response = render(request, "housing/offer_edit.html", context, status=status)
    # The only page that may ask where the device is: for its button "Gebruik mijn locatie".
    response.headers["Permissions-Policy"] = "geolocation=(self)"
    return response
