"""What is looked at on a visit: the checklist, dated, and what was seen for each of its items."""

from datetime import date
from typing import ClassVar, Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from housing.models.inspections import Defect, Inspection


class Theme(models.TextChoices):
    """The test of domain.md 1.4, source S10."""

    SAFE = "safe", "Veilig"
    HEALTHY = "healthy", "Gezond"
    DIGNIFIED = "dignified", "Menswaardig"


class ChecklistItemQuerySet(models.QuerySet["ChecklistItem"]):
    def valid(self, *, on: date) -> Self:
        """What is looked at on a visit of that day, in the order of walking."""
        return self.filter(valid__contains=on)


@pghistory.track()
class ChecklistItem(models.Model):
    """One thing to look at. A wording that changes is a new row: earlier visits keep what was asked then."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"text", "hint", "source"}

    theme = models.CharField("thema", max_length=9, choices=Theme)
    domain = models.CharField("waarover een gebrek dan gaat", max_length=13, choices=Defect.Domain)
    text = models.CharField("wat kijkt u na?", max_length=160)
    hint = models.CharField("uitleg", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("volgorde")
    valid = DateRangeField("geldig")
    source = models.CharField("bron", max_length=200)

    objects = ChecklistItemQuerySet.as_manager()

    class Meta:
        verbose_name = "punt van de controlelijst"
        verbose_name_plural = "controlelijst plaatsbezoek"
        ordering = ("position", "pk")
        constraints = (
            ExclusionConstraint(
                name="checklist_item_once_at_a_time",
                expressions=[("text", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                violation_error_message="In deze periode staat dit punt al op de lijst.",
            ),
            CheckConstraint(
                condition=Q(valid__isempty=False, valid__startswith__isnull=False),
                name="checklist_item_dated",
                violation_error_message="Een punt geldt vanaf een datum.",
            ),
            CheckConstraint(
                condition=~Q(source=""),
                name="checklist_item_with_source",
                violation_error_message="Schrijf op waar dit punt vandaan komt.",
            ),
        )

    def __str__(self) -> str:
        return self.text


@pghistory.track()
class InspectionAnswer(models.Model):
    """What was seen for one item on one visit. What is not in order is a finding: a task."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    class Outcome(models.TextChoices):
        IN_ORDER = "in_order", "in orde"
        NOT_IN_ORDER = "not_in_order", "niet in orde"
        NOT_APPLICABLE = "not_applicable", "niet van toepassing"

    inspection = models.ForeignKey(
        Inspection, models.CASCADE, related_name="answers", verbose_name="plaatsbezoek"
    )
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="+", verbose_name="punt")
    outcome = models.CharField("gezien", max_length=14, choices=Outcome)
    defect = models.OneToOneField(
        Defect, models.CASCADE, null=True, blank=True, related_name="answer", verbose_name="gebrek"
    )

    class Meta:
        verbose_name = "antwoord op de controlelijst"
        verbose_name_plural = "antwoorden op de controlelijst"
        ordering = ("item__position", "pk")
        constraints = (
            UniqueConstraint(
                fields=["inspection", "item"],
                name="inspection_answer_once",
                violation_error_message="Dit punt is voor dit bezoek al ingevuld.",
            ),
            CheckConstraint(
                condition=Q(outcome__in=["in_order", "not_in_order", "not_applicable"]),
                name="inspection_answer_known",
                violation_error_message="Kies in orde, niet in orde of niet van toepassing.",
            ),
            CheckConstraint(
                condition=Q(outcome="not_in_order", defect__isnull=False)
                | (~Q(outcome="not_in_order") & Q(defect__isnull=True)),
                name="inspection_answer_with_finding",
                violation_error_message="Schrijf bij wat niet in orde is welk gebrek u zag.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item}: {self.get_outcome_display()}"
