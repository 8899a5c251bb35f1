"""The figures of one moment as lines, wherever they are kept: computed rows of a day, or a frozen reference date."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any

from municipalities.models import Municipality
from spread.figures import Figures
from spread.models import IndicatorSnapshot, Level, RatioClass

FLANDERS = "02000"  # the NIS code of the Flemish Region
DECIMALS = ("per_1000", "ratio")
NUMBERS = (
    "population", "places", "deployable", "free", "occupied", "persons", "per_1000", "target", "gap", "ratio",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One area at one moment. `code` is that of Statbel, or the slug of a reference region; numbers as in
    IndicatorSnapshot, None for what is not known."""

    level: str
    code: str
    name: str
    province: str
    region: str
    population: int | None
    places: int
    deployable: int
    free: int
    occupied: int
    persons: int | None
    per_1000: Decimal | None
    target: int | None
    gap: int | None
    ratio: Decimal | None
    ratio_class: str
    exempt: bool

    @property
    def class_label(self) -> str:
        return RatioClass(self.ratio_class).label

    def as_data(self) -> dict[str, Any]:
        """As JSON keeps it; decimals as text."""
        return {
            name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(self).items()
        }

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> "Line":
        """The line that was kept as `as_data`."""
        values = {field.name: data[field.name] for field in fields(cls)}
        for name in DECIMALS:
            values[name] = None if values[name] is None else Decimal(values[name])
        return cls(**values)


def lines_of_snapshots(rows: Iterable[IndicatorSnapshot]) -> list[Line]:
    """Computed rows, with their areas already loaded (`select_related`)."""
    return [_line(row, *_named(row)) for row in rows]


def lines_of_figures(rows: Iterable[Figures]) -> list[Line]:
    """Figures that were computed just now; names as they are today. One query."""
    towns = {
        town.pk: town
        for town in Municipality.objects.current().select_related("province", "reference_region")
    }
    provinces = {town.province_id: town.province for town in towns.values()}
    regions = {town.reference_region_id: town.reference_region for town in towns.values()}
    lines = []
    for row in rows:
        town = towns.get(row.municipality_id or 0)
        province, region = provinces.get(row.province_id or 0), regions.get(row.reference_region_id)
        lines.append(_line(row, *_words(row.level, town, province, region)))
    return lines


def _named(row: IndicatorSnapshot) -> tuple[str, str, str, str]:
    return _words(row.level, row.municipality, row.province, row.reference_region)


def _words(level: str, town: Any, province: Any, region: Any) -> tuple[str, str, str, str]:
    """Code, name, province and region of an area."""
    match level:
        case Level.MUNICIPALITY:
            code, name = town.nis_code, town.name
        case Level.REGION:
            code, name = region.slug, region.name
        case Level.PROVINCE:
            code, name = province.nis_code, province.name
        case _:
            code, name = FLANDERS, "Vlaanderen"
    return code, name, province.name if province else "", region.name if region else ""


def _line(row: Any, code: str, name: str, province: str, region: str) -> Line:
    numbers = {number: getattr(row, number) for number in NUMBERS}
    return Line(
        level=str(row.level), code=code, name=name, province=province, region=region, **numbers,
        ratio_class=str(row.ratio_class), exempt=row.exempt,
    )  # fmt: skip
