"""Demand meets supply: proposals, hand-overs between municipalities, and the region-wide plan."""

from matching.models.hand_overs import HandOver, HandOverSide, HandOverStep
from matching.models.plans import Plan, PlanLine
from matching.models.proposals import Proposal, RefusalReason

__all__ = [
    "HandOver",
    "HandOverSide",
    "HandOverStep",
    "Plan",
    "PlanLine",
    "Proposal",
    "RefusalReason",
]
