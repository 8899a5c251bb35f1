"""Good practice: a local government shares it, VLOT reads it, both agree, everybody finds it."""

from collections.abc import Callable
from copy import copy
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from audit.paging import CappedPaginator
from audit.trail import IllegalTransition
from households.privacy import delicate
from vlot.guidance import actions, rules
from vlot.guidance.forms import AnswerForm, DeclineForm, HelpedForm, PracticeForm, ReviewForm
from vlot.guidance.models import GoodPractice

Status = GoodPractice.Status


def practice_list(request: HatRequest) -> HttpResponse:
    """What is published, what waits for this hat, and for a local government what it sent itself."""
    require(rules.may_see_practices(request.by))
    visible = GoodPractice.objects.visible_to(request.by).select_related("organisation")
    published = (
        visible.published()
        .annotate(helped_count=Count("helped"), helped_times=Sum("helped__times"))
        .order_by("-published_at", "-pk")
    )
    context = {
        "page": CappedPaginator(published, 25).get_page(request.GET.get("pagina")),
        "waiting": visible.waiting_for(request.by),
        "others": visible.exclude(status=Status.PUBLISHED).exclude(
            pk__in=visible.waiting_for(request.by).values("pk")
        ),
        "may_submit": rules.may_submit_practice(request.by),
    }
    return render(request, "vlot/practice_list.html", context)


def visible_practice(request: HatRequest, pk: int) -> GoodPractice:
    """404 for who may not see it."""
    return get_object_or_404(
        GoodPractice.objects.visible_to(request.by).select_related("organisation", "reviewed_by"), pk=pk
    )


def practice_detail(request: HatRequest, pk: int) -> HttpResponse:
    """One good practice, with what this hat can do with it."""
    practice = visible_practice(request, pk)
    answers = rules.may_answer_practice(request.by, practice)
    reviews = rules.may_review_practice(request.by)
    helped = practice.helped.select_related("organisation")
    own = helped.filter(organisation=request.by.organisation).first()
    context = {
        "practice": practice,
        "guides": practice.guides.visible_to(request.by),
        "helped": helped,
        "helped_times": sum(said.times for said in helped),
        "may_review": reviews and practice.status == Status.SUBMITTED,
        "may_agree": answers and practice.status == Status.PROPOSED,
        "may_withdraw": answers and practice.may_become(Status.WITHDRAWN),
        "may_help": rules.may_say_it_helped(request.by, practice),
        "help_form": HelpedForm(initial={"times": own.times if own else 1}),
        "own": own,
    }
    return render(request, "vlot/practice_detail.html", context)


def practice_add(request: HatRequest) -> HttpResponse:
    """A local government shares what worked."""
    require(rules.may_submit_practice(request.by))
    form = PracticeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        practice = actions.submit_practice(**form.cleaned_data, by=request.by)
        messages.success(request, "Bedankt. VLOT leest uw goede praktijk na; u krijgt bericht.")
        if held := private_words(practice):
            messages.warning(
                request, f"Uw tekst lijkt {held} te bevatten. VLOT kijkt dat na voor er iets verschijnt."
            )
        return redirect("vlot:practice_detail", pk=practice.pk)
    return render(request, "vlot/practice_add.html", {"form": form}, status=422 if form.errors else 200)


def private_words(practice: GoodPractice) -> str:
    """What the text seems to hold about people, in words; empty for nothing. A hint, never a block."""
    return ", ".join(delicate(" ".join(practice.texts().values())))


def practice_review(request: HatRequest, pk: int) -> HttpResponse:
    """VLOT reads: publish as it is, or propose other words."""
    practice = visible_practice(request, pk)
    require(rules.may_review_practice(request.by))
    # A form writes what was typed into its instance: a copy, so that what is stored stays beside it.
    form = ReviewForm(
        request.POST if request.method == "POST" else None,
        instance=copy(practice),
        by=request.by,
    )
    return step(
        request, practice, form, reviewed, title="Goede praktijk nalezen", button="Nalezen en doorgaan"
    )


