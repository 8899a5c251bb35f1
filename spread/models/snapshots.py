"""What is computed: the counters of each municipality, and the indicators of each area on each day."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import CheckConstraint, F, Max, Q, Subquery, UniqueConstraint

from accounts.models import Kind, Membership
from municipalities.models import Municipality, Province, ReferenceRegion
from spread.models.keys import SpreadKey


class MunicipalityLoad(models.Model):
    """What there is in one municipality: counted from the places and stays by `spread.counting`, never typed.

    All in places (slaapplekken), except `persons`. `own_places` is the part of `places` that is public, an emergency
    village or collective: how much each type counts is said by the key.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    municipality = models.OneToOneField(
        Municipality, models.PROTECT, primary_key=True, related_name="load", verbose_name="gemeente"
    )
    on = models.DateField("geteld voor")
    places = models.PositiveIntegerField("geregistreerde plaatsen", default=0)
    own_places = models.PositiveIntegerField("waarvan publiek of collectief", default=0)
    deployable = models.PositiveIntegerField("inzetbare plaatsen", default=0)
    free = models.PositiveIntegerField("vrije plaatsen", default=0)
    occupied = models.PositiveIntegerField("bezette plaatsen", default=0)
    persons = models.PositiveIntegerField("personen die er wonen", default=0)

    class Meta:
        verbose_name = "telling per gemeente"
        verbose_name_plural = "tellingen per gemeente"
        ordering = ("municipality",)

    def __str__(self) -> str:
        return f"{self.municipality}: {self.places} plaatsen"


class Level(models.TextChoices):
    MUNICIPALITY = "municipality", "gemeente"
    REGION = "region", "referentieregio"
    PROVINCE = "province", "provincie"
    FLANDERS = "flanders", "Vlaanderen"


class RatioClass(models.TextChoices):
    """Places against the target, in the classes of quant.md A.4."""

    LOW = "low", "minder dan 80 %"
    NEAR = "near", "80 tot 120 %"
    HIGH = "high", "120 tot 150 %"
    VERY_HIGH = "very_high", "150 % of meer"
    SMALL = "small", "doel kleiner dan 20"
    NONE = "none", "geen doel"


class IndicatorSnapshotQuerySet(models.QuerySet["IndicatorSnapshot"]):
    def visible_to(self, by: Membership | None) -> Self:
        """Governments see all of Flanders; a governor the municipalities of his province; providers nothing."""
        if by is None:
            return self.none()
        match by.organisation.kind:
            case Kind.LOCAL_AUTHORITY | Kind.FACILITY | Kind.VLOT | Kind.ABB:
                return self.all()
            case Kind.GOVERNOR:
                return self.filter(~Q(level=Level.MUNICIPALITY) | Q(province=by.organisation.province_id))
            case _:
                return self.none()

    def current(self) -> Self:
        """The newest day of the leading key: what the pages show."""
        newest = IndicatorSnapshot.objects.filter(key__leading=True).order_by("-on").values("on")[:1]
        return self.filter(key__leading=True, on=Subquery(newest))

    def of(self, level: Level) -> Self:
        """The rows of one level, with the names that a table needs."""
        return self.filter(level=level).select_related("municipality", "province", "reference_region")

    def of_day(self, key: SpreadKey, on: date) -> Self:
        """Everything by this key on that day, with the names of the areas; without the explanations."""
        areas = ("municipality", "province", "reference_region")
        return self.filter(key=key, on=on).select_related(*areas).defer("explanation")

    def of_levels(self, level: Level) -> Self:
        """The rows of one level, and that of Flanders."""
        return self.filter(level__in=(level, Level.FLANDERS))

    def days_of(self, code: str) -> models.QuerySet[Any, date]:
        """The days for which there are figures by any version of that key, the newest first."""
        days = self.filter(key__code=code, level=Level.FLANDERS).order_by("-on")
        return days.values_list("on", flat=True).distinct()

    def series(
        self, code: str, days: Collection[date], level: Level, column: str
    ) -> models.QuerySet[Any, tuple[str, Any]]:
        """Per area (its NIS code, or the slug of a region) the values of one column on these days, the oldest first."""
        area = {Level.REGION: "reference_region__slug", Level.PROVINCE: "province__nis_code"}
        rows = self.filter(key__code=code, on__in=list(days), level=level).order_by("on")
        return rows.values_list(area.get(level, "municipality__nis_code"), column)

    def past_of(self, row: "IndicatorSnapshot") -> Self:
        """The same area by the same key (any version) on the days before, the newest first."""
        area = {"municipality": row.municipality_id, "province": row.province_id}
        same = self.filter(key__code=row.key.code, level=row.level, on__lt=row.on)
        return same.filter(**area).order_by("-on")

    def beside(self, municipality: int | None) -> Self:
        """Flanders, and one municipality to put beside it."""
        return self.filter(
            Q(level=Level.FLANDERS) | Q(level=Level.MUNICIPALITY, municipality=municipality)
        ).select_related("municipality", "key")

    def newest_day(self) -> date | None:
        """The last day for which anything was computed."""
        return self.aggregate(newest=Max("on"))["newest"]


