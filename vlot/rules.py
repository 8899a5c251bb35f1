"""Who may do what with calls to VLOT (docs/access.md). *When* it may happen is in TRANSITIONS."""

from django.db.models import Q

from accounts.models import Kind, Membership
from accounts.rules import may_write
from vlot.models import Intervention, Team, TeamMembership


def may_ask_vlot(by: Membership | None) -> bool:
    """Ask a question: a local government for itself, VLOT for whoever is on the telephone."""
    return may_write(by, Kind.LOCAL_AUTHORITY, Kind.VLOT)


def works_for(by: Membership, team: Team) -> bool:
    """In this team, or in the central one, which works for all."""
    places = TeamMembership.objects.filter(membership=by)
    return places.filter(Q(team=team) | Q(team__province__isnull=True)).exists()


def may_handle_intervention(by: Membership | None, intervention: Intervention) -> bool:
    """Follow up, log a contact, signal and close: the team of the municipality, or the central team."""
    return may_write(by, Kind.VLOT) and by is not None and works_for(by, intervention.team)


def sees_caller(by: Membership, intervention: Intervention) -> bool:
    """Name and telephone of who called: VLOT and the municipality itself; ABB reads the case, not the person."""
    return by.is_kind(Kind.VLOT, Kind.LOCAL_AUTHORITY)


def sees_log(by: Membership, intervention: Intervention) -> bool:
    """Reports, minutes and signals are VLOT's own work notes; the municipality reads what was agreed."""
    return by.is_kind(Kind.VLOT, Kind.ABB)


def may_change_teams(by: Membership | None) -> bool:
    """Say who works in which team: the manager of VLOT."""
    return may_write(by, Kind.VLOT) and by is not None and by.role == Membership.Role.MANAGER
