"""The same people twice: what looks alike, what somebody said about it, and merging with a way back."""

from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Kind, Membership
from audit.constraints import all_or_none
from households.models.households import Household


class Alike(models.TextChoices):
    """Why two persons may be one."""

    CERTIFICATE = "certificate", "zelfde attestnummer"
    NATIONAL_NUMBER = "national_number", "zelfde rijksregister- of bisnummer"
    NAME = "name", "zelfde naam"
    LIKE_NAME = "like_name", "bijna dezelfde naam"
    BIRTH = "birth", "zelfde geboorte"
    LIKE_BIRTH = "like_birth", "bijna dezelfde geboortedatum"


class LookAlikeQuerySet(models.QuerySet["LookAlike"]):
    def about(self, household: Household) -> Self:
        return self.filter(Q(household=household) | Q(other=household))


@pghistory.track()
class LookAlike(models.Model):
    """Two households with somebody who looks like the same person, and what the counter said about it."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    class Verdict(models.TextChoices):
        SAME = "same", "dezelfde mensen"
        DIFFERENT = "different", "andere mensen"

    household = models.ForeignKey(
        Household, models.CASCADE, related_name="look_alikes", verbose_name="huishouden"
    )
    other = models.ForeignKey(
        Household, models.CASCADE, related_name="look_alike_of", verbose_name="lijkt op"
    )
    likeness = ArrayField(models.CharField(max_length=15, choices=Alike), verbose_name="waarom")
    verdict = models.CharField("wie is het", max_length=9, choices=Verdict)
    judged_at = models.DateTimeField("gezegd op", default=timezone.now)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="gezegd door"
    )

    objects = LookAlikeQuerySet.as_manager()

    class Meta:
        verbose_name = "mogelijk dubbel huishouden"
        verbose_name_plural = "mogelijk dubbele huishoudens"
        ordering = ("-judged_at", "-pk")
        constraints = (
            UniqueConstraint(
                fields=["household", "other"],
                name="look_alike_once",
                violation_error_message="Over deze twee is er al iets gezegd.",
            ),
            CheckConstraint(
                condition=~Q(household=F("other")),
                name="look_alike_of_another",
                violation_error_message="Een huishouden is niet dubbel met zichzelf.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.household.reference} en {self.other.reference}"


class HouseholdMergeQuerySet(models.QuerySet["HouseholdMerge"]):
    def visible_to(self, by: Membership | None) -> Self:
        """The local government that registered them."""
        if by is None or not by.is_kind(Kind.LOCAL_AUTHORITY):
            return self.none()
        return self.filter(kept__registered_by=by.organisation)

    def standing(self) -> Self:
        return self.filter(undone_at__isnull=True)


@pghistory.track()
class HouseholdMerge(models.Model):
    """Two registrations of one household became one. `changes` holds what is needed to take them apart again:
    `moved` [{id, relation}] persons, `filled` [{kept, dropped, fields {name: text}}] of one person, `stays` [id].
    Numbers of persons in it are encrypted."""

    PERSONAL: ClassVar = {"changes"}
    ENCRYPTED_WITHIN: ClassVar = {"changes"}

    kept = models.ForeignKey(Household, models.PROTECT, related_name="+", verbose_name="blijft")
    dropped = models.ForeignKey(Household, models.PROTECT, related_name="merges", verbose_name="gaat op")
    changes = models.JSONField("wat verschoof", default=dict)
    merged_at = models.DateTimeField("samengevoegd op", default=timezone.now)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="samengevoegd door"
    )
    undone_at = models.DateTimeField("ongedaan gemaakt op", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ongedaan gemaakt door",
    )

    objects = HouseholdMergeQuerySet.as_manager()

    class Meta:
        verbose_name = "samenvoeging van huishoudens"
        verbose_name_plural = "samenvoegingen van huishoudens"
        ordering = ("-merged_at", "-pk")
        constraints = (
            all_or_none("undone_at", "undone_by", name="household_merge_undone_at_and_by"),
            CheckConstraint(
                condition=~Q(kept=F("dropped")),
                name="household_merge_of_two",
                violation_error_message="Kies twee verschillende huishoudens om samen te voegen.",
            ),
            UniqueConstraint(
                fields=["dropped"],
                condition=Q(undone_at__isnull=True),
                name="household_merge_once",
                violation_error_message="Dit huishouden is al samengevoegd.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.dropped.reference} samengevoegd met {self.kept.reference}"
