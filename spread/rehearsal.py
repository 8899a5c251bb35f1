"""Rehearsing a key that nobody adopted yet: the targets by the key in force beside those by the draft, on one day.

The figures of today are the counters as they stand; those of an earlier day are the places that were recorded then,
with the statistics of that day. Reads only: nothing is kept, and no figure on the screen changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from municipalities.models import Municipality
from spread.facts import areas_with, counted_areas
from spread.figures import Area, Load
from spread.keys import Key
from spread.models import IndicatorSnapshot, Level, MunicipalityLoad
from spread.scenarios import Changes, outcome


@dataclass(frozen=True)
class Moved:
    """One municipality, in places. `change` is the target after minus the target before; None when one is missing."""

    nis_code: str
    name: str
    places: int
    before: int | None
    after: int | None

    @property
    def change(self) -> int | None:
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def percent(self) -> float | None:
        """The change as a percentage of the target before."""
        return 100 * self.change / self.before if self.change is not None and self.before else None

    @property
    def gap_after(self) -> int | None:
        """Places minus the target after."""
        return None if self.after is None else self.places - self.after


@dataclass(frozen=True)
class Rehearsal:
    """Both keys on one day; `rows` with who moves most first."""

    on: date
    total_before: int
    total_after: int
    rows: Sequence[Moved]

    @property
    def gainers(self) -> list[Moved]:
        """Who is asked more places, the largest change first."""
        return [row for row in self.rows if (row.change or 0) > 0]

    @property
    def losers(self) -> list[Moved]:
        """Who is asked fewer."""
        return [row for row in self.rows if (row.change or 0) < 0]

    @property
    def unchanged(self) -> int:
        return len(self.rows) - len(self.gainers) - len(self.losers)

    @property
    def moved(self) -> int:
        """Places that go from one municipality to another."""
        gained = sum(row.change or 0 for row in self.gainers)
        lost = -sum(row.change or 0 for row in self.losers)
        return min(gained, lost)

    @property
    def moved_share(self) -> float | None:
        """The same as a part of the places that are shared out."""
        return self.moved / self.total_before if self.total_before else None


def rehearse(before: Key, after: Key, *, on: date, newest: date) -> Rehearsal:
    """Both keys on the figures of the day `on`, for which there must be figures; `newest` is the last such day.

    Raises NothingToSpreadBy or CannotPlace when one of the keys gives no targets.
    """
    indicators = before.indicators | after.indicators
    areas: list[Area] = (
        counted_areas(indicators, on=on) if on == newest else areas_with(recorded_loads(on), indicators, on)
    )
    names = dict(Municipality.objects.values_list("nis_code", "name"))
    found = outcome(before, after, areas, Changes())
    rows = [
        Moved(row.nis_code, names[row.nis_code], row.places_before, row.target_before, row.target_after)
        for row in found.rows
    ]
    rows.sort(key=lambda row: (-abs(row.change or 0), row.name))
    return Rehearsal(on, found.total_before, found.total_after, rows)


def day_with_figures(asked: date) -> date | None:
    """The last day up to `asked` on which the leading key was computed."""
    days = IndicatorSnapshot.objects.filter(key__leading=True, level=Level.FLANDERS, on__lte=asked)
    return days.order_by("-on").values_list("on", flat=True).first()


def recorded_loads(on: date) -> dict[int, Load]:
    """What was recorded of each municipality on that day, as far as targets need it. Two queries, or three.

    Own places were recorded as weighted places, w = a o + b (p - o), so o = (w - b p) / (a - b). Where the key of that
    day weighed both alike (a = b), those of today stand in, at most p.
    """
    rows = list(
        IndicatorSnapshot.objects.filter(key__leading=True, level=Level.MUNICIPALITY, on=on).select_related(
            "key"
        )
    )
    if not rows:
        return {}
    weights = rows[0].key.read().place_weights
    own, other = weights["own"], weights["other"]
    if own == other:
        today = dict(MunicipalityLoad.objects.values_list("municipality_id", "own_places"))
        return {
            row.municipality_id: Load(
                places=row.places, own_places=min(today.get(row.municipality_id, 0), row.places)
            )
            for row in rows
            if row.municipality_id is not None
        }
    return {
        row.municipality_id: Load(
            places=row.places,
            own_places=round((Fraction(row.weighted_places) - other * row.places) / (own - other)),
        )
        for row in rows
        if row.municipality_id is not None
    }
