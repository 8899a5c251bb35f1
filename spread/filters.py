"""Filter and order of the table; both live in the URL and feed the map as well."""

import django_filters
from django.db.models import F, QuerySet

from municipalities.models import Province, ReferenceRegion
from spread.models import IndicatorSnapshot, Level, RatioClass

# What stands in the address, and the column behind it.
COLUMNS = {
    "plaatsen": "places",
    "inzetbaar": "deployable",
    "vrij": "free",
    "bezet": "occupied",
    "personen": "persons",
    "inwoners": "population",
    "per-1000": "per_1000",
    "doel": "target",
    "verschil": "gap",
    "verhouding": "ratio",
}
NAMES = {
    Level.MUNICIPALITY: "municipality__name",
    Level.REGION: "reference_region__name",
    Level.PROVINCE: "province__name",
}
LEVELS = {"gemeenten": Level.MUNICIPALITY, "referentieregios": Level.REGION, "provincies": Level.PROVINCE}


class SpreadFilter(django_filters.FilterSet):
    provincie = django_filters.ModelChoiceFilter(
        field_name="province", label="Provincie", queryset=Province.objects.all(), empty_label="Alle"
    )
    regio = django_filters.ModelChoiceFilter(
        field_name="reference_region",
        label="Referentieregio",
        queryset=ReferenceRegion.objects.all(),
        empty_label="Alle",
    )
    klasse = django_filters.ChoiceFilter(
        field_name="ratio_class",
        label="Plaatsen tegenover het doel",
        choices=RatioClass.choices,
        empty_label="Alle",
    )

    class Meta:
        model = IndicatorSnapshot
        fields: tuple[str, ...] = ()


def ordered(snapshots: QuerySet[IndicatorSnapshot], sort: str, level: Level) -> QuerySet[IndicatorSnapshot]:
    """In the order that the address asks ("verschil", "-verschil"); by name when it asks nothing that exists.

    Unknown values come last, both ways.
    """
    name = NAMES[level]
    column = COLUMNS.get(sort.removeprefix("-"))
    if column is None:
        return snapshots.order_by(f"-{name}" if sort == "-naam" else name)
    by = F(column).desc(nulls_last=True) if sort.startswith("-") else F(column).asc(nulls_last=True)
    return snapshots.order_by(by, name)
