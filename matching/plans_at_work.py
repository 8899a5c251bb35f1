"""A region-wide plan in the hands of a worker: from the register to a frozen outcome, with a way to stop."""

from collections.abc import Mapping
from dataclasses import asdict
from time import monotonic, time
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

from households.models import Household
from matching import planning
from matching.models import Plan, PlanLine
from matching.plan_problem import problem_of
from matching.planning.curve import Curve, spread_curve
from matching.planning.others import Other
from matching.planning.scoring import LABELS
from municipalities.models import Municipality

BEGUN_SECONDS = 6 * 3_600  # longer no plan takes
SAY_EVERY = 1.0  # seconds between two words to the page, and two looks whether somebody stopped it
# Of the whole bar, by stage, roughly as long as each takes; what fairness costs comes last.
STAGES = {
    "first_come": (0.0, 0.05), "best_fit": (0.05, 0.1), "prices": (0.1, 0.4), "guided": (0.4, 0.45),
    "search": (0.45, 0.6), "floor": (0.6, 0.62), "exact": (0.62, 0.75), "polish": (0.62, 0.75), "curve": (0.75, 1.0),
}  # fmt: skip
STAGE_WORDS = {
    "first_come": "wie eerst komt, eerst", "best_fit": "telkens de best passende", "prices": "prijzen en grens",
    "guided": "verdelen volgens prijzen", "search": "verbeteren", "floor": "wie samen blijft",
    "exact": "exact oplossen", "polish": "bijschaven", "curve": "wat spreiding kost",
}  # fmt: skip


class Stopped(Exception):
    """Somebody stopped the plan, or another worker took it over."""


def make(plan: Plan) -> tuple[dict[str, Any], str, list[PlanLine]]:
    """The outcome of a plan: the figures to freeze, the mark of the input, and its lines (not saved).

    Raises Stopped, or planning.InvalidProblem with a sentence for the screen.
    """
    watch = Watch(plan)
    note_begun(plan)
    watch.say("first_come", 0.0, now=True)
    problem = problem_of(plan)
    try:
        made = planning.make_plan(problem, seed=plan.seed, progress=watch.say, stop=watch.stopped)
        curve = spread_curve(problem, seed=plan.seed, progress=watch.say, stop=watch.stopped)
    except planning.PlanCancelled as stopped:
        raise Stopped from stopped
    return figures(problem, made, curve), made.input_hash, lines(problem, made, plan)


def note_begun(plan: Plan) -> None:
    """Keeps when a worker began, for the page that says how long it takes yet; that can do without."""
    try:
        cache.set(_begun_key(plan), time(), BEGUN_SECONDS)
    except (RedisError, OSError):
        return


def seconds_at_work(plan: Plan) -> float | None:
    """Since a worker began; None when that is not known."""
    try:
        begun = cache.get(_begun_key(plan))
    except (RedisError, OSError):
        return None
    return None if begun is None else max(0.0, time() - begun)


def _begun_key(plan: Plan) -> str:
    return f"plan-{plan.pk}-begun"


class Watch:
    """Tells the page how far it is, keeps the claim alive, and notices that somebody stopped it."""

    def __init__(self, plan: Plan) -> None:
        self.mine = Plan.objects.filter(pk=plan.pk, status=Plan.Status.ASKED)
        self.spoke, self.is_stopped = 0.0, False

    def say(self, stage: str, part: float, *, now: bool = False) -> None:
        if not now and monotonic() - self.spoke < SAY_EVERY:
            return
        self.spoke = monotonic()
        begin, end = STAGES.get(stage, (0.0, 1.0))
        done = begin + (end - begin) * min(max(part, 0.0), 1.0)
        self.is_stopped = not self.mine.update(
            stage=stage, part_done=round(done, 3), worked_on_at=timezone.now()
        )
        if self.is_stopped and now:
            raise Stopped

    def stopped(self) -> bool:
        return self.is_stopped


