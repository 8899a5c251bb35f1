"""Inspection (plaatsbezoek): is it safe, healthy and dignified?"""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone
from django.utils.functional import cached_property

from housing.models.offers import Offer


@pghistory.track()
class Inspection(models.Model):
    """One visit to what is offered. "Veilig, gezond en menswaardig" is the test of domain.md 1.4."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="inspections", verbose_name="aanbod")
    inspected_on = models.DateField("datum van het bezoek")
    safe = models.BooleanField("veilig")
    healthy = models.BooleanField("gezond")
    dignified = models.BooleanField("menswaardig")
    usable_places = models.PositiveIntegerField("bruikbare slaapplekken")
    findings = models.TextField("bevindingen", blank=True)
    recorded_at = models.DateTimeField("vastgelegd op", default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )

    class Meta:
        verbose_name = "plaatsbezoek"
        verbose_name_plural = "plaatsbezoeken"
        ordering = ("-inspected_on", "-pk")
        constraints = (
            CheckConstraint(
                condition=Q(safe=True, healthy=True, dignified=True) | ~Q(findings=""),
                name="inspection_failure_explained",
                violation_error_message="Schrijf op wat er niet in orde is.",
            ),
        )

    def __str__(self) -> str:
        return f"Plaatsbezoek van {self.inspected_on:%d/%m/%Y}"

    @cached_property
    def passed(self) -> bool:
        """All three, at least one usable place, and no defect that blocks."""
        sound = self.safe and self.healthy and self.dignified and self.usable_places > 0
        return sound and not any(defect.blocks for defect in self.defects.all())


class Defect(models.Model):
    """A finding on the technical report. What blocks follows the relaxed norms of 2022 (domain.md 2.5, source S80)."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    class Category(models.TextChoices):
        ONE = "1", "categorie I (klein)"
        TWO = "2", "categorie II (ernstig)"
        THREE = "3", "categorie III (gevaarlijk of mensonwaardig)"

    class Domain(models.TextChoices):
        FIRE = "fire", "brandveiligheid"
        EXPLOSION = "explosion", "ontploffing"
        ELECTROCUTION = "electrocution", "elektrocutie"
        CARBON_MONOXIDE = "co", "CO-vergiftiging"
        DAMP = "damp", "vocht"
        STABILITY = "stability", "stabiliteit"
        ACCESS = "access", "toegankelijkheid"
        OTHER = "other", "iets anders"

    inspection = models.ForeignKey(
        Inspection, models.CASCADE, related_name="defects", verbose_name="plaatsbezoek"
    )
    category = models.CharField("categorie", max_length=1, choices=Category)
    domain = models.CharField("waarover", max_length=13, choices=Domain)
    description = models.CharField("omschrijving", max_length=300)

    class Meta:
        verbose_name = "gebrek"
        verbose_name_plural = "gebreken"
        ordering = ("-category", "pk")

    def __str__(self) -> str:
        return self.description

    @property
    def blocks(self) -> bool:
        """Any category III; a category II about anything but "iets anders"."""
        return self.category == self.Category.THREE or (
            self.category == self.Category.TWO and self.domain != self.Domain.OTHER
        )
