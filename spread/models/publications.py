"""Publication: the figures of one week as the public got them."""

from datetime import date
from typing import Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Membership
from spread.models.keys import SpreadKey

COUNT = models.IntegerField()


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, by: Membership | None) -> Self:
        """Everybody, also who is not signed in: that is what publishing is."""
        return self.all()

    def weeks(self) -> Self:
        """The last version of each week, without the rows, for a list: the newest week first."""
        return self.defer("rows", "protection").order_by("-week", "-revision").distinct("week")

    def versions(self) -> Self:
        """Everything that was ever published, without the rows: the newest week and version first."""
        return self.defer("rows", "protection").order_by("-week", "-revision")

    def of_week(self, week: date | None, revision: int | None = None) -> "Publication | None":
        """What was published in the week of that Monday, in that version; without, the newest week and version."""
        found = self if week is None else self.filter(week=week)
        if revision is not None:
            found = found.filter(revision=revision)
        return found.defer("protection").order_by("-week", "-revision").first()

    def listed(self) -> Self:
        """For officials: every version, with how many municipalities are hidden because they are small, and to keep
        those hidden."""
        return (
            self.defer("rows", "protection")
            .select_related("key", "corrected_by")
            .annotate(
                small_count=Func(F("protection__small"), function="jsonb_array_length", output_field=COUNT),
                core_count=Func(F("protection__core"), function="jsonb_array_length", output_field=COUNT),
            )
            .order_by("-week", "-revision")
        )


class Publication(models.Model):
    """The open data of one week: frozen rows, as published. Never changed, never removed.

    A correction is a version of its own (`revision`), with the reason that everybody may read.

    `rows` is what everybody may read, numbers that give a person away already left out. `protection` says what was
    hidden because it is small, and what to keep it hidden: it is never published, for it would tell them apart.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"rows", "protection", "sha256"}
    WRITTEN: ClassVar = {"reason"}

    week = models.DateField("week van maandag")
    on = models.DateField("cijfers van")
    key = models.ForeignKey(SpreadKey, models.PROTECT, related_name="+", verbose_name="verdeelsleutel")
    rows = models.JSONField("rijen")
    protection = models.JSONField("afscherming")
    sha256 = models.CharField("vingerafdruk", max_length=64)
    revision = models.PositiveSmallIntegerField("versie", default=1)
    reason = models.TextField("reden van de verbetering", blank=True)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="verbeterd door",
    )
    published_at = models.DateTimeField("gepubliceerd op", default=timezone.now)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "publicatie"
        verbose_name_plural = "publicaties"
        ordering = ("-week", "-revision")
        constraints = (
            UniqueConstraint(
                fields=["week", "revision"],
                name="publication_once_a_week",
                violation_error_message="Voor deze week is er al een publicatie.",
            ),
            CheckConstraint(
                condition=Q(revision=1, reason="", corrected_by__isnull=True)
                | Q(revision__gt=1, reason__regex=r"\S", corrected_by__isnull=False),
                name="publication_correction_says_why",
                violation_error_message="Een verbetering zegt wie ze maakte en waarom.",
            ),
            CheckConstraint(
                condition=Q(week__iso_week_day=1),
                name="publication_week_is_a_monday",
                violation_error_message="Een week wordt genoemd naar haar maandag.",
            ),
            CheckConstraint(
                condition=Q(on__gte=F("week")),
                name="publication_figures_of_the_week",
                violation_error_message="De cijfers zijn van die week zelf, niet van een vroegere.",
            ),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        version = f", versie {self.revision}" if self.revision > 1 else ""
        return f"Cijfers van de week van {self.week:%d/%m/%Y}{version}"

    @property
    def address(self) -> str:
        """What stands in the address of its files: "2026-11-23", and "2026-11-23-2" for the second version."""
        day = self.week.isoformat()
        return day if self.revision == 1 else f"{day}-{self.revision}"

    def level(self, name: str) -> list[dict[str, Any]]:
        """The rows of one level: municipality, province or flanders."""
        return [row for row in self.rows if row["level"] == name]
