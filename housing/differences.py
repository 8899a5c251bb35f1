"""Two registrations of one place beside each other: where they say something else."""

from typing import NamedTuple

from django.db import models

from housing.actions import merge_fields
from housing.models import Offer, Site


class Difference(NamedTuple):
    """One field in which the two differ, as words for the screen."""

    name: str
    label: str
    kept: str
    dropped: str
    suggested: bool  # the one that stays says nothing here, the other does


def differences(kept: Offer | Site, dropped: Offer | Site) -> list[Difference]:
    """Where the two say something else about the place."""
    found = []
    for field in merge_fields(type(kept)):
        mine, theirs = getattr(kept, field.name), getattr(dropped, field.name)
        if mine != theirs:
            found.append(
                Difference(
                    field.name,
                    str(field.verbose_name),
                    in_words(kept, field),
                    in_words(dropped, field),
                    mine in (None, ""),
                )
            )
    return found


def in_words(place: Offer | Site, field: "models.Field[object, object]") -> str:
    value = getattr(place, field.name)
    if field.choices:
        return str(getattr(place, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if field.name == "available" and value is not None:
        until = f"tot {value.upper:%d/%m/%Y}" if value.upper else "zonder einddatum"
        return f"van {value.lower:%d/%m/%Y} {until}"
    return "" if value is None else str(value)
