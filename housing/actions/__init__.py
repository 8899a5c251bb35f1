"""Verbs on supply and on who lives in it. The only place that writes."""

from housing.actions.assigning import NotACaseHandler, assign_offer, assign_site
from housing.actions.availability import (
    OutOfUseAlready,
    PeopleLiveThere,
    change_availability,
    change_site,
    close_site,
    reopen_site,
    take_into_use,
    take_out_of_use,
)
from housing.actions.drafts import ChangedMeanwhile, remove_offer_document, save_draft
from housing.actions.findings import add_defect_photos, confirm_solved, report_repaired, send_back
from housing.actions.freshness import VIA_LINK, ask_to_confirm, check_sites, report_change
from housing.actions.inspections import ChecklistIncomplete, record_inspection
from housing.actions.merging import (
    CannotMerge,
    CannotUndo,
    judge_twin,
    merge_fields,
    merge_offers,
    merge_sites,
    undo_merge,
)
from housing.actions.messages import answer_offer, ask_about_offer, remind_of_questions, send_message
from housing.actions.offers import (
    NotInspected,
    TooManyPlaces,
    approve_offer,
    hand_over_offer,
    reject_offer,
    submit_offer,
    withdraw_offer,
)
from housing.actions.sites import confirm_site
from housing.actions.stays import (
    DoesNotFit,
    NotAvailable,
    StayEndsTooEarly,
    Taken,
    cancel_hold,
    end_stay,
    hold_unit,
    start_stay,
    turn_around,
)
from housing.unit_lines import UnitLine

__all__ = [
    "VIA_LINK",
    "CannotMerge",
    "CannotUndo",
    "ChangedMeanwhile",
    "ChecklistIncomplete",
    "DoesNotFit",
    "NotACaseHandler",
    "NotAvailable",
    "NotInspected",
    "OutOfUseAlready",
    "PeopleLiveThere",
    "StayEndsTooEarly",
    "Taken",
    "TooManyPlaces",
    "UnitLine",
    "add_defect_photos",
    "answer_offer",
    "approve_offer",
    "ask_about_offer",
    "ask_to_confirm",
    "assign_offer",
    "assign_site",
    "cancel_hold",
    "change_availability",
    "change_site",
    "check_sites",
    "close_site",
    "confirm_site",
    "confirm_solved",
    "end_stay",
    "hand_over_offer",
    "hold_unit",
    "judge_twin",
    "merge_fields",
    "merge_offers",
    "merge_sites",
    "record_inspection",
    "reject_offer",
    "remind_of_questions",
    "remove_offer_document",
    "reopen_site",
    "report_change",
    "report_repaired",
    "save_draft",
    "send_back",
    "send_message",
    "start_stay",
    "submit_offer",
    "take_into_use",
    "take_out_of_use",
    "turn_around",
    "undo_merge",
    "withdraw_offer",
]
