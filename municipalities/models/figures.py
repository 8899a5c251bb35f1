"""Dated figures per municipality, each with its source."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.formats import number_format

from municipalities.models.places import Municipality


class StatisticSource(models.Model):
    """Where and when figures were fetched: shown wherever a figure is shown. Fetched anew = a new row."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"name", "description", "url"}

    name = models.CharField("naam", max_length=160)
    description = models.TextField("omschrijving", blank=True)
    url = models.CharField("webadres", max_length=300, blank=True)
    published_on = models.DateField("gepubliceerd op", null=True, blank=True)
    retrieved_on = models.DateField("opgehaald op")

    class Meta:
        verbose_name = "bron van cijfers"
        verbose_name_plural = "bronnen van cijfers"
        ordering = ("name", "-retrieved_on")
        constraints = (
            UniqueConstraint(
                fields=["name", "retrieved_on"],
                name="statistic_source_unique",
                violation_error_message="Deze bron is die dag al eens opgehaald.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Indicator(models.TextChoices):
    """What is counted or measured per municipality. `UNITS` and `DECIMALS` say in what and how precisely."""

    POPULATION = "population", "inwoners"
    AREA_KM2 = "area_km2", "oppervlakte"
    HOUSEHOLDS = "households", "huishoudens"
    INCOME_PER_INHABITANT = "income_per_inhabitant", "netto belastbaar inkomen per inwoner"
    LIVING_WAGE_RECIPIENTS = "living_wage_recipients", "personen met (equivalent) leefloon"
    LOI_PLACES = "loi_places", "plaatsen in lokale opvanginitiatieven (LOI)"
    OTHER_RECEPTION_PLACES = "other_reception_places", "andere opvangplaatsen voor verzoekers om bescherming"
    UNEMPLOYED = "unemployed", "niet-werkende werkzoekenden"
    SOCIAL_HOUSING = "social_housing", "sociale huurwoningen"


UNITS = {Indicator.AREA_KM2: "km²", Indicator.INCOME_PER_INHABITANT: "euro"}
DECIMALS = {Indicator.AREA_KM2: 2}


class StatisticQuerySet(models.QuerySet["Statistic"]):
    def latest_by(self, *, on: date) -> Self:
        """The figure in force on a day per municipality and indicator: the latest period that began by then.

        Never a later one, so that a conclusion about 2026 stays the same when the figures of 2027 arrive.
        Put filters on municipality, indicator or source before this; a filter on period belongs in `on`.
        """
        return (
            self.filter(period__lte=on)
            .order_by("municipality_id", "indicator", "-period")
            .distinct("municipality_id", "indicator")
        )

    def known_indicators(self) -> set[str]:
        """The indicators of which at least one municipality has a figure."""
        return set(self.order_by().values_list("indicator", flat=True).distinct())


@pghistory.track()
class Statistic(models.Model):
    """One figure of one municipality at one period. What a source does not know has no row: never zero."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="statistics", verbose_name="gemeente"
    )
    indicator = models.CharField("indicator", max_length=30, choices=Indicator)
    period = models.DateField(
        "periode", help_text="De peildatum, of de eerste dag van het jaar waarover het cijfer gaat."
    )
    value = models.DecimalField("waarde", max_digits=16, decimal_places=4)
    margin = models.DecimalField(
        "marge",
        max_digits=12,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="Hoeveel het cijfer naar boven of beneden kan afwijken. 0 = exact, leeg = niet bekend.",
    )
    source = models.ForeignKey(
        StatisticSource, models.PROTECT, related_name="statistics", verbose_name="bron"
    )

    objects = StatisticQuerySet.as_manager()

    class Meta:
        verbose_name = "cijfer"
        verbose_name_plural = "cijfers"
        ordering = ("municipality__name", "indicator", "-period")
        indexes = (models.Index(fields=["indicator", "period"], name="statistic_indicator_period"),)
        constraints = (
            UniqueConstraint(
                fields=["municipality", "indicator", "period"],
                name="statistic_one_per_period",
                violation_error_message="Voor deze gemeente en periode is er al een cijfer.",
            ),
            CheckConstraint(
                condition=Q(indicator__in=Indicator.values),
                name="statistic_indicator_known",
                violation_error_message="Deze indicator bestaat niet.",
            ),
            CheckConstraint(
                condition=Q(value__gte=0) & (Q(margin__isnull=True) | Q(margin__gte=0)),
                name="statistic_not_negative",
                violation_error_message="Een cijfer of marge kan niet negatief zijn.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_indicator_display()} {self.period:%d/%m/%Y}: {self.shown_value}"

    @property
    def shown_value(self) -> str:
        """The figure as people read it, with its unit: "562.001", "208,22 km²", "17.257 euro"."""
        unit = UNITS.get(Indicator(self.indicator), "")
        return f"{self._shown(self.value)} {unit}".strip()

    @property
    def shown_margin(self) -> str:
        """The margin as people read it; empty when it is not known."""
        if self.margin is None:
            return ""
        return "exact" if self.margin == 0 else f"± {self._shown(self.margin)}"

    def _shown(self, number: Decimal) -> str:
        decimals = DECIMALS.get(Indicator(self.indicator), 0)
        return number_format(number, decimal_pos=decimals, use_l10n=True, force_grouping=True)
