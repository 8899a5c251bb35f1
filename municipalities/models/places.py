"""Municipalities and what they belong to, their postcodes, their outline on the map."""

from typing import ClassVar, Self

import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

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

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"nis_code", "name"}

    nis_code = models.CharField("NIS-code", max_length=5, unique=True, validators=[nis_validator])
    code = models.CharField("afkorting", max_length=3, choices=Code, unique=True)
    name = models.CharField("naam", max_length=40, unique=True)

    class Meta:
        verbose_name = "provincie"
        verbose_name_plural = "provincies"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ReferenceRegion(models.Model):
    """One of the fifteen regions (referentieregio's) in which municipalities work together since 2022."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"name", "slug"}

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

        Raises Municipality.DoesNotExist for a code that no Flemish municipality had since 2018.
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
    """A municipality. One that merged away stays as a row that points to its successor: an old code finds it.

    `latitude` and `longitude` (WGS84, degrees) are a point inside the municipality, for distances and map.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {
        "nis_code",
        "name",
        "arrondissement",
        "kbo_number",
        "ocmw_kbo_number",
        "ovo_code",
        "ocmw_ovo_code",
    }

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
                violation_error_message="Een gemeente van vandaag heeft een regio en een punt op de kaart.",
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
        """The places with this postcode: there may be several, sometimes in several municipalities."""
        return self.filter(code=code).select_related("municipality")


class PostalCode(models.Model):
    """A postcode with one of the places and municipalities that it serves. Some codes have no place."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"code", "place"}

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


class Boundary(models.Model):
    """The outline of one municipality in the coordinates of the map (`municipalities.projection`)."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"path", "source", "credit"}

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
