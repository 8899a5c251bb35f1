"""Pages that put places beside a household, and households beside a place. Elsewhere than in one's own municipality a
page names the municipality, what the place offers and when it is free; never street, site, label or owner."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.hats import HatRequest, require
from audit.paging import CappedPaginator
from audit.readings import note_reading, note_readings
from households.models import Household
from housing.models import Unit
from matching import rules
from matching.forms import MoveInForm
from matching.ranking import Question
from matching.views.proposals import own_household
from matching.waiting import Offered, others_that_fit, own_that_fit
from matching.whynot import why_not

PER_PAGE = 25


def household_places(request: HatRequest, pk: int) -> HttpResponse:
    """The free units that fit, best first, with the reasons; own municipality apart from elsewhere."""
    household = own_household(request, pk)
    require(rules.may_propose(request.by, household))
    note_reading(household, "plaats zoeken", by=request.by)
    form, today = asked_form(request, household), timezone.localdate()
    context: dict[str, Any] = {
        "household": household,
        "form": form,
        "size": len(household.persons.all()),
    }
    if not form.is_valid():
        return render(request, "matching/household_places.html", context, status=422)
    start, days = form.cleaned_data["vanaf"], form.days()
    question = Question.of(household, start=start, days=days, today=today)
    context |= {
        "move_in_on": start,
        "until": question.asked.until,
        "ranking": question.rank(),
        "weights": question.weights,
        "lives_nowhere": [near.words for near in question.asked.near if near.spot is None],
        "period": form.as_address(),
        "token": uuid.uuid4(),
    }
    return render(request, "matching/household_places.html", context)


def asked_form(request: HatRequest, household: Household) -> MoveInForm:
    """The period in the address; without one, from the wanted day, or from today when that is over."""
    today = timezone.localdate()
    data: Any = request.GET if "vanaf" in request.GET else {"vanaf": max(household.wanted_from, today)}
    return MoveInForm(data, today=today)


def household_why_not(request: HatRequest, pk: int) -> HttpResponse:
    """The units of the own municipality that do not fit, those that nearly do first."""
    household = own_household(request, pk)
    require(rules.may_propose(request.by, household))
    note_reading(household, "waarom niet", by=request.by)
    form, today = asked_form(request, household), timezone.localdate()
    context: dict[str, Any] = {"household": household, "form": form}
    if not form.is_valid():
        return render(request, "matching/why_not_list.html", context, status=422)
    question = Question.of(household, start=form.cleaned_data["vanaf"], days=form.days(), today=today)
    units = (
        Unit.objects.visible_to(request.by)
        .validated(on=today)
        .filter(site__municipality=question.asked.own_town, site__merged_into__isnull=True)
    )
    answers = [
        (unit, why_not(question.asked, place)) for unit, place in question.places(units.order_by("pk"))
    ]
    wrong = sorted(
        ((unit, answer) for unit, answer in answers if answer.reasons), key=lambda row: row[1].size
    )
    page = CappedPaginator(wrong, PER_PAGE).get_page(request.GET.get("pagina"))
    context |= {"page": page, "fitting": len(answers) - len(wrong), "period": form.as_address()}
    return render(request, "matching/why_not_list.html", context)


def unit_why_not(request: HatRequest, pk: int, unit: int) -> HttpResponse:
    """One household and one unit: what is wrong, with numbers, and the smallest change that would help."""
    household = own_household(request, pk)
    require(rules.may_propose(request.by, household))
    note_reading(household, "waarom niet", by=request.by)
    found = get_object_or_404(
        Unit.objects.askable_by(request.by).select_related("site__municipality"), pk=unit
    )
    form, today = asked_form(request, household), timezone.localdate()
    here = found.site.municipality_id == request.by.organisation.municipality_id
    context: dict[str, Any] = {"household": household, "unit": found, "form": form, "here": here}
    if not form.is_valid():
        return render(request, "matching/why_not.html", context, status=422)
    question = Question.of(household, start=form.cleaned_data["vanaf"], days=form.days(), today=today)
    place = question.place(found)
    answer = why_not(question.asked, place)
    context |= {
        "answer": answer,
        "candidate": None if answer.reasons else question.candidate(found, place),
        "period": form.as_address(),
        "asked": question.asked,
        "weights": question.weights,
    }
    return render(request, "matching/why_not.html", context)


def unit_fits(request: HatRequest, pk: int) -> HttpResponse:
    """For a unit of one's own municipality: which own waiting households fit, which would if one thing changed, and in
    bands how many of others."""
    unit = get_object_or_404(Unit.objects.visible_to(request.by).select_related("site__municipality"), pk=pk)
    require(rules.may_see_who_fits(request.by, unit))
    today = timezone.localdate()
    offered = Offered.of(unit, today=today)
    own = own_that_fit(offered, by=request.by, today=today)
    note_readings([row.household for row in own], "wie past hier", by=request.by)
    context = {
        "unit": unit,
        "fitting": [row for row in own if not row.answer.reasons],
        "nearly": [row for row in own if row.answer.change and len(row.answer.change) == 1],
        "others": others_that_fit(offered, by=request.by, today=today),
    }
    return render(request, "matching/unit_fits.html", context)
