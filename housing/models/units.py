"""Unit (wooneenheid): the smallest thing given to one household, and when it is out of use."""

from datetime import date
from typing import ClassVar, Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, Exists, OuterRef, Q, UniqueConstraint
from django.db.models.functions import Lower, Trim

from accounts.models import Kind, Membership
from housing.models.guards import UNIT_IN_USE_FOR_ITS_PEOPLE, UNIT_KEEPS_PLACES_FOR_ITS_PEOPLE
from housing.models.sites import Site, is_deployable, is_habitable


class UnitQuerySet(models.QuerySet["Unit"]):
    def visible_to(self, by: Membership | None) -> Self:
        return self.filter(site__in=Site.objects.visible_to(by))

    def askable_by(self, by: Membership | None) -> Self:
        """Units that a local government may ask for: of its own municipality, and what others opened up. Of the latter
        it sees the municipality and whether they fit, nothing else."""
        if by is None or not by.is_kind(Kind.LOCAL_AUTHORITY):
            return self.none()
        return self.filter(
            Q(site__municipality=by.organisation.municipality_id) | Q(site__open_to_others=True)
        )

    def validated(self, *, on: date) -> Self:
        """Units of sites that are open: a municipality approved them. *Gevalideerd.*"""
        return self.filter(Q(site__closed_on__isnull=True) | Q(site__closed_on__gt=on))

    def habitable(self, *, on: date) -> Self:
        """Units in which people may live on that day: of a habitable site, and not out of use."""
        return self.filter(is_habitable(on, of="site__"), ~is_out_of_use(on))

    def deployable(self, *, on: date) -> Self:
        """Habitable, looked at recently, and not held for somebody on that day or later. *Inzetbaar.*"""
        return self.filter(is_ready(on), ~is_held(on))

    def occupied(self, *, on: date) -> Self:
        """Units that people live in on that day. *Bewoond.*"""
        from housing.models.stays import Stay

        return self.filter(Exists(Stay.objects.lived_in(on=on).filter(unit=OuterRef("pk"))))

    def free(self, *, on: date) -> Self:
        """Habitable and looked at recently, and from that day on neither held nor lived in. *Vrij.* The one definition
        everywhere."""
        return self.filter(is_free(on))


def is_out_of_use(on: date) -> Exists:
    return Exists(Unavailability.objects.filter(unit=OuterRef("pk"), period__contains=on))


def is_ready(on: date) -> Q:
    """Of units: of a deployable site, and not out of use on that day."""
    return Q(is_deployable(on, of="site__"), ~is_out_of_use(on))


def is_free(on: date) -> Q:
    return Q(is_ready(on), ~is_taken(on))


def is_held(on: date) -> Exists:
    """Of units: held for somebody on that day or later."""
    from housing.models.stays import Stay

    return Exists(Stay.objects.held().filter(lasts_after(on), unit=OuterRef("pk")))


def is_taken(on: date) -> Exists:
    """Of units: held or lived in on that day or later."""
    from housing.models.stays import Stay

    return Exists(Stay.objects.standing().filter(lasts_after(on), unit=OuterRef("pk")))


def lasts_after(on: date) -> Q:
    """Periods that end after that day, or never."""
    return Q(period__endswith__gt=on) | Q(period__endswith__isnull=True)


@pghistory.track()
class Unit(models.Model):
    """The smallest thing given to one household: a house, a flat, a room or a bed."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"label"}

    site = models.ForeignKey(Site, models.PROTECT, related_name="units", verbose_name="locatie")
    label = models.CharField("naam", max_length=60)
    places = models.PositiveSmallIntegerField("slaapplekken")
    floor_area = models.DecimalField(
        "oppervlakte (m²)", max_digits=6, decimal_places=1, null=True, blank=True
    )
    step_free = models.BooleanField("drempelvrij", default=False)
    ground_floor = models.BooleanField("gelijkvloers", default=False)
    own_kitchen = models.BooleanField("eigen keuken", default=False)
    own_sanitary = models.BooleanField("eigen badkamer", default=False)
    pets_allowed = models.BooleanField("huisdieren welkom", default=False)
    cot = models.BooleanField("plaats voor een babybed", default=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "wooneenheid"
        verbose_name_plural = "wooneenheden"
        ordering = ("site", "label", "pk")
        triggers = (UNIT_KEEPS_PLACES_FOR_ITS_PEOPLE,)
        constraints = (
            UniqueConstraint(
                "site",
                Lower(Trim("label")),
                name="unit_label_unique_in_site",
                violation_error_message="Op deze locatie is er al een eenheid met deze naam.",
            ),
            CheckConstraint(
                condition=Q(places__gt=0),
                name="unit_places_positive",
                violation_error_message="Een wooneenheid heeft minstens 1 slaapplek.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.site.name}, {self.label}"


class OutOfUse(models.TextChoices):
    WORKS = "works", "werken"
    DAMAGE = "damage", "schade"
    TURNAROUND = "turnaround", "schoonmaak en nazicht"
    OTHER = "other", "andere reden"


class UnavailabilityQuerySet(models.QuerySet["Unavailability"]):
    def visible_to(self, by: Membership | None) -> Self:
        return self.filter(unit__in=Unit.objects.visible_to(by))


@pghistory.track()
class Unavailability(models.Model):
    """A period in which a unit is out of use (works, damage)."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"reason"}

    unit = models.ForeignKey(
        Unit, models.CASCADE, related_name="unavailabilities", verbose_name="wooneenheid"
    )
    kind = models.CharField("soort", max_length=10, choices=OutOfUse, default=OutOfUse.WORKS)
    period = DateRangeField("periode")
    reason = models.CharField("reden", max_length=200)
    inspection = models.ForeignKey(
        "housing.Inspection",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outages",
        verbose_name="na plaatsbezoek",
    )  # it lasts until what that visit found is solved

    objects = UnavailabilityQuerySet.as_manager()

    class Meta:
        verbose_name = "onbeschikbaarheid"
        verbose_name_plural = "onbeschikbaarheden"
        ordering = ("unit", "period")
        triggers = (UNIT_IN_USE_FOR_ITS_PEOPLE,)
        constraints = (
            ExclusionConstraint(
                name="unavailability_not_twice",
                expressions=[("unit", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message="In deze periode is de eenheid al buiten gebruik.",
            ),
            CheckConstraint(
                condition=Q(period__isempty=False),
                name="unavailability_period_not_empty",
                violation_error_message="De periode is leeg.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit}: {self.reason}"
