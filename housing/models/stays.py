"""Stay (verblijf): one household in one unit for one period. PostgreSQL refuses a second one."""

from datetime import date
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils import timezone

from accounts.models import Kind, Membership
from audit.constraints import all_or_none, known_status
from audit.days import day_before
from households.models import Household, Person
from housing.models.guards import STAY_AFTER_THE_OPENING, STAY_HAS_A_PLACE
from housing.models.units import Unit, lasts_after

UNIT_TAKEN = (
    "Deze wooneenheid is in die periode al voorbehouden of bewoond. Kies een andere eenheid of datum."
)


class EndReason(models.TextChoices):
    OWN_HOUSING = "own_housing", "eigen woning gevonden"
    OTHER_PLACE = "other_place", "verhuisd naar een andere opvangplaats"
    OTHER_MUNICIPALITY = "other_municipality", "verhuisd naar een andere gemeente"
    RETURNED = "returned", "teruggekeerd naar Oekraïne"
    ABROAD = "abroad", "naar een ander land"
    PLACE_ENDED = "place_ended", "de plaats is niet meer beschikbaar"
    UNKNOWN = "unknown", "vertrokken zonder melding"


class NotComeReason(models.TextChoices):
    ELSEWHERE = "elsewhere", "vond zelf iets anders"
    DECLINED = "declined", "wil deze plaats niet"
    UNREACHABLE = "unreachable", "niet meer te bereiken"
    LEFT = "left", "vertrok uit Vlaanderen"
    UNKNOWN = "unknown", "weet ik niet"


class StayQuerySet(models.QuerySet["Stay"]):
    def visible_to(self, by: Membership | None) -> Self:
        """The local government of the unit's municipality; and that of the household, except what was cancelled
        elsewhere. Which place a hold elsewhere is for, `rules.sees_place_of` keeps to itself until the yes."""
        if by is None or not by.is_kind(Kind.LOCAL_AUTHORITY):
            return self.none()
        return self.filter(
            Q(unit__site__municipality=by.organisation.municipality)
            | (Q(household__registered_by=by.organisation) & ~Q(status=Stay.Status.CANCELLED))
        )

    def standing(self) -> Self:
        """Holds and stays alike: everything that takes a unit."""
        return self.exclude(status=Stay.Status.CANCELLED)

    def after(self, day: date) -> Self:
        """Holds and stays that last beyond the morning of that day."""
        return self.standing().filter(lasts_after(day))

    def held(self) -> Self:
        return self.filter(status=Stay.Status.HELD)

    def granted(self) -> Self:
        """Somebody decided that the household may live there: planned, going on, or over."""
        return self.filter(status=Stay.Status.LIVED_IN)

    def arriving(self, begin: date, end: date) -> Self:
        """Holds and stays that begin on a day from `begin` up to `end` (not included)."""
        return self.standing().filter(period__startswith__gte=begin, period__startswith__lt=end)

    def leaving(self, begin: date, end: date) -> Self:
        """Granted stays whose last night was the one before a day from `begin` up to `end` (not included)."""
        return self.granted().filter(period__endswith__gte=begin, period__endswith__lt=end)

    def lived_in(self, *, on: date) -> Self:
        """People live there on that day."""
        return self.filter(status=Stay.Status.LIVED_IN, period__contains=on)


@pghistory.track()
class Stay(models.Model):
    """Who lives where, from when until when. A proposal's hold is a stay that is *held*."""

    PERSONAL: ClassVar = {"destination"}

    class Status(models.TextChoices):
        HELD = "held", "voorbehouden"
        LIVED_IN = "lived_in", "bewoond"
        CANCELLED = "cancelled", "geannuleerd"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.HELD: {Status.LIVED_IN, Status.CANCELLED},
        Status.LIVED_IN: {Status.CANCELLED},  # the household never came
        Status.CANCELLED: set(),
    }
    CAN_BE_UNDONE: ClassVar = {Status.LIVED_IN}
    WAITS_FOR: ClassVar[dict[str, str | None]] = {
        Status.HELD: "local_authority",
        Status.LIVED_IN: None,
        Status.CANCELLED: None,
    }

    household = models.ForeignKey(Household, models.PROTECT, related_name="stays", verbose_name="huishouden")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="stays", verbose_name="wooneenheid")
    persons = models.ManyToManyField(Person, related_name="stays", verbose_name="personen")
    period = DateRangeField("periode")
    status = models.CharField("toestand", max_length=10, choices=Status, default=Status.HELD)
    end_reason = models.CharField("reden van vertrek", max_length=18, choices=EndReason, blank=True)
    destination = models.CharField("waarheen", max_length=160, blank=True)
    created_at = models.DateTimeField("gemaakt op", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="gemaakt door",
    )
    moved_in_at = models.DateTimeField("intrek bevestigd op", null=True, blank=True)
    moved_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="intrek bevestigd door",
    )
    ended_at = models.DateTimeField("einde vastgelegd op", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="einde vastgelegd door",
    )

    objects = StayQuerySet.as_manager()

    class Meta:
        verbose_name = "verblijf"
        verbose_name_plural = "verblijven"
        ordering = ("-period", "-pk")
        indexes = (
            models.Index(fields=["-period", "-id"], name="stay_latest"),
            # Who comes and who goes on a day, of all stays that there ever were.
            models.Index(F("period__startswith"), condition=~Q(status="cancelled"), name="stay_begins"),
            models.Index(F("period__endswith"), condition=Q(status="lived_in"), name="stay_ends"),
        )
        triggers = (STAY_HAS_A_PLACE, STAY_AFTER_THE_OPENING)
        constraints = (
            known_status(["held", "lived_in", "cancelled"], name="stay_status_known"),
            ExclusionConstraint(
                name="stay_unit_once",
                expressions=[("unit", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=~Q(status="cancelled"),
                violation_error_message=UNIT_TAKEN,
            ),
            ExclusionConstraint(
                name="stay_household_once",
                expressions=[("household", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=~Q(status="cancelled"),
                violation_error_message="Dit huishouden heeft in die periode al een andere plaats.",
            ),
            CheckConstraint(
                condition=Q(period__isempty=False, period__startswith__isnull=False),
                name="stay_period_begins",
                violation_error_message="Een verblijf begint op een dag en duurt minstens één dag.",
            ),
            all_or_none("moved_in_at", "moved_in_by", name="stay_moved_in_at_and_by"),
            CheckConstraint(
                condition=Q(moved_in_at__isnull=True) | Q(status="lived_in"),
                name="stay_moved_in_after_grant",
                violation_error_message="Alleen wie de plaats kreeg, kan er intrekken.",
            ),
            all_or_none("ended_at", "ended_by", name="stay_ended_at_and_by"),
            CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(status="cancelled"),
                name="stay_cancelled_never_ended",
                violation_error_message="Een verblijf dat nooit begon, heeft geen vertrek.",
            ),
            CheckConstraint(
                condition=Q(ended_at__isnull=True) | (Q(period__endswith__isnull=False) & ~Q(end_reason="")),
                name="stay_end_has_reason",
                violation_error_message="Een vertrek heeft een datum en een reden.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.household} in {self.unit}"

    @property
    def reference(self) -> str:
        """The number by which a stay is called; it tells nothing about who lives there."""
        return f"B-{self.pk:06d}"

    @property
    def is_open(self) -> bool:
        """Granted, and nobody recorded yet that it ended."""
        return self.status == Stay.Status.LIVED_IN and self.ended_at is None

    @property
    def last_day(self) -> date | None:
        """The last day, as people say it: the day before the unit is free again."""
        return day_before(self.period.upper)
