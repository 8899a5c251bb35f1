"""Who may do what with calls to VLOT (docs/access.md). *When* it may happen is in TRANSITIONS."""

from django.db.models import Q

from accounts.models import Kind, Membership
from accounts.rules import may_write
from housing.models import Site
from municipalities.models import Municipality
from vlot.models import Intervention, PossibleSite, Team, TeamMembership


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
    """Reports, minutes and signals are VLOT's own work notes; the municipality reads what is shared and agreed."""
    return by.is_kind(Kind.VLOT, Kind.ABB)


def may_change_teams(by: Membership | None) -> bool:
    """Say who works in which team: the manager of VLOT."""
    return may_write(by, Kind.VLOT) and by is not None and by.role == Membership.Role.MANAGER


def may_change_topics(by: Membership | None) -> bool:
    """Say what calls can be about: the manager of VLOT."""
    return may_change_teams(by)


def may_rate_intervention(by: Membership | None, intervention: Intervention) -> bool:
    """Say whether VLOT helped: the municipality that asked, once the call is closed."""
    return (
        may_write(by, Kind.LOCAL_AUTHORITY)
        and by is not None
        and by.organisation.municipality_id == intervention.municipality_id
        and not intervention.is_open
    )


def may_take_in_mail(by: Membership | None) -> bool:
    """Read a message of the mailbox into the portal: anybody of VLOT."""
    return may_write(by, Kind.VLOT)


def may_keep_contact_book(by: Membership | None) -> bool:
    """Add and change services in the contact book: anybody of VLOT."""
    return may_write(by, Kind.VLOT)


def may_follow_theme(by: Membership | None) -> bool:
    """Say what the task force did with a signal: ABB, and the central team of VLOT."""
    if may_write(by, Kind.ABB):
        return True
    places = TeamMembership.objects.filter(membership=by, team__province__isnull=True)
    return may_write(by, Kind.VLOT) and places.exists()


def works_in(by: Membership, municipality: Municipality) -> bool:
    """In the team of the province of this municipality, or in the central one."""
    places = TeamMembership.objects.filter(membership=by)
    return places.filter(Q(team__province=municipality.province_id) | Q(team__province__isnull=True)).exists()


def may_keep_inventory(by: Membership | None, municipality: Municipality) -> bool:
    """Note possible collective sites: the team of that province, or the central team."""
    return may_write(by, Kind.VLOT) and by is not None and works_in(by, municipality)


def may_offer_possible_site(by: Membership | None, possible: PossibleSite) -> bool:
    """Make it an offer: the local government on whose ground it stands; VLOT itself offers no places."""
    return (
        may_write(by, Kind.LOCAL_AUTHORITY)
        and by is not None
        and by.organisation.municipality_id == possible.municipality_id
    )


def sees_incidents(by: Membership | None, site: Site) -> bool:
    """The log of nuisance of a site: its municipality, the team of VLOT there, and ABB."""
    if by is None:
        return False
    match by.organisation.kind:
        case Kind.LOCAL_AUTHORITY:
            return by.organisation.municipality_id == site.municipality_id
        case Kind.VLOT:
            return works_in(by, site.municipality)
        case _:
            return by.is_kind(Kind.ABB)


def may_log_incident(by: Membership | None, site: Site) -> bool:
    """Write in the log: who sees it, except ABB, which reads."""
    return may_write(by, Kind.LOCAL_AUTHORITY, Kind.VLOT) and sees_incidents(by, site)
