"""The region-wide plan as a calculation on plain facts: no Django, no database (quant.md B)."""

from matching.planning.plan import Baseline, BrokenPlan, Plan, PlanCancelled, Settings, make_plan
from matching.planning.problem import (
    Household,
    InvalidProblem,
    Municipality,
    Pair,
    Pins,
    Problem,
    Unit,
    Weights,
)

__all__ = [
    "Baseline",
    "BrokenPlan",
    "Household",
    "InvalidProblem",
    "Municipality",
    "Pair",
    "Pins",
    "Plan",
    "PlanCancelled",
    "Problem",
    "Settings",
    "Unit",
    "Weights",
    "make_plan",
]
