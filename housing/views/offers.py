"""Pages of an offer: from the provider's form to the municipality's decision."""

import uuid

from django.contrib import messages
from django.db.models import F
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.hats import HatRequest, require
from audit.models import AuditEvent
from audit.trail import IllegalTransition
from documents.serve import attachment
from housing import actions, rules
from housing.forms import (
    AssignForm,
    MessageForm,
    RejectForm,
    WithdrawForm,
)
from housing.history import sentences
from housing.models import Offer, OfferMessage
from housing.twins import COUNTS, likely_twins
from housing.wording import status_words


def offer_detail(request: HatRequest, pk: int) -> HttpResponse:
    """Everything about one offer, with what this reader can do next."""
    offer = get_object_or_404(
        Offer.objects.visible_to(request.by)
        .select_related("organisation", "municipality", "responsible__user")
        .annotate(site_number=F("site")),
        pk=pk,
    )
    judge = rules.may_judge_offer(request.by, offer)
    inspections = list(
        offer.inspections.select_related("recorded_by").prefetch_related(
            "defects", "answers__item", "answers__defect", "measured_units"
        )
    )
    today = timezone.localdate()
    context = {
        "offer": offer,
        "words": status_words(offer, by=request.by, on=today),
        "documents": offer.offer_documents.select_related("document"),
        "inspections": inspections,
        "conversation": offer.messages.select_related("organisation", "sent_by"),
        "question": OfferMessage.objects.open_question(offer),
        "message_form": MessageForm() if rules.may_write_about(request.by, offer) else None,
        "today": today,
        "assign_form": AssignForm(thing=offer) if rules.may_assign(request.by, offer) else None,
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
        "may_hand_over": judge and offer.status in (Offer.Status.SUBMITTED, Offer.Status.INFO_REQUESTED),
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
        messages.success(request, "Uw aanbod is ingetrokken." if submitted else "Uw concept is weggegooid.")
        return redirect("housing:offer_mine")
    title = "Aanbod intrekken" if submitted else "Concept weggooien"
    return step(request, offer, form, title, "Intrekken" if submitted else "Weggooien", danger=True)


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
