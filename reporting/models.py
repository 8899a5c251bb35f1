"""What reporting itself keeps: the things that somebody opened last, and who hid his first steps."""

from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Membership

KEPT_DAYS, KEPT_ITEMS = 30, 20


class RecentItemQuerySet(models.QuerySet["RecentItem"]):
    def visible_to(self, by: Membership | None) -> Self:
        """Only one's own, in the hat in which they were opened, of the last KEPT_DAYS days; the last one first."""
        if by is None:
            return self.none()
        since = timezone.now() - timedelta(days=KEPT_DAYS)
        return self.filter(membership=by, opened_at__gte=since).order_by("-opened_at", "-pk")


class RecentItem(models.Model):
    """One thing that a membership opened: of which kind (reporting.things), and what stands in its address. No name."""

    PERSONAL: ClassVar = {"key"}  # which household somebody worked on
    PLAIN: ClassVar = {"kind"}

    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="recent_items", verbose_name="van wie"
    )
    kind = models.CharField("soort", max_length=12)
    key = models.CharField("nummer", max_length=60)
    opened_at = models.DateTimeField("geopend", default=timezone.now)

    objects = RecentItemQuerySet.as_manager()

    class Meta:
        verbose_name = "laatst geopend"
        verbose_name_plural = "laatst geopend"
        ordering = ("-opened_at", "-pk")
        indexes = (models.Index(fields=["membership", "-opened_at"], name="recent_item_last"),)
        constraints = (
            CheckConstraint(
                condition=~Q(kind="") & ~Q(key=""),
                name="recent_item_is_something",
                violation_error_message="Wat geopend werd, heeft een soort en een nummer.",
            ),
            UniqueConstraint(
                fields=["membership", "kind", "key"],
                name="recent_item_once",
                violation_error_message="Dit staat al bij wat laatst geopend werd.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class FirstStepsHidden(models.Model):
    """This hat does not want to see its first steps any more (reporting.first_steps)."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    membership = models.OneToOneField(
        Membership, models.CASCADE, related_name="first_steps_hidden", verbose_name="van wie"
    )
    hidden_at = models.DateTimeField("verborgen", default=timezone.now)

    class Meta:
        verbose_name = "verborgen eerste stappen"
        verbose_name_plural = "verborgen eerste stappen"
        ordering = ("membership",)

    def __str__(self) -> str:
        return f"{self.membership}"
