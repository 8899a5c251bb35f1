"""The map of Flanders as SVG, drawn on the server: values per municipality in, shapes for the template out.

Real boundaries when a file was loaded (`manage.py load_boundaries`); without one, canton outlines with a
circle per municipality, larger where more people live. A page with the map also has its figures as a table.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import sqrt
from typing import Any

from municipalities.models import Boundary, Indicator, Municipality, Province, Statistic
from municipalities.projection import HEIGHT, WIDTH, project
from municipalities.reference import DATA

LEVELS = 7  # static/css/map.css has a colour for each, sequential and diverging
LARGEST, SMALLEST = 240, 55  # radius in map units: 24 and 5.5 pixels on a map 1,000 pixels wide
EDGE = 60
TILE = 120
UP, DOWN = "M-20 140 140-20", "M-20-20 140 140"
CLOSE_UP, CLOSE_DOWN = f"{UP}M-20 20 20-20M100 140 140 100", f"{DOWN}M100-20 140 20M-20 100 20 140"
# Each pattern stands for one level, so that a map says the same without its colours: below the middle the lines go
# up, above it they go down, denser as it is further away.
DIVERGING_MARKS = (f"{CLOSE_UP}M40 80 80 40", CLOSE_UP, UP, "", DOWN, CLOSE_DOWN, f"{DOWN}{UP}")
SEQUENTIAL_MARKS = (
    "",
    "M54 60h12M54 54v12",
    UP,
    CLOSE_UP,
    DOWN,
    f"{DOWN}{UP}",
    f"{DOWN}{UP}M0 60h120M60 0v120",
)


@dataclass(frozen=True)
class Area:
    """What the map says of one municipality.

    `level` is the class of its colour, 0 to LEVELS - 1, or None when there is no figure. `label` is the whole
    message in words ("Gent: 412 plaatsen, 1,5 per 1.000 inwoners"), for who does not see the colour.
    """

    label: str
    level: int | None = None
    href: str = ""

    def __post_init__(self) -> None:
        if self.level is not None and not 0 <= self.level < LEVELS:
            raise ValueError(f"level {self.level} has no colour: 0 to {LEVELS - 1}")


@dataclass(frozen=True)
class LegendLine:
    """A colour in words: `level` as in Area."""

    text: str
    level: int | None = None

    @property
    def css_class(self) -> str:
        return css_class(self.level)


@dataclass(frozen=True)
class Shape:
    """One municipality as drawn: a path, or a circle when `path` is empty."""

    nis_code: str
    area: Area
    path: str = ""
    x: int = 0
    y: int = 0
    radius: int = 0

    @property
    def css_class(self) -> str:
        return css_class(self.area.level)


@dataclass(frozen=True)
class Drawing:
    """What templates/components/map.html needs. `key` keeps the names of two maps on one page apart."""

    key: str
    title: str
    description: str
    diverging: bool
    view_box: str
    cantons: Sequence[str]
    provinces: Sequence[str]
    shapes: Sequence[Shape]
    legend: Sequence[LegendLine]
    credit: str
    patterned: bool = False  # each class has a pattern too, for who cannot tell the colours apart

    @property
    def patterns(self) -> list[tuple[int, str]]:
        """The level and the lines (a path in a tile of TILE by TILE) of each class that is drawn with a pattern."""
        marks = DIVERGING_MARKS if self.diverging else SEQUENTIAL_MARKS
        return list(enumerate(marks)) if self.patterned else []

    @property
    def has_links(self) -> bool:
        return any(shape.area.href for shape in self.shapes)


def css_class(level: int | None) -> str:
    """The class that static/css/map.css colours."""
    return "map__area--missing" if level is None else f"map__area--{level}"


def draw_map(
    areas: dict[str, Area],
    *,
    title: str,
    legend: Iterable[LegendLine],
    on: date,
    description: str = "",
    diverging: bool = False,
    province: Province | None = None,
    key: str = "kaart",
    elsewhere: str = "geen gegevens",
    patterned: bool = False,
    sizes: dict[str, float] | None = None,
) -> Drawing:
    """The map of Flanders, or of one province, with `areas` by NIS code; three queries.

    Every municipality of today is drawn; one that `areas` does not name is shown as without a figure, in the
    words of `elsewhere`. `on` decides which population sizes the circles. `diverging` is for figures around
    a middle (level 3). `sizes` by NIS code make the circles instead of the population (one query less);
    `patterned` draws a pattern over each colour.
    """
    towns = Municipality.objects.current()
    if province is not None:
        towns = towns.filter(province=province)
    outlines: dict[int, tuple[str, str]] = {
        town: (path, credit)
        for town, path, credit in Boundary.objects.filter(municipality__in=towns).values_list(
            "municipality_id", "path", "credit"
        )
    }
    drawn, circles = [], []
    for town in towns:
        area = areas.get(town.nis_code) or Area(f"{town.name}: {elsewhere}")
        if town.pk in outlines:
            drawn.append(Shape(town.nis_code, area, path=outlines[town.pk][0]))
        else:
            circles.append((town, area))
    flanders = fixed_outlines()
    here = [item for item in flanders["provinces"] if province is None or item["code"] == province.code]
    sources = {credit for _, credit in outlines.values()} or {flanders["credit"]}
    legend = [*legend]
    shapes = [*drawn, *_circles(circles, on, sizes)]
    if any(shape.area.level is None for shape in shapes) and all(line.level is not None for line in legend):
        legend.append(LegendLine("geen cijfer"))
    return Drawing(
        key=key,
        title=title,
        description=description,
        diverging=diverging,
        view_box=_view_box([item["box"] for item in here] if province else []),
        # Cantons carry the circles; over real boundaries they would only be a second set of lines.
        cantons=[] if outlines else [item["path"] for item in flanders["cantons"]],
        provinces=[] if outlines else [item["path"] for item in here],
        shapes=shapes,
        legend=legend,
        credit="; ".join(sorted(sources)),
        patterned=patterned,
    )


@cache
def fixed_outlines() -> dict[str, Any]:
    """Cantons and provinces from municipalities/data/outlines.json, already in map units."""
    outlines: dict[str, Any] = json.loads((DATA / "outlines.json").read_text(encoding="utf-8"))
    return outlines


def _circles(towns: list[tuple[Municipality, Area]], on: date, sizes: dict[str, float] | None) -> list[Shape]:
    """Area in proportion to size or population; the largest first, so that a small one lies on top."""
    if not towns:
        return []
    sizes = _populations([town for town, _ in towns], on) if sizes is None else sizes
    most = max(sizes.values(), default=0) or 1
    shapes = []
    for town, area in sorted(towns, key=lambda item: (-sizes.get(item[0].nis_code, 0), item[0].name)):
        if town.longitude is None or town.latitude is None:
            continue  # the database keeps this from happening (municipality_of_today_is_complete)
        x, y = project(town.longitude, town.latitude)
        radius = max(SMALLEST, round(LARGEST * sqrt(sizes.get(town.nis_code, 0) / most)))
        shapes.append(Shape(town.nis_code, area, x=x, y=y, radius=radius))
    return shapes


def _populations(towns: list[Municipality], on: date) -> dict[str, float]:
    codes = {town.pk: town.nis_code for town in towns}
    return {
        codes[town]: float(value)
        for town, value in Statistic.objects.filter(indicator=Indicator.POPULATION, municipality__in=towns)
        .latest_by(on=on)
        .values_list("municipality_id", "value")
    }


def _view_box(boxes: list[list[int]]) -> str:
    """The part of the map that holds these boxes (left, top, width, height), with an edge; else all of it."""
    if not boxes:
        return f"0 0 {WIDTH} {HEIGHT}"
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return f"{left - EDGE} {top - EDGE} {right - left + 2 * EDGE} {bottom - top + 2 * EDGE}"
