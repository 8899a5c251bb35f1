"""Units in lines of so many alike: said in a sentence, suggested from what is known, and named one by one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from housing.models import Inspection, Offer, Setting, Sharing, Site, Unit
from housing.occupancy import occupancy


@dataclass(frozen=True)
class UnitLine:
    """`count` units alike: "12 kamers van 2 plaatsen, gelijkvloers"."""

    count: int
    label: str
    places: int
    step_free: bool = False
    ground_floor: bool = False
    own_kitchen: bool = False
    own_sanitary: bool = False
    pets_allowed: bool = False
    cot: bool = False


class NotUnderstood(Exception):
    """A part of a sentence that says no count, no kind or no places; the words say which and what to do."""

    def __init__(self, part: str, why: str) -> None:
        super().__init__(f"„{part.strip()}”: {why}")


NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            ("een", "één"), ("twee",), ("drie",), ("vier",), ("vijf",), ("zes",), ("zeven",), ("acht",), ("negen",),
            ("tien",), ("elf",), ("twaalf",), ("dertien",), ("veertien",), ("vijftien",), ("zestien",),
            ("zeventien",), ("achttien",), ("negentien",), ("twintig",),
        ),
        start=1,
    )
    for word in words
}  # fmt: skip
# What people type, and the name of one.
NOUNS = {
    r"slaapzalen|slaapzaal": "Slaapzaal",
    r"kamertjes|kamers|kamer": "Kamer",
    r"appartementen|appartement|flats|flat": "Appartement",
    r"serviceflats|serviceflat": "Serviceflat",
    r"studio[’']s|studios|studio": "Studio",
    r"vakantiewoningen|vakantiewoning|vakantiehuizen|vakantiehuis": "Vakantiewoning",
    r"containerwoningen|containerwoning|containers|container": "Containerwoning",
    r"woningen|woning|huizen|huis": "Woning",
    r"bungalows|bungalow": "Bungalow",
    r"chalets|chalet": "Chalet",
    r"bedden|bed": "Bed",
    r"wooneenheden|wooneenheid|eenheden|eenheid|units|unit": "Eenheid",
}
COUNT = r"(?P<count>\d{1,3}|[a-zé]+)"
PART = re.compile(
    rf"^\s*{COUNT}\s+(?:(?P<each_first>[a-zé]+)persoons)?\s*-?(?P<noun>[\w’']+)"
    r"(?:\s+(?:van|voor|met|à|x)\s+(?P<places>\d{1,2}|[a-zé]+)(?:\s+(?:slaap)?(?:plaatsen|plaats|plekken|plek|bedden|bed|"
    r"personen|persoon|mensen))?)?\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
KITCHEN = r"(?:keukens?|kitchenettes?)"
SANITARY = r"(?:sanitair|badkamers?|douches?|wc(?:[’']s)?|toilet(?:ten)?)"
# What is shared is what a unit does not have of its own: understood, and nothing to tick.
SHARED = rf"gedeelde? (?:{KITCHEN}|{SANITARY})(?: en (?:gedeelde? )?(?:{KITCHEN}|{SANITARY}))?"
FEATURES = {
    "step_free": r"drempelvrij|rolstoel\w*|zonder drempels?",
    "ground_floor": r"gelijkvloers\w*|op het gelijkvloers",
    "own_kitchen": rf"(?:eigen|met) {KITCHEN}",
    "own_sanitary": rf"(?:eigen|met) {SANITARY}",
    "pets_allowed": r"huisdieren(?: welkom| toegelaten| toegestaan)?",
    "cot": r"(?:plaats voor een |met )?(?:baby|kinder)bed(?:je)?",
}
SEPARATOR = re.compile(r"[;\n]|\ben\b(?=\s+(?:\d|één|" + "|".join(NUMBERS) + r")\s*)", re.IGNORECASE)
BOTH_OWN = re.compile(
    rf"eigen (?P<first>{KITCHEN}|{SANITARY}) en (?:eigen )?(?P<second>{KITCHEN}|{SANITARY})", re.IGNORECASE
)
EXAMPLE = "Schrijf bijvoorbeeld: 12 kamers van 2 plaatsen, gelijkvloers, eigen sanitair."
MOST_UNITS, MOST_PLACES = 500, 30


def read_sentence(text: str) -> list[UnitLine]:
    """The lines that a sentence says: "12 kamers van 2 plaatsen, gelijkvloers; 3 studio's van 4".

    Parts are separated by a semicolon, a new line, or "en" before a number. Raises NotUnderstood; nothing is guessed.
    """
    text = BOTH_OWN.sub(r"eigen \g<first>, eigen \g<second>", text)
    parts = [part for part in SEPARATOR.split(text) if part and part.strip(" ,.")]
    if not parts:
        raise NotUnderstood(text, EXAMPLE)
    return [_read_part(part) for part in parts]


def _read_part(part: str) -> UnitLine:
    said = PART.match(part.strip(" .,"))
    if said is None:
        raise NotUnderstood(part, f"dit begrijpen we niet. {EXAMPLE}")
    count = _number(said["count"])
    label = next(
        (name for noun, name in NOUNS.items() if re.fullmatch(noun, said["noun"], re.IGNORECASE)), None
    )
    places = _number(said["places"] or said["each_first"] or ("1" if label == "Bed" else ""))
    if count is None or not 1 <= count <= MOST_UNITS:
        raise NotUnderstood(part, f"begin met hoeveel het er zijn, van 1 tot {MOST_UNITS}.")
    if label is None:
        raise NotUnderstood(
            part, f"het woord „{said['noun']}” kennen we niet. Vul deze regel hieronder zelf in."
        )
    if places is None or not 1 <= places <= MOST_PLACES:
        raise NotUnderstood(part, f"zeg voor hoeveel personen, van 1 tot {MOST_PLACES}: „van 2 plaatsen”.")
    features, rest = {}, re.sub(SHARED, " ", said["rest"], flags=re.IGNORECASE)
    for name, words in FEATURES.items():
        rest, found = re.subn(words, " ", rest, flags=re.IGNORECASE)
        features[name] = found > 0
    left = re.sub(r"\b(?:en|met|op|het)\b|[\s,.]+", " ", rest).strip()
    if left:
        raise NotUnderstood(part, f"„{left}” begrijpen we niet. Haal het weg, of vink het hieronder aan.")
    return UnitLine(count=count, label=label, places=places, **features)


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() else NUMBERS.get(word.lower())


def suggestion(offer: Offer, inspection: Inspection | None) -> list[UnitLine]:
    """Lines to begin with: what was measured on the visit, else the offer's own figures. A proposal, nothing more."""
    features = {
        "step_free": offer.step_free,
        "ground_floor": offer.ground_floor,
        "own_kitchen": offer.kitchen == Sharing.OWN,
        "own_sanitary": offer.sanitary == Sharing.OWN,
        "pets_allowed": offer.pets_allowed,
    }
    measured = occupancy(inspection.measured_units.all(), on=inspection.inspected_on) if inspection else None
    if measured and all(row.each for row in measured.rows):
        return [UnitLine(row.unit.count, row.unit.label, row.each, **features) for row in measured.rows]
    places = (inspection.usable_places if inspection else 0) or offer.estimated_places or 1
    units = min(_units_offered(offer, places), places, MOST_UNITS)
    each, more = divmod(places, units)
    label = (
        "Kamer" if offer.setting == Setting.COLLECTIVE else offer.get_kind_display().capitalize() or "Woning"
    )
    if units > 1 and offer.setting != Setting.COLLECTIVE:
        label = "Woning" if offer.kind == "house" else "Appartement" if offer.kind == "flat" else "Eenheid"
    sizes = [(units - more, each), (more, each + 1)]
    return [UnitLine(count, label, size, **features) for count, size in sizes if count]


