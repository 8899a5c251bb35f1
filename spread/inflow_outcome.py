"""The outcome of the inflow simulator as a scenario keeps it, and as a page and a map show it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from spread.inflow import WEEK, Short, Simulated, Start

SHORT_WORDS = {
    Short.PLACES: "er is geen vrije wooneenheid meer",
    Short.SIZE: "geen vrije wooneenheid is groot genoeg",
    Short.STEP_FREE: "geen vrije wooneenheid die groot genoeg is, is drempelvrij",
}
SHORT_LABELS = {
    Short.PLACES: "plaatsen",
    Short.SIZE: "grote wooneenheden",
    Short.STEP_FREE: "drempelvrije wooneenheden",
}


def as_data(start: Start, found: Simulated, names: Mapping[str, str], **known: Any) -> dict[str, Any]:
    """As JSON keeps it: the weeks, what was full first, by when; `names` by NIS code of today."""
    full = sorted(found.areas.items(), key=lambda item: (item[1].on, names[item[0]]))
    regions = sorted(found.regions.items(), key=lambda item: (item[1].on, item[0]))
    return {
        "weeks": [{**asdict(week), "on": week.on.isoformat()} for week in found.weeks],
        "areas": [
            {
                "nis_code": code,
                "name": names[code],
                "region": start.regions[code],
                "on": when.on.isoformat(),
                "short": str(when.short),
            }
            for code, when in full
        ],
        "regions": [
            {"name": name, "on": when.on.isoformat(), "short": str(when.short)} for name, when in regions
        ],
        "first": {
            str(short): on.isoformat() for short, on in sorted(found.first.items(), key=lambda one: one[1])
        },
        "asked": len([share for share in start.shares.values() if share]),
        "persons": sum(number * stay.household.persons for stay, number in start.living.items()),
        "free_units": sum(start.free.values()),
        "free_places": sum(number * unit.places for unit, number in start.free.items()),
        **known,
    }


@dataclass(frozen=True)
class FullShown:
    """A municipality, a region or Flanders that is full: in which week, counted from one, and why in words."""

    name: str
    on: date
    week: int
    why: str
    region: str = ""
    nis_code: str = ""


def shown(rows: Sequence[Mapping[str, str]], begin: date) -> list[FullShown]:
    """The rows of `areas` or `regions` for a table."""
    return [_shown(row, begin) for row in rows]


def _shown(row: Mapping[str, str], begin: date) -> FullShown:
    on = date.fromisoformat(row["on"])
    week = (on - begin).days // WEEK + 1
    why = SHORT_WORDS[Short(row["short"])]
    return FullShown(row["name"], on, week, why, row.get("region", ""), row.get("nis_code", ""))


def summary(outcome: Mapping[str, Any], begin: date) -> list[str]:
    """What is short first in all of Flanders, in Dutch sentences."""
    if not outcome["first"]:
        return ["In deze weken krijgt iedereen ergens in Vlaanderen een plaats."]
    found = []
    for number, (short, day) in enumerate(outcome["first"].items()):
        on = date.fromisoformat(day)
        week = (on - begin).days // WEEK + 1
        start = "Eerst zijn er te weinig" if number == 0 else "Daarna ook te weinig"
        found.append(f"{start} {SHORT_LABELS[Short(short)]}: in week {week}, op {on:%d/%m/%Y}.")
    return found
