"""Pages of a stay."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.hats import HatRequest, require
from audit.models import AuditEvent
from audit.overtaken import Overtaken
from audit.readings import note_reading
from audit.shown import tell
from audit.trail import IllegalTransition
from housing import actions, rules
from housing.alternatives import fitting_units
from housing.forms import ArrivalForm, EndStayForm, MoveDayForm, MoveForm, NotComeForm, PlannedEndForm
from housing.history import sentences
from housing.models import EndReason, Stay, Unit
from housing.presence import Expected, seen_of

MOST_UNITS = 40  # that a choice shows


def visible_stay(request: HatRequest, pk: int) -> Stay:
    stays = Stay.objects.visible_to(request.by).select_related(
        "unit__site__municipality", "household__registered_by", "moved_in_by", "ended_by", "created_by"
    )
    return get_object_or_404(stays.prefetch_related("household__persons"), pk=pk)


def changed_stay(request: HatRequest, pk: int) -> Stay:
    """A stay that this hat may change: 404 when unseen, 403 for who only reads."""
    stay = visible_stay(request, pk)
    require(rules.may_end_stay(request.by, stay))
    return stay


def of_open_stay(view: Callable[[HatRequest, Stay], HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that changes a stay: one that was not granted, or is over, leads back to the stay with the reason."""

    @wraps(view)
    def opened(request: HatRequest, pk: int) -> HttpResponse:
        stay = changed_stay(request, pk)
        if not stay.is_open:
            return refused(request, stay, actions.StayIsOver(stay))
        return view(request, stay)

    return opened


def stay_detail(request: HatRequest, pk: int) -> HttpResponse:
    """Who lives where, since when and until when, and what can be done about it."""
    stay = visible_stay(request, pk)
    context = about(request, stay)
    context |= {
        "size": len(stay.household.persons.all()),
        "own": stay.household.registered_by_id == request.by.organisation_id,
        "may_change": rules.may_end_stay(request.by, stay) and stay.is_open,
        "today": timezone.localdate(),
        "seen": seen_of([stay])[stay.pk] if context["sees_people"] else [],
        "history": sentences(AuditEvent.objects.about(stay)),
    }
    return render(request, "housing/stay_detail.html", context)


@of_open_stay
def stay_arrival(request: HatRequest, stay: Stay) -> HttpResponse:
    """Confirm that the household came, correct the day, or plan another one."""
    today = timezone.localdate()
    form = ArrivalForm(request.POST or None, initial={"day": min(stay.period.lower, today)})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["day"]
        try:
            if day > today:
                actions.change_arrival(stay=stay, arrives_on=day, by=request.by)
            else:
                actions.confirm_move_in(stay=stay, moved_in_on=day, by=request.by)
        except (actions.BeginsTooLate, actions.Taken) as problem:
            form.add_error("day", str(problem))
        except IllegalTransition as problem:
            return refused(request, stay, problem)
        else:
            done = "De aankomst is gepland op" if day > today else "De intrek is bevestigd op"
            messages.success(request, f"{done} {day:%d/%m/%Y}.")
            return redirect("housing:stay_detail", pk=stay.pk)
    return page(request, stay, form, "Aankomst", "Bewaren")


@of_open_stay
def stay_planned_end(request: HatRequest, stay: Stay) -> HttpResponse:
    """Longer, shorter, or without a planned end."""
    form = PlannedEndForm(request.POST or None, on=timezone.localdate(), initial={"last_day": stay.last_day})
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.change_planned_end(
                stay=stay, until=form.until(), seen=form.seen(), by=request.by
            )
        except Overtaken as problem:
            form.show_overtaken(problem.stored)
        except (actions.StayEndsTooEarly, actions.Taken) as problem:
            form.add_error("last_day", str(problem))
        except IllegalTransition as problem:
            return refused(request, stay, problem)
        else:
            until = f"tot en met {changed.last_day:%d/%m/%Y}" if changed.last_day else "zonder einddatum"
            tell(request, form, f"Het verblijf loopt nu {until}.")
            return redirect("housing:stay_detail", pk=stay.pk)
    return page(request, stay, form, "Einddatum wijzigen", "Bewaren")


