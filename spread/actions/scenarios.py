"""What if: compute beside the figures, and keep it."""

from fractions import Fraction
from typing import Any

from django.db import transaction

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import record
from municipalities.models import Municipality
from spread import rules
from spread.facts import counted_areas
from spread.inflow import Flow, households, simulate
from spread.inflow_facts import mix_of, start_on
from spread.inflow_outcome import as_data
from spread.models import IndicatorSnapshot, Level, Scenario, SpreadKey
from spread.scenarios import Changes, outcome


class NoFiguresYet(Exception):
    """Nothing was computed yet, so there is nothing to compare a scenario with."""

    def __init__(self) -> None:
        super().__init__("Er zijn nog geen cijfers om mee te vergelijken.")


@transaction.atomic
def make_scenario(
    *,
    name: str,
    more_people: int = 0,
    village_in: Municipality | None = None,
    village_places: int = 0,
    drops_out: Municipality | None = None,
    other_key: SpreadKey | None = None,
    by: Membership,
) -> Scenario:
    """Compute what the targets would be and keep it under that name. Writes one row; no figure of the portal changes.

    Raises NoFiguresYet; CannotBe when the changes contradict each other; NothingToSpreadBy or CannotPlace when a key
    gives no targets; ValidationError without a name or without any change.
    """
    insist(by, rules.may_make_scenario(by))
    newest = IndicatorSnapshot.objects.current().filter(level=Level.FLANDERS).select_related("key").first()
    if newest is None:
        raise NoFiguresYet
    before = newest.key.read()
    after = other_key.read() if other_key else before
    areas = counted_areas(before.indicators | after.indicators, on=newest.on)
    asked = Changes(
        more_people,
        village_places,
        village_in.nis_code if village_in else "",
        drops_out.nis_code if drops_out else "",
    )
    names = dict(Municipality.objects.current().values_list("nis_code", "name"))
    scenario = Scenario(
        name=name,
        on=newest.on,
        key=newest.key,
        changes=_asked(more_people, village_in, village_places, drops_out, other_key),
        outcome=outcome(before, after, areas, asked).as_data(names),
        made_by=by.user,
    )
    scenario.full_clean()
    scenario.save()
    record("scenario.made", scenario, by=by, changes={"name": name, "changes": scenario.changes})
    return scenario


def _asked(
    more_people: int,
    village_in: Municipality | None,
    village_places: int,
    drops_out: Municipality | None,
    other_key: SpreadKey | None,
) -> dict[str, Any]:
    """The changes as they are kept: only what differs."""
    changes: dict[str, Any] = {}
    if more_people:
        changes["more_people"] = more_people
    if village_in:
        changes["village"] = {
            "places": village_places, "nis_code": village_in.nis_code, "name": village_in.name,
        }  # fmt: skip
    if drops_out:
        changes["drops_out"] = {"nis_code": drops_out.nis_code, "name": drops_out.name}
    if other_key:
        changes["key"] = {"code": other_key.code, "version": other_key.version, "name": other_key.name}
    return changes


@transaction.atomic
def simulate_inflow(
    *,
    name: str,
    weeks: int,
    arrivals: int,
    departures: int = 0,
    step_free_percent: int = 5,
    by: Membership,
) -> Scenario:
    """Simulate who comes and goes from the newest figures on, and keep it under that name. Writes one row.

    `arrivals` and `departures` are persons per week; they become whole households in the sizes of those who live in the
    portal now. Raises NoFiguresYet, and ValidationError without a name.
    """
    insist(by, rules.may_make_scenario(by))
    newest = IndicatorSnapshot.objects.current().filter(level=Level.FLANDERS).select_related("key").first()
    if newest is None:
        raise NoFiguresYet
    start = start_on(newest.on)
    mix, assumed = mix_of(start.living)
    coming = households(arrivals, mix, Fraction(step_free_percent, 100))
    leaving = sum(households(departures, mix, Fraction(0)).values())
    names = dict(Municipality.objects.current().values_list("nis_code", "name"))
    found = as_data(start, simulate(start, Flow(weeks, coming, leaving)), names, mix=mix, assumed=assumed)
    scenario = Scenario(
        kind=Scenario.Kind.INFLOW,
        name=name,
        on=newest.on,
        key=newest.key,
        changes={
            "inflow": {
                "weeks": weeks,
                "arrivals": arrivals,
                "departures": departures,
                "step_free_percent": step_free_percent,
            }
        },
        outcome=found,
        made_by=by.user,
    )
    scenario.full_clean()
    scenario.save()
    record("scenario.made", scenario, by=by, changes={"name": name, "changes": scenario.changes})
    return scenario
