"""Invoices and credit notes: registered, compared with order and deliveries, approved by a second person."""

import uuid
from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Upper
from django.utils import timezone
from stdnum.be import ogm_vcs
from stdnum.exceptions import ValidationError as NotValid

from accounts.models import Membership
from audit.constraints import all_or_none, filled_when, known_status
from documents.models import Document
from facility import money
from facility.models.contracts import Supplier, check_iban
from facility.models.orders import Order, OrderLine, person
from facility.models.units import OfFacilityQuerySet


def check_reference(text: str) -> None:
    """Raises ValidationError for a structured communication (OGM) with wrong check digits; other text is free."""
    digits = ogm_vcs.compact(text).replace("+", "").replace("*", "")
    if len(digits) == 12 and digits.isascii() and digits.isdigit():
        try:
            ogm_vcs.validate(digits)
        except NotValid:
            raise ValidationError(
                "De gestructureerde mededeling klopt niet. Kijk de twaalf cijfers na.", code="ogm"
            ) from None


class InvoiceQuerySet(OfFacilityQuerySet):
    def to_handle_by(self, by: Membership, *, on: date) -> Self:
        """To match with an order, to approve by this person (four eyes), or due and not paid; first due on top."""
        registered = Q(status=Invoice.Status.REGISTERED)
        waits = (registered & Q(order__isnull=True)) | (registered & ~Q(registered_by=by.user_id))
        open_ = [status for status, waiter in Invoice.WAITS_FOR.items() if waiter]
        return (
            self.visible_to(by)
            .filter(waits | Q(status__in=open_, due_on__lt=on, kind=Invoice.Kind.INVOICE))
            .order_by("due_on", "pk")
        )


