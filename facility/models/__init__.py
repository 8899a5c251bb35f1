"""The nouns of Het Facilitair Bedrijf."""

from facility.models.claims import ClaimDocument, ClaimLine, ReimbursementClaim, UnitPrice
from facility.models.contracts import (
    CatalogueItem,
    FrameworkContract,
    ItemPrice,
    Lot,
    PurchaseTerms,
    Supplier,
)
from facility.models.deliveries import Complaint, Delivery, DeliveryLine
from facility.models.invoices import Invoice, InvoiceLine
from facility.models.mails import SupplierMail
from facility.models.messages import SupportMessage
from facility.models.opening_plans import OpeningPlan, OpeningTask
from facility.models.orders import BudgetDecision, Destination, Order, OrderLine
from facility.models.payments import PayingAccount, PaymentFile
from facility.models.playbooks import Party, PlaceKind, Playbook, PlaybookItem, PlaybookNeed, Theme
from facility.models.properties import (
    FlemishProperty,
    HandoverProtocol,
    PropertyKind,
    PropertyReservation,
    PropertyState,
    Zoning,
)
from facility.models.rentals import ContractPaper, ContractTemplate, HealthIndex, RentalContract
from facility.models.requests import SupportKind, SupportRequest, Urgency, cases
from facility.models.units import Unit
from facility.models.village_norms import VillageNorm, VillageUnit

__all__ = [
    "BudgetDecision",
    "CatalogueItem",
    "ClaimDocument",
    "ClaimLine",
    "Complaint",
    "ContractPaper",
    "ContractTemplate",
    "Delivery",
    "DeliveryLine",
    "Destination",
    "FlemishProperty",
    "FrameworkContract",
    "HandoverProtocol",
    "HealthIndex",
    "Invoice",
    "InvoiceLine",
    "ItemPrice",
    "Lot",
    "OpeningPlan",
    "OpeningTask",
    "Order",
    "OrderLine",
    "Party",
    "PayingAccount",
    "PaymentFile",
    "PlaceKind",
    "Playbook",
    "PlaybookItem",
    "PlaybookNeed",
    "PropertyKind",
    "PropertyReservation",
    "PropertyState",
    "PurchaseTerms",
    "ReimbursementClaim",
    "RentalContract",
    "Supplier",
    "SupplierMail",
    "SupportKind",
    "SupportMessage",
    "SupportRequest",
    "Theme",
    "Unit",
    "UnitPrice",
    "Urgency",
    "VillageNorm",
    "VillageUnit",
    "Zoning",
    "cases",
]
