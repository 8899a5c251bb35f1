"""Numbers about supply; read only."""

from datetime import date
from typing import NamedTuple

from django.db.models import Q, Sum

from housing.models.sites import UnitQuerySet


class Capacity(NamedTuple):
    """Honest capacity in places (slaapplekken): what stands in the register is not what is free (domain.md C4)."""

    registered: int
    deployable: int
    occupied: int
    free: int


def capacity(units: UnitQuerySet, *, on: date) -> Capacity:
    """The four numbers for a set of units, on one day, in one query."""
    sums = {
        "registered": units.registered(on=on),
        "deployable": units.deployable(on=on),
        "occupied": units.occupied(on=on),
        "free": units.free(on=on),
    }
    numbers = units.aggregate(
        **{
            name: Sum("places", filter=Q(pk__in=chosen.values("pk")), default=0)
            for name, chosen in sums.items()
        }
    )
    return Capacity(**numbers)