class IndicatorSnapshot(models.Model):
    """The indicators of one area on one day by one key. Earlier days are never written again.

    `share` is a part of one; `per_1000` is places per 1,000 inhabitants; `gap` is places minus target, so that below
    zero means too few; `ratio` is places divided by target. Unknown is null, never zero: without inhabitants no
    target, and with a target of 0 no ratio.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"explanation", "input_hash", "target_hash"}

    on = models.DateField("dag")
    key = models.ForeignKey(
        SpreadKey, models.PROTECT, related_name="snapshots", verbose_name="verdeelsleutel"
    )
    level = models.CharField("niveau", max_length=12, choices=Level)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="snapshots", verbose_name="gemeente"
    )
    reference_region = models.ForeignKey(
        ReferenceRegion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="referentieregio",
    )
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="provincie"
    )

    population = models.PositiveIntegerField("inwoners", null=True)
    places = models.PositiveIntegerField("plaatsen")
    deployable = models.PositiveIntegerField("inzetbaar")
    free = models.PositiveIntegerField("vrij")
    occupied = models.PositiveIntegerField("bezet")
    persons = models.PositiveIntegerField("personen")
    weighted_places = models.DecimalField("gewogen plaatsen", max_digits=12, decimal_places=2)
    per_1000 = models.DecimalField("per 1.000 inwoners", max_digits=12, decimal_places=6, null=True)
    share = models.DecimalField("aandeel", max_digits=13, decimal_places=12, null=True)
    target = models.PositiveIntegerField("doel", null=True)
    gap = models.IntegerField("verschil", null=True)
    ratio = models.DecimalField("verhouding", max_digits=12, decimal_places=4, null=True)
    ratio_class = models.CharField("klasse", max_length=10, choices=RatioClass)
    exempt = models.BooleanField("vrijgesteld", default=False)
    limited = models.BooleanField("begrensd", default=False)
    explanation = models.JSONField("verklaring")
    input_hash = models.CharField("vingerafdruk van de invoer", max_length=64)
    target_hash = models.CharField(
        "vingerafdruk van wat het doel bepaalt", max_length=64, default="", editable=False
    )
    computed_at = models.DateTimeField("berekend")

    objects = IndicatorSnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = "spreiding"
        verbose_name_plural = "spreiding per gemeente"
        ordering = ("-on", "level", "municipality__name")
        indexes = (models.Index(fields=["key", "-on"], name="snapshot_newest"),)
        constraints = (
            UniqueConstraint(
                fields=["on", "key", "level", "municipality", "reference_region", "province"],
                name="snapshot_once_per_area_and_day",
                nulls_distinct=False,
                violation_error_message="Voor dit gebied en deze dag is er al een cijfer.",
            ),
            CheckConstraint(
                condition=(
                    Q(
                        level=Level.MUNICIPALITY,
                        municipality__isnull=False,
                        reference_region__isnull=False,
                        province__isnull=False,
                    )
                    | Q(
                        level=Level.REGION,
                        municipality__isnull=True,
                        reference_region__isnull=False,
                        province__isnull=True,
                    )
                    | Q(
                        level=Level.PROVINCE,
                        municipality__isnull=True,
                        reference_region__isnull=True,
                        province__isnull=False,
                    )
                    | Q(
                        level=Level.FLANDERS,
                        municipality__isnull=True,
                        reference_region__isnull=True,
                        province__isnull=True,
                    )
                ),
                name="snapshot_level_and_area_agree",
                violation_error_message="Het niveau en het gebied passen niet bij elkaar.",
            ),
            CheckConstraint(
                condition=Q(target__isnull=True, gap__isnull=True, share__isnull=True)
                | Q(target__isnull=False, gap=F("places") - F("target"), share__isnull=False),
                name="snapshot_gap_is_places_minus_target",
                violation_error_message="Het verschil is het aantal plaatsen min het doel.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.area_name} op {self.on:%d/%m/%Y}"

    @property
    def area_name(self) -> str:
        match self.level:
            case Level.MUNICIPALITY:
                return str(self.municipality)
            case Level.REGION:
                return str(self.reference_region)
            case Level.PROVINCE:
                return str(self.province)
        return "Vlaanderen"

    @property
    def percent(self) -> Decimal | None:
        """Places as a percentage of the target."""
        return None if self.ratio is None else self.ratio * 100

    @property
    def terms(self) -> list[dict[str, Any]]:
        """The factors as they counted on that day."""
        return self.explanation.get("terms", [])
