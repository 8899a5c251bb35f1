"""The figures of one month of VLOT: what was asked, how long it took, what was done, who was reached. Reads only.

A month runs from its first midnight to the next one in Belgian time. *Asked* counts by the day of the question,
*closed* and *lead time* (whole days from question to closing) by the day of closing, *minutes* by the day of the
contact, and a municipality is *reached* when there was a contact with it in the month.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from municipalities.models import Municipality
from vlot.models import Contact, ContactKind, Intervention, Result, Team, Topic

MONTHS = 12  # in the chart, with the month itself


class Case(NamedTuple):
    """What is counted of one case."""

    team: int
    topic: str
    asked_at: datetime
    closed_at: datetime | None
    signalled_at: datetime | None
    result: str


class Talk(NamedTuple):
    """What is counted of one contact."""

    team: int
    topic: str
    municipality: int | None
    kind: str
    minutes: int


@dataclass
class Month:
    """All that was written about one month, of all teams: read once, counted for each."""

    first: date
    cases: list[Case] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    towns: list[tuple[int, str, int]] = field(default_factory=list)  # key, name, province
    topics: dict[str, str] = field(default_factory=dict)  # code, in words

    @property
    def begin(self) -> datetime:
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        return midnight(next_month(self.first))


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def month_before(first: date, back: int = 1) -> date:
    """The first day of the month so many months before."""
    months = first.year * 12 + first.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def read_month(first: date) -> Month:
    """Everything about the month that begins on `first`, and the questions of the year before. Four queries."""
    month = Month(first)
    since = midnight(month_before(first, MONTHS - 1))
    cases = Intervention.objects.filter(
        Q(asked_at__gte=since) | Q(closed_at__isnull=True) | Q(closed_at__gte=month.begin),
        asked_at__lt=month.end,
    ).order_by("pk")
    month.cases = [
        Case(*row)
        for row in cases.values_list("team_id", "topic", "asked_at", "closed_at", "signalled_at", "result")
    ]
    talks = Contact.objects.filter(held_on__gte=first, held_on__lt=next_month(first)).order_by("pk")
    month.talks = [
        Talk(*row)
        for row in talks.values_list(
            "intervention__team_id", "intervention__topic", "intervention__municipality_id", "kind", "minutes"
        )
    ]
    towns = Municipality.objects.current().order_by("name").values_list("pk", "name", "province_id")
    month.towns = list(towns)
    month.topics = {topic.code: str(topic) for topic in Topic.objects.all()}
    return month


def figures_of(month: Month, team: Team | None) -> dict[str, Any]:
    """The month of one team; of all of Flanders without. Plain numbers and words, to be kept as JSON."""
    cases = [case for case in month.cases if team is None or case.team == team.pk]
    talks = [talk for talk in month.talks if team is None or talk.team == team.pk]
    asked = [case for case in cases if month.begin <= case.asked_at < month.end]
    closed = [case for case in cases if case.closed_at and month.begin <= case.closed_at < month.end]
    open_at_end = [case for case in cases if case.closed_at is None or case.closed_at >= month.end]
    signals = Counter(
        case.topic for case in cases if case.signalled_at and month.begin <= case.signalled_at < month.end
    )
    reached = {talk.municipality for talk in talks}
    towns = [
        (pk, name)
        for pk, name, province in month.towns
        if team is None or team.province_id is None or province == team.province_id
    ]
    return {
        "asked": len(asked),
        "closed": len(closed),
        "open_at_end": len(open_at_end),
        "days": lead_time(closed),
        "minutes": sum(talk.minutes for talk in talks),
        "contacts": len(talks),
        "topics": topic_lines(month.topics, asked, closed, open_at_end, talks),
        "results": [
            {"label": str(result.label), "value": sum(1 for case in closed if case.result == result)}
            for result in Result
        ],
        "kinds": kind_lines(talks),
        "signals": [
            {"label": month.topics[topic], "value": number} for topic, number in signals.most_common()
        ],
        "reached": [name for pk, name in towns if pk in reached],
        "not_reached": [name for pk, name in towns if pk not in reached],
        "history": asked_by_month(cases, month.first),
    }


def lead_time(closed: Iterable[Case]) -> dict[str, float | None]:
    """Median and longest number of whole days from question to closing; None when nothing was closed."""
    days = [days_between(case) for case in closed]
    return {"median": float(median(days)) if days else None, "longest": max(days, default=None)}


def days_between(case: Case) -> int:
    end = case.closed_at or case.asked_at
    return max((timezone.localtime(end).date() - timezone.localtime(case.asked_at).date()).days, 0)


def topic_lines(
    topics: dict[str, str], asked: list[Case], closed: list[Case], open_at_end: list[Case], talks: list[Talk]
) -> list[dict[str, Any]]:
    """A line per topic that occurs, the most asked first."""
    minutes: dict[str, int] = defaultdict(int)
    for talk in talks:
        minutes[talk.topic] += talk.minutes
    groups = {"asked": asked, "closed": closed, "open": open_at_end}
    numbers = {name: Counter(case.topic for case in cases) for name, cases in groups.items()}
    occurring = {topic for counter in numbers.values() for topic in counter} | set(minutes)
    lines = [
        {
            "topic": topic,
            "label": topics[topic],
            **{name: counter[topic] for name, counter in numbers.items()},
            "median_days": lead_time([case for case in closed if case.topic == topic])["median"],
            "minutes": minutes[topic],
        }
        for topic in occurring
    ]
    return sorted(lines, key=lambda line: (-line["asked"], -line["minutes"], line["label"]))


def kind_lines(talks: list[Talk]) -> list[dict[str, Any]]:
    """How often and how long, per kind of contact; every kind has its line."""
    return [
        {
            "label": str(kind.label),
            "count": sum(1 for talk in talks if talk.kind == kind),
            "minutes": sum(talk.minutes for talk in talks if talk.kind == kind),
        }
        for kind in ContactKind
    ]


def asked_by_month(cases: list[Case], first: date) -> list[dict[str, Any]]:
    """How many questions there were in each of the twelve months up to this one, the oldest first."""
    counted = Counter(timezone.localtime(case.asked_at).date().replace(day=1) for case in cases)
    months = [month_before(first, back) for back in range(MONTHS - 1, -1, -1)]
    return [{"label": date_format(month, "M y").lower(), "value": counted[month]} for month in months]
