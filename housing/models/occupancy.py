"""The occupancy norm (bezettingsnorm), dated, and what was measured on a visit."""

from datetime import date
from typing import ClassVar, Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, Q

from housing.models.inspections import Inspection
from housing.models.rents import Living


class OccupancyNormQuerySet(models.QuerySet["OccupancyNorm"]):
    def valid(self, *, on: date) -> Self:
        return self.filter(valid__contains=on)


@pghistory.track()
class OccupancyNorm(models.Model):
    """One step of the norm: from `at_least` on, so many persons. Or, per person, so many m²."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"source"}

    class Measure(models.TextChoices):
        AREA = "area", "nettovloeroppervlakte van de woonlokalen (m²)"
        ROOMS = "rooms", "aantal woonlokalen"
        AREA_EACH = "area_each", "slaapruimte per persoon (m²)"

    living = models.CharField("soort wonen", max_length=10, choices=Living)
    measure = models.CharField("wat telt", max_length=9, choices=Measure)
    at_least = models.DecimalField("vanaf", max_digits=6, decimal_places=1)
    persons = models.PositiveSmallIntegerField("personen")
    draft = models.BooleanField(
        "ontwerp", default=True, help_text="Nog te bevestigen: de cijfers zijn een eigen voorstel."
    )
    valid = DateRangeField("geldig")
    source = models.CharField("bron", max_length=200)

    objects = OccupancyNormQuerySet.as_manager()

    class Meta:
        verbose_name = "stap van de bezettingsnorm"
        verbose_name_plural = "bezettingsnorm"
        ordering = ("living", "measure", "at_least", "valid")
        constraints = (
            ExclusionConstraint(
                name="occupancy_norm_once_at_a_time",
                expressions=[
                    ("living", RangeOperators.EQUAL),
                    ("measure", RangeOperators.EQUAL),
                    ("at_least", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                violation_error_message="In deze periode staat deze stap al in de norm.",
            ),
            CheckConstraint(
                condition=Q(at_least__gt=0, persons__gt=0),
                name="occupancy_norm_positive",
                violation_error_message="Een stap begint boven 0 en telt minstens 1 persoon.",
            ),
            CheckConstraint(
                condition=Q(valid__isempty=False, valid__startswith__isnull=False),
                name="occupancy_norm_dated",
                violation_error_message="Een norm geldt vanaf een datum.",
            ),
            CheckConstraint(
                condition=~Q(source=""),
                name="occupancy_norm_with_source",
                violation_error_message="Schrijf op waar deze norm vandaan komt.",
            ),
        )

    def __str__(self) -> str:
        at_least = str(self.at_least).replace(".", ",")
        return f"{self.get_living_display()}, {self.get_measure_display()}: vanaf {at_least}"


@pghistory.track()
class MeasuredUnit(models.Model):
    """So many units alike, as measured on the spot. Only living rooms count: kitchen, living and sleeping rooms of at
    least 4 m² and 220 cm high (domain.md 2.5, source S82). For a collective place: the sleeping space."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"label"}

    inspection = models.ForeignKey(
        Inspection, models.CASCADE, related_name="measured_units", verbose_name="plaatsbezoek"
    )
    count = models.PositiveSmallIntegerField("aantal gelijke eenheden", default=1)
    label = models.CharField("naam", max_length=50)
    living = models.CharField("soort wonen", max_length=10, choices=Living)
    living_rooms = models.PositiveSmallIntegerField("woonlokalen per eenheid")
    floor_area = models.DecimalField("m² per eenheid", max_digits=6, decimal_places=1)

    class Meta:
        verbose_name = "gemeten eenheid"
        verbose_name_plural = "gemeten eenheden"
        ordering = ("pk",)
        constraints = (
            CheckConstraint(
                condition=Q(count__gt=0, living_rooms__gt=0, floor_area__gt=0) & ~Q(label=""),
                name="measured_unit_positive",
                violation_error_message="Aantal, woonlokalen en oppervlakte zijn meer dan 0, en er is een naam.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.count} × {self.label}, {self.floor_area} m²"
