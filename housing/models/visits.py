"""A visit before it is recorded: the day that was agreed for it, and what was typed and photographed so far."""

from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Membership
from audit.constraints import all_or_none
from documents.models import Document
from housing.models.inspections import Inspection, sees_findings
from housing.models.offers import Offer
from housing.models.sites import Site


class VisitPlanQuerySet(models.QuerySet["VisitPlan"]):
    def visible_to(self, by: Membership | None) -> Self:
        return self.filter(site__in=Site.objects.visible_to(by)) if sees_findings(by) else self.none()

    def open(self) -> Self:
        """Neither made nor called off."""
        return self.filter(inspection__isnull=True, cancelled_at__isnull=True)

    def waiting_for(self, by: Membership) -> Self:
        """The visits that this local government still has to make."""
        town = by.organisation.municipality_id
        return self.none() if town is None else self.open().filter(site__municipality=town)


@pghistory.track()
class VisitPlan(models.Model):
    """The day on which a site is going to be visited; the provider knows it."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"reason"}

    site = models.ForeignKey(Site, models.PROTECT, related_name="visit_plans", verbose_name="locatie")
    planned_on = models.DateField("dag van het bezoek")
    reason = models.CharField("waarom", max_length=200)
    planned_at = models.DateTimeField("gepland op", default=timezone.now)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="gepland door"
    )
    inspection = models.OneToOneField(
        Inspection, models.PROTECT, null=True, blank=True, related_name="plan", verbose_name="plaatsbezoek"
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

    objects = VisitPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "gepland plaatsbezoek"
        verbose_name_plural = "geplande plaatsbezoeken"
        ordering = ("planned_on", "pk")
        constraints = (
            CheckConstraint(
                condition=~Q(reason=""),
                name="visitplan_with_reason",
                violation_error_message="Schrijf waarom u op bezoek gaat.",
            ),
            all_or_none("cancelled_at", "cancelled_by", name="visitplan_cancelled_at_and_by"),
            CheckConstraint(
                condition=Q(inspection__isnull=True) | Q(cancelled_at__isnull=True),
                name="visitplan_made_or_cancelled",
                violation_error_message="Een bezoek dat gebeurd is, kan niet meer afgelast worden.",
            ),
            UniqueConstraint(
                fields=["site"],
                condition=Q(inspection__isnull=True, cancelled_at__isnull=True),
                name="visitplan_one_open",
                violation_error_message="Voor deze locatie is al een bezoek gepland.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.site}, {self.planned_on:%d/%m/%Y}"


class VisitDraft(models.Model):
    """What one official typed of a visit that is not recorded yet: `typed` holds the fields of the form as sent."""

    PERSONAL: ClassVar = {"typed"}

    offer = models.ForeignKey(
        Offer, models.CASCADE, null=True, blank=True, related_name="visit_drafts", verbose_name="aanbod"
    )
    site = models.ForeignKey(
        Site, models.CASCADE, null=True, blank=True, related_name="visit_drafts", verbose_name="locatie"
    )
    typed = models.JSONField("getypt", default=dict, editable=False)
    kept_at = models.DateTimeField("bewaard op", default=timezone.now)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="bewaard door"
    )

    class Meta:
        verbose_name = "concept van een plaatsbezoek"
        verbose_name_plural = "concepten van plaatsbezoeken"
        ordering = ("-kept_at", "-pk")
        constraints = (
            CheckConstraint(
                condition=Q(offer__isnull=False, site__isnull=True)
                | Q(offer__isnull=True, site__isnull=False),
                name="visitdraft_of_one_place",
                violation_error_message="Een concept gaat over één aanbod of over één locatie.",
            ),
            UniqueConstraint(
                fields=["offer", "kept_by"],
                name="visitdraft_once_of_offer",
                violation_error_message="U bent aan dit bezoek al begonnen.",
            ),
            UniqueConstraint(
                fields=["site", "kept_by"],
                name="visitdraft_once_of_site",
                violation_error_message="U bent aan dit bezoek al begonnen.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.offer or self.site}, {self.kept_at:%d/%m/%Y}"


class VisitPhoto(models.Model):
    """A photo taken in the form, kept until the visit is recorded. `place_in_form` is the prefix of its finding."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"place_in_form"}

    draft = models.ForeignKey(VisitDraft, models.CASCADE, related_name="photos", verbose_name="concept")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name="foto")
    place_in_form = models.CharField("bij welk punt", max_length=40)

    class Meta:
        verbose_name = "foto bij een concept"
        verbose_name_plural = "foto's bij een concept"
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.document)