def _units_offered(offer: Offer, places: int) -> int:
    """How many households could live there apart: as the provider said, else one home, or rooms of two."""
    if offer.estimated_units:
        return offer.estimated_units
    if offer.setting == Setting.COLLECTIVE:
        return offer.rooms or max(1, (places + 1) // 2)
    return 1


def labels(lines: Sequence[UnitLine], *, taken: Iterable[str] = ()) -> Iterator[tuple[str, UnitLine]]:
    """Every unit by name, numbered on within each label: Kamer 1, Kamer 2 ...

    A name that stands alone in the lines stays as it is; a number that would make a name twice is passed over, whatever
    its capitals. `taken` are names that the site has already.
    """
    totals: dict[str, int] = {}
    for line in lines:
        totals[line.label] = totals.get(line.label, 0) + line.count
    alone = {label for label, total in totals.items() if total == 1}
    used = {name.strip().lower() for name in taken}
    reserved = {label.strip().lower() for label in alone}
    counters: dict[str, int] = {}
    for line in lines:
        for _ in range(line.count):
            name = line.label.strip()
            if line.label not in alone or name.lower() in used:
                number = counters.get(line.label, 0) + 1
                while f"{name} {number}".lower() in used | reserved:
                    number += 1
                counters[line.label] = number
                name = f"{name} {number}"
            used.add(name.lower())
            yield name, line


def units_of(site: Site, lines: Sequence[UnitLine]) -> list[Unit]:
    """The units that the lines describe, not saved, with names that the site has not yet."""
    units = []
    for name, line in labels(lines, taken=site.units.values_list("label", flat=True)):
        attributes = asdict(line)
        del attributes["count"], attributes["label"]
        units.append(Unit(site=site, label=name, **attributes))
    return units
