"""`{% drawn "components/footer.html" %}`: a part of a page that is drawn once for what it is given.

Most of what stands around a page is the same for everybody who does the same work, and drawing it costs more than
asking the database. So the text of such a part is kept, per process, by the name of its template and every value that
it was given. It sees nothing else: no request, no reader, no token. What one reader's part says can then only come to
another who would have got the very same text, and nothing is ever out of date.
"""

from dataclasses import fields, is_dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.core.signals import setting_changed
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

MOST_KEPT = 2000  # texts of some hundreds of bytes to some kilobytes
# Values that are equal exactly when they look the same: no thing from the database, which is equal by its number.
PLAIN = (str, int, bool, date, type(None))


@register.simple_tag
def drawn(template_name: str, **values: Any) -> SafeString:
    """Like `{% include template_name with values only %}`. Raises TypeError for a value that is not plain."""
    return _drawn(template_name, **values)


@lru_cache(MOST_KEPT, typed=True)
def _drawn(template_name: str, **values: Any) -> SafeString:
    for name, value in values.items():
        if not (is_plain(value) or type(value) is SafeString):  # a word that stands in the template itself
            raise TypeError(f"{template_name} is given a {type(value).__name__} as {name}")
    return mark_safe(render_to_string(template_name, values))  # noqa: S308  a template escapes what it shows


def is_plain(value: Any) -> bool:
    """Whether it is of plain words, numbers and days, alone or in frozen dataclasses and tuples."""
    if isinstance(value, tuple):
        return all(is_plain(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return all(is_plain(getattr(value, field.name)) for field in fields(value))
    return type(value) in PLAIN


def forget_drawn(**more: Any) -> None:
    """Settings change only in tests and measurements: static files may then have other names."""
    _drawn.cache_clear()


setting_changed.connect(forget_drawn)
