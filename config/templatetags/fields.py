"""Parts of a field, for pages that lay out a field in a way of their own: as `config.fields` draws them."""

from django import template

from config.fields import choices, errors

register = template.Library()
register.filter("field_errors", errors)
register.filter("field_choices", choices)
