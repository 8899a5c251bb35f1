"""Payment files: SEPA credit transfers (ISO 20022 pain.001) for approved claims, made by one, released by another."""

import uuid
from typing import ClassVar, Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils import timezone

from accounts.models import Membership
from audit.constraints import all_or_none, filled_when, known_status
from documents.models import Document
from facility import money
from facility.models.contracts import check_iban
from facility.models.orders import person
from facility.models.units import OfFacilityQuerySet


@pghistory.track()
class PayingAccount(models.Model):
    """The account from which Het Facilitair Bedrijf pays, dated."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"name"}
    WRITTEN: ClassVar = {"iban"}

    name = models.CharField("naam van de rekening", max_length=70)
    iban = models.CharField("rekeningnummer (IBAN)", max_length=34, validators=[check_iban])
    valid = DateRangeField("geldig")

    class Meta:
        verbose_name = "betaalrekening"
        verbose_name_plural = "betaalrekeningen"
        ordering = ("valid",)
        constraints = (
            ExclusionConstraint(
                name="paying_account_once_at_a_time",
                expressions=[("valid", RangeOperators.OVERLAPS)],
                violation_error_message="In deze periode is er al een betaalrekening.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.iban})"


class PaymentFileQuerySet(OfFacilityQuerySet):
    def to_release_by(self, by: Membership) -> Self:
        """Made by a colleague (four eyes), first to be executed on top."""
        made = self.visible_to(by).filter(status=PaymentFile.Status.MADE)
        return made.exclude(made_by=by.user_id).order_by("execute_on", "pk")


@pghistory.track()
class PaymentFile(models.Model):
    """One file for the bank. A claim is in one file only, and the same form makes one file only."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"currency", "message_id"}
    WRITTEN: ClassVar = {"cancel_reason"}

    class Status(models.TextChoices):
        MADE = "made", "klaar om vrij te geven"
        RELEASED = "released", "vrijgegeven"
        EXECUTED = "executed", "uitgevoerd"
        CANCELLED = "cancelled", "geannuleerd"

    TRANSITIONS: ClassVar = {
        Status.MADE: {Status.RELEASED, Status.CANCELLED},
        Status.RELEASED: {Status.EXECUTED, Status.CANCELLED},
        Status.EXECUTED: set(),
        Status.CANCELLED: set(),
    }
    WAITS_FOR: ClassVar = {
        Status.MADE: "facility",
        Status.RELEASED: "facility",
        Status.EXECUTED: None,
        Status.CANCELLED: None,
    }

    form_token = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    status = models.CharField("toestand", max_length=9, choices=Status, default=Status.MADE)
    account = models.ForeignKey(
        PayingAccount, models.PROTECT, related_name="+", verbose_name="betaalrekening"
    )
    execute_on = models.DateField("uit te voeren op")
    currency = money.currency_field()
    count = models.PositiveIntegerField("aantal betalingen")
    total = money.amount_field("totaal")
    message_id = models.CharField("kenmerk in het bestand", max_length=35, unique=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name="bestand")
    made_at = models.DateTimeField("gemaakt op", default=timezone.now)
    made_by = person("gemaakt door")
    released_at = models.DateTimeField("vrijgegeven op", null=True, blank=True)
    released_by = person("vrijgegeven door", null=True, blank=True)
    cancel_reason = models.TextField("waarom geannuleerd", blank=True)

    objects = PaymentFileQuerySet.as_manager()

    class Meta:
        verbose_name = "betaalbestand"
        verbose_name_plural = "betaalbestanden"
        ordering = ("-made_at", "-pk")
        constraints = (
            known_status(["made", "released", "executed", "cancelled"], name="payment_file_status_known"),
            all_or_none("released_at", "released_by", name="payment_file_released_at_and_by"),
            CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("made_by")),
                name="payment_file_four_eyes",
                violation_error_message="Wie een betaalbestand maakt, geeft het niet zelf vrij.",
            ),
            filled_when(
                statuses=["released", "executed"], fields=["released_at"], name="payment_file_released"
            ),
            filled_when(
                statuses=["cancelled"], fields=[], texts=["cancel_reason"], name="payment_file_cancelled_why"
            ),
            CheckConstraint(
                condition=Q(total__gt=0, count__gt=0),
                name="payment_file_not_empty",
                violation_error_message="Een betaalbestand heeft minstens één betaling.",
            ),
            money.in_euro("payment_file_in_euro"),
        )

    def __str__(self) -> str:
        return f"Betaalbestand P-{self.pk:06d}"

    def may_become(self, status: str) -> bool:
        return status in self.TRANSITIONS[self.Status(self.status)]

    @property
    def reference(self) -> str:
        return f"P-{self.pk:06d}"
