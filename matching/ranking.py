"""Free units that fit a household, best first, each with the points that it was ranked by.

The hard conditions (`matching.conditions`) leave a unit out; the rest is points (`matching.scoring`), shown as they
are. Every fitting unit of Flanders is ranked, in one statement: PostgreSQL filters, adds up whole numbers and keeps
the best. What depends on where a unit is, is worked out here once per municipality and handed over as a list.

Ties: units with the same score stand in the order of md5("household:unit:seed"), so that no unit always comes first
because it is older, and the same question always gets the same answer.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Self

from django.db import connection
from django.db.models.functions import Least

from households.models import Household
from housing.models import Unit
from housing.models.units import UnitQuerySet
from matching.collecting import asked_by, flanders_for, places_of
from matching.conditions import all_of
from matching.facts import Asked, Flanders, Place
from matching.models import RankingWeights
from matching.scoring import (
    TENTHS,
    Part,
    all_parts,
    expected_days,
    points,
    site_parts,
    spot_parts,
    total,
)

SHOWN = 10
TIE_SEED = 1

# The columns of the units that fit, in the order in which the statement names them.
COLUMNS = {
    "unit": "pk", "site": "site_id", "town": "site__municipality_id", "places": "places", "step_free": "step_free",
    "ground_floor": "ground_floor", "lift": "site__lift", "cot": "cot", "pets": "pets_allowed",
    "own_kitchen": "own_kitchen", "own_sanitary": "own_sanitary", "ends_on": "ends_on",
}  # fmt: skip
# A wish, and when it is fulfilled; the same as `matching.conditions.FEATURES`.
WISHES = {
    "need_step_free": "step_free", "need_ground_floor": "ground_floor", "need_lift": "(lift OR ground_floor)",
    "need_cot": "cot", "need_pets": "pets", "need_own_kitchen": "own_kitchen", "need_own_sanitary": "own_sanitary",
}  # fmt: skip
NEXT_STAY = """
LEFT JOIN (SELECT unit_id, min(lower(period)) AS first FROM housing_stay
           WHERE status <> 'cancelled' AND lower(period) > %(start)s GROUP BY unit_id) stay ON stay.unit_id = unit
"""
STATEMENT = """
WITH fitting ({columns}) AS ({fitting}),
scored AS MATERIALIZED (
    SELECT unit, town = %(own_town)s AS own,
        greatest(%(fit)s - %(empty_place)s * (places - %(size)s), -%(fit)s)
        + coalesce(at_site.tenths, at_town.tenths, 0)
        + {wishes}
        + CASE WHEN least(ends_on, outage.first{stay_first}) - %(start)s < %(expected)s
               THEN %(term)s * (least(ends_on, outage.first{stay_first}) - %(start)s) / %(expected)s
               ELSE %(term)s END
        {scarce} AS score
    FROM fitting
    LEFT JOIN unnest(%(towns)s::bigint[], %(town_tenths)s::int[]) AS at_town (town_id, tenths) ON town_id = town
    LEFT JOIN unnest(%(sites)s::bigint[], %(site_tenths)s::int[]) AS at_site (site_id, tenths) ON site_id = site
    LEFT JOIN (SELECT unit_id, min(lower(period)) AS first FROM housing_unavailability
               WHERE lower(period) > %(start)s GROUP BY unit_id) outage ON outage.unit_id = unit
    {stay_join}
)
{chosen}
"""
BEST = """
(SELECT unit, own, score, (SELECT count(*) FROM scored WHERE {which}) FROM scored WHERE {which}
 ORDER BY score DESC, md5(%(household)s || ':' || unit || ':' || %(seed)s), unit LIMIT %(shown)s)
"""


@dataclass(frozen=True)
class Candidate:
    """A unit that fits, and why it stands where it stands."""

    unit: Unit
    place: Place
    own_town: bool
    parts: list[Part]
    start: date

    @property
    def tenths(self) -> int:
        return total(self.parts)

    @property
    def score(self) -> Decimal:
        return points(self.tenths)

    @property
    def rows(self) -> list[dict[str, Any]]:
        return explanation_rows(kept(self.parts))

    @property
    def free_until(self) -> date | None:
        return self.place.free_until(self.start)


@dataclass(frozen=True)
class Ranking:
    """The best of one's own municipality and the best elsewhere, and how many fit in each."""

    own: list[Candidate]
    own_total: int
    elsewhere: list[Candidate]
    elsewhere_total: int


class Explanation(NamedTuple):
    """What a proposal keeps of its score, as known then."""

    score: Decimal
    explanation: list[dict[str, Any]]
    weights: RankingWeights | None


class Ranked(NamedTuple):
    unit: int
    own: bool
    tenths: int
    total: int


