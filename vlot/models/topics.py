"""What municipalities call about: rows that the manager of VLOT keeps, in the groups of the mission."""

from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from vlot.guidance.models.themes import Theme as GuidanceTheme

# What the portal itself fills in: nobody chooses it, so nobody can take it out of use.
OF_NUISANCE_LOG = "nuisance"
OF_MAIL = "local_capacity"


class TopicQuerySet(models.QuerySet["Topic"]):
    def to_choose(self, *, kept: str | None = None) -> Self:
        """Those in use, for a new call; and `kept` (its code), what is being changed already has."""
        return self.filter(Q(in_use=True) | Q(code=kept) if kept else Q(in_use=True))

    def liaison(self) -> Self:
        """The domains of policy with a contact book."""
        return self.filter(group=Topic.Group.LIAISON)


@pghistory.track()
class Topic(models.Model):
    """One subject. It is never removed: out of use it stays on what has it, and is not offered any more."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"code", "name"}

    class Group(models.TextChoices):
        """The three parts of the mission, and what municipalities call about besides (domain.md 5, source S1)."""

        CAPACITY = "capacity", "lokale slagkracht"
        COLLECTIVE = "collective", "collectieve structuur realiseren"
        LIAISON = "liaison", "liaison met beleidsdomeinen"
        OTHER = "other", "andere vragen"

    code = models.SlugField("code", max_length=16, primary_key=True, editable=False)
    group = models.CharField("groep", max_length=10, choices=Group)
    name = models.CharField("naam", max_length=60, help_text="Bij een beleidsdomein zonder “liaison”.")
    position = models.PositiveSmallIntegerField("volgorde", default=100, help_text="Laagste eerst.")
    guidance_theme = models.CharField(
        "handvaten over",
        max_length=16,
        choices=GuidanceTheme,
        blank=True,
        help_text="Welke handvaten het portaal bij zo'n oproep eerst voorstelt.",
    )
    in_use = models.BooleanField(
        "in gebruik", default=True, help_text="Uit gebruik: blijft bij oude oproepen, niet meer te kiezen."
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = "onderwerp"
        verbose_name_plural = "onderwerpen"
        ordering = ("position", "name")
        constraints = (
            UniqueConstraint(
                fields=["group", "name"],
                name="topic_once",
                violation_error_message="Dit onderwerp bestaat al in deze groep.",
            ),
            CheckConstraint(
                condition=~Q(code="")
                & ~Q(name="")
                & Q(group__in=["capacity", "collective", "liaison", "other"])
                & Q(guidance_theme__in=["", *GuidanceTheme.values]),
                name="topic_has_name_and_group",
                violation_error_message="Een onderwerp heeft een naam en een groep.",
            ),
            CheckConstraint(
                condition=Q(in_use=True) | ~Q(code__in=[OF_NUISANCE_LOG, OF_MAIL]),
                name="topic_of_portal_in_use",
                violation_error_message=(
                    "Het portaal geeft dit onderwerp zelf aan e-mails of aan het logboek overlast: "
                    "het blijft in gebruik."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"liaison {self.name}" if self.group == self.Group.LIAISON else self.name
