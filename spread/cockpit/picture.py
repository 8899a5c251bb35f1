"""The map as a file that stands by itself: its colours in it, its legend beside it, no stylesheet and no links."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from municipalities.map import Drawing, LegendLine

NO_FIGURE = "geen-cijfer"
SWATCH = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 240"><defs>{defs}</defs>'
    '<rect x="10" y="10" width="380" height="220" fill="url(#{fill})" stroke="#4c525a" stroke-width="12"/></svg>'
)
LINE, PER_ROW = 260, 4


@cache
def colours(*, diverging: bool) -> list[str]:
    """The seven colours of the stylesheet, in which they have their only place."""
    text = (Path(settings.BASE_DIR) / "static" / "css" / "map.css").read_text(encoding="utf-8")
    block = re.search(r"\.map--diverging \{(.*?)\}" if diverging else r"\.map \{(.*?)\}", text, re.DOTALL)
    return re.findall(r"--map-\d: (#[0-9a-f]{6});", block[1]) if block else []


def svg_of(drawing: Drawing, *, sentences: list[str] | None = None) -> str:
    """The map as SVG; with `sentences` also the title, these sentences, the legend and the source, as a page."""
    left, top, width, height = (int(part) for part in drawing.view_box.split())
    with_text = sentences is not None
    above = (len(sentences or []) + 2) * LINE if with_text else 0
    rows = -(-len(drawing.legend) // PER_ROW)
    below = (rows + 1) * LINE if with_text else 0
    texts = _texts(drawing, sentences or [], left, top - above, top + height + below)
    context = {
        "map": drawing,
        "title": drawing.title,
        "view_box": f"{left} {top - above} {width} {height + above + below}",
        "left": str(left),
        "top": str(top - above),
        "width": str(width),
        "height": str(height + above + below),
        "with_text": with_text,
        "texts": texts,
        "legend": _legend(drawing, left, top + height, width),
        "patterns": _patterns(drawing),
        "shapes": [
            {
                "path": shape.path,
                "x": str(shape.x),
                "y": str(shape.y),
                "radius": str(shape.radius),
                "label": shape.area.label,
                "fill": _fill(shape.area.level),
            }
            for shape in drawing.shapes
        ],
    }
    return render_to_string("spread/files/map.svg", context)


def swatch_of(drawing: Drawing, line: LegendLine) -> str:
    """The colour and pattern of one line of the legend, as a small SVG."""
    whole = render_to_string("spread/files/map.svg", {"patterns": _patterns(drawing), "view_box": "0 0 1 1"})
    defs = whole.partition("<defs>")[2].partition("</defs>")[0]
    return SWATCH.format(defs=defs, fill=_fill(line.level))


def _fill(level: int | None) -> str:
    return NO_FIGURE if level is None else f"klasse-{level}"


def _patterns(drawing: Drawing) -> list[dict[str, Any]]:
    grounds = colours(diverging=drawing.diverging)
    return [
        {
            "level": level,
            "ground": grounds[level],
            "marks": marks,
            "ink": "#ffffff" if level in (0, 6) else "#5a5f66",
        }
        for level, marks in drawing.patterns
    ]


def _texts(drawing: Drawing, sentences: list[str], left: int, top: int, bottom: int) -> list[dict[str, str]]:
    x = str(left + 100)
    lines = [{"x": x, "y": str(top + LINE), "size": "200", "text": drawing.title}]
    for number, sentence in enumerate(sentences, 2):
        lines.append({"x": x, "y": str(top + number * LINE), "size": "140", "text": sentence})
    return [*lines, {"x": x, "y": str(bottom - 60), "size": "100", "text": drawing.credit}]


def _legend(drawing: Drawing, left: int, top: int, width: int) -> list[dict[str, str]]:
    lines = []
    for number, line in enumerate(drawing.legend):
        row, column = divmod(number, PER_ROW)
        x, y = left + 100 + column * (width - 200) // PER_ROW, top + 20 + row * LINE
        lines.append(
            {
                "x": str(x), "y": str(y), "text_x": str(x + 360), "text_y": str(y + 145), "text": line.text,
                "fill": _fill(line.level),
            }
        )  # fmt: skip
    return lines
