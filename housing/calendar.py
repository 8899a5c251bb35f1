"""The occupancy calendar of a site: units down, weeks across."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from housing.models import Stay, Unit

FREE, HELD, LIVED_IN = "free", "held", "occupied"
LETTERS = {FREE: "", HELD: "V", LIVED_IN: "B"}
WORDS = {FREE: "vrij", HELD: "voorbehouden", LIVED_IN: "bewoond"}


class Week(NamedTuple):
    """One column: begins on a Monday."""

    begins_on: date

    @property
    def ends_on(self) -> date:
        return self.begins_on + timedelta(days=7)

    @property
    def number(self) -> int:
        return self.begins_on.isocalendar().week


class Cell(NamedTuple):
    """One unit in one week: state for the colour, letter for black and white, words for a screen reader."""

    state: str
    letter: str
    words: str


class Row(NamedTuple):
    unit: Unit
    cells: list[Cell]


class Calendar(NamedTuple):
    weeks: list[Week]
    rows: list[Row]


def occupancy(units: Sequence[Unit], stays: Sequence[Stay], *, start: date, weeks: int) -> Calendar:
    """The state of each unit in each of `weeks` weeks from the week of `start`. A week counts as taken by any day."""
    monday = start - timedelta(days=start.weekday())
    columns = [Week(monday + timedelta(weeks=number)) for number in range(weeks)]
    by_unit: dict[int, list[Stay]] = {}
    for stay in stays:
        by_unit.setdefault(stay.unit_id, []).append(stay)
    return Calendar(
        columns, [Row(unit, [cell(by_unit.get(unit.pk, []), week) for week in columns]) for unit in units]
    )


def cell(stays: Sequence[Stay], week: Week) -> Cell:
    states = {stay.status for stay in stays if touches(stay, week)}
    state = LIVED_IN if Stay.Status.LIVED_IN in states else HELD if Stay.Status.HELD in states else FREE
    return Cell(state, LETTERS[state], WORDS[state])


def touches(stay: Stay, week: Week) -> bool:
    period = stay.period
    return period.lower < week.ends_on and (period.upper is None or period.upper > week.begins_on)
