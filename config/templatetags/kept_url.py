"""`{% url %}` in the place of Django's: what it found once, it keeps.

A page has some forty addresses, and finding them costs it a tenth of its time. Every name leads to one address, whoever
asks and wherever; except in the back office, where Django looks at the page that one is on.
"""

from functools import lru_cache
from typing import Any
from uuid import UUID

from django import template
from django.core.signals import setting_changed
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

register = template.Library()

MOST_KEPT = 20_000  # addresses of some tens of bytes
PLAIN = {int, str, SafeString, UUID}  # values that are equal only when they are written alike


@lru_cache(MOST_KEPT)
def address(name: str, *args: Any) -> str:
    """As `reverse` finds it. Raises NoReverseMatch."""
    return reverse(name, args=args)


class KeptURLNode(URLNode):
    def render(self, context: Context) -> str:
        name = self.view_name.resolve(context)
        args = [arg.resolve(context) for arg in self.args]
        if self.kwargs or str(name).startswith("admin:") or not all(type(arg) in PLAIN for arg in args):
            return super().render(context)
        try:
            found = address(name, *args)
        except NoReverseMatch:
            return super().render(context)  # says what is wrong, unless the template asks it not to
        if self.asvar:
            context[self.asvar] = found
            return ""
        return conditional_escape(found) if context.autoescape else found


@register.tag
def url(parser: Parser, token: Token) -> KeptURLNode:
    """Takes the place of Django's tag of that name in all templates (settings.TEMPLATES, builtins)."""
    node = django_url(parser, token)
    return KeptURLNode(node.view_name, node.args, node.kwargs, node.asvar)


def forget_addresses(**more: Any) -> None:
    """Settings change only in tests and measurements: other pages may then have these names."""
    address.cache_clear()


setting_changed.connect(forget_addresses)
