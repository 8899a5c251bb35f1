"""Demand meets supply: proposals and what ranks them, hand-overs between municipalities, the region-wide plan, and
chains of moves."""

from matching.models.chains import Chain, ChainMove, ChainQuerySet
from matching.models.hand_overs import HandOver, HandOverSide, HandOverStep
from matching.models.plans import Plan, PlanLine, PlanLineQuerySet
from matching.models.proposals import Proposal, ProposalQuerySet, RefusalReason
from matching.models.weights import MOST_POINTS, WEIGHTS, RankingWeights, RankingWeightsQuerySet

__all__ = [
    "MOST_POINTS",
    "WEIGHTS",
    "Chain",
    "ChainMove",
    "ChainQuerySet",
    "HandOver",
    "HandOverSide",
    "HandOverStep",
    "Plan",
    "PlanLine",
    "PlanLineQuerySet",
    "Proposal",
    "ProposalQuerySet",
    "RankingWeights",
    "RankingWeightsQuerySet",
    "RefusalReason",
]
