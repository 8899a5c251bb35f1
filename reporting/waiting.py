"""What waits for a reader, as the home page shows it."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet, Window

SHOWN = 6


class Task(NamedTuple):
    """One thing that waits for this reader."""

    label: str
    detail: str
    url: str
    since: date | None


class TaskGroup(NamedTuple):
    """Tasks of one kind: the first few, how many there are, and where the rest is."""

    title: str
    tasks: list[Task]
    total: int
    url: str


def group_of(title: str, rows: QuerySet[Any], task: Callable[[Any], Task], url: str) -> TaskGroup:
    """The first rows as tasks, and how many there are. One query, at any number."""
    first = list(rows.annotate(waiting_in_all=Window(Count("*")))[:SHOWN])
    return TaskGroup(title, [task(row) for row in first], first[0].waiting_in_all if first else 0, url)
