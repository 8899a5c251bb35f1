"""A second opinion: judges an assignment from the facts alone, without the arrays that the solvers work on.

Slow and plain on purpose. Tests and every finished plan go through it.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from matching.planning import scoring
from matching.planning.problem import Household, Municipality, Problem, Unit, Weights

SLACK = 1e-6


@dataclass
class Verdict:
    """violations in Dutch, empty when the assignment may be; score and spread add up to `objective`, in points."""

    violations: list[str] = field(default_factory=list)
    score: float = 0.0
    spread: float = 0.0
    parts: dict[str, list[tuple[str, float]]] = field(default_factory=dict)
    load: dict[str, float] = field(default_factory=dict)
    spread_of: dict[str, float] = field(default_factory=dict)

    @property
    def objective(self) -> float:
        return self.score - self.spread

    @property
    def right(self) -> bool:
        return not self.violations


def judge(problem: Problem, assignment: Mapping[str, str]) -> Verdict:
    """Household to unit by keys. Each household can only be there once, for it is a mapping."""
    verdict = Verdict()
    households = {item.key: item for item in problem.households}
    units = {item.key: item for item in problem.units}
    towns = {item.key: item for item in problem.municipalities}
    listed = None if problem.pairs is None else {(pair.household, pair.unit) for pair in problem.pairs}
    never = set(problem.pins.never)
    living: dict[str, list[Household]] = defaultdict(list)
    for key, unit_key in assignment.items():
        if key not in households or unit_key not in units:
            verdict.violations.append(f"{key} – {unit_key}: onbekend huishouden of onbekende plaats")
            continue
        household, unit = households[key], units[unit_key]
        living[unit_key].append(household)
        verdict.violations += [f"{key} – {unit_key}: {text}" for text in _pair_violations(household, unit)]
        if (key, unit_key) in never:
            verdict.violations.append(f"{key} – {unit_key}: uitgesloten paar")
        if listed is not None and (key, unit_key) not in listed:
            verdict.violations.append(f"{key} – {unit_key}: staat niet in de lijst van paren")
            continue
        verdict.parts[key] = scoring.parts_of(problem, household, unit)
        verdict.score += sum(points for _, points in verdict.parts[key])
    for unit_key in sorted(living):
        verdict.violations += _unit_violations(units[unit_key], living[unit_key])
    by_town: dict[str, list[Household]] = defaultdict(list)
    for unit_key, there in living.items():
        by_town[units[unit_key].municipality] += there
    for key in sorted(by_town):
        most = problem.pins.at_most.get(key)
        verdict.violations += _town_violations(key, towns.get(key), most, by_town[key])
    verdict.violations += _group_violations(problem, assignment, units)
    for key, unit_key in problem.pins.keep:
        if key in assignment and assignment[key] != unit_key:
            verdict.violations.append(f"{key} is vastgezet op {unit_key}, maar staat op {assignment[key]}")
    for key, town in towns.items():
        came = sum(household.persons for household in by_town.get(key, ()))
        verdict.load[key] = town.load + came
        if town.target is not None:
            after = cost(town.load + came, town.target, problem.weights)
            verdict.spread_of[key] = after - cost(town.load, town.target, problem.weights)
            verdict.spread += verdict.spread_of[key]
    return verdict


def cost(load: float, target: float, weights: Weights) -> float:
    """What so many persons cost a town with this target, piece by piece."""
    total, begin = 0.0, 0.0
    ends = [kink * target for kink in weights.spread_kinks] + [float("inf")]
    for slope, end in zip(weights.spread_slopes, ends, strict=True):
        if load > begin:
            total += weights.spread * slope * (min(load, end) - begin)
        begin = max(begin, end)
    return total


def _pair_violations(household: Household, unit: Unit) -> list[str]:
    found = []
    if household.persons > unit.places:
        found.append(f"{unit.places} slaapplekken voor {household.persons} personen")
    found += [f"geen {need}" for need in sorted(household.needs) if need not in unit.attributes]
    if household.stays and household.municipality != unit.municipality:
        found.append("buiten de eigen gemeente")
    return found


def _unit_violations(unit: Unit, there: list[Household]) -> list[str]:
    found = []
    persons = sum(household.persons for household in there)
    if not unit.shared and len(there) > 1:
        found.append(f"{unit.key}: {len(there)} huishoudens in een plaats voor één")
    if persons > unit.places:
        found.append(f"{unit.key}: {persons} personen voor {unit.places} slaapplekken")
    for name, supply in unit.limits.items():
        used = sum(household.limits.get(name, 0.0) for household in there)
        if used > supply + SLACK:
            found.append(f"{unit.key}: {used:g} {name} gevraagd, {supply:g} is er")
    return found


def _town_violations(
    key: str, town: Municipality | None, pinned: float | None, there: list[Household]
) -> list[str]:
    persons = sum(household.persons for household in there)
    found = [
        f"{key}: {persons} personen, hoogstens {most:g}"
        for most in (pinned, town.at_most if town else None)
        if most is not None and persons > most + SLACK
    ]
    if town is None:
        return found
    children = sum(household.children for household in there)
    if town.seats is not None and children > town.seats + SLACK:
        found.append(f"{key}: {children} kinderen voor {town.seats:g} schoolplaatsen")
    for name, supply in town.limits.items():
        used = sum(household.limits.get(name, 0.0) for household in there)
        if used > supply + SLACK:
            found.append(f"{key}: {used:g} {name} gevraagd, {supply:g} is er")
    return found


def _group_violations(
    problem: Problem, assignment: Mapping[str, str], units: Mapping[str, Unit]
) -> list[str]:
    """All members in one municipality or none; a pinned member stands by itself, the others follow or wait."""
    found = []
    kept = {key for key, unit in problem.pins.keep if assignment.get(key) == unit}
    groups: dict[str, list[str]] = defaultdict(list)
    for household in problem.households:
        if household.group:
            groups[household.group].append(household.key)
    for name, members in sorted(groups.items()):
        placed = [key for key in members if key in assignment]
        if len({units[assignment[key]].municipality for key in placed if assignment[key] in units}) > 1:
            found.append(f"groep {name}: in meer dan één gemeente")
        free = [key for key in members if key not in kept]
        if 0 < sum(key in assignment for key in free) < len(free):
            found.append(f"groep {name}: niet alle leden hebben een plaats")
    return found
