"""Mail to suppliers: a row written with the order, sent by a task afterwards (like notifications.outbox)."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from facility.models.orders import Order

MAX_ATTEMPTS = 8


class SupplierMailQuerySet(models.QuerySet["SupplierMail"]):
    def due(self) -> "SupplierMailQuerySet":
        """Not sent, not given up, and its time has come."""
        return self.filter(
            sent_at__isnull=True, attempts__lt=MAX_ATTEMPTS, next_attempt_at__lte=timezone.now()
        ).order_by("next_attempt_at", "pk")


class SupplierMail(models.Model):
    """The order form on its way to the supplier."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"to", "subject", "body"}

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="mails", verbose_name="bestelling")
    to = models.EmailField("aan")
    subject = models.CharField("onderwerp", max_length=160)
    body = models.TextField("bericht")
    created_at = models.DateTimeField("gemaakt op", default=timezone.now)
    sent_at = models.DateTimeField("verstuurd op", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    next_attempt_at = models.DateTimeField("volgende poging", default=timezone.now)

    objects = SupplierMailQuerySet.as_manager()

    class Meta:
        verbose_name = "mail aan een leverancier"
        verbose_name_plural = "mails aan leveranciers"
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.subject

    @property
    def given_up(self) -> bool:
        return self.sent_at is None and self.attempts >= MAX_ATTEMPTS
