"""Order (bestelling): what Het Facilitair Bedrijf buys for local governments, from draft to confirmed delivery."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Exists, F, OuterRef, Q, Sum, UniqueConstraint
from django.utils import timezone

from accounts.models import Kind, Membership, Organisation
from audit.constraints import all_or_none, filled_when, known_status
from documents.models import Document
from facility import money
from facility.models.contracts import CatalogueItem, Lot, Supplier
from facility.models.requests import SupportRequest
from facility.models.units import OfFacilityQuerySet, Unit


def person(label: str, **options: Any) -> models.ForeignKey:
    """A column that says who."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=label, **options
    )


@pghistory.track()
class BudgetDecision(models.Model):
    """Money that was decided for support: every order is charged to one decision, and stays within it."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"reference", "title"}

    reference = models.CharField(
        "beslissing", max_length=80, unique=True, error_messages={"unique": "Deze beslissing staat er al."}
    )
    title = models.CharField("waarvoor", max_length=160)
    decided_on = models.DateField("datum van de beslissing")
    amount = money.amount_field("bedrag zonder btw")

    objects = OfFacilityQuerySet.as_manager()

    class Meta:
        verbose_name = "budget"
        verbose_name_plural = "budgetten"
        ordering = ("-decided_on", "reference")
        constraints = (
            CheckConstraint(
                condition=Q(amount__gt=0),
                name="budget_positive",
                violation_error_message="Een budget is meer dan 0 euro.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference}: {self.title}"


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, by: Membership | None) -> Self:
        """Het Facilitair Bedrijf sees all; a local government what was placed for it."""
        if by is None:
            return self.none()
        match by.organisation.kind:
            case Kind.FACILITY:
                return self.all()
            case Kind.LOCAL_AUTHORITY:
                mine = Destination.objects.filter(organisation=by.organisation)
                return self.filter(pk__in=mine.values("order"), status__in=Order.COMMITTED)
            case _:
                return self.none()

    def waiting_for(self, by: Membership) -> Self:
        """What this hat has to do something about, what is due first on top."""
        waiter = [status for status, kind in Order.WAITS_FOR.items() if kind == by.organisation.kind]
        return self.visible_to(by).filter(status__in=waiter).order_by("deliver_on", "pk")

    def committed(self) -> Self:
        """What counts against a ceiling or a budget."""
        return self.filter(status__in=Order.COMMITTED)

    def outside_contracts(self) -> Self:
        return self.filter(lot__isnull=True)

    def to_approve_by(self, by: Membership) -> Self:
        """Outside a contract, waiting for a second person: not for who made it. First needed on top."""
        return (
            self.visible_to(by)
            .filter(status=Order.Status.TO_APPROVE)
            .exclude(created_by=by.user_id)
            .order_by("deliver_on", "pk")
        )

    def to_regularise(self) -> Self:
        """Bought outside a contract and not regularised yet, shortest term on top."""
        return (
            self.committed()
            .outside_contracts()
            .filter(regularised_at__isnull=True)
            .order_by("regularise_by", "pk")
        )

    def to_confirm_by(self, by: Membership, *, until: date) -> Self:
        """Due by that day, with lines for this local government that are not all there; first due on top."""
        missing = (
            OrderLine.objects.filter(order=OuterRef("pk"), destination__organisation=by.organisation_id)
            .order_by()
            .annotate(there=Sum("delivery_lines__quantity", default=Decimal(0)))
            .filter(quantity__gt=F("there"))
        )
        return self.filter(Exists(missing), status=Order.Status.PLACED, deliver_on__lte=until).order_by(
            "deliver_on", "pk"
        )

    def net(self) -> Decimal:
        return self.aggregate(net=Sum("net", default=money.ZERO))["net"]


@pghistory.track()
class Order(models.Model):
    """One order to one supplier: on a lot of a framework contract, or outside any with a justification."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"currency"}
    WRITTEN: ClassVar = {"justification", "remarks", "regularisation", "cancel_reason"}

    class Status(models.TextChoices):
        DRAFT = "draft", "in voorbereiding"
        TO_APPROVE = "to_approve", "wacht op goedkeuring"
        PLACED = "placed", "besteld"
        DELIVERED = "delivered", "geleverd"
        CANCELLED = "cancelled", "geannuleerd"

    TRANSITIONS: ClassVar = {
        Status.DRAFT: {Status.TO_APPROVE, Status.PLACED, Status.CANCELLED},
        Status.TO_APPROVE: {Status.PLACED, Status.DRAFT, Status.CANCELLED},
        Status.PLACED: {Status.DELIVERED, Status.CANCELLED},
        Status.DELIVERED: set(),
        Status.CANCELLED: set(),
    }
    WAITS_FOR: ClassVar = {
        Status.DRAFT: "facility",
        Status.TO_APPROVE: "facility",
        Status.PLACED: "local_authority",
        Status.DELIVERED: None,
        Status.CANCELLED: None,
    }
    COMMITTED: ClassVar = (Status.PLACED, Status.DELIVERED)

    form_token = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    status = models.CharField("toestand", max_length=10, choices=Status, default=Status.DRAFT)
    lot = models.ForeignKey(
        Lot, models.PROTECT, null=True, blank=True, related_name="orders", verbose_name="perceel"
    )
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="orders", verbose_name="leverancier")
    justification = models.TextField("waarom buiten een raamcontract", blank=True)
    budget = models.ForeignKey(BudgetDecision, models.PROTECT, related_name="orders", verbose_name="budget")
    deliver_on = models.DateField("leveren tegen")
    remarks = models.CharField("opmerking voor de leverancier", max_length=400, blank=True)
    currency = money.currency_field()
    net = money.amount_field("zonder btw", default=money.ZERO)
    vat = money.amount_field("btw", default=money.ZERO)
    total = money.amount_field("met btw", default=money.ZERO)
    created_at = models.DateTimeField("gemaakt op", default=timezone.now)
    created_by = person("gemaakt door")
    approved_at = models.DateTimeField("goedgekeurd op", null=True, blank=True)
    approved_by = person("goedgekeurd door", null=True, blank=True)
    placed_at = models.DateTimeField("besteld op", null=True, blank=True)
    placed_by = person("besteld door", null=True, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bestelbon"
    )
    regularise_by = models.DateField("te regulariseren tegen", null=True, blank=True)
    regularised_at = models.DateTimeField("geregulariseerd op", null=True, blank=True)
    regularised_by = person("geregulariseerd door", null=True, blank=True)
    regularisation = models.TextField("hoe geregulariseerd", blank=True)
    cancel_reason = models.TextField("waarom geannuleerd of teruggestuurd", blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = "bestelling"
        verbose_name_plural = "bestellingen"
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=["lot", "status"], name="order_on_lot"),)
        constraints = (
            known_status(
                ["draft", "to_approve", "placed", "delivered", "cancelled"], name="order_status_known"
            ),
            CheckConstraint(
                condition=Q(lot__isnull=False, justification="")
                | (Q(lot__isnull=True) & ~Q(justification="")),
                name="order_contract_xor_justification",
                violation_error_message=(
                    "Een bestelling staat op een raamcontract, of ze heeft een verantwoording. Nooit beide."
                ),
            ),
            CheckConstraint(
                condition=Q(lot__isnull=False)
                | ~Q(status__in=["placed", "delivered"])
                | Q(approved_by__isnull=False, regularise_by__isnull=False),
                name="order_outside_contract_approved",
                violation_error_message=(
                    "Een bestelling buiten een raamcontract heeft een goedkeuring nodig, en een termijn."
                ),
            ),
            CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("created_by")),
                name="order_four_eyes",
                violation_error_message="Wie een bestelling maakt, keurt ze niet zelf goed.",
            ),
            CheckConstraint(
                condition=Q(net__gte=0, vat__gte=0, total=F("net") + F("vat")),
                name="order_sums_add_up",
                violation_error_message="De bedragen van de bestelling kloppen niet.",
            ),
            all_or_none("approved_at", "approved_by", name="order_approved_at_and_by"),
            all_or_none("placed_at", "placed_by", name="order_placed_at_and_by"),
            all_or_none("regularised_at", "regularised_by", name="order_regularised_at_and_by"),
            filled_when(
                statuses=["placed", "delivered"],
                fields=["placed_at", "document"],
                name="order_placed_with_form",
            ),
            CheckConstraint(
                condition=Q(regularised_at__isnull=True) | (Q(lot__isnull=True) & ~Q(regularisation="")),
                name="order_regularised_how",
                violation_error_message="Schrijf op hoe de aankoop buiten contract geregulariseerd werd.",
            ),
            filled_when(
                statuses=["cancelled"],
                fields=[],
                texts=["cancel_reason"],
                name="order_cancelled_why",
                message="Schrijf op waarom de bestelling geannuleerd wordt.",
            ),
            money.in_euro("order_in_euro"),
        )

    def __str__(self) -> str:
        return f"Bestelling {self.reference}"

    @property
    def reference(self) -> str:
        return f"B-{self.pk:06d}"

    @property
    def is_outside_contract(self) -> bool:
        return self.lot_id is None

    @property
    def is_placed(self) -> bool:
        return self.status in self.COMMITTED

    def is_to_regularise(self) -> bool:
        return self.is_outside_contract and self.is_placed and self.regularised_at is None

    def is_overdue(self, *, on: date) -> bool:
        """The term to regularise it is over."""
        return self.is_to_regularise() and self.regularise_by is not None and self.regularise_by < on

    def is_late(self, *, on: date) -> bool:
        """Placed, and not delivered on the day that was asked."""
        return self.status == self.Status.PLACED and self.deliver_on < on

    def may_become(self, status: str) -> bool:
        return status in self.TRANSITIONS[self.Status(self.status)]


