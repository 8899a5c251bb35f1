"""The verbs of spread: count and compute again, make a new version of a key, publish the figures of a week,
freeze those of a reference date, keep a scenario, and raise and follow up signals."""

from spread.actions.freezing import freeze_figures
from spread.actions.keys import BeginsTooEarly, add_key, load_published_keys
from spread.actions.publishing import (
    NoFiguresOfTheWeek,
    NothingToCorrect,
    NotTheNewest,
    correct_publication,
    publish_week,
)
from spread.actions.recomputing import EarlierDay, clear_handled_changes, recompute, recompute_changed
from spread.actions.scenarios import NoFiguresYet, make_scenario, simulate_inflow
from spread.actions.signals import dismiss_signal, finish_signal, raise_signals, take_signal
from spread.time_machine import NothingKeptYet, NotYetKnown

__all__ = [
    "BeginsTooEarly",
    "EarlierDay",
    "NoFiguresOfTheWeek",
    "NoFiguresYet",
    "NotTheNewest",
    "NotYetKnown",
    "NothingKeptYet",
    "NothingToCorrect",
    "add_key",
    "clear_handled_changes",
    "correct_publication",
    "dismiss_signal",
    "finish_signal",
    "freeze_figures",
    "load_published_keys",
    "make_scenario",
    "publish_week",
    "raise_signals",
    "recompute",
    "recompute_changed",
    "simulate_inflow",
    "take_signal",
]
