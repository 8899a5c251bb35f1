"""What goes into a region-wide plan: households, units, municipalities, allowed pairs, pins and weights.

Plain facts by key, without a database; `instance.py` turns them into arrays. Model: quant.md B.2.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

NOTHING: frozenset[str] = frozenset()


class InvalidProblem(ValueError):
    """The input contradicts itself; the message says, in Dutch, what and where."""


@dataclass(frozen=True, slots=True)
class Household:
    """People who stay together. `group` names households that must come to live in one municipality, all or none.

    `municipality`, `work` and `school` are keys of municipalities ("" when there is none). `stays` leaves only the
    present municipality. `before` is where an earlier plan sent it. `needs` are hard, `wants` are scored; both name
    attributes of units. `priority` and `waiting_days` raise the value of being placed. `limits` says how much is used
    of each further limit. `province` only serves the fairness checks.
    """

    key: str
    persons: int
    municipality: str = ""
    work: str = ""
    school: str = ""
    children: int = 0
    priority: float = 0.0
    waiting_days: int = 0
    needs: frozenset[str] = NOTHING
    wants: frozenset[str] = NOTHING
    group: str = ""
    stays: bool = False
    before: str = ""
    limits: Mapping[str, float] = field(default_factory=dict)
    province: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A home for one household, or with `shared` a pool in which several households share `places` (in persons).

    `limits` holds what the unit supplies of each further limit; one that is not named is not limited here.
    """

    key: str
    places: int
    shared: bool = False
    municipality: str = ""
    attributes: frozenset[str] = NOTHING
    limits: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Municipality:
    """`target` and `load` in persons; without a target the spread does not count here.

    `at_most` is the number of persons that this plan may bring here, `seats` the number of children that school can
    take; None is no limit. `services` runs from 0 to 1. `x_km`, `y_km` are any plane coordinates in kilometres, such
    as Lambert; without them only the municipality itself is near.
    """

    key: str
    target: float | None = None
    load: int = 0
    at_most: float | None = None
    seats: float | None = None
    services: float = 0.0
    x_km: float | None = None
    y_km: float | None = None
    limits: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pair:
    """An allowed pair with its value in points."""

    household: str
    unit: str
    score: float


@dataclass(frozen=True, slots=True)
class Pins:
    """What officials decided before: pairs (household, unit) to keep, pairs never to make, persons per municipality."""

    keep: Sequence[tuple[str, str]] = ()
    never: Sequence[tuple[str, str]] = ()
    at_most: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Weights:
    """Points. A household scores 0 to 100 for where it comes; being placed at all is worth `placed` and more.

    present, work, school: times exp(-km / reach_km) from the municipality named; services: times the municipality's
    index; size: in full without empty places, nothing at four empty ones; own_door: not shared; wish: per wish met;
    spare: lost when a household takes one of `rare` attributes that it does not need; stability: for the municipality
    of the earlier plan, so that nobody is sent elsewhere for a trifle. spread_slopes: points per person
    between the kinks, which are shares of the target (a convex function, so the slopes rise); spread multiplies them.
    """

    present: float = 30.0
    work: float = 18.0
    school: float = 18.0
    services: float = 8.0
    size: float = 12.0
    own_door: float = 6.0
    wish: float = 4.0
    spare: float = 5.0
    stability: float = 5.0
    rare: frozenset[str] = frozenset({"step_free"})
    reach_km: float = 15.0
    placed: float = 200.0
    priority: float = 50.0
    waiting_per_day: float = 0.1
    waiting_days_at_most: int = 365
    spread: float = 1.0
    spread_slopes: tuple[float, ...] = (-6.0, -2.0, 8.0, 25.0, 60.0)
    spread_kinks: tuple[float, ...] = (0.8, 1.0, 1.2, 1.5)


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything a plan is made from. With `pairs` only these are allowed, and their scores replace every other value
    of placing a household; the hard conditions and the spread stay.
    """

    households: Sequence[Household]
    units: Sequence[Unit]
    municipalities: Sequence[Municipality] = ()
    pairs: Sequence[Pair] | None = None
    pins: Pins = field(default_factory=Pins)
    weights: Weights = field(default_factory=Weights)


def check(problem: Problem) -> None:
    """Raises InvalidProblem for what contradicts itself: keys used twice, unknown keys, impossible numbers."""
    households = _unique([item.key for item in problem.households], "huishouden")
    units = _unique([item.key for item in problem.units], "plaats")
    _unique([item.key for item in problem.municipalities], "gemeente")
    for household in problem.households:
        if household.persons < 1:
            raise InvalidProblem(f"Huishouden {household.key}: het aantal personen moet minstens 1 zijn.")
        if household.children < 0 or any(use < 0 for use in household.limits.values()):
            raise InvalidProblem(f"Huishouden {household.key}: een aantal is kleiner dan 0.")
    for unit in problem.units:
        if unit.places < 0 or any(supply < 0 for supply in unit.limits.values()):
            raise InvalidProblem(f"Plaats {unit.key}: een aantal is kleiner dan 0.")
    slopes = problem.weights.spread_slopes
    if list(slopes) != sorted(slopes) or len(slopes) != len(problem.weights.spread_kinks) + 1:
        raise InvalidProblem("De kost van spreiding moet stijgen met de belasting.")
    seen: set[tuple[str, str]] = set()
    for pair in problem.pairs or ():
        _known(pair.household, pair.unit, households, units, "Het paar")
        if (pair.household, pair.unit) in seen:
            raise InvalidProblem(f"Het paar {pair.household} – {pair.unit} staat er twee keer in.")
        seen.add((pair.household, pair.unit))
    for what, pins in (("Vastgezet paar", problem.pins.keep), ("Uitgesloten paar", problem.pins.never)):
        for household_key, unit_key in pins:
            _known(household_key, unit_key, households, units, what)
    kept = [key for key, _ in problem.pins.keep]
    if len(kept) != len(set(kept)):
        raise InvalidProblem("Een huishouden is op twee plaatsen vastgezet.")
    if both := set(problem.pins.keep) & set(problem.pins.never):
        household_key, unit_key = min(both)
        raise InvalidProblem(f"Het paar {household_key} – {unit_key} is vastgezet en uitgesloten.")


def _unique(keys: list[str], noun: str) -> set[str]:
    found: set[str] = set()
    for key in keys:
        if not key:
            raise InvalidProblem(f"Een {noun} heeft geen naam.")
        if key in found:
            raise InvalidProblem(f"{noun.capitalize()} {key} staat er twee keer in.")
        found.add(key)
    return found


def _known(household: str, unit: str, households: set[str], units: set[str], what: str) -> None:
    if household not in households:
        raise InvalidProblem(f"{what} {household} – {unit}: huishouden {household} is niet bekend.")
    if unit not in units:
        raise InvalidProblem(f"{what} {household} – {unit}: plaats {unit} is niet bekend.")


def fingerprint(problem: Problem) -> str:
    """A mark of the whole input, to show later what a plan was made from."""
    digest = hashlib.sha256()
    for item in (*problem.households, *problem.units, *problem.municipalities, *(problem.pairs or ())):
        digest.update(_text(item).encode())
    digest.update(_text(problem.pins).encode())
    digest.update(_text(problem.weights).encode())
    return digest.hexdigest()[:16]


def _text(item: object) -> str:
    """Like repr, and with sets in order."""
    names = item.__slots__  # type: ignore[attr-defined]
    values = (getattr(item, name) for name in names)
    return repr([sorted(value) if isinstance(value, frozenset) else value for value in values])
