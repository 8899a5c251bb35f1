"""Hand-over (overdracht): a household goes from one municipality to another, with a checklist for both."""

from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Kind, Membership, Organisation
from audit.constraints import all_or_none
from housing.models import Stay
from matching.models.proposals import Proposal


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def visible_to(self, by: Membership | None) -> Self:
        """The two local governments that it is between."""
        if by is None or not by.is_kind(Kind.LOCAL_AUTHORITY):
            return self.none()
        return self.filter(Q(given_by=by.organisation) | Q(taken_by=by.organisation))

    def open(self) -> Self:
        return self.filter(completed_at__isnull=True)


@pghistory.track()
class HandOver(models.Model):
    """A household goes from one municipality to another. Until it is completed both see its file; then only the new
    one, which is responsible from that moment."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    proposal = models.OneToOneField(
        Proposal, models.PROTECT, related_name="hand_over", verbose_name="voorstel"
    )
    given_by = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="van")
    taken_by = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="naar")
    opened_at = models.DateTimeField("begonnen op", default=timezone.now)
    completed_at = models.DateTimeField("afgerond op", null=True, blank=True)
    completed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="afgerond door",
    )

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = "overdracht"
        verbose_name_plural = "overdrachten"
        ordering = ("-opened_at", "-pk")
        constraints = (
            all_or_none("completed_at", "completed_by", name="hand_over_completed_at_and_by"),
            CheckConstraint(
                condition=~Q(given_by=F("taken_by")),
                name="hand_over_to_another",
                violation_error_message="Een overdracht gaat naar een ander lokaal bestuur.",
            ),
        )

    def __str__(self) -> str:
        return f"Overdracht {self.proposal.reference}"

    @property
    def fell_through(self) -> bool:
        """The household never came: there is nothing to hand over any more."""
        return self.completed_at is None and self.proposal.hold.status == Stay.Status.CANCELLED


class HandOverSide(models.TextChoices):
    GIVER = "giver", "gemeente die doorgeeft"
    TAKER = "taker", "gemeente die opvangt"


class HandOverStepQuerySet(models.QuerySet["HandOverStep"]):
    def visible_to(self, by: Membership | None) -> Self:
        return self.filter(hand_over__in=HandOver.objects.visible_to(by))


@pghistory.track()
class HandOverStep(models.Model):
    """One line of the checklist: what to do, by which of the two, and who ticked it."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"text"}

    hand_over = models.ForeignKey(HandOver, models.CASCADE, related_name="steps", verbose_name="overdracht")
    position = models.PositiveSmallIntegerField("volgorde")
    text = models.CharField("wat", max_length=200)
    side = models.CharField("wie", max_length=5, choices=HandOverSide)
    done_at = models.DateTimeField("gedaan op", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="gedaan door",
    )

    objects = HandOverStepQuerySet.as_manager()

    class Meta:
        verbose_name = "stap van een overdracht"
        verbose_name_plural = "stappen van een overdracht"
        ordering = ("hand_over", "position")
        constraints = (
            UniqueConstraint(
                fields=["hand_over", "position"],
                name="hand_over_step_once",
                violation_error_message="Op deze plaats in de lijst staat al een stap.",
            ),
            all_or_none("done_at", "done_by", name="hand_over_step_done_at_and_by"),
        )

    def __str__(self) -> str:
        return self.text
