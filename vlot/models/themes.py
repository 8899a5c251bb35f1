"""Signals to the task force, by theme: what is bigger than one town, and what happened to it."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Count, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Kind, Membership
from audit.constraints import all_or_none
from vlot.models.topics import Topic


class ThemeQuerySet(models.QuerySet["Theme"]):
    def visible_to(self, by: Membership | None) -> Self:
        """VLOT, which signals, and ABB, which leads the task force. A theme names no municipality."""
        return self.all() if by is not None and by.is_kind(Kind.VLOT, Kind.ABB) else self.none()

    def with_reach(self) -> Self:
        """`calls` and `towns`: how many signals, of how many municipalities; the widest first."""
        return self.annotate(
            calls=Count("interventions"), towns=Count("interventions__municipality", distinct=True)
        ).order_by(models.F("settled_at").asc(nulls_first=True), "-towns", "-calls", "pk")


class Theme(models.Model):
    """What several signals are about. *Settled* when the task force is done with it."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"title"}

    title = models.CharField("thema", max_length=120)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+", verbose_name="onderwerp")
    opened_at = models.DateTimeField("geopend op", default=timezone.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="geopend door"
    )
    settled_at = models.DateTimeField("afgerond op", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="afgerond door",
    )

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = "thema"
        verbose_name_plural = "thema's"
        ordering = ("title", "pk")
        constraints = (
            UniqueConstraint(
                fields=["title"], name="theme_once", violation_error_message="Dit thema bestaat al."
            ),
            CheckConstraint(
                condition=~Q(title=""),
                name="theme_has_title",
                violation_error_message="Een thema heeft een naam.",
            ),
            all_or_none("settled_at", "settled_by", name="theme_settled_at_and_by"),
        )

    def __str__(self) -> str:
        return self.title


class ThemeStep(models.Model):
    """What the task force did with a theme."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"text"}

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="steps", verbose_name="thema")
    text = models.TextField("wat gebeurde er?")
    noted_at = models.DateTimeField("genoteerd op", default=timezone.now)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="genoteerd door"
    )

    class Meta:
        verbose_name = "stap van de taskforce"
        verbose_name_plural = "stappen van de taskforce"
        ordering = ("-noted_at", "-pk")
        constraints = (
            CheckConstraint(
                condition=~Q(text=""),
                name="themestep_has_text",
                violation_error_message="Schrijf op wat er gebeurde.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.theme}, {timezone.localtime(self.noted_at):%d/%m/%Y}"
