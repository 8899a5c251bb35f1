"""Verbs on supply and on who lives in it. The only place that writes."""

from housing.actions.offers import (
    NotInspected,
    TooManyPlaces,
    UnitLine,
    answer_offer,
    approve_offer,
    ask_about_offer,
    record_inspection,
    reject_offer,
    save_draft,
    submit_offer,
    withdraw_offer,
)
from housing.actions.sites import check_site, confirm_site
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
    "cancel_hold",
    "check_site",
    "confirm_site",
    "end_stay",
    "hold_unit",
    "record_inspection",
    "reject_offer",
    "save_draft",
    "start_stay",
    "submit_offer",
    "withdraw_offer",
]
