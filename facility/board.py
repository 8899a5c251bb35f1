"""The playbook of one site as a board and a timeline: where every item stands today, and what decides the opening."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from django.utils import timezone

from facility.critical_path import Schedule, Step, Window, schedule
from facility.models import OpeningPlan, OpeningTask, PlaybookNeed, Theme
from facility.models.opening_plans import OpeningPlanQuerySet

TONES = {"klaar": "done", "niet nodig": "neutral", "te laat": "refused", "nu": "waits", "wacht": "info"}
PICTURE = 1000  # units of the drawing from its first day to its last


@dataclass(frozen=True)
class Bar:
    """A piece of a lane: x and width in units of the drawing."""

    x: int
    width: int


@dataclass(frozen=True)
class Card:
    """One item: the task, its window, what it still waits for, and its lane on the timeline."""

    task: OpeningTask
    window: Window
    waits_for: list[str]
    evidence: list[tuple[str, str]]
    work: Bar
    slack: Bar

    @property
    def state(self) -> str:
        """In one word: klaar, niet nodig, te laat, nu, of wacht."""
        if self.task.done_at:
            return "klaar"
        if self.task.waived_at:
            return "niet nodig"
        if self.window.late:
            return "te laat"
        return "nu" if self.window.ready_to_begin else "wacht"

    @property
    def tone(self) -> str:
        return TONES[self.state]


class ThemeCards(NamedTuple):
    """The items of one theme: all of them, and those that are open or settled."""

    label: str
    cards: list[Card]
    open: list[Card]
    settled: list[Card]


@dataclass(frozen=True)
class Board:
    """All of it. What is late, what can begin now and what blocks have the least slack on top."""

    plan: OpeningPlan
    cards: list[Card]
    themes: list[ThemeCards]
    path: list[Card]
    late: list[Card]
    now: list[Card]
    blocking: list[Card]
    settled: int
    earliest_opening: date
    first: date
    last: date
    opening_x: int
    months: list[tuple[date, int]]

    @property
    def may_open(self) -> bool:
        """Go: nothing blocks."""
        return not self.blocking and not self.plan.is_open

    @property
    def days_late(self) -> int:
        """How many days the opening slips as things stand; zero when it can be reached."""
        return max((self.earliest_opening - self.plan.opens_on).days, 0)


def board_of(plan: OpeningPlan, *, on: date) -> Board:
    """The board of a plan on a day. Four queries at any number of items."""
    tasks = list(
        plan.tasks.select_related("item", "done_by", "waived_by")
        .prefetch_related("evidence")
        .order_by("item__position", "pk")
    )
    needs = needs_of([plan.playbook_id])
    found = schedule_of(plan, tasks, needs, on=on)
    first = min(on, timezone.localtime(plan.started_at).date())
    last = max([plan.opens_on, found.earliest_opening, on + timedelta(14)]) + timedelta(7)
    by_item = {task.item_id: task for task in tasks}
    cards = [
        card_of(
            task,
            found,
            [
                by_item[need].item.title
                for need in sorted(needs.get(task.item_id, ()))
                if not by_item[need].is_settled
            ],
            span=(first, last),
        )
        for task in tasks
    ]
    by_key = {card.task.item_id: card for card in cards}
    open_cards = [card for card in cards if not card.task.is_settled]
    return Board(
        plan=plan,
        cards=cards,
        themes=in_themes(cards),
        path=[by_key[key] for key in found.path],
        late=sorted((card for card in open_cards if card.window.late), key=lambda card: card.window.slack),
        now=sorted(
            (card for card in open_cards if card.window.ready_to_begin), key=lambda card: card.window.slack
        ),
        blocking=sorted(
            (card for card in open_cards if card.task.item.blocking), key=lambda card: card.window.slack
        ),
        settled=len(cards) - len(open_cards),
        earliest_opening=found.earliest_opening,
        first=first,
        last=last,
        opening_x=place(plan.opens_on, (first, last)),
        months=[(day, place(day, (first, last))) for day in first_days(first, last)],
    )


class LatePlan(NamedTuple):
    """A site on its way to its opening, with what will not be ready in time there, least slack on top."""

    plan: OpeningPlan
    late: list[OpeningTask]


def late_plans(plans: OpeningPlanQuerySet, *, on: date) -> list[LatePlan]:
    """Those of these plans that have something late on a day, the first opening on top. Three queries at any number."""
    running = list(plans.running().select_related("site", "hold"))
    needs = needs_of({plan.playbook_id for plan in running})
    tasks: dict[int, list[OpeningTask]] = {plan.pk: [] for plan in running}
    for task in OpeningTask.objects.filter(plan__in=running).select_related("item").order_by("pk"):
        tasks[task.plan_id].append(task)
    found = []
    for plan in running:
        windows = schedule_of(plan, tasks[plan.pk], needs, on=on).windows
        late = [task for task in tasks[plan.pk] if not task.is_settled and windows[task.item_id].late]
        found.append(LatePlan(plan, sorted(late, key=lambda task: windows[task.item_id].slack)))
    return [one for one in found if one.late]


def needs_of(playbooks: Collection[int]) -> dict[int, set[int]]:
    """By item of these playbooks what it waits for. One query."""
    needs: dict[int, set[int]] = {}
    links = PlaybookNeed.objects.filter(item__playbook__in=playbooks).order_by("pk")
    for item, needed in links.values_list("item", "needs"):
        needs.setdefault(item, set()).add(needed)
    return needs


def schedule_of(
    plan: OpeningPlan, tasks: list[OpeningTask], needs: dict[int, set[int]], *, on: date
) -> Schedule[int]:
    """The windows of the items of one plan, counted from a day."""
    steps = (
        Step(
            task.item_id,
            task.item.days,
            task.item.before,
            frozenset(needs.get(task.item_id, ())),
            task.is_settled or plan.is_open,
        )
        for task in tasks
    )
    return schedule(steps, today=on, opening=plan.opens_on)


def in_themes(cards: list[Card]) -> list[ThemeCards]:
    """In the order of the themes, and within each of the playbook."""
    order = {theme: number for number, theme in enumerate(Theme.values)}
    ranked = sorted(cards, key=lambda card: order[card.task.item.theme])
    return [
        ThemeCards(
            str(Theme(theme).label),
            group,
            [card for card in group if not card.task.is_settled],
            [card for card in group if card.task.is_settled],
        )
        for theme, rows in groupby(ranked, key=lambda card: card.task.item.theme)
        if (group := list(rows))
    ]


def card_of(
    task: OpeningTask, found: Schedule[int], waits_for: list[str], *, span: tuple[date, date]
) -> Card:
    window = found.windows[task.item_id]
    begins, ready = window.begins, window.ready
    if task.done_at:
        ready = timezone.localtime(task.done_at).date()
        begins = max(span[0], ready - timedelta(task.item.days))
    return Card(
        task,
        window,
        waits_for,
        [(str(document.pk), document.name) for document in task.evidence.all()],
        bar(begins, ready, span),
        bar(ready, window.latest, span) if not task.is_settled and window.latest > ready else Bar(0, 0),
    )


def place(day: date, span: tuple[date, date]) -> int:
    """Where a day is on the drawing, from 0 to PICTURE; a day outside is at its edge."""
    length = max((span[1] - span[0]).days, 1)
    return round(min(max((day - span[0]).days / length, 0), 1) * PICTURE)


def bar(begins: date, ends: date, span: tuple[date, date]) -> Bar:
    """At least wide enough to be seen."""
    x = place(begins, span)
    return Bar(x, max(place(ends, span) - x, 4))


def first_days(first: date, last: date) -> list[date]:
    """The first day of every month between them."""
    days, day = [], (first.replace(day=1) + timedelta(32)).replace(day=1)
    while day <= last:
        days.append(day)
        day = (day + timedelta(32)).replace(day=1)
    return days
