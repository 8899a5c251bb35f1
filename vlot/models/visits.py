"""Visits: planned for a day, driven in a sensible order, reported on the spot."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Membership
from audit.constraints import all_or_none
from vlot.models.contacts import Contact
from vlot.models.interventions import Intervention


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, by: Membership | None) -> Self:
        """With the case."""
        return self.filter(intervention__in=Intervention.objects.visible_to(by))

    def to_do(self) -> Self:
        return self.filter(reported_at__isnull=True, cancelled_at__isnull=True)


class Visit(models.Model):
    """One visit for a case. *To do*, *done* and *called off* follow from the dates; the report is a contact."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"goal", "place"}

    form_token = models.UUIDField(default=uuid.uuid4, editable=False)
    intervention = models.ForeignKey(
        Intervention, models.PROTECT, related_name="visits", verbose_name="oproep"
    )
    visitor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="wie gaat?"
    )
    planned_on = models.DateField("dag")
    goal = models.CharField("wat wilt u bekijken?", max_length=240)
    place = models.CharField("waar spreekt u af?", max_length=240, blank=True)
    planned_at = models.DateTimeField("gepland op", default=timezone.now)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="gepland door"
    )
    report = models.OneToOneField(
        Contact, models.PROTECT, null=True, blank=True, related_name="visit", verbose_name="verslag"
    )
    reported_at = models.DateTimeField("verslag gemaakt op", null=True, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="verslag door",
    )
    cancelled_at = models.DateTimeField("afgelast op", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="afgelast door",
    )

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = "bezoek"
        verbose_name_plural = "bezoeken"
        ordering = ("planned_on", "pk")
        indexes = (models.Index(fields=["visitor", "planned_on"], name="visit_of_the_day"),)
        constraints = (
            UniqueConstraint(
                fields=["intervention", "form_token"],
                name="visit_sent_once",
                violation_error_message="Dit bezoek is al gepland.",
            ),
            all_or_none("report", "reported_at", "reported_by", name="visit_reported_by_and_what"),
            all_or_none("cancelled_at", "cancelled_by", name="visit_cancelled_at_and_by"),
            CheckConstraint(
                condition=Q(report__isnull=True) | Q(cancelled_at__isnull=True),
                name="visit_done_or_cancelled",
                violation_error_message="Een bezoek is gebeurd of afgelast, niet allebei.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.intervention.about}, {self.planned_on:%d/%m/%Y}"

    @property
    def position(self) -> tuple[float, float] | None:
        """Degrees north and east: of the site, else of the middle of the municipality; None when neither is known."""
        site, town = self.intervention.site, self.intervention.municipality
        if site is not None and site.latitude is not None and site.longitude is not None:
            return float(site.latitude), float(site.longitude)
        if town is not None and town.latitude is not None and town.longitude is not None:
            return town.latitude, town.longitude
        return None

    @property
    def where(self) -> str:
        """The place in words: as agreed, else the address of the site, else the town."""
        if self.place:
            return self.place
        site = self.intervention.site
        return f"{site.name}, {site.address}" if site else self.intervention.about
