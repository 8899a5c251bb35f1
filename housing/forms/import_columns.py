"""Columns of a file with many offers: which field of the offer form each one is, and what its words mean there."""

import difflib
import re
from collections.abc import Mapping, Sequence
from datetime import date

from django import forms

from documents.spreadsheets import Cell
from housing.forms.offers import FILES, OfferForm
from housing.forms.sections import REQUIRED_TO_SUBMIT, SECTIONS
from housing.imported_values import COLUMNS
from municipalities.lookup import plain

DIFFERENT = "different"  # the column in which somebody says that a place is another one than its likely twin
REFERENCE = "source_reference"
FIELDS = [name for _, names in SECTIONS for name in names if name not in FILES]
NEEDED = (*REQUIRED_TO_SUBMIT, REFERENCE)
HEADERS = {REFERENCE: "Uw nummer", DIFFERENT: "Toch een andere plaats (ja)", "municipality": "Gemeente"}
# Headers that people use, beside our own.
ALSO = {
    "street": ["straatnaam", "straat"],
    "house_number": ["huisnummer", "nr", "nummer", "huisnr"],
    "box": ["bus", "busnummer"],
    "postal_code": ["postcode", "postnummer", "zip"],
    "municipality": ["gemeente", "plaats", "stad"],
    "title": ["naam", "naam locatie", "gebouw"],
    "estimated_places": ["slaapplekken", "plaatsen", "aantal plaatsen", "capaciteit", "bedden"],
    "kind": ["soort", "type", "type woning"],
    "category": ["categorie"],
    "term": ["crisis of duurzaam", "termijn"],
    "setting": ["individueel of collectief"],
    "readiness": ["instapklaar"],
    "available_from": ["beschikbaar vanaf", "startdatum", "vanaf", "begin"],
    "available_until": ["beschikbaar tot", "einddatum", "tot", "einde"],
    "contact_name": ["contact", "contactpersoon", "naam contact"],
    "contact_email": ["e-mail", "email", "mail", "e-mailadres"],
    "contact_phone": ["telefoon", "gsm", "tel"],
    REFERENCE: ["kenmerk", "id", "referentie", "nummer federale tool", "housing tool id", "uw kenmerk"],
    "rooms": ["kamers"],
    "floor_area": ["oppervlakte", "m2", "vloeroppervlakte"],
    "remarks": ["opmerking", "opmerkingen"],
}
EXAMPLE = "VOORBEELD"
EXAMPLE_ROW: dict[str, str | None] = {
    REFERENCE: EXAMPLE,
    "street": "Kerkstraat",
    "house_number": "1",
    "postal_code": "9000",
    "kind": "Appartement",
    "category": "Privaat",
    "term": "Duurzaam",
    "setting": "Individueel",
    "estimated_places": "4",
    "readiness": "Instapklaar",
    "available_from": "31/12/2026",
    "contact_name": "Voornaam Naam",
    "contact_email": "naam@voorbeeld.be",
    "step_free": "ja",
}
YES, NO = (
    {"ja", "j", "yes", "y", "x", "1", "true", "waar"},
    {"nee", "n", "no", "0", "false", "onwaar", "neen"},
)


def header_of(field: str) -> str:
    """What stands above the column of a field in our own template."""
    if field in HEADERS:
        return HEADERS[field]
    return str(OfferForm.base_fields[field].label or COLUMNS[field].verbose_name).strip("?")


def columns_suggested(headers: Sequence[str], remembered: Mapping[str, str]) -> dict[int, str]:
    """The field that each column probably is: as remembered, else by its name, also with a typing error. Each once."""
    known = {plain(header_of(name)): name for name in (*FIELDS, DIFFERENT)}
    for name, words in ALSO.items():
        known |= {plain(word): name for word in words}
    found: dict[int, str] = {}
    for number, header in enumerate(headers):
        key = plain(header)
        close = difflib.get_close_matches(key, known, n=1, cutoff=0.85) if key else []
        field = remembered.get(key, known[close[0]] if close else "")
        if field and field not in found.values():
            found[number] = field
    return found


def as_text(field: str, cell: Cell) -> str:
    """What somebody would type in this field of the form for this cell."""
    if cell is None:
        return ""
    control = OfferForm.base_fields.get(field)
    if isinstance(cell, bool):
        cell = "ja" if cell else "nee"
    if isinstance(cell, date):
        return cell.isoformat() if isinstance(control, forms.DateField) else f"{cell:%d/%m/%Y}"
    if isinstance(cell, float):
        return f"{cell:.6f}".rstrip("0").rstrip(".").replace(".", ",")
    text = str(cell).strip()
    if isinstance(control, forms.BooleanField):
        return "on" if plain(text) in YES else "" if not text or plain(text) in NO else text
    if isinstance(control, forms.DateField):
        day = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
        return f"{day[3]}-{day[2]:0>2}-{day[1]:0>2}" if day else text
    if field in CHOICES:
        return choice_meant(CHOICES[field], text)
    return text


def choice_meant(codes: Mapping[str, str], text: str) -> str:
    """The code of a label that was written in full, or of the only one that begins so; else what was written."""
    key = plain(text)
    if key in codes:
        return codes[key]
    begun = {code for label, code in codes.items() if len(key) > 3 and label.startswith(key)}
    return begun.pop() if len(begun) == 1 else text


def _choices() -> dict[str, dict[str, str]]:
    """For each field with a choice: the code by its label and by itself."""
    found = {}
    for name in FIELDS:
        choices = choices_of(name)
        if choices:
            found[name] = {
                plain(str(text)): code for code, label in choices.items() for text in (code, label)
            }
    return found


def choices_of(name: str) -> dict[str, str]:
    """The codes of a column with a choice, with their labels; none for any other column."""
    return dict(getattr(COLUMNS.get(name), "choices", None) or ())


CHOICES = _choices()


def template_rows() -> tuple[list[str], list[list[str | None]]]:
    """The headers of our own template, and one example row."""
    names = [*NEEDED, *(name for name in FIELDS if name not in NEEDED), DIFFERENT]
    return [header_of(name) for name in names], [[EXAMPLE_ROW.get(name) for name in names]]


def words_allowed() -> list[tuple[str, list[str]]]:
    """For each column with a choice: its header and the words that may stand in it."""
    return [(header_of(name), list(choices_of(name).values())) for name in CHOICES]
