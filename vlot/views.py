"""Pages of VLOT: a municipality calls, its team follows up."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from accounts.models import Kind
from audit.models import AuditEvent
from audit.trail import IllegalTransition
from housing.history import sentences
from municipalities.models import Municipality
from spread.forms import FollowUpForm
from spread.rules import may_handle_signal
from spread.signal_handling import HANDLED, handle
from vlot import actions, rules
from vlot.forms import CloseForm, ContactForm, InterventionFilter, InterventionForm, SignalForm
from vlot.history import WORDS
from vlot.leads import leads_for
from vlot.models import Intervention, TeamMembership

Status = Intervention.Status
KEPT = "Wat u typte, staat nog op deze pagina: kopieer het als u het wilt bewaren."


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
        queryset=visible.queue().select_related("municipality", "team__province", "assignee"),
        by=request.by,
        teams=teams,
    )
    page = Paginator(filters.qs, 25).get_page(request.GET.get("pagina"))
    for call in page:
        call.days = call.days_open(on=today)
    context = {
        "filter": filters,
        "page": page,
        "waiting": visible.waiting_for(request.by).count(),
        "may_ask": rules.may_ask_vlot(request.by),
        "is_vlot": is_vlot,
        "teams": teams,
    }
    return render(request, "vlot/intervention_list.html", context)


def typed(request: HatRequest) -> QueryDict | None:
    """The posted data, also when it is empty; None while only looking."""
    return request.POST if request.method == "POST" else None


def intervention_add(request: HatRequest) -> HttpResponse:
    """A question to VLOT; for VLOT itself one screen while the telephone is in the other hand."""
    require(rules.may_ask_vlot(request.by))
    own = {} if request.by.is_kind(Kind.VLOT) else {
        "caller_name": request.by.user.name, "caller_phone": request.by.organisation.phone,
    }  # fmt: skip
    form = InterventionForm(typed(request), initial=own, by=request.by)
    if form.is_bound and form.is_valid():
        intervention = actions.ask_vlot(**form.cleaned_data, by=request.by)
        messages.success(
            request,
            f"De oproep is genoteerd onder nummer {intervention.reference}, voor het {intervention.team}.",
        )
        return redirect("vlot:intervention_detail", pk=intervention.pk)
    names = Municipality.objects.current().values_list("name", flat=True) if form.asks_municipality else []
    context = {"form": form, "names": names}
    return render(request, "vlot/intervention_add.html", context, status=422 if form.errors else 200)


def visible_intervention(request: HatRequest, pk: int) -> Intervention:
    """404 for who may not see it."""
    return get_object_or_404(
        Intervention.objects.visible_to(request.by).select_related(
            "municipality", "team__province", "asked_by", "assignee", "closed_by", "signalled_by"
        ),
        pk=pk,
    )


def intervention_detail(request: HatRequest, pk: int) -> HttpResponse:
    """One call: what was asked, what was done, what comes next."""
    intervention = visible_intervention(request, pk)
    handles = rules.may_handle_intervention(request.by, intervention)
    contacts = intervention.contacts.select_related("recorded_by")
    context = {
        "intervention": intervention,
        "days": intervention.days_open(on=timezone.localdate()),
        "contacts": contacts,
        "minutes": contacts.aggregate(total=Sum("minutes"))["total"] or 0,
        "history": sentences(AuditEvent.objects.about(intervention), WORDS),
        "shows_caller": rules.sees_caller(request.by, intervention),
        "shows_log": rules.sees_log(request.by, intervention),
        "may_assign": handles and intervention.may_become(Status.ASSIGNED),
        "may_contact": handles and intervention.is_open,
        "may_signal": handles and intervention.is_open and intervention.signalled_at is None,
        "may_close": handles and intervention.may_become(Status.CLOSED),
    }
    return render(request, "vlot/intervention_detail.html", context)


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
) -> HttpResponse:
    """The page of one small step: asks, does, and goes back to the call with a sentence.

    Whom a colleague was too quick for reads so on the same page, with what he typed still in it.
    """
    status = 200
    if form.is_bound and form.is_valid():
        try:
            action(intervention=intervention, by=request.by, **form.cleaned_data)
        except (IllegalTransition, actions.AlreadySignalled) as problem:
            form.add_error(None, f"{problem} {KEPT}")
            status = 409
        else:
            messages.success(request, done)
            return redirect("vlot:intervention_detail", pk=intervention.pk)
    elif form.errors:
        status = 422
    context = {"intervention": intervention, "form": form, "title": title, "button": button}
    return render(request, "vlot/intervention_step.html", context, status=status)


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


def contact_add(request: HatRequest, pk: int) -> HttpResponse:
    """Log a contact."""
    intervention = handled_intervention(request, pk)
    today = timezone.localdate()
    form = ContactForm(typed(request), on=today, initial={"held_on": today})
    return step(
        request, intervention, form, actions.add_contact,
        title="Contactmoment vastleggen", button="Vastleggen", done="Het contactmoment is vastgelegd.",
    )  # fmt: skip


def intervention_signal(request: HatRequest, pk: int) -> HttpResponse:
    """Tell Flanders."""
    intervention = handled_intervention(request, pk)
    return step(
        request, intervention, SignalForm(typed(request)), actions.signal_intervention,
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


def lead_list(request: HatRequest) -> HttpResponse:
    """Municipalities of the team's region that stand out in the figures of the spread."""
    require(request.by.is_kind(Kind.VLOT))
    places = TeamMembership.objects.filter(membership=request.by).select_related("team__province")
    page = Paginator(leads_for(request.by), 50).get_page(request.GET.get("pagina"))
    context = {"page": page, "teams": [place.team for place in places]}
    return render(request, "vlot/lead_list.html", context)


def lead_detail(request: HatRequest, pk: int) -> HttpResponse:
    """One of those of the own region: take it up, or close it with a reason."""
    lead = get_object_or_404(leads_for(request.by), pk=pk)
    may_handle = lead.is_waiting and may_handle_signal(request.by, lead)
    form = FollowUpForm(typed(request), taken=lead.status == lead.Status.TAKEN)
    if form.is_bound:
        require(may_handle_signal(request.by, lead))
        if form.is_valid():
            try:
                handle(lead, form, request.by)
            except IllegalTransition:
                messages.error(
                    request, "Dit signaal is intussen al afgesloten of door iemand anders opgenomen."
                )
            else:
                messages.success(request, HANDLED[form.cleaned_data["decision"]])
            return redirect("vlot:lead_detail", pk=lead.pk)
    context = {"lead": lead, "may_handle": may_handle, "form": form}
    return render(request, "vlot/lead_detail.html", context, status=422 if form.errors else 200)
