"""Publication: the figures of one week as the public got them."""

from datetime import date
from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Membership
from spread.models.keys import SpreadKey


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, by: Membership | None) -> Self:
        """Everybody, also who is not signed in: that is what publishing is."""
        return self.all()

    def weeks(self) -> Self:
        """Without the rows, for a list: the newest week first."""
        return self.defer("rows", "protection").order_by("-week")

    def of_week(self, week: date | None) -> "Publication | None":
        """What was published in the week of that Monday; None asks for the newest week."""
        found = self if week is None else self.filter(week=week)
        return found.defer("protection").order_by("-week").first()


class Publication(models.Model):
    """The open data of one week: frozen rows, as published. Never changed, never removed.

    `rows` is what everybody may read, numbers that give a person away already left out. `protection` says what was
    hidden because it is small, and what to keep it hidden: it is never published, for it would tell them apart.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    week = models.DateField("week van maandag")
    on = models.DateField("cijfers van")
    key = models.ForeignKey(SpreadKey, models.PROTECT, related_name="+", verbose_name="verdeelsleutel")
    rows = models.JSONField("rijen")
    protection = models.JSONField("afscherming")
    sha256 = models.CharField("vingerafdruk", max_length=64)
    published_at = models.DateTimeField("gepubliceerd op", default=timezone.now)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "publicatie"
        verbose_name_plural = "publicaties"
        ordering = ("-week",)
        constraints = (
            UniqueConstraint(
                fields=["week"],
                name="publication_once_a_week",
                violation_error_message="Voor deze week is er al een publicatie.",
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
        return f"Cijfers van de week van {self.week:%d/%m/%Y}"

    def level(self, name: str) -> list[dict[str, Any]]:
        """The rows of one level: municipality, province or flanders."""
        return [row for row in self.rows if row["level"] == name]
