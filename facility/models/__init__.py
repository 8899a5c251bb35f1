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
from facility.models.orders import BudgetDecision, Destination, Order, OrderLine
from facility.models.payments import PayingAccount, PaymentFile
from facility.models.rentals import ContractPaper, ContractTemplate, HealthIndex, RentalContract
from facility.models.requests import SupportKind, SupportRequest, Urgency
from facility.models.units import Unit

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
    "FrameworkContract",
    "HealthIndex",
    "Invoice",
    "InvoiceLine",
    "ItemPrice",
    "Lot",
    "Order",
    "OrderLine",
    "PayingAccount",
    "PaymentFile",
    "PurchaseTerms",
    "ReimbursementClaim",
    "RentalContract",
    "Supplier",
    "SupplierMail",
    "SupportKind",
    "SupportMessage",
    "SupportRequest",
    "Unit",
    "UnitPrice",
    "Urgency",
]
