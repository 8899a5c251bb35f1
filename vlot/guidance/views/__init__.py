"""Pages of the guidance of VLOT."""

from vlot.guidance.views.guides import (
    call_suggestions,
    guide_add,
    guide_confirm,
    guide_detail,
    guide_edit,
    guide_file,
    guide_file_remove,
    guide_list,
)
from vlot.guidance.views.practices import (
    practice_add,
    practice_agree,
    practice_answer,
    practice_decline,
    practice_detail,
    practice_helped,
    practice_list,
    practice_review,
    practice_withdraw,
)

__all__ = [
    "call_suggestions",
    "guide_add",
    "guide_confirm",
    "guide_detail",
    "guide_edit",
    "guide_file",
    "guide_file_remove",
    "guide_list",
    "practice_add",
    "practice_agree",
    "practice_answer",
    "practice_decline",
    "practice_detail",
    "practice_helped",
    "practice_list",
    "practice_review",
    "practice_withdraw",
]
