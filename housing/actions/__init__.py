"""Verbs on supply and on who lives in it. The only place that writes."""

from housing.actions.drafts import ChangedMeanwhile, remove_offer_document, save_draft
from housing.actions.freshness import VIA_LINK, ask_to_confirm, check_sites, report_change
from housing.actions.merging import (
    CannotMerge,
    CannotUndo,
    judge_twin,
    merge_fields,
    merge_offers,
    merge_sites,
    undo_merge,
)
from housing.actions.offers import (
    NotInspected,
    TooManyPlaces,
    UnitLine,
    answer_offer,
    approve_offer,
    ask_about_offer,
    record_inspection,
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
)

__all__ = [
    "VIA_LINK",
    "CannotMerge",
    "CannotUndo",
    "ChangedMeanwhile",
    "DoesNotFit",
    "NotAvailable",
    "NotInspected",
    "StayEndsTooEarly",
    "Taken",
    "TooManyPlaces",
    "UnitLine",
    "answer_offer",
    "approve_offer",
    "ask_about_offer",
    "ask_to_confirm",
    "cancel_hold",
    "check_sites",
    "confirm_site",
    "end_stay",
    "hold_unit",
    "judge_twin",
    "merge_fields",
    "merge_offers",
    "merge_sites",
    "record_inspection",
    "reject_offer",
    "remove_offer_document",
    "report_change",
    "save_draft",
    "start_stay",
    "submit_offer",
    "undo_merge",
    "withdraw_offer",
]