@of_open_stay
def stay_move(request: HatRequest, stay: Stay) -> HttpResponse:
    """To another unit in one's own municipality, on one day: first the day, then what is free and fits on it."""
    today = timezone.localdate()
    asked = MoveDayForm(request.GET or None, initial={"dag": today})
    context = {"asked": asked, **about(request, stay)}
    if asked.is_bound and not asked.is_valid():
        return render(request, "housing/stay_move.html", context, status=422)
    day = asked.cleaned_data["dag"] if asked.is_bound else today
    form = move_form(request, stay, day)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            new = actions.move_stay(stay=stay, unit=data["unit"], moves_on=data["moves_on"], by=request.by)
        except (actions.StayEndsTooEarly, actions.NotThereThatDay) as problem:
            form.add_error(None, str(problem))
        except (actions.SameUnit, actions.DoesNotFit, actions.NotAvailable, actions.Taken) as problem:
            form.add_error("unit", str(problem))
        except IllegalTransition as problem:
            return refused(request, stay, problem)
        else:
            messages.success(request, f"Verhuisd: {new.unit} vanaf {new.period.lower:%d/%m/%Y}.")
            return redirect("housing:stay_detail", pk=new.pk)
    context |= {"form": form, "day": day, "any": bool(form["unit"].subwidgets)}
    return render(request, "housing/stay_move.html", context, status=422 if form.errors else 200)


def move_form(request: HatRequest, stay: Stay, day: date) -> MoveForm:
    """The units of one's own municipality; those that are free on the day and fit are shown, the nearest first."""
    own = Unit.objects.visible_to(request.by).filter(site__municipality=request.by.organisation.municipality)
    size = len(stay.household.persons.all())
    free = fitting_units(stay.household, size=size, near=stay.unit, on=day).filter(pk__in=own.values("pk"))
    data = request.POST if request.method == "POST" else None
    return MoveForm(data, own=own, free=list(free[:MOST_UNITS]), on=day, by=request.by)


@of_open_stay
def stay_end(request: HatRequest, stay: Stay) -> HttpResponse:
    """Record that a household leaves: the unit is free from that day. A round of presence asks for `?reden=unknown`."""
    today = timezone.localdate()
    initial: dict[str, object] = {"ends_on": today}
    if request.GET.get("reden") == EndReason.UNKNOWN:
        initial = {"ends_on": absent_since(stay) or today, "reason": EndReason.UNKNOWN}
    form = EndStayForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_stay(stay=stay, by=request.by, **form.cleaned_data)
        except (actions.StayEndsTooEarly, actions.Taken) as problem:
            form.add_error("ends_on", str(problem))
        except IllegalTransition as problem:
            return refused(request, stay, problem)
        else:
            messages.success(request, f"Het vertrek is vastgelegd. {stay.unit.label} is vrij vanaf die dag.")
            return redirect("housing:stay_detail", pk=stay.pk)
    return page(request, stay, form, "Uittrekken", "Vertrek vastleggen")


@of_open_stay
def stay_not_come(request: HatRequest, stay: Stay) -> HttpResponse:
    """The household never came: the unit is free at once, and the household waits again."""
    if stay.moved_in_at is not None:
        return refused(request, stay, actions.AlreadyMovedIn(stay))
    form = NotComeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.stay_not_come(stay=stay, reason=form.cleaned_data["reason"], by=request.by)
        except IllegalTransition as problem:
            return refused(request, stay, problem)
        messages.success(
            request,
            f"{stay.unit.label} is weer vrij, en {stay.household.reference} staat opnieuw bij wie wacht.",
        )
        return redirect(after_not_come(request, stay))
    return page(request, stay, form, "Niet gekomen", "Plaats weer vrijgeven")


def after_not_come(request: HatRequest, stay: Stay) -> str:
    """To the household, for who looks for another place now; else to the list of arrivals."""
    if stay.household.registered_by_id == request.by.organisation_id:
        return reverse("matching:household_detail", args=[stay.household_id])
    return reverse("housing:movement_list")


def absent_since(stay: Stay) -> date | None:
    """The day of the first round that did not see the household any more."""
    seen = seen_of([stay])[stay.pk]
    return Expected(stay, seen).absent_since


def refused(request: HatRequest, stay: Stay, problem: IllegalTransition) -> HttpResponse:
    """It cannot be done any more: back to the stay, with the reason."""
    messages.error(request, str(problem))
    return redirect("housing:stay_detail", pk=stay.pk)


def page(request: HatRequest, stay: Stay, form: Form, title: str, button: str) -> HttpResponse:
    """The page of one change of a stay."""
    context = {"form": form, "title": title, "button": button, **about(request, stay)}
    return render(request, "housing/stay_change.html", context, status=422 if form.errors else 200)


def about(request: HatRequest, stay: Stay) -> dict[str, Any]:
    """The stay, and what of it this reader may see; who sees the people is in the log of reads."""
    sees_people = rules.sees_people_of(request.by, stay)
    if sees_people:
        note_reading(stay.household, f"verblijf {stay.reference}", by=request.by)
    return {
        "stay": stay,
        "sees_people": sees_people,
        "sees_place": rules.sees_place_of(request.by, stay),
    }