class Destination(models.Model):
    """Where a part of an order goes: one local government, with its request when there is one."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"place"}

    order = models.ForeignKey(Order, models.CASCADE, related_name="destinations", verbose_name="bestelling")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="destinations", verbose_name="lokaal bestuur"
    )
    support_request = models.ForeignKey(
        SupportRequest,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="destinations",
        verbose_name="aanvraag",
    )
    place = models.CharField("leveradres", max_length=200)

    class Meta:
        verbose_name = "leveradres"
        verbose_name_plural = "leveradressen"
        ordering = ("order", "pk")
        constraints = (
            UniqueConstraint(
                fields=["order", "support_request"],
                name="destination_request_once",
                violation_error_message="Deze aanvraag staat al in deze bestelling.",
            ),
            CheckConstraint(
                condition=~Q(place=""),
                name="destination_has_place",
                violation_error_message="Vul het leveradres in.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}, {self.place}"


class OrderLineQuerySet(models.QuerySet["OrderLine"]):
    def visible_to(self, by: Membership | None) -> Self:
        """Lines of visible orders; a local government only those that go to it."""
        visible = self.filter(order__in=Order.objects.visible_to(by))
        if by is not None and by.is_kind(Kind.LOCAL_AUTHORITY):
            return visible.filter(destination__organisation=by.organisation)
        return visible


class OrderLine(models.Model):
    """So much of something for one destination, at the price of that day: copied, so no later price changes it."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"description"}

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines", verbose_name="bestelling")
    destination = models.ForeignKey(
        Destination, models.CASCADE, related_name="lines", verbose_name="leveradres"
    )
    item = models.ForeignKey(
        CatalogueItem, models.PROTECT, null=True, blank=True, related_name="lines", verbose_name="artikel"
    )
    description = models.CharField("omschrijving", max_length=200)
    unit = models.CharField("eenheid", max_length=8, choices=Unit, default=Unit.PIECE)
    quantity = models.DecimalField("aantal", max_digits=9, decimal_places=2)
    unit_price = money.price_field("prijs per eenheid zonder btw")
    vat_rate = money.rate_field(default=Decimal(21))
    net = money.amount_field("zonder btw")

    objects = OrderLineQuerySet.as_manager()

    class Meta:
        verbose_name = "bestellijn"
        verbose_name_plural = "bestellijnen"
        ordering = ("order", "pk")
        constraints = (
            CheckConstraint(
                condition=Q(quantity__gt=0, unit_price__gte=0, vat_rate__gte=0, vat_rate__lte=100),
                name="order_line_quantity_positive",
                violation_error_message="Een aantal is meer dan 0, en een prijs 0 euro of meer.",
            ),
            CheckConstraint(
                condition=~Q(description=""),
                name="order_line_described",
                violation_error_message="Schrijf op wat u bestelt.",
            ),
        )

    def __str__(self) -> str:
        return f"{money.number(self.quantity)} {self.get_unit_display()} {self.description}"
