"""A list of households, as Fedasil sends it or as somebody pasted it: rows of cells become households to look at first.

Nothing is kept of the file itself: what was read goes to the screen and comes back with the confirmation.
"""

import csv
import io
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from documents.spreadsheets import Cell
from households.models import Channel, Relation, Sex
from municipalities.lookup import plain

MOST_ROWS = 500


class Column(NamedTuple):
    """A field of the list: its own header, and what others call it."""

    header: str
    names: tuple[str, ...] = ()


COLUMNS = {
    "group": Column(
        "Huishouden", ("gezin", "dossier", "groep", "household", "nummer huishouden", "gezinsnummer")
    ),
    "given_name": Column("Voornaam", ("voornamen", "first name", "given name", "prenom")),
    "family_name": Column(
        "Familienaam", ("naam", "achternaam", "last name", "family name", "surname", "nom")
    ),
    "born": Column(
        "Geboortedatum",
        ("geboren op", "geboortejaar", "date of birth", "birth date", "geboren", "date de naissance"),
    ),
    "sex": Column("Geslacht", ("sex", "gender", "m/v", "v/m", "sexe")),
    "relation": Column("Relatie", ("in het huishouden", "relation", "verwantschap", "lien")),
    "certificate_number": Column("Nummer attest", ("attest", "attestnummer", "certificaat", "certificate")),
    "annex15_number": Column("Bijlage 15", ("nummer bijlage 15",)),
    "annex15_until": Column("Bijlage 15 geldig tot"),
    "a_card_number": Column("A-kaart", ("nummer a-kaart", "a kaart")),
    "a_card_until": Column("A-kaart geldig tot"),
    "national_number": Column(
        "Rijksregisternummer", ("rijksregister- of bisnummer", "rrn", "insz", "niss", "bisnummer")
    ),
    "arrived_on": Column("Aangekomen op", ("aankomst", "aankomstdatum", "arrival")),
    "wanted_from": Column("Nodig vanaf", ("woning nodig vanaf", "vanaf")),
    "languages": Column("Talen", ("taal", "languages")),
    "contact_phone": Column("Telefoon", ("gsm", "phone", "tel")),
}
OF_HOUSEHOLD = ("arrived_on", "wanted_from", "languages", "contact_phone")
NEEDED = ("given_name", "family_name", "born", "sex")
SEXES = {
    **dict.fromkeys(("v", "vrouw", "f", "female", "femme", "vrouwelijk"), Sex.FEMALE),
    **dict.fromkeys(("m", "man", "male", "homme", "mannelijk"), Sex.MALE),
    "x": Sex.OTHER,
}
RELATIONS = {
    **{plain(relation.label): relation for relation in Relation},
    **{relation.value: relation for relation in Relation},
    **dict.fromkeys(("hoofd", "referentie", "gezinshoofd", "head"), Relation.REFERENCE),
    **dict.fromkeys(("echtgenoot", "echtgenote", "man", "vrouw", "spouse"), Relation.PARTNER),
    **dict.fromkeys(("zoon", "dochter", "son", "daughter", "enfant"), Relation.CHILD),
    **dict.fromkeys(("moeder", "vader", "mother", "father", "grootmoeder"), Relation.PARENT),
    **dict.fromkeys(("broer", "zus", "brother", "sister"), Relation.SIBLING),
}


@dataclass
class Listed:
    """One household of the list: its rows (by the number people see), values per person, and what is wrong."""

    label: str
    numbers: list[int] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)
    persons: list[dict[str, Any]] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def token(self, of_list: uuid.UUID) -> uuid.UUID:
        """The name of this household's registration: the same list confirmed twice registers nobody twice."""
        return uuid.uuid5(of_list, self.label)

    @property
    def names(self) -> str:
        return ", ".join(
            " ".join((row.get("given_name", ""), row.get("family_name", ""))) for row in self.rows
        )

    @property
    def places(self) -> str:
        """Which rows of the file."""
        first, last = self.numbers[0], self.numbers[-1]
        return f"rij {first}" if first == last else f"rij {first} tot {last}"


