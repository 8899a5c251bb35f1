"""The columns of the table, once for the screen and for every file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from spread.cockpit.measures import MEASURES, Measure, Number
from spread.cockpit.selection import Row, Selection
from spread.moments import Line

ALWAYS = ("plaatsen", "inzetbaar", "vrij", "bezet", "personen", "per-1000", "doel", "verschil", "verhouding")
CHANGED = ("plaatsen", "vrij", "personen", "doel", "verschil")


class Cell(NamedTuple):
    """A number as it is kept and as people read it."""

    value: Number | None
    text: str


@dataclass(frozen=True)
class Column:
    """One column of numbers. `sort` is what the address calls it; empty where it does not sort."""

    label: str
    sort: str
    value: Callable[[Row], Number | None]
    words: Callable[[Number | None], str]
    decimals: int = 0

    def cell(self, row: Row) -> Cell:
        """The number with as many decimals as are shown."""
        value = self.value(row)
        if isinstance(value, Decimal):
            value = value.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)
        return Cell(value, self.words(value))


def columns(selection: Selection) -> list[Column]:
    """All measures of one moment; or one measure at two moments, with the change."""
    if not selection.beside:
        return [_now(MEASURES[code], MEASURES[code].label) for code in ALWAYS]
    measure = selection.measure
    return _compared(measure, f"{measure.label}, ", "vroeger", measure.code, "verandering")


def changed_columns() -> list[Column]:
    """Several measures at two moments, each with its change."""
    found: list[Column] = []
    for code in CHANGED:
        found += _compared(MEASURES[code], f"{MEASURES[code].label}, ", "", "", "")
    return found


def _compared(measure: Measure, before: str, then: str, now: str, change: str) -> list[Column]:
    return [
        Column(f"{before}vroeger", then, lambda row: measure.of(row.before), measure.text, measure.decimals),
        _now(measure, f"{before}later", now),
        Column(
            f"{before}verandering",
            change,
            lambda row: row.change(measure),
            measure.difference_text,
            measure.decimals,
        ),
    ]


def _now(measure: Measure, label: str, sort: str | None = None) -> Column:
    name = measure.code if sort is None else sort
    return Column(label, name, lambda row: measure.of(row.line), measure.text, measure.decimals)


class Shown(NamedTuple):
    """A row as the table shows it."""

    line: Line
    cells: list[Cell]
    trend: Sequence[Number]
    bar: "Bar | None"
    href: str


class Bar(NamedTuple):
    """A bar from the middle, in a box of 100 by 10: left is too few or less, right is more."""

    x: str
    width: str
    below: bool


def bars(selection: Selection) -> dict[str, Bar]:
    """How far each area is from its target (at most once that target), or how much it changed: all on one scale."""
    found, values = {}, {row.line.code: _moved(selection, row) for row in selection.rows}
    most = max((abs(value) for value in values.values() if value is not None), default=0.0)
    for code, value in values.items():
        if value is not None:
            width = 50 * abs(value) / (most or 1)
            found[code] = Bar(f"{50 - width if value < 0 else 50:.1f}", f"{width:.1f}", value < 0)
    return found


def _moved(selection: Selection, row: Row) -> float | None:
    """The change; or how far from the target as a part of it, no further than the whole."""
    if selection.beside:
        change = row.change(selection.measure)
        return None if change is None else float(change)
    if not row.line.target or row.line.gap is None:
        return None
    return min(row.line.gap / row.line.target, 1.0)


def shown_rows(
    selection: Selection, of: Sequence[Column], href: Callable[[Row], str] = lambda row: ""
) -> list[Shown]:
    """The rows of the selection in these columns."""
    drawn = bars(selection)
    return [
        Shown(row.line, [column.cell(row) for column in of], row.trend, drawn.get(row.line.code), href(row))
        for row in selection.rows
    ]


def total_row(selection: Selection, of: Sequence[Column]) -> Shown | None:
    """Flanders below the table, whatever is filtered."""
    row = selection.flanders
    if row is None:
        return None
    return Shown(row.line, [column.cell(row) for column in of], row.trend, None, "")
