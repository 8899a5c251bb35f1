"""Doing the same with several rows of a list: what will happen to each of them, and what cannot and why.

A list says once how its rows are found, locked and called (`Several`), and what can be done with them (`Deed`); the
verbs (housing.actions.bulk) and the pages (housing.views.bulk) are the same for every list.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django import forms
from django.db.models import Model, QuerySet
from django.utils.crypto import salted_hmac

from accounts.models import Membership
from households.models import Household

MOST = 100  # at once; a page of a list has 25
UNDO_FOR = timedelta(minutes=10)  # after which a mistake is mended like any other
CHANGED = "Intussen wijzigde iemand dit. Kijk het opnieuw na."
STAYS_SO = "Intussen wijzigde iemand dit. Het blijft zoals het nu is."
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Deed:
    """Something to do with several: what the button says, what happens to each, and what stands in its way.

    `problem` gets the row, who asks, the day and what was filled in; it says why nothing will happen, or nothing. `do`
    is the verb of the row's own page, and may still refuse with one of `refusals`. `form` asks what must be known first
    (it takes `on`, the day of today). With `undo`, `before` keeps (as JSON knows it) what the verb that takes it back
    needs; without, `lasting` says so on the page.
    """

    label: str
    happens: Callable[[Any, Values], str]
    problem: Callable[[Any, Membership, date, Values], str]
    do: Callable[[Any, Membership, Values], Any]
    form: Callable[..., forms.Form] | None = None
    refusals: tuple[type[Exception], ...] = ()
    before: Callable[[Any, date], Any] = lambda thing, on: None
    undo: Callable[[Any, Any, Membership], Any] | None = None
    lasting: str = "Dit kunt u hier niet ongedaan maken."


@dataclass(frozen=True)
class Several:
    """A list of which rows can be ticked. `rows` are those that a hat sees, with what is shown; `lock` takes the locks
    of everything that the verbs touch, in the order of the house, so that two sets never wait for each other; `beside`
    are rows of which a change makes a preview old as well; `people` are the households whose names are shown."""

    code: str
    title: str
    counted: str
    list_url: str
    page: str
    undo_page: str
    rows: Callable[[Membership], QuerySet[Any]]
    lock: Callable[[Sequence[int]], None]
    deeds: Callable[[Membership], dict[str, Deed]]
    named: Callable[[Any], tuple[str, str]]  # what it is, and where
    beside: Callable[[Any], Iterable[Model]] = lambda thing: ()
    people: Callable[[Any], Household | None] = lambda thing: None

    def stand(self, thing: Model) -> str:
        """A mark of how the row, and what is beside it, stands now: another one after any change."""
        told = [
            (row._meta.label, [(field.attname, str(field.value_from_object(row))) for field in columns(row)])
            for row in (thing, *self.beside(thing))
        ]
        return salted_hmac("housing.bulk", repr(told)).hexdigest()[:32]


def columns(row: Model) -> list[Any]:
    """The columns that say what the row is; not what PostgreSQL makes of them, nor what was not fetched."""
    left_out = row.get_deferred_fields()
    return [
        field for field in row._meta.concrete_fields if not field.generated and field.attname not in left_out
    ]


class Outcome(NamedTuple):
    """What came, or will come, of one row. `problem` says why nothing did; `stand` is its mark as it was, `after` as it
    became, `before` what undoing needs."""

    thing: Any
    said: str
    problem: str
    stand: str = ""
    before: Any = None
    after: str = ""


class Done(NamedTuple):
    """One row as undoing needs it: its number, what was there before, and how it stood afterwards."""

    pk: int
    before: Any
    stand: str


class TooLate(Exception):
    """What was done can be taken back for some minutes only."""

    def __init__(self) -> None:
        minutes = int(UNDO_FOR.total_seconds() // 60)
        super().__init__(f"Ongedaan maken kan tot {minutes} minuten later. Wijzig het op de pagina zelf.")


def in_time(done_at: datetime, *, now: datetime) -> bool:
    """Whether what was done then can still be taken back."""
    return now - done_at <= UNDO_FOR
