"""`{% town_names %}`: what the browser proposes in each `municipalities.town_field.TownField` of the page."""

from django import template
from django.forms import BaseForm
from django.utils.html import format_html
from django.utils.safestring import SafeString

from municipalities.choices import places_to_choose
from municipalities.town_field import NAMES_ID, TownField

register = template.Library()


@register.simple_tag
def town_names(form: BaseForm | None = None) -> SafeString | str:
    """The names of today, once for all fields of a page; with a form, only when that asks for a municipality."""
    if form is not None and not any(isinstance(field, TownField) for field in form.fields.values()):
        return ""
    return format_html('<datalist id="{}">{}</datalist>', NAMES_ID, places_to_choose().options)