def figures(problem: planning.Problem, made: planning.Plan, curve: Curve) -> dict[str, Any]:
    """What is frozen beside the lines; plain values, as JSON keeps them."""
    return {
        "households": len(problem.households),
        "persons": sum(household.persons for household in problem.households),
        "units": len(problem.units),
        "placed": made.placed,
        "objective": made.objective,
        "bound": made.bound,
        "gap": made.gap,
        "net_gap": made.net_gap,
        "optimal": made.optimal,
        "place_score": made.place_score,
        "spread_distance": made.spread_distance,
        "spread_before": made.spread_before,
        "group_floor": made.group_floor,
        "envy": made.envy,
        "baselines": {name: asdict(baseline) for name, baseline in made.baselines.items()},
        "gap_closed": made.gap_closed,
        "fairness": [asdict(row) | {"placed_rate": row.placed_rate} for row in made.fairness],
        "curve": [asdict(point) for point in curve.points],
        "price_of_spread": curve.price,
        "towns": town_rows(problem, made),
        "seed": made.seed,
        "iterations": made.iterations,
        "seconds": round(made.seconds, 1),
        "stages": {name: round(seconds, 2) for name, seconds in made.stages.items()},
        "pins": {
            "keep": len(problem.pins.keep),
            "never": len(problem.pins.never),
            "at_most": len(problem.pins.at_most),
        },
    }


def town_rows(problem: planning.Problem, made: planning.Plan) -> list[dict[str, Any]]:
    """Municipalities to which somebody comes: persons before and after, beside the target."""
    names = dict(Municipality.objects.current().values_list("nis_code", "name"))
    rows = [
        {
            "nis_code": town.key,
            "name": names.get(town.key, town.key),
            "before": town.load,
            "after": round(made.load.get(town.key, town.load)),
            "target": None if town.target is None else round(town.target, 1),
        }
        for town in problem.municipalities
        if round(made.load.get(town.key, town.load)) != town.load
    ]
    return sorted(rows, key=lambda row: (row["before"] - row["after"], row["name"]))


def lines(problem: planning.Problem, made: planning.Plan, plan: Plan) -> list[PlanLine]:
    """A line for each household: where to and why, or why not."""
    households = Household.objects.in_bulk([int(item.key) for item in problem.households])
    towns = {town.nis_code: town for town in Municipality.objects.current()}
    where = {unit.key: unit.municipality for unit in problem.units}
    found = []
    for item in problem.households:
        household = households.get(int(item.key))
        if household is None:
            continue
        line = PlanLine(household=household, asked_by_id=household.registered_by_id, persons=item.persons)
        unit = made.assignment.get(item.key)
        if unit is None:
            line.reason = str(made.unplaced[item.key]["text"])[:300]
        else:
            line.municipality = towns[where[unit]]
            line.unit_id = int(unit) if plan.level == Plan.Level.UNITS else None
            line.parts = [
                (LABELS.get(name, name), round(points, 3))
                for name, points in made.parts[item.key]
                if round(points, 3)
            ]
            if other := made.others.get(item.key):
                line.others = other_words(other, {key: town.name for key, town in towns.items()})
            line.points = round(sum(points for _, points in line.parts), 3)
        found.append(line)
    return found


def other_words(other: Other, names: Mapping[str, str]) -> list[str]:
    """Where else this household could go and why it does not, in a sentence each."""
    said = []
    if other.town is not None:
        town = names.get(other.town, other.town)
        said.append(
            f"Volgende beste: {town}, {points_words(other.loss)} minder voor het hele plan. Met zoveel punten meer "
            f"voor {town} kwam dit huishouden daar."
        )
    if other.wanted is not None:
        town, gain = names.get(other.wanted, other.wanted), points_words(other.gain)
        if other.full:
            given = (
                "de ene plaats van die soort gaat"
                if other.homes == 1
                else f"de {other.homes} plaatsen van die soort gaan"
            )
            why = (
                f"{given} naar andere huishoudens; zo'n plaats is het plan {points_words(other.price)} waard"
            )
        elif other.load is not None:
            why = f"de gemeente zou op {100 * other.load:.0f} % van haar doel komen, en dat kost meer"
        else:
            why = "dat kost het hele plan meer dan het dit huishouden geeft"
        said.append(f"Beter voor dit huishouden alleen: {town}, {gain} meer, maar {why}.")
    return said


def points_words(points: float) -> str:
    """ "6,4 punten" """
    return f"{points:.1f} punten".replace(".", ",")
