"""Verbs on teams and who works in them."""

from django.db import transaction

from accounts.allowed import insist
from accounts.models import Kind, Membership
from audit.trail import record
from municipalities.models import Province
from vlot import rules
from vlot.models import Team, TeamMembership


class NotOfVlot(Exception):
    """Only a hat of VLOT works in a team."""

    def __init__(self, membership: Membership) -> None:
        super().__init__(f"{membership} is geen medewerker van VLOT en kan niet in een team.")


@transaction.atomic
def ensure_teams(*, by: Membership | None = None) -> list[Team]:
    """Makes the team of each province and the central one where they are missing; returns those it made."""
    insist(by, rules.may_change_teams(by))
    provinces: list[Province | None] = [None, *Province.objects.order_by("name")]
    return [
        team for team, created in (team_of(province=province, by=by) for province in provinces) if created
    ]


@transaction.atomic
def team_of(*, province: Province | None, by: Membership | None) -> tuple[Team, bool]:
    """The team of a province (None: the central one), and whether it had to be made."""
    team, created = Team.objects.get_or_create(province=province)
    if created:
        record("team.made", team, by=by)
    return team, created


@transaction.atomic
def join_team(*, team: Team, membership: Membership, by: Membership | None) -> TeamMembership:
    """This hat works in this team from now on. Twice is the same as once. Raises NotOfVlot for another hat."""
    insist(by, rules.may_change_teams(by))
    if not membership.is_kind(Kind.VLOT):
        raise NotOfVlot(membership)
    place, created = TeamMembership.objects.get_or_create(team=team, membership=membership)
    if created:
        record("team.joined", team, by=by, changes={"membership": membership})
    return place


@transaction.atomic
def leave_team(*, place: TeamMembership, by: Membership | None) -> None:
    """This hat no longer works in this team; its calls stay with the team."""
    insist(by, rules.may_change_teams(by))
    record("team.left", place.team, by=by, changes={"membership": place.membership})
    place.delete()
