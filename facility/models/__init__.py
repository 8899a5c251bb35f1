"""The nouns of Het Facilitair Bedrijf."""

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
from facility.models.requests import SupportKind, SupportRequest, Urgency
from facility.models.units import Unit

__all__ = [
    "BudgetDecision",
    "CatalogueItem",
    "Complaint",
    "Delivery",
    "DeliveryLine",
    "Destination",
    "FrameworkContract",
    "Invoice",
    "InvoiceLine",
    "ItemPrice",
    "Lot",
    "Order",
    "OrderLine",
    "PurchaseTerms",
    "Supplier",
    "SupplierMail",
    "SupportKind",
    "SupportMessage",
    "SupportRequest",
    "Unit",
    "Urgency",
]
