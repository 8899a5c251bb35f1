"""What waits for a reader, as the home page shows it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Exists, QuerySet, Window

from accounts.models import Membership
from audit.paging import Counted

SHOWN = 6


class Task(NamedTuple):
    """One thing that waits for this reader."""

    label: str
    detail: str
    url: str
    since: date | None


class TaskGroup(NamedTuple):
    """Tasks of one kind: the first few, how many there are (`is_capped`: more than that), and where the rest is."""

    title: str
    tasks: list[Task]
    total: int
    url: str
    is_capped: bool = False


class Waiting(NamedTuple):
    """One kind of what may wait: its rows, most pressing first, and how one of them is told.

    `in_index`: of all of Flanders, in the order of an index. The first few then are there without looking at the rest.
    """

    title: str
    rows: QuerySet[Any]
    task: Callable[[Any], Task]
    url: str
    in_index: bool = False


def groups_of(kinds: Iterable[Waiting | TaskGroup], *, by: Membership) -> Iterator[TaskGroup]:
    """Of each kind the group, in the same order; one with nothing in it when nothing waits.

    On most days most kinds are empty. So one query says of all kinds at once in which something waits, and only for
    those one more is asked.
    """
    all_kinds = list(kinds)
    asked = [kind for kind in all_kinds if isinstance(kind, Waiting)]
    answers = Membership.objects.filter(pk=by.pk).values_list(*(Exists(kind.rows) for kind in asked))
    waits = iter(answers.get() if asked else ())
    for kind in all_kinds:
        yield kind if isinstance(kind, TaskGroup) else _group_of(kind) if next(waits) else _none_of(kind)


def _none_of(kind: Waiting) -> TaskGroup:
    return TaskGroup(kind.title, [], 0, kind.url)


def _group_of(kind: Waiting) -> TaskGroup:
    """The first rows as tasks, and how many there are. One query, at any number."""
    number = Counted.apart(kind.rows) if kind.in_index else Window(Count("*"))
    first = list(kind.rows.annotate(waiting_in_all=number)[:SHOWN])
    found = Counted.up_to(first[0].waiting_in_all if first else 0)
    return TaskGroup(kind.title, [kind.task(row) for row in first], found.number, kind.url, found.is_capped)
