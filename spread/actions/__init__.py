"""The verbs of spread: count and compute again, make a new version of a key, publish the figures of a week, keep
a scenario, and raise and follow up signals."""

from spread.actions.keys import BeginsTooEarly, add_key, load_published_keys
from spread.actions.publishing import NoFiguresOfTheWeek, publish_week
from spread.actions.recomputing import EarlierDay, clear_handled_changes, recompute, recompute_changed
from spread.actions.scenarios import NoFiguresYet, make_scenario, simulate_inflow
from spread.actions.signals import dismiss_signal, finish_signal, raise_signals, take_signal

__all__ = [
    "BeginsTooEarly",
    "EarlierDay",
    "NoFiguresOfTheWeek",
    "NoFiguresYet",
    "add_key",
    "clear_handled_changes",
    "dismiss_signal",
    "finish_signal",
    "load_published_keys",
    "make_scenario",
    "publish_week",
    "raise_signals",
    "recompute",
    "recompute_changed",
    "simulate_inflow",
    "take_signal",
]
