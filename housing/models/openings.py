"""A hold on the opening of a site: while it stands, nobody lives there.

Housing keeps the rule and knows nothing of why: whoever prepares an opening (facility's playbook) counts here what is
still open. PostgreSQL refuses to lift it while that is more than nothing, and refuses a stay while it is not lifted.
"""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone

from housing.models.guards import HOLD_BEFORE_PEOPLE, HOLD_STAYS_WHILE_OPEN
from housing.models.sites import Site


class OpeningHoldQuerySet(models.QuerySet["OpeningHold"]):
    def standing(self) -> "OpeningHoldQuerySet":
        """Of sites that may not open yet."""
        return self.filter(lifted_on__isnull=True)


@pghistory.track()
class OpeningHold(models.Model):
    """One site that may not open yet, with the number of things that block it."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"reason"}

    site = models.OneToOneField(Site, models.PROTECT, related_name="opening_hold", verbose_name="locatie")
    reason = models.CharField("waarom", max_length=160)
    open_items = models.PositiveIntegerField("wat de opening nog tegenhoudt", default=0)
    placed_at = models.DateTimeField("geplaatst op", default=timezone.now)
    lifted_on = models.DateField("geopend op", null=True, blank=True)

    objects = OpeningHoldQuerySet.as_manager()

    class Meta:
        verbose_name = "nog niet geopend"
        verbose_name_plural = "nog niet geopend"
        ordering = ("site",)
        triggers = (HOLD_BEFORE_PEOPLE, HOLD_STAYS_WHILE_OPEN)
        constraints = (
            CheckConstraint(
                condition=Q(lifted_on__isnull=True) | Q(open_items=0),
                name="opening_hold_lifted_when_done",
                violation_error_message="Deze locatie opent niet zolang er punten open staan die dat tegenhouden.",
            ),
            CheckConstraint(
                condition=~Q(reason=""),
                name="opening_hold_has_reason",
                violation_error_message="Schrijf op waarom deze locatie nog niet opent.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.site}: {self.reason}"
