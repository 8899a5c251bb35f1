"""One worked story per role, through the real verbs: so that trail, notifications and figures are the real ones."""

from datetime import date

from config.demo.accounts import Cast
from config.demo.demand_stories import tell_demand
from config.demo.supply_stories import tell_supply


def tell(cast: Cast, *, on: date) -> None:
    """Play all stories, as of that day."""
    tell_demand(cast, *tell_supply(cast, on=on), on=on)
