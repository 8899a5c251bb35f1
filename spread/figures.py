"""The indicators of every area on one day, from counters, statistics and a key. Pure: reads and writes nothing.

Sums of municipalities make the reference regions, the provinces and Flanders; only rates are computed anew.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from spread.keys import POPULATION, Key
from spread.limits import largest_remainder
from spread.models import Level, MunicipalityLoad, RatioClass
from spread.scores import Score
from spread.targets import Part, Target, Town, targets

# Below about twenty places expected, one family more or less changes the class (quant.md A.4).
SMALL_TARGET = 20

SHARE_DIGITS = 12

COUNTED = ("places", "deployable", "free", "occupied", "persons")

# Raised when the formulas change, so that figures are written again although their input is the same.
FORMULAS = 2


@dataclass(frozen=True)
class Load:
    """The counters of one municipality; the fields of MunicipalityLoad."""

    places: int = 0
    own_places: int = 0
    deployable: int = 0
    free: int = 0
    occupied: int = 0
    persons: int = 0

    @classmethod
    def of(cls, row: MunicipalityLoad) -> "Load":
        return cls(row.places, row.own_places, row.deployable, row.free, row.occupied, row.persons)

    def same_targets(self, other: "Load") -> bool:
        """Whether both weigh the same in a key: who lives there moves no target."""
        return (self.places, self.own_places) == (other.places, other.own_places)


FIELDS = tuple(Load.__dataclass_fields__)


@dataclass(frozen=True)
class Fact:
    """A statistic with what makes it answerable."""

    value: Decimal
    period: date
    source: str


@dataclass(frozen=True)
class Area:
    """One municipality as input: where it lies, what there is, what is known about it (by indicator)."""

    pk: int
    nis_code: str
    region: int
    province: int
    load: Load
    facts: dict[str, Fact]

    def town(self) -> Town:
        values = {indicator: Fraction(fact.value) for indicator, fact in self.facts.items()}
        return Town(self.nis_code, values, places=self.load.places, own_places=self.load.own_places)

    @property
    def population(self) -> int | None:
        fact = self.facts.get(POPULATION)
        return int(fact.value) if fact and fact.value > 0 else None


@dataclass
class Figures:
    """One row: the columns of IndicatorSnapshot that are computed. Areas are given by their primary keys."""

    level: Level
    municipality_id: int | None
    reference_region_id: int | None
    province_id: int | None
    population: int | None
    places: int
    deployable: int
    free: int
    occupied: int
    persons: int
    weighted_places: Decimal
    per_1000: Decimal | None
    share: Decimal | None
    target: int | None
    gap: int | None
    ratio: Decimal | None
    ratio_class: RatioClass
    exempt: bool = False
    limited: bool = False
    explanation: dict[str, Any] = field(default_factory=dict)

    @property
    def area(self) -> tuple[str, int | None, int | None, int | None]:
        return (str(self.level), self.municipality_id, self.reference_region_id, self.province_id)


def all_figures(key: Key, areas: Sequence[Area]) -> list[Figures]:
    """One row per municipality, reference region and province, and one for Flanders.

    A municipality whose population is not known has counts but no target; its places do count in the total.
    Raises NothingToSpreadBy when no term of the key is known.
    """
    towns, total = to_spread(key, areas)
    by_code = targets(key, towns, total)
    shares = shares_of(by_code, total)
    rows = [_municipality(area, key, by_code.get(area.nis_code), shares, total) for area in areas]
    rows += _sums(rows, Level.REGION, "reference_region_id")
    rows += _sums(rows, Level.PROVINCE, "province_id")
    flanders = _sum(Level.FLANDERS, [row for row in rows if row.level == Level.MUNICIPALITY])
    flanders.explanation |= {"total": total, "terms": _terms_of_all(by_code)}
    return [*rows, flanders]


def to_spread(key: Key, areas: Sequence[Area]) -> tuple[list[Town], int]:
    """Who shares, and how many places: those of the key, or all that there are."""
    total = key.total if key.total is not None else sum(area.load.places for area in areas)
    return [area.town() for area in areas if area.population], total


def shares_of(by_code: dict[str, Target], total: int) -> dict[str, Decimal]:
    """The part of the total that each town gets, before whole places; the parts sum to exactly one.

    Also when there is nothing to divide yet: then by the weighted shares themselves.
    """
    exact = {
        code: found.capped / total if total else sum((part.portion for part in found.parts), Fraction(0))
        for code, found in by_code.items()
    }
    whole = 10**SHARE_DIGITS
    rounded = (
        largest_remainder({code: share * whole for code, share in exact.items()}, whole) if exact else {}
    )
    return {code: Decimal(part).scaleb(-SHARE_DIGITS) for code, part in rounded.items()}


def _municipality(
    area: Area, key: Key, found: Target | None, shares: dict[str, Decimal], total: int
) -> Figures:
    load = area.load
    row = Figures(
        level=Level.MUNICIPALITY,
        municipality_id=area.pk,
        reference_region_id=area.region,
        province_id=area.province,
        population=area.population,
        **{name: getattr(load, name) for name in COUNTED},
        weighted_places=_decimal(area.town().weighted_places(key), 2),
        per_1000=_rate(load.places, area.population),
        share=shares[area.nis_code] if found else None,
        target=found.target if found else None,
        gap=load.places - found.target if found else None,
        ratio=_ratio(load.places, found.target if found else None),
        ratio_class=classify(load.places, found.target if found else None),
    )
    if found:
        row.exempt, row.limited = found.exempt, found.limited
        row.explanation = explain(found, area, total)
    return row


def _sums(rows: Iterable[Figures], level: Level, by: str) -> list[Figures]:
    groups: dict[int, list[Figures]] = {}
    for row in rows:
        if row.level == Level.MUNICIPALITY:
            groups.setdefault(getattr(row, by), []).append(row)
    return [_sum(level, members, **{by: pk}) for pk, members in groups.items()]


def _sum(level: Level, members: list[Figures], **area: int) -> Figures:
    population = sum(row.population or 0 for row in members) or None
    counts = {name: sum(getattr(row, name) for row in members) for name in COUNTED}
    with_target = [row for row in members if row.target is not None]
    target = sum(row.target or 0 for row in with_target) if with_target else None
    return Figures(
        level=level,
        municipality_id=None,
        reference_region_id=area.get("reference_region_id"),
        province_id=area.get("province_id"),
        population=population,
        **counts,
        weighted_places=sum((row.weighted_places for row in members), Decimal(0)),
        per_1000=_rate(counts["places"], population),
        share=sum((row.share or Decimal(0) for row in with_target), Decimal(0)) if with_target else None,
        target=target,
        gap=None if target is None else counts["places"] - target,
        ratio=_ratio(counts["places"], target),
        ratio_class=classify(counts["places"], target),
        explanation={
            "municipalities": len(members),
            "exempt": sum(row.exempt for row in members),
            "without_target": len(members) - len(with_target),
        },
    )


def classify(places: int, target: int | None) -> RatioClass:
    """The class of places against target, on exact numbers: 96 of 80 is 120 % and so HIGH."""
    if target is None:
        return RatioClass.NONE
    if target < SMALL_TARGET:
        return RatioClass.SMALL
    if 10 * places < 8 * target:
        return RatioClass.LOW
    if 10 * places < 12 * target:
        return RatioClass.NEAR
    return RatioClass.HIGH if 10 * places < 15 * target else RatioClass.VERY_HIGH


def explain(found: Target, area: Area, total: int) -> dict[str, Any]:
    """Everything that makes the number, as text that JSON keeps; amounts are decimal strings, in places.

    The contributions sum to `exact`, and exact + limit + rounding = target, to the last digit that is shown.
    """
    exact, capped = _decimal(found.exact, 2), _decimal(found.capped, 2)
    cents = largest_remainder(
        {str(i): part.contribution * 100 for i, part in enumerate(found.parts)}, int(exact * 100)
    )
    return {
        "total": total,
        "terms": [
            _term(part, area) | {"contribution": str(_decimal(Fraction(cents[str(i)], 100), 2))}
            for i, part in enumerate(found.parts)
        ],
        "exact": str(exact),
        "limit": str(capped - exact),
        "raised": found.raised,
        "rounding": str(found.target - capped),
        "weighted_mean": str(_decimal(found.weighted_mean, 2)),
    }


def _term(part: Part, area: Area) -> dict[str, Any]:
    term = part.term
    read = (
        term.indicator,
        term.times,
        term.score,
        *sorted(term.modulation.columns if term.modulation else ()),
    )
    facts = [area.facts[name] for name in dict.fromkeys(read) if name in area.facts]
    return {
        "code": term.code,
        "name": term.name,
        "indicator": term.indicator,
        "transform": term.transform,
        "times": term.times,
        "multiple": None if term.multiple is None else str(_decimal(term.multiple, 2)),
        "status": str(part.status),
        "weight": str(_decimal(term.weight * 100, 2)),
        "effective_weight": str(_decimal(part.weight * 100, 2)),
        "value": str(facts[0].value) if term.indicator in area.facts else None,
        "amount": None if part.amount is None else str(_decimal(part.amount, 2)),
        "amount_of_all": str(_decimal(part.amount_of_all, 2)),
        "share": str(_decimal(part.share * 100, 4)),
        "capped": part.capped,
        "counted_share": str(_decimal(part.counted * 100, 4)),
        "score": _score(part.score) if part.score else None,
        "sources": [{"period": fact.period.isoformat(), "source": fact.source} for fact in facts],
    }


def _score(score: Score) -> dict[str, Any]:
    """The composite behind a factor, with what was missing."""
    return {
        "score": None if score.score is None else str(_decimal(score.score, 4)),
        "factor": str(_decimal(score.factor, 4)),
        "known": str(_decimal(score.known * 100, 2)),
        "enough": score.enough,
        "missing": [reading.item.name for reading in score.readings if reading.value is None],
    }


def _terms_of_all(by_code: dict[str, Target]) -> list[dict[str, str]]:
    """The terms as they counted for Flanders, for the page that shows what is missing."""
    first = next(iter(by_code.values()), None)
    if first is None:
        return []
    return [
        {
            "code": part.term.code,
            "name": part.term.name,
            "weight": str(_decimal(part.term.weight * 100, 2)),
            "effective_weight": str(_decimal(part.weight * 100, 2)),
            "status": "counted" if part.weight else str(part.status),
        }
        for part in first.parts
    ]


def fingerprint_of_targets(key_pk: int, areas: Iterable[Area]) -> str:
    """SHA-256 of everything that targets and their explanation depend on, whatever the day."""
    rows = sorted(
        (
            area.nis_code,
            (area.pk, area.region, area.province, area.load.places, area.load.own_places),
            sorted(
                (name, str(fact.value), fact.period.isoformat(), fact.source)
                for name, fact in area.facts.items()
            ),
        )
        for area in areas
    )
    return hashlib.sha256(json.dumps([FORMULAS, key_pk, rows]).encode()).hexdigest()


def fingerprint(of_targets: str, loads: Mapping[int, Load], *, on: date) -> str:
    """SHA-256 of everything that the figures of a day depend on: the same input never has to be computed twice."""
    rows = sorted((pk, *(getattr(load, name) for name in FIELDS)) for pk, load in loads.items())
    return hashlib.sha256(json.dumps([of_targets, on.isoformat(), rows]).encode()).hexdigest()


def _rate(places: int, population: int | None) -> Decimal | None:
    return _decimal(Fraction(1000 * places, population), 6) if population else None


def _ratio(places: int, target: int | None) -> Decimal | None:
    return _decimal(Fraction(places, target), 4) if target else None


def _decimal(exact: Fraction, digits: int) -> Decimal:
    """Rounded half to even, without passing through a float, nor through a fraction that must be simplified."""
    whole, left = divmod(exact.numerator * 10**digits, exact.denominator)
    twice = 2 * left
    if twice > exact.denominator or (twice == exact.denominator and whole % 2):
        whole += 1
    return Decimal(whole).scaleb(-digits)