@dataclass(frozen=True)
class Question:
    """What one household asks, with everything that the answer depends on besides the places."""

    asked: Asked
    flanders: Flanders
    weights: RankingWeights

    @classmethod
    def of(cls, household: Household, *, start: date, today: date, days: int | None = None) -> Self:
        """Of a household with its persons at hand; from `start` on, for `days` days if known. Five queries."""
        flanders = flanders_for(household.registered_by.municipality_id)
        return cls(
            asked=asked_by(household, start=start, today=today, flanders=flanders, days=days),
            flanders=flanders,
            weights=RankingWeights.objects.in_force(on=today),
        )

    def places(self, units: UnitQuerySet) -> list[tuple[Unit, Place]]:
        """These units with their facts, as this household may know them. Three queries."""
        return places_of(units, start=self.asked.start, own_town=self.asked.own_town, flanders=self.flanders)

    def place(self, unit: Unit) -> Place:
        ((_, place),) = self.places(Unit.objects.filter(pk=unit.pk))
        return place

    def candidate(self, unit: Unit, place: Place) -> "Candidate":
        return Candidate(
            unit=unit,
            place=place,
            own_town=place.town == self.asked.own_town,
            parts=all_parts(self.asked, place, self.flanders, self.weights),
            start=self.asked.start,
        )

    def explain(self, unit: Unit, place: Place | None = None) -> "Explanation":
        """Why this unit scores what it scores, worked out anew: what a browser sends is never the score."""
        found = self.candidate(unit, place or self.place(unit))
        return Explanation(found.score, kept(found.parts), self.weights if self.weights.pk else None)

    def rank(self, *, shown: int = SHOWN) -> "Ranking":
        """Every free fitting unit of Flanders: the best `shown` of the own municipality and of elsewhere. Four
        queries."""
        rows = best_units(self.asked, self.flanders, self.weights, shown=shown)
        units = self.places(Unit.objects.filter(pk__in=[row.unit for row in rows]))
        found = {unit.pk: self.candidate(unit, place) for unit, place in units}
        totals = {row.own: row.total for row in rows}
        return Ranking(
            own=[found[row.unit] for row in rows if row.own and row.unit in found],
            own_total=totals.get(True, 0),
            elsewhere=[found[row.unit] for row in rows if not row.own and row.unit in found],
            elsewhere_total=totals.get(False, 0),
        )


def best_units(asked: Asked, flanders: Flanders, weights: Any, *, shown: int) -> list[Ranked]:
    """The best units by number, own municipality first, each with its score and how many there are beside it.
    One query."""
    statement, parameters = ranking_statement(asked, flanders, weights, shown=shown)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [Ranked(*row) for row in cursor.fetchall()]


def ranking_statement(
    asked: Asked, flanders: Flanders, weights: Any, *, shown: int
) -> tuple[str, dict[str, Any]]:
    """The statement and what is filled in. Nothing that people typed becomes part of its text."""
    fitting, filled = fitting_units(asked, flanders)
    wishes = [fact for need, fact in WISHES.items() if asked.wishes(need)]
    spares = not asked.needs.get("need_step_free")
    statement = STATEMENT.format(
        columns=", ".join(COLUMNS),
        fitting=fitting,
        wishes=" + ".join(f"%(wish)s * {fact}::int" for fact in wishes) or "0",
        scarce="- %(scarce)s * step_free::int" if spares else "",
        stay_first=", stay.first" if asked.days is not None else "",
        stay_join=NEXT_STAY if asked.days is not None else "",
        chosen=BEST.format(which="own") + "UNION ALL" + BEST.format(which="NOT own"),
    )
    towns = {
        town: total(spot_parts(asked, town, spot, flanders, weights)) for town, spot in flanders.spots.items()
    }
    sites = {
        site: total(spot_parts(asked, asked.own_town, spot, flanders, weights))
        for site, spot in flanders.sites.items()
    }
    if asked.home_site is not None and asked.home_town is not None:
        at_home = sites.get(asked.home_site, towns.get(asked.home_town, 0))
        sites[asked.home_site] = at_home + total(site_parts(asked, asked.home_site, weights))
    return statement, filled | {
        "own_town": asked.own_town,
        "size": asked.size,
        "start": asked.start,
        "expected": expected_days(asked, weights),
        "fit": TENTHS * weights.fit,
        "empty_place": TENTHS * weights.empty_place,
        "wish": TENTHS * weights.wish,
        "term": TENTHS * weights.term,
        "scarce": TENTHS * weights.scarce_step_free,
        "towns": list(towns),
        "town_tenths": list(towns.values()),
        "sites": list(sites),
        "site_tenths": list(sites.values()),
        "household": str(asked.household),
        "seed": str(TIE_SEED),
        "shown": shown,
    }


def fitting_units(asked: Asked, flanders: Flanders) -> tuple[str, dict[str, Any]]:
    """The bare question for the units that meet every hard condition, as SQL with named parameters."""
    ends_on = Least("site__available__endswith", "site__closed_on")
    units = (
        Unit.objects.filter(all_of(asked, flanders)).annotate(ends_on=ends_on).values(*COLUMNS.values())
    ).order_by()
    sql, values = units.query.sql_with_params()
    names = [f"fitting_{number}" for number in range(len(values))]
    return sql % tuple(f"%({name})s" for name in names), dict(zip(names, values, strict=True))


def kept(parts: list[Part]) -> list[dict[str, Any]]:
    """The reasons as a proposal keeps them: words and tenths of points."""
    return [{"reason": part.reason, "tenths": part.tenths} for part in parts]


def explanation_rows(explanation: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The reasons as the explanation component shows them; those of before the weights were kept in whole points."""
    return [
        {
            "label": item["reason"],
            "value": points(item["tenths"]) if "tenths" in item else Decimal(item["points"]),
        }
        for item in explanation
    ]
