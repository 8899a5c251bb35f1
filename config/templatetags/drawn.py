"""`{% drawn "components/footer.html" %}`: a part of a page that is drawn once for what it is given.

Most of what stands around a page is the same for everybody who does the same work, and drawing it costs more than
asking the database. So the text of such a part is kept, per process, by the name of its template and every value that
it was given. It sees nothing else: no request, no reader, no token. What one reader's part says can then only come to
another who would have got the very same text, and nothing is ever out of date.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.core.signals import setting_changed
from django.template.base import FilterExpression, Node, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

MOST_KEPT = 2000  # texts of some hundreds of bytes to some kilobytes
# Values that are equal exactly when they look the same: no thing from the database, which is equal by its number.
PLAIN = (str, int, bool, date, type(None))


@register.tag("drawn")
def drawn_part(parser: Parser, token: Token) -> "DrawnNode":
    """Like `{% include template_name with values only %}`; a name that the page does not know is None."""
    _, name, *words = token.split_contents()
    return DrawnNode(parser.compile_filter(name), token_kwargs(words, parser))


class DrawnNode(Node):
    def __init__(self, name: FilterExpression, values: Mapping[str, FilterExpression]) -> None:
        self.name, self.values = name, values

    def render(self, context: Context) -> SafeString:
        given = {name: value.resolve(context, ignore_failures=True) for name, value in self.values.items()}
        return drawn(self.name.resolve(context), **given)


@lru_cache(MOST_KEPT, typed=True)
def drawn(template_name: str, **values: Any) -> SafeString:
    """The part with these values. Raises TypeError for a value that is not plain."""
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
    drawn.cache_clear()


setting_changed.connect(forget_drawn)
