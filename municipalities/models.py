"""Where: municipalities and what they belong to, their postcodes, their dated figures, their boundaries.

Everything here is reference data with a source. Only `Change` is written by other apps, through
`municipalities.changes.announce`.
"""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone
from django.utils.formats import number_format

from audit.constraints import all_or_none

nis_validator = RegexValidator(r"^\d{5}$", "Een NIS-code telt vijf cijfers.")
kbo_validator = RegexValidator(
    r"^[01]\d{9}$", "Een ondernemingsnummer telt tien cijfers en begint met 0 of 1."
)
postal_code_validator = RegexValidator(r"^[1-9]\d{3}$", "Een postcode telt vier cijfers.")


class Province(models.Model):
    """One of the five Flemish provinces."""

    class Code(models.TextChoices):
        ANT = "ANT", "Antwerpen"
        LIM = "LIM", "Limburg"
        OVL = "OVL", "Oost-Vlaanderen"
        VBR = "VBR", "Vlaams-Brabant"
        WVL = "WVL", "West-Vlaanderen"

    PERSONAL: ClassVar = frozenset()

    nis_code = models.CharField("NIS-code", max_length=5, unique=True, validators=[nis_validator])
    code = models.CharField("afkorting", max_length=3, choices=Code, unique=True)
    name = models.CharField("naam", max_length=40, unique=True)

    class Meta:
        verbose_name = "provincie"
        verbose_name_plural = "provincies"
        ordering = ("name",)
        constraints = (
            CheckConstraint(
                condition=Q(code__in=["ANT", "LIM", "OVL", "VBR", "WVL"]),
                name="province_code_known",
                violation_error_message="Deze provincie bestaat niet.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class ReferenceRegion(models.Model):
    """One of the fifteen regions (referentieregio's) in which Flemish municipalities work together since 2022."""

    PERSONAL: ClassVar = frozenset()

    name = models.CharField("naam", max_length=60, unique=True)
    slug = models.SlugField("adresnaam", max_length=60, unique=True)

    class Meta:
        verbose_name = "referentieregio"
        verbose_name_plural = "referentieregio’s"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def current(self) -> Self:
        """The municipalities that exist now: the 285 of 1 January 2025, until a next merger is recorded."""
        return self.filter(merged_into__isnull=True)

    def resolve(self, nis_code: str) -> "Municipality":
        """The municipality that has this code today, mergers followed to the end.

        Raises Municipality.DoesNotExist for a code that never belonged to a Flemish municipality (since 2018).
        """
        found = self.get(nis_code=nis_code)
        while found.merged_into_id is not None:
            found = self.get(pk=found.merged_into_id)
        return found

    def by_code(self) -> dict[str, "Municipality"]:
        """Every known code, old or new, with the municipality of today. One query; for imports."""
        rows = {row.pk: row for row in self.all()}
        today: dict[str, Municipality] = {}
        for row in rows.values():
            successor = row
            while successor.merged_into_id is not None:
                successor = rows[successor.merged_into_id]
            today[row.nis_code] = successor
        return today


@pghistory.track()
class Municipality(models.Model):
    """A municipality. One that merged away stays as a row that points to its successor, so that an old code finds it.

    `latitude` and `longitude` (WGS84, degrees) are a point inside the municipality, for distances and the map.
    """

    PERSONAL: ClassVar = frozenset()

    nis_code = models.CharField("NIS-code", max_length=5, unique=True, validators=[nis_validator])
    name = models.CharField("naam", max_length=80, db_index=True)
    province = models.ForeignKey(
        Province, models.PROTECT, related_name="municipalities", verbose_name="provincie"
    )
    arrondissement = models.CharField("arrondissement", max_length=40, blank=True)
    reference_region = models.ForeignKey(
        ReferenceRegion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="municipalities",
        verbose_name="referentieregio",
    )
    latitude = models.FloatField("breedtegraad", null=True, blank=True)
    longitude = models.FloatField("lengtegraad", null=True, blank=True)
    kbo_number = models.CharField(
        "KBO-nummer van de gemeente", max_length=10, blank=True, validators=[kbo_validator]
    )
    ocmw_kbo_number = models.CharField(
        "KBO-nummer van het OCMW", max_length=10, blank=True, validators=[kbo_validator]
    )
    ovo_code = models.CharField("OVO-code van de gemeente", max_length=9, blank=True)
    ocmw_ovo_code = models.CharField("OVO-code van het OCMW", max_length=9, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="opgegaan in"
    )
    merged_on = models.DateField("fusiedatum", null=True, blank=True)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = "gemeente"
        verbose_name_plural = "gemeenten"
        ordering = ("name", "nis_code")
        constraints = (
            UniqueConstraint(
                fields=["name"],
                condition=Q(merged_into__isnull=True),
                name="municipality_name_unique_today",
                violation_error_message="Er is al een gemeente met deze naam.",
            ),
            all_or_none(
                "merged_into",
                "merged_on",
                name="municipality_merger_complete",
                message="Een fusie heeft een nieuwe gemeente én een datum.",
            ),
            CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="municipality_not_into_itself",
                violation_error_message="Een gemeente kan niet in zichzelf opgaan.",
            ),
            CheckConstraint(
                condition=Q(merged_into__isnull=False)
                | Q(reference_region__isnull=False, latitude__isnull=False, longitude__isnull=False),
                name="municipality_of_today_is_complete",
                violation_error_message="Een gemeente van vandaag heeft een referentieregio en een punt op de kaart.",
            ),
            CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(50.6, 51.6), longitude__range=(2.5, 6.0)),
                name="municipality_point_in_flanders",
                violation_error_message="Dit punt ligt niet in Vlaanderen.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class PostalCodeQuerySet(models.QuerySet["PostalCode"]):
    def for_code(self, code: str) -> Self:
        """The places with this postcode, of which there may be several, sometimes in several municipalities."""
        return self.filter(code=code).select_related("municipality")


class PostalCode(models.Model):
    """A postcode with one of the places and one of the municipalities that it serves. Some codes have no place."""

    PERSONAL: ClassVar = frozenset()

    code = models.CharField("postcode", max_length=4, db_index=True, validators=[postal_code_validator])
    place = models.CharField("plaatsnaam", max_length=80, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="postal_codes", verbose_name="gemeente"
    )

    objects = PostalCodeQuerySet.as_manager()

    class Meta:
        verbose_name = "postcode"
        verbose_name_plural = "postcodes"
        ordering = ("code", "place", "municipality")
        constraints = (
            UniqueConstraint(
                fields=["code", "place", "municipality"],
                name="postal_code_unique",
                violation_error_message="Deze postcode staat al bij deze gemeente.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.place}".strip()


class StatisticSource(models.Model):
    """Where figures come from: shown wherever a figure is shown."""

    PERSONAL: ClassVar = frozenset()

    name = models.CharField("naam", max_length=160, unique=True)
    description = models.TextField("omschrijving", blank=True)
    url = models.CharField("webadres", max_length=300, blank=True)
    published_on = models.DateField("gepubliceerd op", null=True, blank=True)
    retrieved_on = models.DateField("opgehaald op")

    class Meta:
        verbose_name = "bron van cijfers"
        verbose_name_plural = "bronnen van cijfers"
        ordering = ("name",)

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


@pghistory.track()
class Statistic(models.Model):
    """One figure of one municipality at one period. What a source does not know has no row: never zero."""

    PERSONAL: ClassVar = frozenset()

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
        help_text="Hoeveel het cijfer naar boven of naar beneden kan afwijken. 0 = exact, leeg = niet bekend.",
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


class Boundary(models.Model):
    """The outline of one municipality in the coordinates of the map (`municipalities.projection`)."""

    PERSONAL: ClassVar = frozenset()

    municipality = models.OneToOneField(
        Municipality, models.CASCADE, related_name="boundary", verbose_name="gemeente"
    )
    path = models.TextField("omtrek", help_text="Als pad in SVG.")
    source = models.CharField("bestand", max_length=200)
    credit = models.CharField("bronvermelding", max_length=300)
    loaded_on = models.DateField("ingeladen op")

    class Meta:
        verbose_name = "gemeentegrens"
        verbose_name_plural = "gemeentegrenzen"
        ordering = ("municipality__name",)

    def __str__(self) -> str:
        return f"Grens van {self.municipality}"


class ChangeQuerySet(models.QuerySet["Change"]):
    def unhandled(self) -> Self:
        """What nobody has worked on yet, oldest first. The taker adds `select_for_update(skip_locked=True)`."""
        return self.filter(handled_at__isnull=True).order_by("pk")


class Change(models.Model):
    """Outbox: something changed in a municipality, so that its figures must be computed again.

    Written with the change itself (`municipalities.changes.announce`), taken by the task of `spread`. Only
    `handled_at` is ever set afterwards, and only a handled row may be cleared away.
    """

    class Kind(models.TextChoices):
        PLACES = "places", "plaatsen"
        STAY = "stay", "verblijf"
        STATISTICS = "statistics", "cijfers"

    PERSONAL: ClassVar = frozenset()

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name="gemeente")
    kind = models.CharField("soort", max_length=20, choices=Kind)
    occurred_at = models.DateTimeField("wanneer", default=timezone.now)
    handled_at = models.DateTimeField("verwerkt", null=True, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "verandering"
        verbose_name_plural = "veranderingen"
        ordering = ("pk",)
        indexes = (
            models.Index(fields=["id"], condition=Q(handled_at__isnull=True), name="change_unhandled"),
        )
        triggers = (
            pgtrigger.ReadOnly(name="append_only", exclude=["handled_at"]),
            pgtrigger.Protect(
                name="kept_until_handled",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__handled_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} in {self.municipality}"
