"""Figures of any pair of days: as valid on the one, as known at the end of the other. Reads only."""

from dataclasses import replace
from datetime import date

from django.utils import timezone

from spread.figures import all_figures
from spread.history import areas_known, end_of, kept_since
from spread.models import IndicatorSnapshot, SpreadKey
from spread.moments import Line, lines_of_figures, lines_of_snapshots


class NotYetKnown(Exception):
    """What will be known on a later day is not known yet."""

    def __init__(self) -> None:
        super().__init__("Wat op een latere dag gekend zal zijn, weten we nog niet. Kies vandaag of vroeger.")


class NothingKeptYet(Exception):
    """The portal keeps nothing of that day: its history, or its keys, begin later."""

    def __init__(self, first: date | None) -> None:
        super().__init__(
            f"Wat gekend was, bewaart het portaal vanaf {first:%d/%m/%Y}."
            if first
            else "Er is nog niets bewaard."
        )


def figures_made(key: SpreadKey, on: date) -> list[Line]:
    """The figures that the portal made on that day: as known then. Empty when there are none. One query."""
    return lines_of_snapshots(IndicatorSnapshot.objects.of_day(key, on))


def figures_known(key: SpreadKey, *, on: date, known_on: date) -> list[Line]:
    """The figures from the history, without persons, which are not kept. Five queries.

    Raises NotYetKnown; NothingKeptYet; NothingToSpreadBy or CannotPlace when the key gives no targets.
    """
    if known_on > timezone.localdate():
        raise NotYetKnown
    read = key.read()
    areas = areas_known(read.indicators, on=on, known_at=end_of(known_on))
    if not any(area.load.places for area in areas):
        first = kept_since()
        if first is None or known_on < first:
            raise NothingKeptYet(first)
    return [replace(line, persons=None) for line in lines_of_figures(all_figures(read, areas))]
