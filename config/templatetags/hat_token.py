"""`{% csrf_token %}` of every form also says under which hat its page was made (accounts.hats.other_hat)."""

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from accounts.hats import PAGE_HAT

register = template.Library()


class HatTokenNode(CsrfTokenNode):
    """Django's token, and beside it the number of the hat: the page's own, or the one that is worn now."""

    def render(self, context: Context) -> str:
        token = super().render(context)
        hat = context.get("page_hat") or getattr(context.get("request"), "by", None)
        if not token or hat is None:
            return token
        return token + format_html('<input type="hidden" name="{}" value="{}">', PAGE_HAT, hat.pk)


@register.tag
def csrf_token(parser: Parser, token: Token) -> HatTokenNode:
    """Takes the place of Django's tag of that name in all templates (settings.TEMPLATES, builtins)."""
    return HatTokenNode()
