"""Verbs on the log of nuisance: an incident, and the call that a bad month raises by itself."""

from datetime import date, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import record
from housing.models import Site
from vlot import notices, rules
from vlot.actions.teams import team_of
from vlot.models import OF_NUISANCE_LOG, Channel, Incident, Intervention, Severity, Urgency

# A case by itself: this many points within the window. A light incident is 1, a serious one 2, a grave one all at once.
WINDOW_DAYS, THRESHOLD = 30, 5
POINTS = {Severity.LIGHT: 1, Severity.SERIOUS: 2, Severity.GRAVE: THRESHOLD}


@transaction.atomic
def log_incident(
    *,
    form_token: UUID,
    site: Site,
    happened_on: date,
    part_of_day: str,
    kind: str,
    severity: str,
    place: str,
    steps: list[str],
    result: str,
    note: str = "",
    by: Membership,
) -> Incident:
    """Log what happened. Sent twice, it stays one. Past the threshold it raises a call, once while that is open."""
    insist(by, rules.may_log_incident(by, site))
    site = Site.objects.select_for_update(of=("self",)).get(pk=site.pk)  # two at once raise one call
    if already := site.incidents.filter(form_token=form_token).first():
        return already
    incident = Incident(
        form_token=form_token,
        site=site,
        happened_on=happened_on,
        part_of_day=part_of_day,
        kind=kind,
        severity=severity,
        place=place,
        steps=steps,
        result=result,
        note=note,
        recorded_by=by.user,
    )
    incident.full_clean()
    incident.save()
    changes = {"kind": kind, "severity": severity, "happened_on": happened_on}
    record("incident.logged", incident, by=by, changes=changes)
    severities = _uncovered(incident)
    if sum(POINTS[Severity(severity)] for severity in severities) >= THRESHOLD:
        _raise_call(site, incident, number=len(severities), by=by)
    return incident


def _uncovered(incident: Incident) -> list[str]:
    """The severities of the incidents within the window up to this one, this one included; without those that were
    there when the last call that the log raised was closed: they had their answer."""
    recent = Incident.objects.since(incident.site, incident.happened_on - timedelta(days=WINDOW_DAYS))
    recent = recent.filter(happened_on__lte=incident.happened_on)
    calls = incident.site.interventions.filter(channel=Channel.NUISANCE_LOG, closed_at__isnull=False)
    if last := calls.order_by("-closed_at").first():
        recent = recent.filter(recorded_at__gt=last.closed_at)
    return list(recent.values_list("severity", flat=True))


def _raise_call(site: Site, incident: Incident, *, number: int, by: Membership) -> None:
    """One open call per site comes from the log; PostgreSQL refuses a second one."""
    if site.interventions.filter(channel=Channel.NUISANCE_LOG).exclude(status="closed").exists():
        return
    team, _ = team_of(province=site.municipality.province, by=by)
    grave = incident.severity == Severity.GRAVE
    counted = "1 incident" if number == 1 else f"{number} incidenten"
    call = Intervention.objects.create(
        form_token=uuid5(incident.form_token, "call"),
        municipality=site.municipality,
        team=team,
        topic_id=OF_NUISANCE_LOG,
        question=(
            f"Het logboek van {site.name} telt {counted} in {WINDOW_DAYS} dagen. "
            f"Het laatste: {incident.get_kind_display()}, {incident.get_severity_display()}."
        ),
        caller_name="Logboek overlast",
        channel=Channel.NUISANCE_LOG,
        urgency=Urgency.TODAY if grave else Urgency.THIS_WEEK,
        site=site,
        asked_by=by.user,
    )
    record("intervention.raised", call, by=by, changes={"site": site, "incident": incident})
    notices.intervention_asked(call, by=by)
