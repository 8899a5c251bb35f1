"""FrozenFigures: the figures of a reference date, kept with the decision to keep them."""

from typing import Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Kind, Membership
from spread.models.keys import SpreadKey


class FrozenFiguresQuerySet(models.QuerySet["FrozenFigures"]):
    def visible_to(self, by: Membership | None) -> Self:
        """The Flemish services, all of them."""
        if by is not None and by.is_kind(Kind.ABB, Kind.FACILITY, Kind.VLOT):
            return self.all()
        return self.none()

    def listed(self) -> Self:
        """Without the rows, for a list: the newest reference date first."""
        return self.defer("rows").select_related("key", "made_by").order_by("-on", "-pk")


class FrozenFigures(models.Model):
    """The figures as valid on the day `on` and as known at the end of the day `known_on`. Never changed, never removed.

    `rows` holds one row per municipality, reference region, province and for Flanders (`spread.moments.Line`).
    `persons_known` is False where the portal does not keep how many persons lived there, as known then.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"rows", "sha256"}
    WRITTEN: ClassVar = {"name", "decided_by", "reason"}

    name = models.CharField("naam", max_length=120)
    on = models.DateField("peildatum", help_text="De dag waarvoor de cijfers gelden.")
    known_on = models.DateField(
        "zoals gekend op", help_text="Wat daarna nog verbeterd of ingevoerd werd, telt niet mee."
    )
    key = models.ForeignKey(SpreadKey, models.PROTECT, related_name="+", verbose_name="verdeelsleutel")
    decided_by = models.CharField("beslist door", max_length=200)
    reason = models.TextField("waarom")
    rows = models.JSONField("rijen")
    persons_known = models.BooleanField("personen gekend", default=True)
    sha256 = models.CharField("vingerafdruk", max_length=64)
    made_at = models.DateTimeField("vastgelegd op", default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name="vastgelegd door",
    )

    objects = FrozenFiguresQuerySet.as_manager()

    class Meta:
        verbose_name = "vastgelegde peildatum"
        verbose_name_plural = "vastgelegde peildata"
        ordering = ("-on", "-pk")
        constraints = (
            UniqueConstraint(
                fields=["name"],
                name="frozen_name_unique",
                violation_error_message="Deze naam bestaat al. Kies een andere.",
            ),
            CheckConstraint(
                condition=Q(name__regex=r"\S"),
                name="frozen_has_a_name",
                violation_error_message="Geef de peildatum een naam.",
            ),
            CheckConstraint(
                condition=Q(decided_by__regex=r"\S", reason__regex=r"\S"),
                name="frozen_says_who_and_why",
                violation_error_message="Zeg wie het besliste en waarom.",
            ),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.name

    def level(self, name: str) -> list[dict[str, Any]]:
        """The rows of one level."""
        return [row for row in self.rows if row["level"] == name]
