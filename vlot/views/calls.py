"""Pages of calls: a municipality asks, its team follows up until the outcome."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from accounts.models import Kind
from audit.models import AuditEvent
from audit.paging import CappedPaginator, Counted
from audit.trail import IllegalTransition
from housing.history import sentences
from housing.models import Site
from vlot import actions, rules
from vlot.forms import (
    CloseForm,
    HandOverForm,
    InterventionFilter,
    InterventionForm,
    LinkForm,
    ReopenForm,
    SatisfactionForm,
    SignalForm,
    SortForm,
)
from vlot.models import Intervention, InterventionDocument, TeamMembership
from vlot.similar import similar_calls
from vlot.views.steps import handled_intervention, step, typed, visible_intervention
from vlot.workload import workload

Status = Intervention.Status


# Of a call and what hangs on it: whatever else its row in the list would show, is one more query for each.
SHOWN_IN_LIST = (
    "question", "urgency", "status", "asked_at", "closed_at", "signalled_at", "municipality__name", "assignee__name",
    "assignee__email", "topic__name", "topic__group",
)  # fmt: skip


def intervention_list(request: HatRequest) -> HttpResponse:
    """The queue of a team, most urgent first; for a municipality its own calls."""
    require(request.by.is_kind(Kind.LOCAL_AUTHORITY, Kind.VLOT, Kind.ABB))
    today = timezone.localdate()
    visible = Intervention.objects.visible_to(request.by)
    is_vlot = request.by.is_kind(Kind.VLOT)
    places = TeamMembership.objects.filter(membership=request.by).select_related("team__province")
    teams = [place.team for place in places] if is_vlot else []
    filters = InterventionFilter(
        request.GET,
        queryset=visible.queue().select_related("municipality", "assignee", "topic").only(*SHOWN_IN_LIST),
        by=request.by,
        teams=teams,
    )
    page = CappedPaginator(filters.qs, 25).get_page(request.GET.get("pagina"))
    for call in page:
        call.days = call.days_open(on=today)
    context = {
        "filter": filters,
        "page": page,
        "waiting": Counted.of(visible.waiting_for(request.by)),
        "may_ask": rules.may_ask_vlot(request.by),
        "is_vlot": is_vlot,
        "teams": teams,
        "works_centrally": any(team.is_central for team in teams),
    }
    return render(request, "vlot/intervention_list.html", context)


def intervention_add(request: HatRequest) -> HttpResponse:
    """A question to VLOT; for VLOT itself one screen while the telephone is in the other hand. `?locatie=` brings the
    site along from which is asked."""
    require(rules.may_ask_vlot(request.by))
    initial: dict[str, Any] = {} if request.by.is_kind(Kind.VLOT) else {
        "caller_name": request.by.user.name, "caller_phone": request.by.organisation.phone,
        "caller_email": request.by.user.email,
    }  # fmt: skip
    asked = request.GET.get("locatie", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 12:
        initial["site"] = Site.objects.visible_to(request.by).filter(pk=asked).first()
    form = InterventionForm(typed(request), initial=initial, by=request.by)
    if form.is_bound and form.is_valid():
        intervention = actions.ask_vlot(**form.cleaned_data, by=request.by)
        messages.success(
            request,
            f"De oproep is genoteerd onder nummer {intervention.reference}, voor het {intervention.team}.",
        )
        return redirect("vlot:intervention_detail", pk=intervention.pk)
    status = 422 if form.errors else 200
    return render(request, "vlot/intervention_add.html", {"form": form}, status=status)


def intervention_detail(request: HatRequest, pk: int) -> HttpResponse:
    """One call: what was asked, what was done, what comes next."""
    intervention = visible_intervention(request, pk)
    handles = rules.may_handle_intervention(request.by, intervention)
    works = handles and intervention.is_open
    log = rules.sees_log(request.by, intervention)
    contacts = list(intervention.contacts.select_related("recorded_by"))
    context = {
        "intervention": intervention,
        "days": intervention.days_open(on=timezone.localdate()),
        "today": timezone.localdate(),
        "contacts": contacts,
        "minutes": sum(contact.minutes for contact in contacts),
        "history": sentences(AuditEvent.objects.about(intervention)),
        "shows_caller": rules.sees_caller(request.by, intervention),
        "shows_log": log,
        "may_assign": works and intervention.may_become(Status.ASSIGNED),
        "may_work": works,
        "may_contact": works,
        "may_signal": works and intervention.signalled_at is None,
        "may_close": works and intervention.municipality_id is not None,
        "may_reopen": handles and not intervention.is_open,
        "may_redact": handles,
        "may_rate": rules.may_rate_intervention(request.by, intervention),
        "asks_facility": request.by.is_kind(Kind.LOCAL_AUTHORITY)
        and request.by.may_write
        and intervention.is_open,
    }
    return render(
        request, "vlot/intervention_detail.html", context | parts_of_case(request, intervention, log=log)
    )


def parts_of_case(request: HatRequest, intervention: Any, *, log: bool) -> dict[str, Any]:
    """What belongs to a case besides its contacts: only what there is costs a query. `log`: also what is VLOT's own."""
    files = InterventionDocument.objects.visible_to(request.by).filter(intervention=intervention)
    visits = intervention.visits.filter(cancelled_at__isnull=True)
    parts: dict[str, Any] = {
        "files": files.select_related("document") if intervention.has_files else [],
        "support_requests": intervention.support_requests.visible_to(request.by)
        if intervention.has_support_requests
        else [],
        "visits": visits.select_related("visitor") if intervention.has_visits else [],
    }
    if log:
        parts |= {
            "mails": intervention.mails.all() if intervention.has_mails else [],
            "referrals": intervention.referrals.select_related("contact__domain")
            if intervention.has_referrals
            else [],
            "hand_overs": intervention.hand_overs.select_related("handed_by", "to_user", "to_team__province")
            if intervention.has_hand_overs
            else [],
            "satisfaction": getattr(intervention, "satisfaction", None),
            "similar": similar_calls(intervention, request.by),
        }
    return parts


