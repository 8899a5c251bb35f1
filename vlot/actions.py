"""Verbs of VLOT: teams, calls and contacts."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import Kind, Membership
from audit.trail import IllegalTransition, change_status, record
from municipalities.models import Municipality, Province
from vlot import notices
from vlot.models import Contact, Intervention, Team, TeamMembership

Status = Intervention.Status


class NotOfVlot(Exception):
    """Only a hat of VLOT works in a team."""

    def __init__(self, membership: Membership) -> None:
        super().__init__(f"{membership} is geen medewerker van VLOT en kan niet in een team.")


class AlreadySignalled(Exception):
    """A call is signalled to Flanders once."""

    def __init__(self, intervention: Intervention) -> None:
        super().__init__(
            f"Deze oproep is al gesignaleerd op {timezone.localtime(intervention.signalled_at):%d/%m/%Y}."
        )


@transaction.atomic
def ensure_teams(*, by: Membership | None = None) -> list[Team]:
    """Makes the team of each province and the central one where they are missing; returns those it made."""
    provinces: list[Province | None] = [None, *Province.objects.order_by("name")]
    return [team for team, created in (_team_of(province, by=by) for province in provinces) if created]


@transaction.atomic
def join_team(*, team: Team, membership: Membership, by: Membership | None) -> TeamMembership:
    """This hat works in this team from now on. Twice is the same as once. Raises NotOfVlot for another hat."""
    if not membership.is_kind(Kind.VLOT):
        raise NotOfVlot(membership)
    place, created = TeamMembership.objects.get_or_create(team=team, membership=membership)
    if created:
        record("team.joined", team, by=by, changes={"membership": membership})
    return place


@transaction.atomic
def leave_team(*, place: TeamMembership, by: Membership | None) -> None:
    """This hat no longer works in this team; its calls stay with the team."""
    record("team.left", place.team, by=by, changes={"membership": place.membership})
    place.delete()


@transaction.atomic
def ask_vlot(
    *,
    form_token: UUID,
    municipality: Municipality,
    topic: str,
    question: str,
    caller_name: str,
    urgency: str,
    caller_phone: str = "",
    by: Membership,
) -> Intervention:
    """A municipality's question for the team of its province. The token names the form: sent twice, it stays one."""
    team, _ = _team_of(municipality.province, by=by)
    intervention, created = Intervention.objects.get_or_create(
        asked_by=by.user,
        form_token=form_token,
        defaults={
            "municipality": municipality,
            "team": team,
            "topic": topic,
            "question": question,
            "caller_name": caller_name,
            "caller_phone": caller_phone,
            "urgency": urgency,
        },
    )
    if created:
        changes = {"municipality": municipality, "team": team, "topic": topic, "urgency": urgency}
        record("intervention.asked", intervention, by=by, changes=changes)
        notices.intervention_asked(intervention, by=by)
    return intervention


@transaction.atomic
def assign_intervention(*, intervention: Intervention, by: Membership) -> Intervention:
    """Take the call oneself."""
    intervention = change_status(
        intervention,
        Status.ASSIGNED,
        by=by,
        verb="intervention.assigned",
        assignee=by.user,
        assigned_at=timezone.now(),
        assigned_by=by.user,
    )
    notices.intervention_assigned(intervention, by=by)
    return intervention


@transaction.atomic
def add_contact(
    *,
    form_token: UUID,
    intervention: Intervention,
    kind: str,
    held_on: date,
    minutes: int,
    note: str,
    participants: str = "",
    next_step: str = "",
    due_on: date | None = None,
    by: Membership,
) -> Contact:
    """Log a contact with the municipality. Raises IllegalTransition when the call is closed.

    The token names the form: sent twice, it stays one contact and its minutes count once.
    """
    locked = _locked(intervention)
    already = locked.contacts.filter(form_token=form_token).first()
    if already is not None:
        return already
    _refuse_closed(locked)
    contact = Contact(
        form_token=form_token,
        intervention=locked,
        kind=kind,
        held_on=held_on,
        minutes=minutes,
        note=note,
        participants=participants,
        next_step=next_step,
        due_on=due_on,
        recorded_by=by.user,
    )
    contact.validate_constraints()
    contact.save()
    record(
        "intervention.contacted",
        locked,
        by=by,
        changes={"kind": kind, "held_on": held_on, "minutes": minutes},
    )
    notices.contact_added(contact, by=by)
    return contact


@transaction.atomic
def signal_intervention(*, intervention: Intervention, signal: str, by: Membership) -> Intervention:
    """Tell Flanders that this is bigger than one town. Once per call (AlreadySignalled), while it is open."""
    locked = _locked(intervention)
    _refuse_closed(locked)
    if locked.signalled_at is not None:
        raise AlreadySignalled(locked)
    locked.signal, locked.signalled_at, locked.signalled_by = signal, timezone.now(), by.user
    locked.validate_constraints()
    locked.save(update_fields=["signal", "signalled_at", "signalled_by"])
    record("intervention.signalled", locked, by=by, changes={"signal": signal})
    notices.intervention_signalled(locked, by=by)
    return locked


@transaction.atomic
def close_intervention(*, intervention: Intervention, outcome: str, by: Membership) -> Intervention:
    """The question is answered; `outcome` tells the municipality how."""
    intervention = change_status(
        intervention,
        Status.CLOSED,
        by=by,
        verb="intervention.closed",
        closed_at=timezone.now(),
        closed_by=by.user,
        outcome=outcome,
    )
    notices.intervention_closed(intervention, by=by)
    return intervention


def _locked(intervention: Intervention) -> Intervention:
    """The row as it is now, kept from others until the end of the transaction."""
    return Intervention.objects.select_for_update(of=("self",)).get(pk=intervention.pk)


def _refuse_closed(intervention: Intervention) -> None:
    """Raises IllegalTransition when the call is closed: nothing happens to it any more."""
    if not intervention.is_open:
        raise IllegalTransition(intervention, Status.ASSIGNED)


def _team_of(province: Province | None, *, by: Membership | None) -> tuple[Team, bool]:
    """The team of a province (None: the central one), and whether it had to be made."""
    team, created = Team.objects.get_or_create(province=province)
    if created:
        record("team.made", team, by=by)
    return team, created
