"""Contacts within a case."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import TruncDate
from django.utils import timezone

from housing.models import FIRST_DAY


class ContactKind(models.TextChoices):
    PHONE = "phone", "telefoon"
    VISIT = "visit", "bezoek"
    MEETING = "meeting", "overleg"
    MAIL = "mail", "mail"
    ONLINE = "online", "online"


class Contact(models.Model):
    """A contact (contactmoment) within an intervention: how long, with whom, and what was agreed.

    `note` is VLOT's own; `shared_note` and what was agreed are what the municipality reads.
    """

    PERSONAL: ClassVar = {"participants", "note", "shared_note"}
    WRITTEN: ClassVar = {"next_step"}

    form_token = models.UUIDField(default=uuid.uuid4, editable=False)
    intervention = models.ForeignKey(
        "vlot.Intervention", models.PROTECT, related_name="contacts", verbose_name="oproep"
    )
    kind = models.CharField("soort", max_length=10, choices=ContactKind, default=ContactKind.PHONE)
    held_on = models.DateField("datum")
    minutes = models.PositiveIntegerField("minuten")
    participants = models.CharField("deelnemers", max_length=240, blank=True)
    note = models.TextField("verslag")
    shared_note = models.TextField("verslag voor de gemeente", blank=True)
    next_step = models.CharField("afspraak", max_length=240, blank=True)
    due_on = models.DateField("tegen", null=True, blank=True)
    recorded_at = models.DateTimeField("vastgelegd op", default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )

    class Meta:
        verbose_name = "contactmoment"
        verbose_name_plural = "contactmomenten"
        ordering = ("-held_on", "-pk")
        constraints = (
            UniqueConstraint(
                fields=["intervention", "form_token"],
                name="contact_sent_once",
                violation_error_message="Dit contactmoment is al vastgelegd.",
            ),
            CheckConstraint(
                condition=Q(minutes__gt=0, minutes__lte=1440),
                name="contact_minutes_positive",
                violation_error_message="Vul minstens 1 minuut in (en hoogstens 1.440, een hele dag).",
            ),
            CheckConstraint(
                condition=Q(kind__in=ContactKind.values),
                name="contact_kind_known",
                violation_error_message="Deze soort contact bestaat niet.",
            ),
            CheckConstraint(
                condition=Q(due_on__isnull=True) | ~Q(next_step=""),
                name="contact_due_has_next_step",
                violation_error_message="Een datum hoort bij een afspraak. Schrijf op wat er moet gebeuren.",
            ),
            CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("held_on")),
                name="contact_due_after_held",
                violation_error_message="Een afspraak is voor de dag van het contact of voor later.",
            ),
            CheckConstraint(
                condition=Q(held_on__gte=FIRST_DAY, held_on__lte=TruncDate("recorded_at")),
                name="contact_held_before_recorded",
                violation_error_message="Een contact gebeurde tussen 14 maart 2022 en vandaag.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} op {self.held_on:%d/%m/%Y}"
