"""Change: what higher apps must look at again."""

from typing import ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from municipalities.models.places import Municipality


class ChangeQuerySet(models.QuerySet["Change"]):
    def unhandled(self) -> Self:
        """What nobody worked on yet, oldest first. The taker adds `select_for_update(skip_locked=True)`."""
        return self.filter(handled_at__isnull=True).order_by("pk")


class Change(models.Model):
    """Outbox: something changed in a municipality, so its figures must be computed again.

    Written with the change itself (`municipalities.changes.announce`), taken by the task of `spread`.
    Only `handled_at` is ever set afterwards, and only a handled row may be cleared away.
    """

    class Kind(models.TextChoices):
        PLACES = "places", "plaatsen"
        STAY = "stay", "verblijf"
        STATISTICS = "statistics", "cijfers"

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name="gemeente")
    kind = models.CharField("soort", max_length=20, choices=Kind)
    occurred_at = models.DateTimeField("wanneer", default=timezone.now)
    handled_at = models.DateTimeField("verwerkt", null=True, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "verandering"
        verbose_name_plural = "veranderingen"
        ordering = ("pk",)
        indexes = (
            models.Index(fields=["id"], condition=Q(handled_at__isnull=True), name="change_unhandled"),
        )
        triggers = (
            pgtrigger.ReadOnly(name="append_only", exclude=["handled_at"]),
            pgtrigger.Protect(
                name="kept_until_handled",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__handled_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} in {self.municipality}"