def columns_of(head: Sequence[Cell]) -> dict[int, str]:
    """Which column is which field, by its header. Raises ValidationError for what is missing."""
    known = {plain(name): code for code, column in COLUMNS.items() for name in (column.header, *column.names)}
    found: dict[int, str] = {}
    for number, cell in enumerate(head):
        code = known.get(plain(str(cell or "")))
        if code and code not in found.values():
            found[number] = code
    missing = [COLUMNS[code].header for code in NEEDED if code not in found.values()]
    if missing:
        raise ValidationError(
            f"In de eerste rij staan de koppen. We vinden geen kolom voor: {', '.join(missing)}."
        )
    return found


def unread_headers(head: Sequence[Cell]) -> list[str]:
    """Headers of columns that are left aside."""
    found = columns_of(head)
    return [str(cell) for number, cell in enumerate(head) if cell and number not in found]


def households_in(rows: Sequence[Sequence[Cell]]) -> list[Listed]:
    """The households of the list, in its order, not judged yet.

    People with the same value under "Huishouden" belong together; in a list without that column, those up to the next
    reference person; else everybody is his own household.
    """
    columns = columns_of(rows[0])
    grouped = "group" in columns.values()
    related = "relation" in columns.values()
    found: dict[str, Listed] = {}
    label = ""
    for number, cells in enumerate(rows[1:], start=2):
        row = {code: _text(cells[place]) if place < len(cells) else "" for place, code in columns.items()}
        if not any(row.values()):
            continue
        row["sex"] = str(SEXES.get(row.get("sex", "").lower().strip(), row.get("sex", "")))
        row["relation"] = str(RELATIONS.get(plain(row.get("relation", "")), row.get("relation", "")))
        if grouped:
            label = row["group"] or f"rij {number}"
        elif not related or row["relation"] == Relation.REFERENCE or not label:
            label = f"rij {number}"
        listed = found.setdefault(label, Listed(label))
        listed.numbers.append(number)
        listed.rows.append(row)
    for listed in found.values():
        _relate(listed)
    if not found:
        raise ValidationError("Onder de koppen staat geen enkele persoon.")
    if sum(len(listed.rows) for listed in found.values()) > MOST_ROWS:
        raise ValidationError(f"Dit zijn meer dan {MOST_ROWS} personen. Splits de lijst op.")
    return list(found.values())


def _relate(listed: Listed) -> None:
    """Without a reference person the first one is it; without a relation somebody lives along."""
    if not any(row["relation"] == Relation.REFERENCE for row in listed.rows):
        listed.rows[0]["relation"] = Relation.REFERENCE.value
    for row in listed.rows:
        row["relation"] = row["relation"] or Relation.OTHER.value
        row["family_name"] = row.get("family_name") or listed.rows[0].get("family_name", "")


def household_values(listed: Listed, *, today: date) -> dict[str, str]:
    """What the rows say about the household as a whole: the first value that is not empty."""
    told = {name: next((row[name] for row in listed.rows if row.get(name)), "") for name in OF_HOUSEHOLD}
    told["wanted_from"] = told["wanted_from"] or told["arrived_on"] or f"{today:%d/%m/%Y}"
    return {**told, "channel": Channel.FEDASIL.value}


def _text(cell: Cell) -> str:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell if cell is not None else "").strip()


def as_text(rows: Iterable[Sequence[Cell]]) -> str:
    """The list as text to paste again: what the confirmation sends back."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerows([_text(cell) for cell in row] for row in rows)
    return out.getvalue()


def example() -> list[list[str]]:
    """The headers, and one household of two, as a template."""
    told = [
        {
            "group": "1", "given_name": "Olena", "family_name": "Proefsen", "born": "05/03/1990", "sex": "v",
            "relation": "referentiepersoon", "certificate_number": "PROEF-1", "arrived_on": "01/09/2026",
        },
        {
            "group": "1", "given_name": "Danylo", "family_name": "Proefsen", "born": "2018", "sex": "m",
            "relation": "kind",
        },
    ]  # fmt: skip
    return [
        [column.header for column in COLUMNS.values()],
        *[[row.get(code, "") for code in COLUMNS] for row in told],
    ]
