"""What arrived: deliveries confirmed per line by the municipality, and complaints about what is wrong."""

from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone

from accounts.models import Kind, Membership, Organisation
from audit.constraints import all_or_none, filled_when, known_status
from documents.models import Document
from facility import money
from facility.models.orders import Order, OrderLine, person


class Delivery(models.Model):
    """One arrival at one local government, confirmed by it. An order can arrive in parts."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    order = models.ForeignKey(Order, models.PROTECT, related_name="deliveries", verbose_name="bestelling")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="lokaal bestuur"
    )
    delivered_on = models.DateField("geleverd op")
    confirmed_at = models.DateTimeField("bevestigd op", default=timezone.now)
    confirmed_by = person("bevestigd door")

    class Meta:
        verbose_name = "levering"
        verbose_name_plural = "leveringen"
        ordering = ("order", "delivered_on", "pk")

    def __str__(self) -> str:
        return f"levering van {self.delivered_on:%d/%m/%Y}"


class DeliveryLine(models.Model):
    """How much of one line arrived in good order."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="lines", verbose_name="levering")
    line = models.ForeignKey(
        OrderLine, models.PROTECT, related_name="delivery_lines", verbose_name="bestellijn"
    )
    quantity = models.DecimalField("in orde ontvangen", max_digits=9, decimal_places=2)

    class Meta:
        verbose_name = "geleverde lijn"
        verbose_name_plural = "geleverde lijnen"
        ordering = ("delivery", "line")
        constraints = (
            CheckConstraint(
                condition=Q(quantity__gt=0),
                name="delivery_line_positive",
                violation_error_message="Een geleverd aantal is meer dan 0.",
            ),
        )

    def __str__(self) -> str:
        return f"{money.number(self.quantity)} van {self.line}"


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, by: Membership | None) -> Self:
        """Het Facilitair Bedrijf sees all, a local government its own."""
        if by is None:
            return self.none()
        match by.organisation.kind:
            case Kind.FACILITY:
                return self.all()
            case Kind.LOCAL_AUTHORITY:
                return self.filter(organisation=by.organisation)
            case _:
                return self.none()


@pghistory.track()
class Complaint(models.Model):
    """Something about an order line that is not as it was ordered; Het Facilitair Bedrijf takes it up."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"text", "resolution"}

    class Status(models.TextChoices):
        OPEN = "open", "open"
        RESOLVED = "resolved", "opgelost"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {Status.OPEN: {Status.RESOLVED}, Status.RESOLVED: set()}
    WAITS_FOR: ClassVar[dict[str, str | None]] = {Status.OPEN: "facility", Status.RESOLVED: None}

    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="complaints", verbose_name="bestellijn")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="lokaal bestuur"
    )
    text = models.TextField("wat is er mis")
    photos = models.ManyToManyField(Document, blank=True, related_name="+", verbose_name="foto’s")
    status = models.CharField("toestand", max_length=8, choices=Status, default=Status.OPEN)
    filed_at = models.DateTimeField("gemeld op", default=timezone.now)
    filed_by = person("gemeld door")
    resolved_at = models.DateTimeField("opgelost op", null=True, blank=True)
    resolved_by = person("opgelost door", null=True, blank=True)
    resolution = models.TextField("hoe opgelost", blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = "klacht"
        verbose_name_plural = "klachten"
        ordering = ("-filed_at", "-pk")
        constraints = (
            known_status(["open", "resolved"], name="complaint_status_known"),
            all_or_none("resolved_at", "resolved_by", name="complaint_resolved_at_and_by"),
            filled_when(
                statuses=["resolved"],
                fields=["resolved_at"],
                texts=["resolution"],
                name="complaint_resolved_how",
                message="Schrijf op hoe de klacht opgelost is.",
            ),
            CheckConstraint(
                condition=~Q(text=""),
                name="complaint_described",
                violation_error_message="Schrijf op wat er mis is.",
            ),
        )

    def __str__(self) -> str:
        return f"klacht over {self.line}"