@pghistory.track()
class Invoice(models.Model):
    """One invoice or credit note. Its number comes once per supplier, so that nothing is paid twice."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"currency", "number", "payment_reference"}
    WRITTEN: ClassVar = {"iban", "accepted", "dispute"}

    class Kind(models.TextChoices):
        INVOICE = "invoice", "factuur"
        CREDIT_NOTE = "credit_note", "creditnota"

    class Status(models.TextChoices):
        REGISTERED = "registered", "na te kijken"
        DISPUTED = "disputed", "betwist"
        APPROVED = "approved", "goedgekeurd"
        PAID = "paid", "betaald"
        REJECTED = "rejected", "geweigerd"

    TRANSITIONS: ClassVar = {
        Status.REGISTERED: {Status.APPROVED, Status.DISPUTED},
        Status.DISPUTED: {Status.REGISTERED, Status.REJECTED},
        Status.APPROVED: {Status.PAID, Status.DISPUTED},
        Status.PAID: set(),
        Status.REJECTED: set(),
    }
    WAITS_FOR: ClassVar = {
        Status.REGISTERED: "facility",
        Status.DISPUTED: "facility",
        Status.APPROVED: "facility",
        Status.PAID: None,
        Status.REJECTED: None,
    }

    form_token = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    kind = models.CharField("soort", max_length=11, choices=Kind, default=Kind.INVOICE)
    status = models.CharField("toestand", max_length=10, choices=Status, default=Status.REGISTERED)
    supplier = models.ForeignKey(
        Supplier, models.PROTECT, related_name="invoices", verbose_name="leverancier"
    )
    number = models.CharField("factuurnummer", max_length=60)
    order = models.ForeignKey(
        Order, models.PROTECT, null=True, blank=True, related_name="invoices", verbose_name="bestelling"
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="credit_notes", verbose_name="crediteert"
    )
    issued_on = models.DateField("factuurdatum")
    due_on = models.DateField("te betalen tegen")
    currency = money.currency_field()
    net = money.amount_field("zonder btw")
    vat = money.amount_field("btw")
    total = money.amount_field("te betalen")
    iban = models.CharField("rekeningnummer (IBAN)", max_length=34, validators=[check_iban])
    payment_reference = models.CharField(
        "mededeling", max_length=140, blank=True, validators=[check_reference]
    )
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="factuur (pdf)"
    )
    e_document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="e-factuur"
    )
    registered_at = models.DateTimeField("geregistreerd op", default=timezone.now)
    registered_by = person("geregistreerd door")
    approved_at = models.DateTimeField("goedgekeurd op", null=True, blank=True)
    approved_by = person("goedgekeurd door", null=True, blank=True)
    accepted = models.TextField("waarom de verschillen aanvaard zijn", blank=True)
    dispute = models.TextField("waarom betwist of geweigerd", blank=True)
    paid_on = models.DateField("betaald op", null=True, blank=True)
    paid_at = models.DateTimeField("betaling vastgelegd op", null=True, blank=True)
    paid_by = person("betaling vastgelegd door", null=True, blank=True)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = "factuur"
        verbose_name_plural = "facturen"
        ordering = ("-registered_at", "-pk")
        indexes = (
            models.Index(fields=["status", "due_on"], name="invoice_to_handle"),
            # A part of the number finds it (reporting.finding), whatever the capitals.
            GinIndex(OpClass(Upper("number"), name="gin_trgm_ops"), name="invoice_number_part"),
        )
        constraints = (
            known_status(
                ["registered", "disputed", "approved", "paid", "rejected"], name="invoice_status_known"
            ),
            UniqueConstraint(
                fields=["supplier", "number"],
                name="invoice_number_once_per_supplier",
                violation_error_message="Deze factuur van deze leverancier is al geregistreerd.",
            ),
            CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("registered_by")),
                name="invoice_four_eyes",
                violation_error_message="Wie een factuur registreert, keurt ze niet zelf goed.",
            ),
            CheckConstraint(
                condition=Q(net__gte=0, vat__gte=0, total=F("net") + F("vat")),
                name="invoice_sums_add_up",
                violation_error_message="De bedragen kloppen niet: zonder btw en btw samen zijn het totaal.",
            ),
            CheckConstraint(
                condition=Q(due_on__gte=F("issued_on")),
                name="invoice_due_after_issue",
                violation_error_message="De vervaldag ligt voor de factuurdatum.",
            ),
            CheckConstraint(
                condition=Q(kind="invoice", corrects__isnull=True) | Q(kind="credit_note"),
                name="invoice_credits_nothing",
                violation_error_message="Alleen een creditnota crediteert een factuur.",
            ),
            CheckConstraint(
                condition=~Q(number=""),
                name="invoice_has_number",
                violation_error_message="Vul het factuurnummer in.",
            ),
            all_or_none("approved_at", "approved_by", name="invoice_approved_at_and_by"),
            all_or_none("paid_on", "paid_at", "paid_by", name="invoice_paid_at_and_by"),
            filled_when(
                statuses=["approved", "paid"], fields=["approved_at", "order"], name="invoice_approved"
            ),
            CheckConstraint(
                condition=Q(status="paid", paid_at__isnull=False)
                | (~Q(status="paid") & Q(paid_at__isnull=True)),
                name="invoice_paid_when_paid",
                violation_error_message="Een betaalde factuur heeft een betaaldatum, een andere niet.",
            ),
            filled_when(
                statuses=["disputed", "rejected"],
                fields=[],
                texts=["dispute"],
                name="invoice_disputed_why",
                message="Schrijf op waarom u de factuur betwist.",
            ),
            money.in_euro("invoice_in_euro"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display().capitalize()} {self.number} van {self.supplier}"

    @property
    def sign(self) -> int:
        """A credit note counts the other way."""
        return -1 if self.kind == self.Kind.CREDIT_NOTE else 1

    def may_become(self, status: str) -> bool:
        return status in self.TRANSITIONS[self.Status(self.status)]


class InvoiceLine(models.Model):
    """One line, and the line of the order that it is about when that is known."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"description"}

    invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="lines", verbose_name="factuur")
    order_line = models.ForeignKey(
        OrderLine,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invoice_lines",
        verbose_name="bestellijn",
    )
    description = models.CharField("omschrijving", max_length=200)
    quantity = models.DecimalField("aantal", max_digits=12, decimal_places=4)
    unit_price = money.price_field("prijs per eenheid zonder btw")
    vat_rate = money.rate_field(default=Decimal(21))
    net = money.amount_field("zonder btw")

    class Meta:
        verbose_name = "factuurlijn"
        verbose_name_plural = "factuurlijnen"
        ordering = ("invoice", "pk")
        constraints = (
            CheckConstraint(
                condition=Q(vat_rate__gte=0, vat_rate__lte=100),
                name="invoice_line_rate",
                violation_error_message="De btw ligt tussen 0 en 100 %.",
            ),
        )

    def __str__(self) -> str:
        return self.description
