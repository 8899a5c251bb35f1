"""Numbers about supply; read only."""

from datetime import date
from typing import NamedTuple

from django.db.models import Sum

from housing.models.sites import UnitQuerySet


class Capacity(NamedTuple):
    """Honest capacity in places (slaapplekken): what stands in the register is not what is free (domain.md C4)."""

    registered: int
    deployable: int
    occupied: int
    free: int


def places(units: UnitQuerySet) -> int:
    return units.aggregate(total=Sum("places"))["total"] or 0


def capacity(units: UnitQuerySet, *, on: date) -> Capacity:
    """The four numbers for a set of units, on one day."""
    return Capacity(
        registered=places(units.registered(on=on)),
        deployable=places(units.deployable(on=on)),
        occupied=places(units.occupied(on=on)),
        free=places(units.free(on=on)),
    )
