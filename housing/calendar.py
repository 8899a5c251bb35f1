"""What the occupancy calendar of a site shows (templates/components/calendar.html draws it)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from housing.models import Stay, Unavailability, Unit


def occupancy(
    units: Sequence[Unit],
    stays: Iterable[Stay],
    outages: Iterable[Unavailability] = (),
    *,
    ends_on: date | None = None,
) -> list[dict[str, Any]]:
    """One row per unit with its periods, up to `ends_on`, the first day that the site is not available.

    Who lives there is not on the calendar: only that it is taken.
    """
    after = [{"start": ends_on, "end": None, "state": "ended"}] if ends_on else []
    periods: dict[int, list[dict[str, Any]]] = {unit.pk: list(after) for unit in units}
    for stay in stays:
        periods[stay.unit_id].append(
            {"start": stay.period.lower, "end": stay.period.upper, "state": stay.status}
        )
    for outage in outages:
        periods[outage.unit_id].append(
            {
                "start": outage.period.lower,
                "end": outage.period.upper,
                "state": "unavailable",
                "label": outage.reason,
            }
        )
    return [
        {"label": unit.label, "detail": f"{unit.places} pl.", "periods": periods[unit.pk]} for unit in units
    ]
