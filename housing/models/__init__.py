"""Supply and who lives in it."""

from housing.models.changes import ChangeReport
from housing.models.checklists import ChecklistItem, InspectionAnswer, Theme
from housing.models.choices import (
    FIRST_DAY,
    SPECIFIC_KINDS,
    Admits,
    Category,
    DocumentKind,
    Furniture,
    HousingKind,
    Ownership,
    Readiness,
    RejectionReason,
    RentPer,
    Setting,
    Sharing,
    SiteDocumentKind,
    Term,
    WithdrawalReason,
)
from housing.models.freshness import FreshnessCall
from housing.models.hosts import Told
from housing.models.imports import ColumnChoice, ImportRow, OfferImport
from housing.models.inspections import DAYS_TO_REPAIR, Defect, DefectPhoto, Inspection
from housing.models.messages import OfferMessage
from housing.models.occupancy import MeasuredUnit, OccupancyNorm
from housing.models.offers import Offer, OfferDocument, OfferQuerySet
from housing.models.openings import OpeningHold
from housing.models.presence import ABSENCES, Presence, PresenceCheck
from housing.models.rents import Family, GuideRent, Living
from housing.models.site_documents import SiteDocument
from housing.models.sites import FROM_OFFER, Freshness, Site
from housing.models.stays import UNIT_TAKEN, EndReason, NotComeReason, Stay
from housing.models.subsidies import SubsidyLine, SubsidyRule, SubsidyState
from housing.models.twins import Likeness, Merge, Twin
from housing.models.units import OutOfUse, Unavailability, Unit
from housing.models.visits import VisitDraft, VisitPhoto, VisitPlan

__all__ = [
    "ABSENCES",
    "DAYS_TO_REPAIR",
    "FIRST_DAY",
    "FROM_OFFER",
    "SPECIFIC_KINDS",
    "UNIT_TAKEN",
    "Admits",
    "Category",
    "ChangeReport",
    "ChecklistItem",
    "ColumnChoice",
    "Defect",
    "DefectPhoto",
    "DocumentKind",
    "EndReason",
    "Family",
    "Freshness",
    "FreshnessCall",
    "Furniture",
    "GuideRent",
    "HousingKind",
    "ImportRow",
    "Inspection",
    "InspectionAnswer",
    "Likeness",
    "Living",
    "MeasuredUnit",
    "Merge",
    "NotComeReason",
    "OccupancyNorm",
    "Offer",
    "OfferDocument",
    "OfferImport",
    "OfferMessage",
    "OfferQuerySet",
    "OpeningHold",
    "OutOfUse",
    "Ownership",
    "Presence",
    "PresenceCheck",
    "Readiness",
    "RejectionReason",
    "RentPer",
    "Setting",
    "Sharing",
    "Site",
    "SiteDocument",
    "SiteDocumentKind",
    "Stay",
    "SubsidyLine",
    "SubsidyRule",
    "SubsidyState",
    "Term",
    "Theme",
    "Told",
    "Twin",
    "Unavailability",
    "Unit",
    "VisitDraft",
    "VisitPhoto",
    "VisitPlan",
    "WithdrawalReason",
]
