"""What changes in matching: proposals, households that go to another municipality, plans and chains of moves. A person
decides, always."""

from audit.trail import IllegalTransition
from matching.actions.chains import (
    ChainBroken,
    ConsentMissing,
    NoChain,
    carry_out_chain,
    drop_chain,
    propose_chain,
    record_consent,
)
from matching.actions.hand_overs import (
    NeverCame,
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
    CannotRestore,
    accept_proposal,
    answer_within,
    expire_proposals,
    propose,
    refuse_proposal,
    remind_of_proposals,
    restore_proposal,
    withdraw_proposal,
)
from matching.actions.weights import BeginsTooEarly, set_weights

__all__ = [
    "BeginsTooEarly",
    "CannotRestore",
    "ChainBroken",
    "ConsentMissing",
    "IllegalTransition",
    "NeverCame",
    "NoChain",
    "NotYourStep",
    "StepsLeft",
    "accept_proposal",
    "answer_within",
    "ask_plan",
    "cancel_plan",
    "carry_out_chain",
    "choose_lines",
    "claim_plan",
    "complete_hand_over",
    "drop_chain",
    "expire_proposals",
    "fail_plan",
    "keep_plan",
    "open_hand_over",
    "propose",
    "propose_chain",
    "record_consent",
    "refuse_proposal",
    "remind_of_proposals",
    "restore_proposal",
    "set_weights",
    "skip_lines",
    "take_up_lines",
    "tick_step",
    "withdraw_proposal",
]
