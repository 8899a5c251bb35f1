"""What the village planner counts with: dated norms and dated types of units, each with its source."""

from datetime import date
from typing import ClassVar, Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, Q

from facility import money
from facility.models.contracts import CatalogueItem
from facility.planner import NORMS


class DatedQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        return self.filter(valid__contains=day)


@pghistory.track()
class VillageNorm(models.Model):
    """One number of the planner, for a period. `own`: our assumption, no rule was found."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"source"}

    code = models.CharField(
        "norm", max_length=24, choices=[(code, label) for code, (label, _, _, _) in NORMS.items()]
    )
    value = models.DecimalField("waarde", max_digits=9, decimal_places=2)
    valid = DateRangeField("geldig")
    own = models.BooleanField("eigen aanname", default=False)
    source = models.TextField("bron")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "norm van de nooddorpplanner"
        verbose_name_plural = "normen van de nooddorpplanner"
        ordering = ("code", "valid")
        constraints = (
            ExclusionConstraint(
                name="village_norm_once_at_a_time",
                expressions=[("code", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                violation_error_message="In deze periode geldt al een andere waarde.",
            ),
            CheckConstraint(
                condition=Q(value__gte=0, valid__isempty=False) & ~Q(source=""),
                name="village_norm_with_source",
                violation_error_message="Een norm is nul of meer, met een periode en een bron.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_code_display()}: {money.number(self.value)}"


@pghistory.track()
class VillageUnit(models.Model):
    """A type of housing unit. With a catalogue item, its price of the day takes the place of `price`."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"code", "name", "source"}

    code = models.SlugField("code", max_length=30)
    name = models.CharField("naam", max_length=120)
    places = models.PositiveSmallIntegerField("slaapplekken")
    living_area = models.DecimalField("woonoppervlakte (m²)", max_digits=6, decimal_places=1)
    footprint = models.DecimalField("oppervlakte op de grond (m²)", max_digits=6, decimal_places=1)
    own_sanitary = models.BooleanField("eigen sanitair")
    own_kitchen = models.BooleanField("eigen keuken")
    price = money.amount_field("prijs zonder btw")
    item = models.ForeignKey(
        CatalogueItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="artikel"
    )
    lead_days = models.PositiveSmallIntegerField("levertermijn (dagen)")
    valid = DateRangeField("geldig")
    own = models.BooleanField("eigen aanname", default=False)
    source = models.TextField("bron")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "type wooneenheid"
        verbose_name_plural = "types wooneenheid"
        ordering = ("code", "valid")
        constraints = (
            ExclusionConstraint(
                name="village_unit_once_at_a_time",
                expressions=[("code", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                violation_error_message="In deze periode bestaat dit type al.",
            ),
            CheckConstraint(
                condition=Q(
                    places__gt=0, living_area__gt=0, footprint__gt=0, price__gte=0, valid__isempty=False
                )
                & ~Q(source=""),
                name="village_unit_makes_sense",
                violation_error_message="Plaatsen en oppervlaktes zijn meer dan nul, en er is een bron.",
            ),
        )

    def __str__(self) -> str:
        return self.name