@require_POST
def intervention_assign(request: HatRequest, pk: int) -> HttpResponse:
    """Take the call oneself."""
    intervention = handled_intervention(request, pk)
    try:
        actions.assign_intervention(intervention=intervention, by=request.by)
    except IllegalTransition as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "U volgt deze oproep op. De gemeente krijgt bericht.")
    return redirect("vlot:intervention_detail", pk=intervention.pk)


def intervention_signal(request: HatRequest, pk: int) -> HttpResponse:
    """Tell Flanders."""
    intervention = handled_intervention(request, pk)
    return step(
        request, intervention, SignalForm(typed(request), by=request.by), actions.signal_intervention,
        title="Signaleren aan Vlaanderen", button="Signaal versturen",
        done="Het signaal is verstuurd naar het Agentschap Binnenlands Bestuur.",
    )  # fmt: skip


def intervention_close(request: HatRequest, pk: int) -> HttpResponse:
    """The question is answered."""
    intervention = handled_intervention(request, pk)
    return step(
        request, intervention, CloseForm(typed(request)), actions.close_intervention,
        title="Oproep afsluiten", button="Afsluiten", done="De oproep is afgesloten. De gemeente krijgt het resultaat.",
    )  # fmt: skip


def intervention_reopen(request: HatRequest, pk: int) -> HttpResponse:
    """It was not the end after all."""
    intervention = handled_intervention(request, pk)
    return step(
        request, intervention, ReopenForm(typed(request)), actions.reopen_intervention,
        title="Oproep opnieuw openen", button="Opnieuw openen", done="De oproep is weer open.",
    )  # fmt: skip


def intervention_sort(request: HatRequest, pk: int) -> HttpResponse:
    """Say where a mail came from: the team of that province takes over."""
    intervention = handled_intervention(request, pk)
    initial = {"municipality": intervention.municipality, "topic": intervention.topic_id}
    return step(
        request, intervention, SortForm(typed(request), intervention=intervention, initial=initial),
        actions.sort_intervention,
        title="Gemeente en onderwerp", button="Bewaren", done="De gemeente en het onderwerp zijn ingevuld.",
    )  # fmt: skip


def intervention_link(request: HatRequest, pk: int) -> HttpResponse:
    """Say which site and offer the call is about."""
    intervention = handled_intervention(request, pk)
    return step(
        request, intervention, LinkForm(typed(request), instance=intervention, by=request.by),
        actions.link_intervention, title="Locatie koppelen", button="Bewaren", done="De koppeling is bewaard.",
    )  # fmt: skip


def intervention_hand_over(request: HatRequest, pk: int) -> HttpResponse:
    """Give the call to somebody else, with everybody's workload in view."""
    intervention = handled_intervention(request, pk)
    return step(
        request, intervention, HandOverForm(typed(request), intervention=intervention),
        actions.hand_over_intervention, title="Toewijzen of overdragen", button="Overdragen",
        done="De oproep is overgedragen.", template="vlot/intervention_hand_over.html",
        loads=workload(on=timezone.localdate()),
    )  # fmt: skip


def intervention_rate(request: HatRequest, pk: int) -> HttpResponse:
    """One question to the municipality, after closing."""
    intervention = visible_intervention(request, pk)
    require(rules.may_rate_intervention(request.by, intervention))
    return step(
        request, intervention, SatisfactionForm(typed(request)), actions.rate_intervention,
        title="Hielp VLOT u vooruit?", button="Versturen", done="Bedankt voor uw antwoord.",
    )  # fmt: skip
