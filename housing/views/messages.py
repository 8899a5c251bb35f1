"""The conversation about an offer: ask, answer, say."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from accounts.hats import HatRequest, require
from audit.trail import IllegalTransition
from housing import actions, rules
from housing.forms import AnswerForm, MessageForm, QuestionForm
from housing.models import Offer, OfferMessage
from housing.views.offers import already_decided, judged_offer, step


def offer_ask(request: HatRequest, pk: int) -> HttpResponse:
    """Ask the provider something before deciding."""
    offer = judged_offer(request, pk)
    today = timezone.localdate()
    due = today + timedelta(days=settings.QUESTION_TERM_DAYS)
    form = QuestionForm(request.POST or None, on=today, initial={"due_on": due})
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_about_offer(offer=offer, by=request.by, **form.cleaned_data)
        except IllegalTransition as problem:
            return already_decided(request, offer, problem)
        except actions.AnswerOutOfReach as problem:
            form.add_error("due_on", str(problem))
        else:
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
    question = OfferMessage.objects.open_question(offer)
    quote = question.text if question else ""
    return step(request, offer, form, "De gemeente vraagt iets", "Antwoord versturen", quote=quote)


def offer_message(request: HatRequest, pk: int) -> HttpResponse:
    """Say something about an offer, without asking or answering."""
    offer = get_object_or_404(
        Offer.objects.visible_to(request.by).select_related("organisation", "municipality"), pk=pk
    )
    require(rules.may_write_about(request.by, offer))
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.send_message(offer=offer, text=form.cleaned_data["text"], by=request.by)
        except IllegalTransition as problem:
            return already_decided(request, offer, problem)
        messages.success(request, "Uw bericht is verstuurd.")
        return redirect("housing:offer_detail", pk=pk)
    return step(request, offer, form, "Bericht versturen", "Versturen")
