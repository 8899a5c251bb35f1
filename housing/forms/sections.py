"""The parts of the offer form, in the order in which one talks about a place, and how far each of them is."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from housing.forms.windows import plain

# Without these an offer cannot be submitted. Everything else helps, and nothing else holds a place back.
REQUIRED_TO_SUBMIT = (
    "street",
    "house_number",
    "postal_code",
    "kind",
    "category",
    "term",
    "setting",
    "estimated_places",
    "readiness",
    "available_from",
    "contact_name",
    "contact_email",
)

SECTIONS = (
    (
        "Waar is het?",
        ("title", "street", "house_number", "box", "postal_code", "municipality",
         "minutes_to_transport", "minutes_to_school", "latitude", "longitude"),
    ),
    (
        "Wat biedt u aan?",
        ("kind", "category", "on_request", "ownership", "setting", "term", "source_reference"),
    ),
    (
        "Hoeveel plaats is er?",
        ("estimated_places", "estimated_units", "rooms", "floor_area", "sleeping_area"),
    ),
    (
        "Keuken, sanitair en comfort",
        ("kitchen", "kitchens", "sanitary", "toilets", "showers", "furniture", "step_free", "ground_floor", "lift",
         "pets_allowed"),
    ),
    (
        "Wanneer kan er iemand wonen?",
        ("available_from", "available_until", "minimum_months", "readiness", "works", "ready_on", "works_cost"),
    ),
    ("Welke huur of vergoeding vraagt u?", ("rent", "rent_per", "costs_included")),
    (
        "Wie kunnen we bellen?",
        ("contact_name", "contact_email", "contact_phone", "private_host", "host_told_on", "host_told_how"),
    ),
    ("Foto’s, plannen en opmerkingen", ("photos", "floor_plans", "documents", "remarks")),
)  # fmt: skip


class SectionState(NamedTuple):
    """How far one part is: `missing` required fields, `wrong` fields, and whether anything stands in it."""

    number: int
    legend: str
    missing: int
    wrong: int
    begun: bool

    @property
    def state(self) -> str:
        """wrong, open, done or empty (nothing needed, nothing typed)."""
        if self.wrong:
            return "wrong"
        if self.missing:
            return "open"
        return "done" if self.begun else "empty"


def section_states(
    stored: Mapping[str, str], *, wrong: Collection[str], documents: int = 0
) -> list[SectionState]:
    """The state of every part. `stored` is the text of each field, `wrong` names what is not valid yet."""
    states = []
    for number, (legend, names) in enumerate(SECTIONS, 1):
        filled = [name for name in names if plain(stored.get(name, ""))]
        missing = [name for name in names if name in REQUIRED_TO_SUBMIT and name not in filled]
        faulty = [name for name in names if name in wrong and name in filled]
        begun = bool(filled) or ("photos" in names and documents > 0)
        states.append(SectionState(number, legend, len(missing), len(faulty), begun))
    return states
