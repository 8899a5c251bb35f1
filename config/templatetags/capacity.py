"""The four numbers of capacity above a list of places; from the counters of `spread`, which `housing` does not know."""

from typing import Any

from django import template
from django.utils import timezone

from housing.figures import Capacity
from spread.capacity import capacity_for

register = template.Library()


@register.simple_tag(takes_context=True)
def capacity_of_hat(context: dict[str, Any]) -> Capacity:
    """`{% capacity_of_hat as capacity %}`: of everything that this hat sees, today."""
    return capacity_for(context["request"].by, on=timezone.localdate())
