"""The selection of the cockpit on the map."""

from collections.abc import Callable
from dataclasses import replace

from municipalities.map import Area, Drawing, draw_map
from municipalities.models import Municipality, Province
from spread.cockpit.measures import BY_RATIO, Scale, ratio_level, scale_for
from spread.cockpit.selection import Row, Selection
from spread.models import Level

WHOLE = {Level.REGION: "reference_region__slug", Level.PROVINCE: "province__nis_code"}


def map_of(selection: Selection, href: Callable[[Row], str] = lambda row: "") -> tuple[Drawing, Scale] | None:
    """The map of what is shown, with its scale; None without figures. Two to four queries.

    The circles are as large as the target asks (where no boundaries were loaded), the colour and pattern are those
    of the measure, or of its change. Who is outside the filter is drawn without a figure.
    """
    if selection.moment is None:
        return None
    difference = selection.beside is not None
    measure = selection.measure
    values = {
        row.line.code: row.change(measure) if difference else measure.of(row.line) for row in selection.rows
    }
    scale = scale_for(measure, selection.level, values.values(), difference=difference)
    areas = {
        row.line.code: Area(
            _label(selection, row),
            ratio_level(row.line) if scale is BY_RATIO else scale.level(values[row.line.code]),
            href(row),
        )
        for row in selection.rows
    }
    wanted = selection.filter.chosen().get("provincie") if selection.filter else None
    drawing = draw_map(
        _over_towns(areas, selection),
        title=selection.title,
        description=f"{scale.explanation} Alle cijfers staan ook in de tabel.",
        legend=scale.legend,
        on=selection.moment.on,
        diverging=scale.diverging,
        province=Province.objects.filter(name=wanted).first() if wanted else None,
        elsewhere="buiten deze selectie",
        patterned=True,
        sizes=_sizes(selection),
    )
    if any(shape.radius for shape in drawing.shapes) and selection.level == Level.MUNICIPALITY:
        drawing = replace(
            drawing, description=f"{drawing.description} Een grotere cirkel is een groter doel."
        )
    return drawing, scale


def _over_towns(areas: dict[str, Area], selection: Selection) -> dict[str, Area]:
    """The area of each municipality: its own, or that of the region or province in which it lies."""
    if selection.level == Level.MUNICIPALITY:
        return areas
    towns = Municipality.objects.current()
    if selection.level == Level.FLANDERS:
        (area,) = areas.values() or [Area("Vlaanderen: buiten deze selectie")]
        return dict.fromkeys(towns.values_list("nis_code", flat=True), area)
    lies_in = towns.values_list("nis_code", WHOLE[selection.level])
    return {code: replace(areas[whole]) for code, whole in lies_in if whole in areas}


def _sizes(selection: Selection) -> dict[str, float] | None:
    """Targets of municipalities; for larger areas the circles are as large as the population."""
    if selection.level != Level.MUNICIPALITY:
        return None
    return {row.line.code: float(row.line.target or 0) for row in selection.rows}


def _label(selection: Selection, row: Row) -> str:
    measure = selection.measure
    now = f"{row.line.name}: {measure.label.lower()} {measure.text(measure.of(row.line))}"
    if not selection.beside:
        return f"{now} ({row.line.class_label})" if measure.code == "verhouding" else now
    return f"{now}, verandering {measure.difference_text(row.change(measure))}"
