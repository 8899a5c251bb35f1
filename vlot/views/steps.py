"""What the pages of cases share: finding the case, and the page of one small step."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from accounts.hats import HatRequest, require
from audit.overtaken import Overtaken
from audit.shown import KnowsWhatItShowed, tell
from audit.trail import IllegalTransition
from vlot import actions, rules
from vlot.models import Intervention

KEPT = "Wat u typte, staat nog op deze pagina: kopieer het als u het wilt bewaren."
# What a verb may answer to a step that came too late or does not fit.
TOO_LATE = (
    IllegalTransition, actions.AlreadySignalled, actions.AlreadyAnswered, actions.VisitOver, actions.ThemeSettled,
    actions.NoMunicipality, actions.NotInTeam, actions.OfAnotherMunicipality,
    actions.TopicNotInUse, actions.RequestsLinked,
)  # fmt: skip


def typed(request: HatRequest) -> QueryDict | None:
    """The posted data, also when it is empty; None while only looking."""
    return request.POST if request.method == "POST" else None


def visible_intervention(request: HatRequest, pk: int) -> Intervention:
    """404 for who may not see it. What few calls have (a place, a signal to Flanders, an end) is asked for when it is
    there: joined for all of them, it took PostgreSQL longer to plan this one row than all the rest of the page."""
    return get_object_or_404(
        Intervention.objects.visible_to(request.by)
        .with_parts()
        .select_related("municipality", "team__province", "asked_by", "assignee", "topic", "satisfaction"),
        pk=pk,
    )


def handled_intervention(request: HatRequest, pk: int) -> Intervention:
    """A call that this hat follows up: 404 when unseen, 403 when it is for others to do."""
    intervention = visible_intervention(request, pk)
    require(rules.may_handle_intervention(request.by, intervention))
    return intervention


def step(
    request: HatRequest,
    intervention: Intervention,
    form: forms.BaseForm,
    action: Callable[..., Any],
    *,
    title: str,
    button: str,
    done: str,
    template: str = "vlot/intervention_step.html",
    **context: Any,
) -> HttpResponse:
    """The page of one small step: asks, does, and goes back to the call with a sentence.

    Whom a colleague was too quick for reads so on the same page, with what he typed still in it.
    """
    status = 200
    if form.is_bound and form.is_valid():
        try:
            seen = {"seen": form.seen()} if isinstance(form, KnowsWhatItShowed) else {}
            action(intervention=intervention, by=request.by, **seen, **form.cleaned_data)
        except Overtaken as problem:
            cast(KnowsWhatItShowed, form).show_overtaken(problem.stored)
            status = 409
        except TOO_LATE as problem:
            form.add_error(None, f"{problem} {KEPT}")
            status = 409
        except ValidationError as problem:
            form.add_error(None, problem)
            status = 422
        else:
            tell(request, form, done)
            return redirect("vlot:intervention_detail", pk=intervention.pk)
    elif form.errors:
        status = 422
    shown = {"intervention": intervention, "form": form, "title": title, "button": button, **context}
    return render(request, template, shown, status=status)
