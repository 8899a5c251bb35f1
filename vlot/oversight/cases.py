"""The open cases of teams on one day: how old, of nobody, silent, and what comes next. Reads only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Max, Q

from accounts.models import Kind, Membership
from vlot.models import Contact, Intervention, Team, Visit

AGES = ((7, "tot 7 dagen"), (14, "8 tot 14 dagen"), (30, "15 tot 30 dagen"), (None, "langer dan 30 dagen"))
SILENT_DAYS = 14  # without contact; the reader can choose another number
COMING_DAYS = 14


@dataclass
class OpenCase:
    """A case that is not closed, with what the overview says of it. Days are whole days until the day asked."""

    call: Intervention
    days: int
    silent: int  # days since the last contact, or since the question when there was none


@dataclass
class TeamLine:
    """One team: its open cases in numbers."""

    team: Team
    cases: list[OpenCase] = field(default_factory=list)
    silent_days: int = SILENT_DAYS

    @property
    def without_owner(self) -> list[OpenCase]:
        return [case for case in self.cases if case.call.assignee_id is None]

    @property
    def silent(self) -> list[OpenCase]:
        """Without contact for longer than was asked, the longest first."""
        found = [case for case in self.cases if case.silent > self.silent_days]
        return sorted(found, key=lambda case: (-case.silent, case.call.pk))

    @property
    def oldest(self) -> int | None:
        return max((case.days for case in self.cases), default=None)

    @property
    def by_age(self) -> list[tuple[str, int]]:
        """How many cases of each age, in the order of AGES."""
        counted, seen = [], 0
        for most, label in AGES:
            within = sum(1 for case in self.cases if most is None or case.days <= most)
            counted.append((label, within - seen))
            seen = within
        return counted


def teams_of(by: Membership) -> list[Team]:
    """The teams whose work this hat oversees: its own; of the central team and ABB all."""
    teams = Team.objects.select_related("province")
    if by.is_kind(Kind.ABB):
        return list(teams)
    own = list(teams.filter(team_memberships__membership=by))
    return list(teams) if any(team.is_central for team in own) else own


def team_lines(
    teams: Sequence[Team], *, by: Membership, on: date, silent_days: int = SILENT_DAYS
) -> list[TeamLine]:
    """A line per team, in their order. One query."""
    lines = {team.pk: TeamLine(team, silent_days=silent_days) for team in teams}
    calls = (
        Intervention.objects.visible_to(by)
        .filter(team__in=teams)
        .exclude(status=Intervention.Status.CLOSED)
        .annotate(last_contact_on=Max("contacts__held_on"))
        .select_related("municipality", "assignee", "team__province", "topic")
        .order_by("asked_at", "pk")
    )
    for call in calls:
        days = call.days_open(on=on)
        since = call.last_contact_on
        lines[call.team_id].cases.append(OpenCase(call, days, (on - since).days if since else days))
    return list(lines.values())


def next_steps(teams: Iterable[Team], *, by: Membership, on: date, days: int = COMING_DAYS) -> list[Contact]:
    """What was agreed in open cases and is due in the coming days, or was due before; the oldest first. One query."""
    visible = Intervention.objects.visible_to(by).exclude(status=Intervention.Status.CLOSED)
    return list(
        Contact.objects.filter(
            Q(due_on__lte=on + timedelta(days=days)),
            intervention__in=visible,
            intervention__team__in=list(teams),
        )
        .select_related(
            "intervention__municipality", "intervention__topic", "intervention__assignee", "recorded_by"
        )
        .order_by("due_on", "pk")[:50]
    )


def next_visits(teams: Iterable[Team], *, by: Membership, on: date, days: int = COMING_DAYS) -> list[Visit]:
    """Visits that are planned in the coming days or still wait for their report, the first first. One query."""
    return list(
        Visit.objects.visible_to(by)
        .to_do()
        .filter(planned_on__lte=on + timedelta(days=days), intervention__team__in=list(teams))
        .select_related("intervention__municipality", "intervention__topic", "visitor")
        .order_by("planned_on", "pk")[:50]
    )
