"""The standard units in which things are ordered (domain.md 4.3), and what is only for Het Facilitair Bedrijf."""

from typing import Any, Self

from django.db import models

from accounts.models import Kind, Membership


class OfFacilityQuerySet(models.QuerySet[Any]):
    """Rows that are nobody's but Het Facilitair Bedrijf's: suppliers, budgets, invoices."""

    def visible_to(self, by: Membership | None) -> Self:
        return self.all() if by is not None and by.is_kind(Kind.FACILITY) else self.none()


class Unit(models.TextChoices):
    PIECE = "piece", "stuk"
    SET = "set", "set"
    SQUARE_METRE = "m2", "m²"
    HOUR = "hour", "uur"
    DAY = "day", "dag"
    WEEK = "week", "week"
    MONTH = "month", "maand"
    MEAL = "meal", "maaltijd"
    PLACE = "place", "slaapplek"
