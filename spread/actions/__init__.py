"""The verbs of spread: count and compute again, make a new version of a key, publish the figures of a week, and
keep a scenario."""

from spread.actions.keys import BeginsTooEarly, add_key, load_published_keys
from spread.actions.publishing import NoFiguresOfTheWeek, publish_week
from spread.actions.recomputing import EarlierDay, clear_handled_changes, recompute, recompute_changed
from spread.actions.scenarios import NoFiguresYet, make_scenario, simulate_inflow

__all__ = [
    "BeginsTooEarly",
    "EarlierDay",
    "NoFiguresOfTheWeek",
    "NoFiguresYet",
    "add_key",
    "clear_handled_changes",
    "load_published_keys",
    "make_scenario",
    "publish_week",
    "recompute",
    "recompute_changed",
    "simulate_inflow",
]
