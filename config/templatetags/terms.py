"""`{% term "slaapplek" "slaapplekken" %}`: a word with a link to the glossary."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from config.help.glossary import word_at

register = template.Library()


@register.simple_tag
def term(anchor: str, shown: str = "") -> SafeString:
    """`shown`, or the word itself, linked to what it means. Raises UnknownWord, so that no link leads to nothing."""
    word = word_at(anchor)
    return format_html('<a class="term" href="{}#{}">{}</a>', reverse("glossary"), anchor, shown or word.word)
