"""Geometry of the charts: numbers in, coordinates for SVG out. Every chart is also a table."""

from collections.abc import Iterable, Sequence
from math import floor, log10
from typing import Any, NamedTuple

from django import template

from config.templatetags.numbers import nl_number

register = template.Library()


class Bar(NamedTuple):
    label: str
    value: Any
    text: str
    length: str  # of 100
    target: str  # place of the target mark, of 100; "" without target
    target_text: str
    url: str


def share(value: float, of: float) -> str:
    """`value` as a length of 100, never outside it, as SVG writes numbers."""
    return f"{min(max(100 * value / of, 0), 100):.2f}" if of else "0"


def pick(item: Any, name: str, default: Any = None) -> Any:
    """A named part of a dict or an object: callers bring whichever they have."""
    return item.get(name, default) if isinstance(item, dict) else getattr(item, name, default)


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(
    items: Iterable[Any], caption: str, unit: str = "", label_heading: str = "", decimals: int | None = None
) -> dict[str, Any]:
    """Lying bars that are a table at the same time. Each item has label, value and, if wished, target and url.

    All bars share one scale, from 0 to the largest value or target.
    """
    rows = list(items)
    top = max((float(pick(row, name) or 0) for row in rows for name in ("value", "target")), default=0)
    bars = [
        Bar(
            label=pick(row, "label"),
            value=pick(row, "value"),
            text=nl_number(pick(row, "value"), decimals),
            length=share(float(pick(row, "value") or 0), top),
            target="" if pick(row, "target") is None else share(float(pick(row, "target")), top),
            target_text="" if pick(row, "target") is None else nl_number(pick(row, "target"), decimals),
            url=pick(row, "url") or "",
        )
        for row in rows
    ]
    return {
        "bars": bars,
        "caption": caption,
        "unit": unit,
        "label_heading": label_heading or "Naam",
        "has_target": any(bar.target for bar in bars),
    }


class Column(NamedTuple):
    label: str
    text: str
    x: str
    y: str
    width: str
    height: str
    middle: str
    shown: bool


# In the units of the picture, which fills the width that it gets.
COLUMN_CHART_WIDTH, COLUMN_CHART_HEIGHT, COLUMN_CHART_FLOOR, COLUMN_CHART_LEFT = 480, 180, 155, 52


@register.inclusion_tag("components/column_chart.html")
def column_chart(
    items: Sequence[Any],
    caption: str,
    unit: str = "",
    label_heading: str = "Periode",
    decimals: int | None = None,
) -> dict[str, Any]:
    """Standing bars over time as a picture, with the same figures as a table below it. Items have label and value."""
    rows = list(items)
    top = nice_top(max((float(pick(row, "value") or 0) for row in rows), default=0))
    left = COLUMN_CHART_LEFT
    step = (COLUMN_CHART_WIDTH - left) / max(len(rows), 1)
    # Twelve short labels fit under the columns, or six long ones.
    fitting = 12 if all(len(str(pick(row, "label"))) <= 4 for row in rows) else 6
    every = -(-len(rows) // fitting) or 1
    columns = []
    for place, row in enumerate(rows):
        height = (COLUMN_CHART_FLOOR - 20) * float(pick(row, "value") or 0) / top
        x = left + place * step + step * 0.15
        columns.append(
            Column(
                label=pick(row, "label"),
                text=nl_number(pick(row, "value"), decimals),
                x=f"{x:.1f}",
                y=f"{COLUMN_CHART_FLOOR - height:.1f}",
                width=f"{step * 0.7:.1f}",
                height=f"{height:.1f}",
                middle=f"{x + step * 0.35:.1f}",
                shown=place % every == 0,
            )
        )
    lines = [
        (nl_number(top * part / 4), f"{COLUMN_CHART_FLOOR - (COLUMN_CHART_FLOOR - 20) * part / 4:.1f}")
        for part in range(0, 5, 2)
    ]
    return {
        "columns": columns,
        "lines": lines,
        "caption": caption,
        "unit": unit,
        "label_heading": label_heading,
        "width": COLUMN_CHART_WIDTH,
        "height": COLUMN_CHART_HEIGHT,
        "floor": COLUMN_CHART_FLOOR,
        "left": left,
    }


def nice_top(value: float) -> float:
    """The smallest scale that holds `value` and whose half is a round number too; 1 for nothing."""
    if value <= 0:
        return 1
    power = 10 ** floor(log10(value))
    return next(
        power * step for step in (1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10, 12) if power * step >= value
    )


@register.inclusion_tag("components/sparkline.html")
def sparkline(values: Sequence[float], label: str = "") -> dict[str, Any]:
    """A small line without axes in a box of 100 by 24; `label` tells it in words, else first and last value do."""
    points = [float(value) for value in values]
    if len(points) < 2:
        return {"points": ""}
    low, high = min(points), max(points)
    spread = high - low or 1
    step = 96 / (len(points) - 1)
    coordinates = [(2 + place * step, 21 - 18 * (value - low) / spread) for place, value in enumerate(points)]
    return {
        "points": " ".join(f"{x:.1f},{y:.1f}" for x, y in coordinates),
        "last": tuple(f"{part:.1f}" for part in coordinates[-1]),
        "label": label or f"Verloop: van {nl_number(values[0])} naar {nl_number(values[-1])}",
    }


@register.inclusion_tag("components/share_bar.html")
def share_bar(parts: Iterable[Any], caption: str, unit: str = "") -> dict[str, Any]:
    """One whole in parts, with a legend that holds the figures. Parts have label, value and kind.

    The kind gives the pattern: lived_in, held, free or unavailable.
    """
    rows = list(parts)
    whole = sum(float(pick(row, "value") or 0) for row in rows)
    start, drawn = 0.0, []
    for row in rows:
        value = float(pick(row, "value") or 0)
        drawn.append(
            {
                "label": pick(row, "label"),
                "kind": pick(row, "kind"),
                "text": nl_number(pick(row, "value")),
                "x": share(start, whole),
                "width": share(value, whole),
            }
        )
        start += value
    return {"parts": drawn, "caption": caption, "unit": unit}
