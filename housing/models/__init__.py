"""Supply and who lives in it."""

from housing.models.inspections import Defect, Inspection
from housing.models.offers import (
    Category,
    HousingKind,
    Offer,
    OfferDocument,
    Readiness,
    RejectionReason,
    Setting,
    Term,
)
from housing.models.sites import FRESH_DAYS, Site, Unavailability, Unit
from housing.models.stays import EndReason, Stay

__all__ = [
    "FRESH_DAYS",
    "Category",
    "Defect",
    "EndReason",
    "HousingKind",
    "Inspection",
    "Offer",
    "OfferDocument",
    "Readiness",
    "RejectionReason",
    "Setting",
    "Site",
    "Stay",
    "Term",
    "Unavailability",
    "Unit",
]
