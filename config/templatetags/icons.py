"""Our own small icons, drawn inline so that they take the colour of the text beside them."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Stroked paths in a 24 by 24 box.
PATHS = {
    "arrow": "M5 12h14M13 6l6 6-6 6",
    "bell": "M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4",
    "calendar": "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
    "check": "M5 12.5l5 5L19.5 7",
    "chevron": "M6 9l6 6 6-6",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2",
    "cross": "M6 6l12 12M18 6L6 18",
    "dash": "M6 12h12",
    "down": "M12 5v14M6 13l6 6 6-6",
    "download": "M12 4v11M7 11l5 5 5-5M5 20h14",
    "error": "M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 8v5M12 16v.5",
    "file": "M6 3h8l4 4v14H6zM14 3v4h4",
    "filter": "M4 6h16M7 12h10M10 18h4",
    "help": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.5v.5",
    "home": "M4 11l8-7 8 7v9H4zM10 20v-6h4v6",
    "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v6M12 7.5v.5",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "pencil": "M4 20l1-4L16 5l3 3L8 19z",
    "person": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5",
    "print": "M7 8V3h10v5M5 17H3V9h18v8h-2M7 14h10v7H7z",
    "search": "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4.5 4.5",
    "up": "M12 19V5M6 11l6-6 6 6",
    "upload": "M12 17V5M7 9l5-5 5 5M5 20h14",
    "warning": "M12 4l9.5 16h-19zM12 10v5M12 17.5v.5",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon for the eye only: what it says must also be in words. Raises KeyError for an unknown name."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        mark_safe(PATHS[name]),  # noqa: S308 - our own constant
    )