def reviewed(*, practice: GoodPractice, by: Any, remark: str, guides: Any, **texts: str) -> str:
    """Publishes unchanged words, proposes changed ones; returns the sentence for the screen."""
    if texts == practice.texts():
        actions.publish_practice(practice=practice, guides=guides, by=by)
        return "De goede praktijk is gepubliceerd, in de woorden van de indiener."
    actions.propose_text(practice=practice, guides=guides, remark=remark, by=by, **texts)
    return "Uw tekst is voorgesteld. De indiener krijgt bericht en geeft akkoord."


def practice_answer(request: HatRequest, pk: int) -> HttpResponse:
    """The local government changes the proposed words."""
    practice = visible_practice(request, pk)
    require(rules.may_answer_practice(request.by, practice))
    form = AnswerForm(
        request.POST if request.method == "POST" else None, instance=copy(practice),
        initial={"remark": ""},
    )  # fmt: skip
    return step(
        request, practice, form, resubmitted, title="De tekst aanpassen", button="Versturen naar VLOT"
    )


def resubmitted(**what: Any) -> str:
    actions.resubmit_practice(**what)
    return "Uw tekst is verstuurd. VLOT leest hem na."


def practice_decline(request: HatRequest, pk: int) -> HttpResponse:
    """VLOT does not publish it."""
    practice = visible_practice(request, pk)
    require(rules.may_review_practice(request.by))
    form = DeclineForm(request.POST if request.method == "POST" else None)
    return step(request, practice, form, declined, title="Niet publiceren", button="Niet publiceren")


def declined(**what: Any) -> str:
    actions.decline_practice(**what)
    return "De goede praktijk wordt niet gepubliceerd. De indiener leest waarom."


def step(
    request: HatRequest,
    practice: GoodPractice,
    form: forms.BaseForm,
    action: Callable[..., str],
    *,
    title: str,
    button: str,
) -> HttpResponse:
    """The page of one step: asks, does, and goes back with a sentence; who was too late keeps what he typed."""
    status = 200
    if form.is_bound and form.is_valid():
        try:
            done = action(practice=practice, by=request.by, **form.cleaned_data)
        except IllegalTransition as problem:
            form.add_error(None, str(problem))
            status = 409
        else:
            messages.success(request, done)
            return redirect("vlot:practice_detail", pk=practice.pk)
    elif form.errors:
        status = 422
    context = {
        "practice": practice,
        "form": form,
        "title": title,
        "button": button,
        "explains_review": isinstance(form, ReviewForm),
        "private_words": private_words(practice),
    }
    return render(request, "vlot/practice_step.html", context, status=status)


@require_POST
def practice_agree(request: HatRequest, pk: int) -> HttpResponse:
    """The local government agrees with the proposed words."""
    practice = visible_practice(request, pk)
    require(rules.may_answer_practice(request.by, practice))
    return at_once(
        request, practice, actions.agree_with_text, "Uw goede praktijk is gepubliceerd. Bedankt om te delen."
    )


@require_POST
def practice_withdraw(request: HatRequest, pk: int) -> HttpResponse:
    """The local government takes it back."""
    practice = visible_practice(request, pk)
    require(rules.may_answer_practice(request.by, practice))
    return at_once(request, practice, actions.withdraw_practice, "Uw goede praktijk is ingetrokken.")


def at_once(
    request: HatRequest, practice: GoodPractice, action: Callable[..., Any], done: str
) -> HttpResponse:
    """A step without a form."""
    try:
        action(practice=practice, by=request.by)
    except IllegalTransition as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return redirect("vlot:practice_detail", pk=practice.pk)


@require_POST
def practice_helped(request: HatRequest, pk: int) -> HttpResponse:
    """It helped here too."""
    practice = visible_practice(request, pk)
    require(rules.may_say_it_helped(request.by, practice))
    form = HelpedForm(request.POST)
    if form.is_valid():
        actions.say_it_helped(practice=practice, times=form.cleaned_data["times"], by=request.by)
        messages.success(request, "Bedankt. Andere besturen zien dat dit ook bij u hielp.")
    else:
        messages.error(request, "Vul in hoeveel situaties: een getal van 1 tot 1.000.")
    return redirect("vlot:practice_detail", pk=practice.pk)
