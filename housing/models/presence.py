"""PresenceCheck (aanwezigheid nakijken): who was there when somebody of the municipality came to look."""

from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import UniqueConstraint
from django.utils import timezone

from accounts.models import Kind, Membership
from housing.models.sites import Site
from housing.models.stays import Stay

ABSENCES = 2  # so many in a row make one ask whether the household left


class PresenceCheckQuerySet(models.QuerySet["PresenceCheck"]):
    def visible_to(self, by: Membership | None) -> Self:
        """The local government where the site stands: it sees who lives there."""
        if by is None or not by.is_kind(Kind.LOCAL_AUTHORITY):
            return self.none()
        return self.filter(site__municipality=by.organisation.municipality)


@pghistory.track()
class PresenceCheck(models.Model):
    """One round at one site on one day. Nobody is said to have left by it: a person decides that."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    site = models.ForeignKey(Site, models.PROTECT, related_name="presence_checks", verbose_name="locatie")
    checked_on = models.DateField("nagekeken op")
    checked_at = models.DateTimeField("vastgelegd op", default=timezone.now)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )

    objects = PresenceCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "aanwezigheidscontrole"
        verbose_name_plural = "aanwezigheidscontroles"
        ordering = ("-checked_on", "-pk")
        constraints = (
            UniqueConstraint(
                fields=["site", "checked_on"],
                name="presence_check_once_a_day",
                violation_error_message="Deze locatie is die dag al nagekeken. Wijzig wat toen gezien werd.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.site}, {self.checked_on:%d/%m/%Y}"


@pghistory.track()
class Presence(models.Model):
    """What was seen of one household in one round."""

    PERSONAL: ClassVar = {"outcome"}

    class Outcome(models.TextChoices):
        PRESENT = "present", "aanwezig"
        ABSENT = "absent", "afwezig"
        UNKNOWN = "unknown", "niet geweten"

    check_round = models.ForeignKey(
        PresenceCheck, models.CASCADE, related_name="presences", verbose_name="aanwezigheidscontrole"
    )
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="presences", verbose_name="verblijf")
    outcome = models.CharField("gezien", max_length=7, choices=Outcome)

    class Meta:
        verbose_name = "aanwezigheid"
        verbose_name_plural = "aanwezigheden"
        ordering = ("check_round", "pk")
        constraints = (
            UniqueConstraint(
                fields=["check_round", "stay"],
                name="presence_once_per_check",
                violation_error_message="Dit huishouden staat al op deze lijst.",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["present", "absent", "unknown"]),
                name="presence_outcome_known",
                violation_error_message="Kies aanwezig, afwezig of niet geweten.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.stay.reference}: {self.get_outcome_display()}"
