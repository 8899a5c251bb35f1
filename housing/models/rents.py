"""Guide rents (richthuurprijzen): what is asked of displaced persons for a place, dated and with their source."""

from datetime import date
from typing import ClassVar, Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Q


class Living(models.TextChoices):
    """How one lives there: own kitchen and sanitary, one of them shared, or together (domain.md 2.4, S35 and S76)."""

    DWELLING = "dwelling", "zelfstandige woning"
    ROOM = "room", "kamer"
    COLLECTIVE = "collective", "collectieve opvang"


class Family(models.TextChoices):
    """As in the scale of the leefloon, from which the guide rents follow (source S77)."""

    SINGLE = "single", "alleenstaande"
    FAMILY = "family", "persoon met gezinslast"
    COHABITING = "cohabiting", "samenwonende"


class GuideRentQuerySet(models.QuerySet["GuideRent"]):
    def known(self, *, on: date) -> Self:
        """The latest amounts that were published on or before that day, one per situation."""
        return (
            self.filter(valid__startswith__lte=on)
            .order_by("living", "family", "costs_included", "-valid__startswith")
            .distinct("living", "family", "costs_included")
        )


@pghistory.track()
class GuideRent(models.Model):
    """Euros per month for one situation while `valid`. With `highest`, everything from `amount` up to it."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"source"}

    living = models.CharField("soort wonen", max_length=10, choices=Living)
    family = models.CharField("huishouden", max_length=10, choices=Family)
    costs_included = models.BooleanField("kosten inbegrepen")
    amount = models.DecimalField("bedrag per maand (€)", max_digits=8, decimal_places=2)
    highest = models.DecimalField(
        "hoogste bedrag per maand (€)", max_digits=8, decimal_places=2, null=True, blank=True
    )
    valid = DateRangeField("geldig")
    source = models.CharField("bron", max_length=200)

    objects = GuideRentQuerySet.as_manager()

    class Meta:
        verbose_name = "richthuurprijs"
        verbose_name_plural = "richthuurprijzen"
        ordering = ("living", "family", "costs_included", "valid")
        constraints = (
            ExclusionConstraint(
                name="guide_rent_once_at_a_time",
                expressions=[
                    ("living", RangeOperators.EQUAL),
                    ("family", RangeOperators.EQUAL),
                    ("costs_included", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                violation_error_message="In deze periode geldt voor deze situatie al een richthuurprijs.",
            ),
            CheckConstraint(
                condition=Q(amount__gt=0) & (Q(highest__isnull=True) | Q(highest__gte=F("amount"))),
                name="guide_rent_positive",
                violation_error_message="Een richthuurprijs is meer dan 0 euro; het hoogste bedrag ligt niet lager.",
            ),
            CheckConstraint(
                condition=Q(valid__isempty=False, valid__startswith__isnull=False),
                name="guide_rent_dated",
                violation_error_message="Een richthuurprijs geldt vanaf een datum.",
            ),
            CheckConstraint(
                condition=~Q(source=""),
                name="guide_rent_with_source",
                violation_error_message="Schrijf op waar dit bedrag vandaan komt.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_living_display()}, {self.get_family_display()}"
