"""One worked story per role, through the real verbs: so that trail, notifications and figures are the real ones."""

from config.demo.accounts import Cast
from config.demo.demand_stories import tell_demand
from config.demo.facility_requests import tell_requests
from config.demo.guidance import tell_guidance
from config.demo.supply_stories import tell_supply
from config.demo.villages import tell_villages
from config.demo.vlot_calls import tell_calls
from config.demo.vlot_field_work import tell_field_work
from config.demo.world import World
from matching.actions import ask_plan
from matching.models import Plan


def tell(cast: Cast, world: World) -> None:
    """Play all stories, as of the day of that world."""
    tell_demand(cast, *tell_supply(cast, on=world.on), on=world.on)
    tell_requests(cast, world)
    tell_villages(cast, on=world.on)
    tell_calls(cast)
    tell_guidance(cast, on=world.on)
    tell_field_work(cast, world)
    # A worker makes it as soon as one runs: all who wait in the province, over all that is free there.
    ask_plan(
        name="Plan voor de provincie",
        level=Plan.Level.UNITS,
        province=None,
        on=world.on,
        weights={"spread": 1.0},
        pins={},
        by=cast.governor,
    )
