"""The same place twice: what looks like a twin, what people said about it, and merging with a way back."""

from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Kind, Membership
from audit.constraints import all_or_none
from housing.models.offers import Offer
from housing.models.sites import Site


class Likeness(models.TextChoices):
    """Why two offers may be one place."""

    ADDRESS = "address", "zelfde adres"
    SOURCE = "source", "zelfde nummer in de federale tool"
    PROVIDER = "provider", "zelfde aanbieder, bijna hetzelfde adres"
    DISTANCE = "distance", "minder dan 50 meter uit elkaar"


class TwinQuerySet(models.QuerySet["Twin"]):
    def about(self, offer: Offer) -> Self:
        return self.filter(Q(offer=offer) | Q(other=offer))


@pghistory.track()
class Twin(models.Model):
    """Two offers that look like one place, and what the provider of the later one said about it."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    class Verdict(models.TextChoices):
        SAME = "same", "dezelfde plaats"
        DIFFERENT = "different", "een andere plaats"

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="twins", verbose_name="aanbod")
    other = models.ForeignKey(Offer, models.CASCADE, related_name="twin_of", verbose_name="lijkt op")
    likeness = ArrayField(models.CharField(max_length=8, choices=Likeness), verbose_name="waarom")
    verdict = models.CharField("wat is het", max_length=9, choices=Verdict)
    judged_at = models.DateTimeField("gezegd op", default=timezone.now)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="gezegd door"
    )

    objects = TwinQuerySet.as_manager()

    class Meta:
        verbose_name = "mogelijk dubbel aanbod"
        verbose_name_plural = "mogelijk dubbele aanbiedingen"
        ordering = ("-judged_at", "-pk")
        constraints = (
            UniqueConstraint(
                fields=["offer", "other"],
                name="twin_once",
                violation_error_message="Over deze twee is er al iets gezegd.",
            ),
            CheckConstraint(
                condition=~Q(offer=F("other")),
                name="twin_of_another",
                violation_error_message="Een aanbod is niet dubbel met zichzelf.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.offer.reference} en {self.other.reference}"


class MergeQuerySet(models.QuerySet["Merge"]):
    def visible_to(self, by: Membership | None) -> Self:
        """Who decides about the two: the local government where they lie, and ABB."""
        if by is None:
            return self.none()
        if by.is_kind(Kind.ABB):
            return self.all()
        if by.is_kind(Kind.LOCAL_AUTHORITY):
            town = by.organisation.municipality_id
            return self.filter(Q(kept_offer__municipality=town) | Q(kept_site__municipality=town))
        return self.none()

    def standing(self) -> Self:
        return self.filter(undone_at__isnull=True)


@pghistory.track()
class Merge(models.Model):
    """Two offers or two sites became one. `changes` holds what is needed to take them apart again:
    `fields` {name: [before, after]} of the kept one, `documents` [id], `units` [{id, label, new_label}]."""

    PERSONAL: ClassVar = {"changes"}

    kept_offer = models.ForeignKey(
        Offer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="blijft (aanbod)"
    )
    dropped_offer = models.ForeignKey(
        Offer, models.PROTECT, null=True, blank=True, related_name="merges", verbose_name="gaat op (aanbod)"
    )
    kept_site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="blijft (locatie)"
    )
    dropped_site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="merges", verbose_name="gaat op (locatie)"
    )
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

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = "samenvoeging"
        verbose_name_plural = "samenvoegingen"
        ordering = ("-merged_at", "-pk")
        constraints = (
            all_or_none("undone_at", "undone_by", name="merge_undone_at_and_by"),
            CheckConstraint(
                condition=Q(
                    kept_offer__isnull=False,
                    dropped_offer__isnull=False,
                    kept_site__isnull=True,
                    dropped_site__isnull=True,
                )
                | Q(
                    kept_offer__isnull=True,
                    dropped_offer__isnull=True,
                    kept_site__isnull=False,
                    dropped_site__isnull=False,
                ),
                name="merge_of_two_alike",
                violation_error_message="Voeg twee aanbiedingen samen, of twee locaties.",
            ),
            CheckConstraint(
                condition=~Q(kept_offer=F("dropped_offer")) & ~Q(kept_site=F("dropped_site")),
                name="merge_of_two_different",
                violation_error_message="Kies twee verschillende plaatsen om samen te voegen.",
            ),
            UniqueConstraint(
                fields=["dropped_offer"],
                condition=Q(undone_at__isnull=True, dropped_offer__isnull=False),
                name="merge_offer_once",
                violation_error_message="Dit aanbod is al samengevoegd.",
            ),
            UniqueConstraint(
                fields=["dropped_site"],
                condition=Q(undone_at__isnull=True, dropped_site__isnull=False),
                name="merge_site_once",
                violation_error_message="Deze locatie is al samengevoegd.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.dropped} samengevoegd met {self.kept}"

    @property
    def kept(self) -> Offer | Site:
        return self.kept_offer or self.kept_site  # type: ignore[return-value]  # one of them, by constraint

    @property
    def dropped(self) -> Offer | Site:
        return self.dropped_offer or self.dropped_site  # type: ignore[return-value]
