"""The trail in words, in templates of the back office."""

from typing import Any

from django import template

from audit.wording import named, said

register = template.Library()


@register.filter
def trail_verb(verb: str) -> str:
    return said(verb)


@register.filter
def trail_names(changes: dict[str, Any], target_type: str) -> str:
    """The names of what a step changed, never what stood there."""
    return ", ".join(named(name, target_type) for name in changes)
