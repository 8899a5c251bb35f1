"""What if: the targets of all municipalities before and after a change that nobody made yet. Pure.

total after    the total before, and max(people more, places of the village): the village takes the people in first
               (with a total that is fixed in the key: that total and the people more)
village        counts as own places of its municipality, in the places and in the weights of the key
drops out      no target and no places any more; who lived there still needs a place, so the total stays
another key    the same facts by other weights; its own total when it has one
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from spread.figures import Area, Load, to_spread
from spread.keys import Key
from spread.targets import Target, targets


class CannotBe(ValueError):
    """The changes contradict each other, or name a municipality that is not there. Dutch message."""


@dataclass(frozen=True)
class Changes:
    """What differs from the figures; municipalities by NIS code."""

    more_people: int = 0
    village_places: int = 0
    village_in: str = ""
    drops_out: str = ""


@dataclass(frozen=True)
class Row:
    """One municipality, in places. A gap is places minus target; None without a target."""

    nis_code: str
    places_before: int
    places_after: int
    target_before: int | None
    target_after: int | None
    gap_before: int | None
    gap_after: int | None


@dataclass(frozen=True)
class Outcome:
    """All municipalities by NIS code, and what there was to share out."""

    total_before: int
    total_after: int
    rows: tuple[Row, ...]

    def as_data(self, names: dict[str, str]) -> dict[str, Any]:
        """As JSON keeps it, each row with the name that its municipality has today."""
        rows = [asdict(row) | {"name": names[row.nis_code]} for row in self.rows]
        return {"total_before": self.total_before, "total_after": self.total_after, "rows": rows}


def outcome(before: Key, after: Key, areas: Sequence[Area], changes: Changes) -> Outcome:
    """Every municipality by the key `before` as things are, and by the key `after` with the changes.

    `areas` need the facts that either key reads. Raises CannotBe, and what `spread.targets.targets` raises.
    """
    _insist_possible(areas, changes)
    towns, total = to_spread(before, areas)
    _, total_after = to_spread(after, areas)
    village = changes.village_places if after.total is None else 0
    total_after += max(changes.more_people, village)
    changed = [_changed(area, changes) for area in areas]
    towns_after, _ = to_spread(after, [area for area in changed if area.nis_code != changes.drops_out])
    was, becomes = targets(before, towns, total), targets(after, towns_after, total_after)
    rows = (
        _row(area.nis_code, area.load, new.load, was.get(area.nis_code), becomes.get(area.nis_code))
        for area, new in zip(areas, changed, strict=True)
    )
    return Outcome(total, total_after, tuple(sorted(rows, key=lambda row: row.nis_code)))


def _insist_possible(areas: Sequence[Area], changes: Changes) -> None:
    there = {area.nis_code for area in areas}
    if bool(changes.village_in) != bool(changes.village_places):
        raise CannotBe("Een nooddorp heeft een gemeente én een aantal plaatsen.")
    if changes.village_in and changes.village_in == changes.drops_out:
        raise CannotBe("Een gemeente die wegvalt, kan geen nooddorp krijgen.")
    if {code for code in (changes.village_in, changes.drops_out) if code} - there:
        raise CannotBe("Deze gemeente is er niet in de cijfers van vandaag.")


def _changed(area: Area, changes: Changes) -> Area:
    if area.nis_code == changes.drops_out:
        return replace(area, load=Load())
    if area.nis_code != changes.village_in:
        return area
    load, more = area.load, changes.village_places
    return replace(area, load=replace(load, places=load.places + more, own_places=load.own_places + more))


def _row(code: str, load: Load, new: Load, was: Target | None, becomes: Target | None) -> Row:
    return Row(
        code,
        load.places,
        new.places,
        was.target if was else None,
        becomes.target if becomes else None,
        load.places - was.target if was else None,
        new.places - becomes.target if becomes else None,
    )
