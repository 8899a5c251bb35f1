"""The words that count, with what each means and which units are in it: one definition for number, list and link."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from housing.models.units import UnitQuerySet


class Word(NamedTuple):
    """One of the words that count: what is in it, and what it means."""

    label: str
    meaning: str
    units: Callable[[UnitQuerySet, date], UnitQuerySet]


COUNTED = {
    "geregistreerd": Word(
        "Geregistreerd",
        "Aangemeld en in afwachting van een beslissing, of gevalideerd.",
        lambda units, on: units.validated(on=on),
    ),
    "gevalideerd": Word(
        "Gevalideerd",
        "Goedgekeurd door de gemeente, op een locatie die niet gesloten is.",
        lambda units, on: units.validated(on=on),
    ),
    "inzetbaar": Word(
        "Inzetbaar",
        "Vandaag klaar om in te wonen: in de periode, werken klaar, bevestigd waar dat moet, niet buiten gebruik, "
        "onlangs nagekeken en niet voorbehouden.",
        lambda units, on: units.deployable(on=on),
    ),
    "bewoond": Word("Bewoond", "Er woont vandaag een huishouden.", lambda units, on: units.occupied(on=on)),
    "vrij": Word(
        "Vrij nu",
        "Inzetbaar, en vandaag of later niet bewoond of voorbehouden.",
        lambda units, on: units.free(on=on),
    ),
}
