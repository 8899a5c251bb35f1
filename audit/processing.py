"""What the portal keeps of people, why, for how long, and what stays of it when it is forgotten.

Each app says so in its own `personal.py`, beside the declarations `PERSONAL` on its models; the setting PERSONAL_DATA
names those modules, so that what lies below (the register, the export and the erasure of a household, the weekly
forgetting) knows all of it without importing upward (docs/adr/0022). tests/house/test_personal_data.py compares them
with the models: a field that is personal and has no line here fails.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from importlib import import_module
from typing import Any, Final, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

KEEP: Final = object()  # stays as it is: figures and subsidies need it, and it names nobody


@dataclass(frozen=True)
class Processing:
    """One line of the register of processing (GDPR art. 30)."""

    code: str
    name: str
    whose: str
    purpose: str
    ground: str
    recipients: str
    term: str = ""  # the code of its Term; without one, `kept` says how long
    kept: str = ""


@dataclass(frozen=True)
class Held:
    """How one model holds data of people: for which processing, and what stands in each personal field afterwards.

    `left` maps the name of a field to a value, an expression over the row, or KEEP. `of_household` is the way from a
    row to the number of a household (a lookup), or a function from that number to a condition; empty when the rows say
    nothing about a displaced person. `beside` are facts of related rows that belong in an export: label and lookup.
    """

    model: str
    processing: str
    left: Mapping[str, Any] = field(default_factory=dict)
    of_household: str | Callable[[int], Q] = ""
    beside: Mapping[str, str] = field(default_factory=dict)

    @property
    def table(self) -> type[models.Model]:
        return apps.get_model(self.model)

    def rows_of(self, household: int) -> models.QuerySet[Any]:
        """Everything that this model holds about the household with that number."""
        if callable(self.of_household):
            return self.table._default_manager.filter(self.of_household(household))
        if not self.of_household:
            return self.table._default_manager.none()
        return self.table._default_manager.filter(**{self.of_household: household}).distinct()

    @property
    def replaced(self) -> dict[str, Any]:
        """What is written over the row: every field that does not stay."""
        return {name: value for name, value in self.left.items() if value is not KEEP}


@dataclass(frozen=True)
class Term:
    """One kind of data that is forgotten after a time.

    How long, is data (households.RetentionTerm, with the same code); this says from when that counts, which rows are
    due when their time began before a day, and how a batch of them is forgotten (a part of the verb that does it, which
    writes the trail). `organisation` is the way from a row to the organisation that it is reported to; `holds` says,
    per kind of thing on which a hold can stand, the way from a row to the number of that thing.
    """

    code: str
    name: str
    counts_from: str
    due: Callable[[date], models.QuerySet[Any]]
    forget: Callable[[list[Any]], int]
    organisation: str = ""
    holds: Mapping[str, str] = field(default_factory=dict)
    shortest: int = 1  # months; a term below this is refused


class Obstacle(NamedTuple):
    """A reason not to erase a household yet: a condition on Household on a day, and the sentence that says so."""

    condition: Callable[[date], Q]
    sentence: str


def declared(what: str) -> list[Any]:
    """Everything that the modules of PERSONAL_DATA declare under that name, lowest app first."""
    return [line for module in settings.PERSONAL_DATA for line in getattr(import_module(module), what, ())]


@cache
def processings() -> dict[str, Processing]:
    return {line.code: line for line in declared("PROCESSINGS")}


@cache
def held() -> dict[str, Held]:
    """By label of the model."""
    return {line.model: line for line in declared("HELD")}


@cache
def terms() -> dict[str, Term]:
    return {line.code: line for line in declared("TERMS")}


def obstacles() -> list[Obstacle]:
    return declared("OBSTACLES")


def about_households() -> list[Held]:
    """What holds something about displaced persons."""
    return [line for line in held().values() if line.of_household]


def start_of(day: date) -> datetime:
    """Midnight at the beginning of that day; a column is compared with it, so that its index counts."""
    return timezone.make_aware(datetime.combine(day, time.min))


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; of a day that does not exist there, the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, day.day)
