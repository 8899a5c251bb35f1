"""Demand meets supply: proposals, and what the ranking weighs by."""

from matching.models.proposals import Proposal, ProposalQuerySet, RefusalReason
from matching.models.weights import MOST_POINTS, WEIGHTS, RankingWeights, RankingWeightsQuerySet

__all__ = [
    "MOST_POINTS",
    "WEIGHTS",
    "Proposal",
    "ProposalQuerySet",
    "RankingWeights",
    "RankingWeightsQuerySet",
    "RefusalReason",
]
