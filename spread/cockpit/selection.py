"""What is on the screen: the lines of one moment, beside those of another, in the order that was asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.http import QueryDict

from accounts.models import Membership
from spread.cockpit.form import LEVELS, LineForm, MomentForm, keeps
from spread.cockpit.measures import MEASURES, RATIO, Measure, Number
from spread.facts import counted_areas
from spread.figures import all_figures
from spread.models import FrozenFigures, IndicatorSnapshot, Level, SpreadKey
from spread.moments import FLANDERS, Line, lines_of_figures, lines_of_snapshots
from spread.targets import CannotPlace, NothingToSpreadBy
from spread.time_machine import NothingKeptYet, NotYetKnown, figures_known

TREND_DAYS, TREND_POINTS = 90, 12


@dataclass(frozen=True)
class Moment:
    """Where the figures come from. `asked` is the day that was asked, when there are only figures of another."""

    on: date
    key: SpreadKey
    words: str
    frozen: FrozenFigures | None = None
    asked: date | None = None
    known_on: date | None = None  # from the history, as known at the end of that day
    daily: bool = True  # False without kept figures: the targets are made of the counters of now

    @property
    def explained(self) -> bool:
        """Whether the back office can explain these figures, if they are of the newest day."""
        return self.key.leading and self.daily and not self.frozen and not self.known_on

    @property
    def without_persons(self) -> bool:
        """From the history, which does not keep them."""
        return bool(self.known_on) or bool(self.frozen and not self.frozen.persons_known)


@dataclass(frozen=True)
class Row:
    """One line of the table: the area at the moment, at the moment beside it, and its measure over time."""

    line: Line
    before: Line | None
    trend: Sequence[Number]
    pk: int | None = None

    def change(self, measure: Measure) -> Number | None:
        """From the moment beside to the moment itself."""
        now, then = measure.of(self.line), measure.of(self.before)
        return None if now is None or then is None else now - then


@dataclass(frozen=True)
class Selection:
    """Everything that the page and the files are made of. Without figures `moment` and `flanders` are None."""

    form: MomentForm
    level: Level
    measure: Measure
    moment: Moment | None = None
    beside: Moment | None = None
    rows: Sequence[Row] = ()
    flanders: Row | None = None
    filter: LineForm | None = None
    terms: Sequence[dict[str, Any]] = ()
    problem: str = ""  # why there is no figure
    explained: bool = False  # these are the figures that the page of a municipality explains

    def only_changed(self, changes: Sequence[Callable[[Row], Number | None]]) -> "Selection":
        """Without the rows in which none of these changes is other than zero."""
        return replace(self, rows=[row for row in self.rows if any(change(row) for change in changes)])

    @property
    def title(self) -> str:
        label = f"{self.measure.label} per {self.level.label}"
        return f"{label}: verandering" if self.beside else label

    @property
    def sentences(self) -> list[str]:
        """What is shown, in words: it stands on every file."""
        if self.moment is None:
            return []
        found = [f"Cijfers van {self.moment.words}"]
        if self.beside:
            found.append(f"Vergeleken met {self.beside.words}")
        found.append(f"Verdeelsleutel: {self.moment.key.name}, versie {self.moment.key.version}")
        return found + (self.filter.sentences() if self.filter else [])

    @property
    def note(self) -> str:
        """That the figures are of another day than was asked; empty when they are not."""
        notes = [
            f"Van {moment.asked:%d/%m/%Y} zijn er geen cijfers; u ziet die van {moment.on:%d/%m/%Y}."
            for moment in (self.moment, self.beside)
            if moment and moment.asked and moment.asked != moment.on
        ]
        if self.moment and not self.moment.daily:
            notes.append(
                "Deze sleutel wordt niet elke dag berekend. U ziet de doelen op de tellingen van nu; van vroeger zijn "
                "er geen."
            )
        if self.problem:
            notes.append(self.problem)
        if self.beside and self.moment and self.beside.key.code != self.moment.key.code:
            notes.append("De twee peildata hebben een andere verdeelsleutel: vergelijk hun doelen niet.")
        return " ".join(notes)


def select(query: QueryDict, by: Membership | None, *, compare: bool = False) -> Selection:
    """The selection that the address asks for. At most eight queries; reads only what was computed or counted before.

    With `compare` there always is a moment beside: without a choice, the figures of a week before.
    """
    keys = list(SpreadKey.objects.order_by("-leading", "-computed", "code", "-version"))
    frozen = list(FrozenFigures.objects.visible_to(by).listed())
    form = MomentForm(query or None, keys=_key_choices(keys), frozen=frozen)
    if compare:
        del form.fields["maat"]  # several measures stand side by side
    chosen = form.chosen()
    level = LEVELS.get(chosen.get("niveau") or "", Level.MUNICIPALITY)
    measure = MEASURES.get(chosen.get("maat") or "", RATIO)
    code = chosen.get("sleutel") or (keys[0].code if keys else "")
    days = list(IndicatorSnapshot.objects.days_of(code))
    moment = _moment(keys, frozen, days, code, chosen.get("op"), chosen.get("vastgelegd"))
    if moment is None:
        moment = _now(keys, code)
    if chosen.get("gekend") and not (moment and moment.frozen):
        moment = _known(keys, code, chosen.get("op") or (moment.on if moment else None), chosen["gekend"])
    if moment is None:
        return Selection(form, level, measure)
    earlier, other = chosen.get("tegenover"), chosen.get("tegenover_vastgelegd")
    if compare and not earlier and not other:
        earlier = moment.on - timedelta(days=7)
    beside = _moment(keys, frozen, days, code, earlier, other) if earlier or other else None
    try:
        here = _lines(moment, level)
    except (NothingToSpreadBy, CannotPlace, NotYetKnown, NothingKeptYet) as impossible:
        return Selection(form, level, measure, moment, problem=str(impossible))
    then = {line.code: line for line, _ in _lines(beside, level)} if beside else {}
    trends = {} if moment.known_on else _trends(moment, days, level, measure)
    rows = [
        Row(line, then.get(line.code), trends.get(line.code, ()), row.pk if row else None)
        for line, row in here
    ]
    of_level = [row for row in rows if row.line.level == level]
    filters = LineForm(query or None, lines=[row.line for row in of_level])
    wanted = filters.chosen()
    shown = ordered([row for row in of_level if keeps(row.line, wanted)], query.get("sorteer", ""), measure)
    return Selection(
        form, level, measure, moment, beside, shown,
        flanders=next((row for row in rows if row.line.level == Level.FLANDERS), None),
        filter=filters,
        terms=next((row.terms for line, row in here if row and line.level == Level.FLANDERS), []),
        explained=moment.explained and moment.on == days[0],
    )  # fmt: skip


def _key_choices(keys: Sequence[SpreadKey]) -> list[tuple[str, str]]:
    """Each key once, by the name of its newest version; the leading one first."""
    names: dict[str, str] = {}
    for key in keys:
        names.setdefault(key.code, f"{key.name} (hoofdsleutel)" if key.leading else key.name)
    return list(names.items())


def _moment(
    keys: Sequence[SpreadKey],
    frozen: Sequence[FrozenFigures],
    days: Sequence[date],
    code: str,
    asked: date | None,
    reference: str | None,
) -> Moment | None:
    """The frozen date that was chosen, else the day itself or the last day before it that has figures."""
    kept = next((one for one in frozen if str(one.pk) == reference), None)
    if kept:
        known = "" if kept.known_on == kept.on else f", zoals gekend op {kept.known_on:%d/%m/%Y}"
        return Moment(kept.on, kept.key, f"{kept.on:%d/%m/%Y}{known} ({kept.name})", kept)
    if not days:
        return None
    on = next((day for day in days if asked is None or day <= asked), days[-1])
    key = next((key for key in keys if key.code == code and on in key.valid), None)
    return Moment(on, key, f"{on:%d/%m/%Y}", asked=asked) if key else None


def _now(keys: Sequence[SpreadKey], code: str) -> Moment | None:
    """The newest day of the leading key, by a key of which no figures are kept. One query."""
    on = IndicatorSnapshot.objects.newest_day()
    key = next((key for key in keys if key.code == code and on and on in key.valid), None)
    return Moment(on, key, f"{on:%d/%m/%Y}", daily=False) if on and key else None


def _known(keys: Sequence[SpreadKey], code: str, on: date | None, known_on: date) -> Moment | None:
    """Any day as it was known on another, by the version of the key that counts on that day."""
    key = next((key for key in keys if key.code == code and on and on in key.valid), None)
    if key is None or on is None:
        return None
    return Moment(on, key, f"{on:%d/%m/%Y}, zoals gekend op {known_on:%d/%m/%Y}", known_on=known_on)


def _lines(moment: Moment, level: Level) -> list[tuple[Line, IndicatorSnapshot | None]]:
    """The lines of the level and that of Flanders, with the computed rows that they come from. One query.

    By a key of which no figures are kept four, from the counters; then raises NothingToSpreadBy or CannotPlace.
    """
    wanted = (level, Level.FLANDERS)
    if moment.frozen:
        kept = FrozenFigures.objects.get(pk=moment.frozen.pk)
        return [(Line.of_data(row), None) for row in kept.rows if row["level"] in wanted]
    if moment.known_on:
        known = figures_known(moment.key, on=moment.on, known_on=moment.known_on)
        return [(line, None) for line in known if line.level in wanted]
    if moment.daily:
        found = list(IndicatorSnapshot.objects.of_day(moment.key, moment.on).of_levels(level))
        return list(zip(lines_of_snapshots(found), found, strict=True))
    key = moment.key.read()
    made = all_figures(key, counted_areas(key.indicators, on=moment.on))
    return [(line, None) for line in lines_of_figures(row for row in made if row.level in wanted)]


def _trends(moment: Moment, days: Sequence[date], level: Level, measure: Measure) -> dict[str, list[Number]]:
    """The measure of each area over at most 90 days before the moment, at no more than twelve points. One query."""
    near = [day for day in days if moment.on - timedelta(days=TREND_DAYS) <= day <= moment.on]
    step = max(1, -(-len(near) // TREND_POINTS))
    found: dict[str, list[Number]] = {}
    if len(near) < 2:
        return found
    rows = IndicatorSnapshot.objects.series(moment.key.code, near[::step], level, measure.field)
    for code, value in rows:
        if value is not None:
            found.setdefault(code or FLANDERS, []).append(value * measure.times)
    return found


def ordered(rows: Sequence[Row], sort: str, measure: Measure) -> list[Row]:
    """As the address asks ("verschil", "-verschil", "verandering"); by name when it asks nothing that exists.

    Unknown values come last, both ways.
    """
    name, down = sort.removeprefix("-"), sort.startswith("-")
    by_name = sorted(rows, key=lambda row: row.line.name, reverse=down and name == "naam")
    if name == "verandering":
        values: Mapping[str, Number | None] = {row.line.code: row.change(measure) for row in rows}
    elif name in MEASURES:
        values = {row.line.code: MEASURES[name].of(row.line) for row in rows}
    elif name == "vroeger":
        values = {row.line.code: measure.of(row.before) for row in rows}
    else:
        return by_name
    known = [row for row in by_name if values[row.line.code] is not None]
    known.sort(key=lambda row: values[row.line.code] or 0, reverse=down)
    return known + [row for row in by_name if values[row.line.code] is None]
