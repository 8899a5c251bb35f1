"""Plan (regioplan): all waiting households and all free units of an area as one proposal, frozen with its figures."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Kind, Membership, Organisation
from audit.constraints import all_or_none, known_status
from households.models import Household
from housing.models import Unit
from matching.models.proposals import Proposal
from municipalities.models import Municipality, Province

# A worker that says nothing for so long is gone; another one begins again.
LEASE = timedelta(minutes=3)


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, by: Membership | None) -> Self:
        """ABB sees every plan, a governor those of his province. Nobody else: a plan is no decision."""
        if by is None:
            return self.none()
        if by.is_kind(Kind.ABB):
            return self.all()
        if by.is_kind(Kind.GOVERNOR):
            return self.filter(province=by.organisation.province)
        return self.none()

    def to_work_on(self, *, now: datetime) -> Self:
        """Asked, and in the hands of no worker that is alive."""
        return self.filter(
            Q(worked_on_at__isnull=True) | Q(worked_on_at__lt=now - LEASE), status=Plan.Status.ASKED
        )


@pghistory.track(fields=["name", "status", "made_at"])
class Plan(models.Model):
    """What was asked (area, weights, pins), and once it is made what came out. Never written again after that.

    `weights` holds how heavy the `spread` counts (1 as in `matching.planning.Weights`); `pins` holds `keep` and
    `never` as pairs of household and unit (ids) and `at_most` as {NIS code: persons}. `result` holds the figures of the
    calculation: objective, bound, gap, baselines, fairness, what the spread costs, municipalities before and after.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"weights", "pins", "stage", "input_hash", "result"}
    WRITTEN: ClassVar = {"name", "problem"}

    class Status(models.TextChoices):
        ASKED = "asked", "wordt berekend"
        MADE = "made", "klaar"
        FAILED = "failed", "mislukt"
        CANCELLED = "cancelled", "gestopt"

    class Level(models.TextChoices):
        UNITS = "units", "tot op de wooneenheid"
        TOWNS = "towns", "tot op de gemeente"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.ASKED: {Status.MADE, Status.FAILED, Status.CANCELLED},
        Status.MADE: set(),
        Status.FAILED: set(),
        Status.CANCELLED: set(),
    }
    WAITS_FOR: ClassVar[dict[str, str | None]] = {
        Status.ASKED: "system",
        Status.MADE: None,
        Status.FAILED: None,
        Status.CANCELLED: None,
    }

    name = models.CharField("naam", max_length=120)
    level = models.CharField("hoe diep", max_length=5, choices=Level, default=Level.UNITS)
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="provincie"
    )
    on = models.DateField("vrij op")
    seed = models.PositiveIntegerField("startgetal", default=1)
    previous = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="vorig plan"
    )
    weights = models.JSONField("gewichten", default=dict)
    pins = models.JSONField("vastgezet", default=dict)
    status = models.CharField("toestand", max_length=9, choices=Status, default=Status.ASKED)
    asked_at = models.DateTimeField("gevraagd op", default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="gevraagd door"
    )
    worked_on_at = models.DateTimeField("laatst aan gewerkt op", null=True, blank=True)
    stage = models.CharField("stap", max_length=20, blank=True)
    part_done = models.FloatField("deel gedaan", default=0.0)
    made_at = models.DateTimeField("klaar op", null=True, blank=True)
    input_hash = models.CharField("kenmerk van de invoer", max_length=16, blank=True)
    result = models.JSONField("uitkomst", default=dict)
    problem = models.CharField("wat ging er mis", max_length=300, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "regioplan"
        verbose_name_plural = "regioplannen"
        ordering = ("-asked_at", "-pk")
        constraints = (
            known_status(["asked", "made", "failed", "cancelled"], name="plan_status_known"),
            CheckConstraint(
                condition=Q(status="made", made_at__isnull=False)
                | (~Q(status="made") & Q(made_at__isnull=True)),
                name="plan_made_at",
                violation_error_message="Alleen een plan dat klaar is, heeft een uitkomst.",
            ),
            CheckConstraint(
                condition=~Q(status="failed") | ~Q(problem=""),
                name="plan_failed_with_reason",
                violation_error_message="Zeg wat er misging.",
            ),
            CheckConstraint(
                condition=Q(part_done__gte=0, part_done__lte=1),
                name="plan_part_done",
                violation_error_message="Een deel ligt tussen 0 en 1.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def area(self) -> str:
        return f"provincie {self.province}" if self.province else "heel Vlaanderen"


class PlanLineQuerySet(models.QuerySet["PlanLine"]):
    def visible_to(self, by: Membership | None) -> Self:
        return self.filter(plan__in=Plan.objects.visible_to(by))

    def open(self) -> Self:
        """Placed by the plan to a unit, and not taken up by anybody yet."""
        return self.filter(
            unit__isnull=False, proposal__isnull=True, skipped_at__isnull=True, chosen_at__isnull=True
        )

    def chosen(self) -> Self:
        """An official wants a proposal made of it; a worker does so."""
        return self.filter(chosen_at__isnull=False, proposal__isnull=True, problem="")


class PlanLine(models.Model):
    """One household in one plan: where it could go with the parts of its score, or why nowhere.

    `parts` are [name, points]; they add up to `points`. `others` are sentences on where else it could go. A line
    that is taken up points to the ordinary proposal that it became; one that is passed over says who did so.
    """

    PERSONAL: ClassVar = {"parts", "others"}
    WRITTEN: ClassVar = {"reason", "problem"}

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="lines", verbose_name="plan")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+", verbose_name="huishouden")
    asked_by = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="lokaal bestuur"
    )
    persons = models.PositiveSmallIntegerField("personen")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="wooneenheid"
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="gemeente"
    )
    points = models.FloatField("punten", default=0.0)
    parts = models.JSONField("delen", default=list)
    others = models.JSONField("waar anders", default=list)
    reason = models.CharField("waarom niet", max_length=300, blank=True)
    chosen_at = models.DateTimeField("gekozen op", null=True, blank=True)
    chosen_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="gekozen door"
    )
    proposal = models.OneToOneField(
        Proposal, models.PROTECT, null=True, blank=True, related_name="plan_line", verbose_name="voorstel"
    )
    problem = models.CharField("kon niet voorgesteld worden", max_length=300, blank=True)
    skipped_at = models.DateTimeField("overgeslagen op", null=True, blank=True)
    skipped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="overgeslagen door",
    )

    objects = PlanLineQuerySet.as_manager()

    class Meta:
        verbose_name = "lijn van een regioplan"
        verbose_name_plural = "lijnen van een regioplan"
        ordering = ("plan", "-points", "pk")
        constraints = (
            UniqueConstraint(
                fields=["plan", "household"],
                name="plan_line_household_once",
                violation_error_message="Dit huishouden staat al in dit plan.",
            ),
            UniqueConstraint(
                fields=["plan", "unit"],
                condition=Q(unit__isnull=False),
                name="plan_line_unit_once",
                violation_error_message="Deze wooneenheid is in dit plan al verdeeld.",
            ),
            CheckConstraint(
                condition=(Q(municipality__isnull=True) & ~Q(reason="") & Q(unit__isnull=True))
                | Q(municipality__isnull=False, reason=""),
                name="plan_line_somewhere_or_why_not",
                violation_error_message="Een huishouden krijgt een plaats, of een reden waarom niet.",
            ),
            CheckConstraint(
                condition=Q(chosen_at__isnull=True, proposal__isnull=True)
                | Q(unit__isnull=False, skipped_at__isnull=True, chosen_at__isnull=False),
                name="plan_line_proposed_or_skipped",
                violation_error_message="Een lijn wordt voorgesteld of overgeslagen, niet beide.",
            ),
            all_or_none("chosen_at", "chosen_by", name="plan_line_chosen_at_and_by"),
            all_or_none("skipped_at", "skipped_by", name="plan_line_skipped_at_and_by"),
        )

    def __str__(self) -> str:
        return f"{self.household.reference} in {self.plan}"
