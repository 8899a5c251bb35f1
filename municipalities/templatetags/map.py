"""`{% flanders_map drawing %}`: the map that `municipalities.map.draw_map` made."""

from typing import Any

from django import template

from municipalities.map import Drawing

register = template.Library()


@register.inclusion_tag("components/map.html")
def flanders_map(drawing: Drawing) -> dict[str, Any]:
    """The figure with its legend and credit line; the page loads static/css/map.css."""
    return {"map": drawing}
