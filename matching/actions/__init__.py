"""What changes in matching: proposals, and households that go to another municipality. A person decides, always."""

from audit.trail import IllegalTransition
from matching.actions.hand_overs import (
    NotYourStep,
    StepsLeft,
    complete_hand_over,
    open_hand_over,
    tick_step,
)
from matching.actions.plans import (
    ask_plan,
    cancel_plan,
    choose_lines,
    claim_plan,
    fail_plan,
    keep_plan,
    skip_lines,
    take_up_lines,
)
from matching.actions.proposals import (
    accept_proposal,
    answer_within,
    expire_proposals,
    propose,
    refuse_proposal,
    remind_of_proposals,
    withdraw_proposal,
)
from matching.actions.weights import BeginsTooEarly, set_weights

__all__ = [
    "BeginsTooEarly",
    "IllegalTransition",
    "NotYourStep",
    "StepsLeft",
    "accept_proposal",
    "answer_within",
    "ask_plan",
    "cancel_plan",
    "choose_lines",
    "claim_plan",
    "complete_hand_over",
    "expire_proposals",
    "fail_plan",
    "keep_plan",
    "open_hand_over",
    "propose",
    "refuse_proposal",
    "remind_of_proposals",
    "set_weights",
    "skip_lines",
    "take_up_lines",
    "tick_step",
    "withdraw_proposal",
]
