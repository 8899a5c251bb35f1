"""A list on the map: what the filter finds in each municipality, and the way to filter on that one."""

from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from housing.forms.filters import ListFilter
from housing.lists import OFFERS, InTown, ListOf, by_municipality
from municipalities.map import Area, LegendLine, draw_map

STEPS = (1, 5, 10, 25, 50, 100)  # from so many places on, the next colour; fixed, so that two filters compare


def town_map(kind: ListOf, rows: QuerySet[Any], *, chosen: ListFilter, on: date) -> dict[str, Any]:
    """The drawing and the same figures as a table, for the template."""
    found = by_municipality(kind, rows, on=on)
    word = "slaapplekken" if kind is OFFERS else "vrije slaapplekken"
    things = ("aanbod", "aanbiedingen") if kind is OFFERS else ("locatie", "locaties")
    areas = {
        town.nis_code: Area(
            f"{town.name}: {town.rows} {things[town.rows != 1]}, {town.places} {word}",
            level=level(town.places),
            href=f"?{filtered_on(town, chosen)}",
        )
        for town in found
    }
    return {
        "map": draw_map(
            areas,
            title=f"{word.capitalize()} per gemeente",
            description="Kies een gemeente om de lijst daarop te filteren. Dezelfde cijfers staan in de tabel eronder.",
            legend=legend(),
            on=on,
            elsewhere="niets met deze filter",
        ),
        "towns": [(town, filtered_on(town, chosen)) for town in found],
        "places_word": word.capitalize(),
        "rows_word": things[1].capitalize(),
    }


def level(places: int) -> int:
    return sum(places >= step for step in STEPS)


def legend() -> list[LegendLine]:
    texts = ["0", *(f"{low} tot {high - 1}" for low, high in pairwise(STEPS))]
    texts.append(f"{STEPS[-1]} of meer")
    return [LegendLine(text, number) for number, text in enumerate(texts)]


def filtered_on(town: InTown, chosen: ListFilter) -> str:
    query = QueryDict(chosen.query(), mutable=True)
    query["gemeente"] = town.name
    return query.urlencode()
