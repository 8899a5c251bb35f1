"""Rows of a file as offers: what a row says, and what it would change. Writes nothing.

A row passes through the offer form itself, so that a file can do exactly what the page can do.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import count, islice
from typing import Any, NamedTuple

from django import forms
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import Organisation
from audit.days import days_in_words
from documents.spreadsheets import Cell
from housing.forms.import_columns import (
    DIFFERENT,
    EXAMPLE,
    HEADERS,
    REFERENCE,
    YES,
    as_text,
    choices_of,
    header_of,
)
from housing.forms.offers import FILES, OfferForm
from housing.import_twins import Found, twins_of_rows
from housing.imported_values import packed, unpacked
from housing.models import ImportRow, Likeness, Offer
from municipalities.lookup import municipalities_for, plain
from municipalities.models import Municipality

Outcome = ImportRow.Outcome
BATCH = 500


class Problem(NamedTuple):
    """What is wrong with a row, at its cell ("D14"; empty for the row as a whole)."""

    cell: str
    column: str
    text: str


class RowForm(OfferForm):
    """The offer form, filled with one row after the other. What it asks of the register, it asks once for all rows."""

    def __init__(self, organisation: Organisation) -> None:
        super().__init__({}, instance=Offer(organisation=organisation), changed=())

    def read(self, texts: dict[str, str]) -> None:
        """Fill the form anew and check it. One form for all rows: making one costs more than filling it."""
        self.data, self.changed = texts, texts.keys() - {DIFFERENT}
        self.candidates = towns_of(texts.get("postal_code", ""), texts.get("municipality", ""))
        self.full_clean()

    def ask_municipality(self) -> None:
        for name in FILES:
            del self.fields[name]
        del self.fields["municipality"]

    def clean_postal_code(self) -> str:
        code = super().clean_postal_code()
        if len(self.candidates) > 1:
            names = " of ".join(town.name for town in self.candidates)
            raise forms.ValidationError(f"Deze postcode ligt in {names}. Vul de kolom Gemeente in.")
        return code

    def clean_source_reference(self) -> str:
        reference: str = self.cleaned_data[REFERENCE]
        if not reference:
            raise forms.ValidationError(
                "Geef elke rij een eigen nummer: zo herkennen we de plaats later terug."
            )
        return reference


@lru_cache(maxsize=4096)
def towns_of(postal_code: str, place: str) -> list[Municipality]:
    return municipalities_for(postal_code, place)


def cell_name(column: int, row: int) -> str:
    """ "D14": as a spreadsheet shows it. Columns count from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


class Judge:
    """Says of every row what it would do. `columns` gives the field of a column, `fixed` a text for every row."""

    def __init__(
        self,
        organisation: Organisation,
        columns: Mapping[int, str],
        headers: Sequence[str],
        fixed: Mapping[str, str],
    ) -> None:
        towns_of.cache_clear()
        self.organisation, self.columns, self.headers, self.fixed = organisation, columns, headers, fixed
        self.form = RowForm(organisation)
        self.column_of = {field: number for number, field in columns.items()}
        self.references: dict[str, int] = {}
        self.doors: dict[str, int] = {}
        self.apart: set[int] = set()  # rows of which the file says that they are another place

    def rows(self, rows: Iterable[list[Cell]]) -> Iterator[list[ImportRow]]:
        """Rows below the header, judged, in batches; empty rows and the example of our template are passed over."""
        numbered = (
            (number, row)
            for number, row in zip(count(2), rows, strict=False)
            if any(cell is not None for cell in row) and EXAMPLE not in row
        )
        while batch := list(islice(numbered, BATCH)):
            yield self.batch(batch)

    def batch(self, rows: Sequence[tuple[int, list[Cell]]]) -> list[ImportRow]:
        """A few queries, whatever the number of rows."""
        judged = [self.read(number, row) for number, row in rows]
        right = [row for row in judged if row.outcome != Outcome.WRONG]
        known = self.known(right)
        doors = keys_of_addresses(right)
        twins = twins_of_rows(right, doors, [offer.pk for offer in known.values()], self.organisation)
        for row in right:
            self.place(row, known.get(row.values[REFERENCE]), doors[row.number], twins)
        return judged

    def read(self, number: int, cells: list[Cell]) -> ImportRow:
        """One row through the form: right so far, or wrong with the cells."""
        filled = {
            field: cells[column]
            for column, field in self.columns.items()
            if column < len(cells) and cells[column] is not None
        }
        texts = {**self.fixed, **{field: as_text(field, cell) for field, cell in filled.items()}}
        form = self.form
        form.read(texts)
        row = ImportRow(number=number, outcome=Outcome.NEW, label=label_of(texts))
        problems = [
            self.problem(number, "" if field == "__all__" else field, str(sentence))
            for field, sentences in form.errors.items()
            for sentence in sentences
        ]
        problems += [
            self.problem(number, field, "Vul ja of nee in.")
            for field, text in texts.items()
            if isinstance(OfferForm.base_fields.get(field), forms.BooleanField) and text not in ("", "on")
        ]
        if problems:
            row.outcome, row.problems = Outcome.WRONG, problems
            return row
        row.values = packed({name: value for name, value in form.values().items() if value not in ("", None)})
        if plain(texts.get(DIFFERENT, "")) in YES:
            self.apart.add(number)
        first = self.references.setdefault(row.values[REFERENCE], number)
        if first != number:
            text = f"Dit nummer staat ook in rij {first}. Geef elke plaats een eigen nummer."
            row.outcome, row.problems = Outcome.WRONG, [self.problem(number, REFERENCE, text)]
        return row

    def problem(self, number: int, field: str, text: str) -> Problem:
        column = self.column_of.get(field)
        if column is None:
            return Problem("", header_of(field) if field else "", text)
        return Problem(cell_name(column, number), self.headers[column], text)

    def known(self, rows: Sequence[ImportRow]) -> dict[str, Offer]:
        """The offers of this organisation with the numbers of these rows."""
        standing = Offer.objects.standing().exclude(status=Offer.Status.WITHDRAWN)
        mine = standing.filter(
            organisation=self.organisation, source_reference__in=[row.values[REFERENCE] for row in rows]
        ).select_related("municipality")
        return {offer.source_reference: offer for offer in mine}

    def place(self, row: ImportRow, offer: Offer | None, door: str, twins: Mapping[int, Found]) -> None:
        """What a right row would do, beside what is there already."""
        if offer is not None:
            self.beside(row, offer)
            return
        twin, above = twins.get(row.number), self.doors.setdefault(door, row.number) if door else row.number
        if row.number in self.apart or (twin is None and above == row.number):
            return
        where = f"als {twin.offer.reference} van {twin.offer.organisation}" if twin else f"in rij {above}"
        why = Likeness.ADDRESS if twin is None else twin.why
        what = "Dit adres" if why == Likeness.ADDRESS else f"Deze plaats ({why.label})"
        row.outcome = Outcome.CONFLICT
        row.problems = [
            self.problem(
                row.number,
                "street",
                f"{what} staat er al {where}. Is het een andere plaats, zet dan „ja” in de kolom "
                f"„{HEADERS[DIFFERENT]}”. Is het dezelfde, haal de rij weg.",
            )
        ]

    def beside(self, row: ImportRow, offer: Offer) -> None:
        """A row with the number of an offer that is here: the same, a change field by field, or too late to change."""
        new = unpacked(row.values)
        if (
            offer.available and offer.available.upper and not new["available"].upper
        ):  # an empty cell changes nothing
            new["available"] = DateRange(new["available"].lower, offer.available.upper)
        names = [name for name in new if getattr(offer, name) != new[name]]
        row.offer, row.seen_at = offer, offer.changed_at
        if not names:
            row.outcome = Outcome.SAME
            return
        row.values = packed({name: new[name] for name in names})
        row.before = packed({name: getattr(offer, name) for name in names})
        row.changes = [
            [label_of_field(name), said(name, getattr(offer, name)), said(name, new[name])]
            for name in names
            if name != "municipality_id"  # the postcode says it
        ]
        row.outcome = Outcome.CHANGED
        if offer.status not in (Offer.Status.SUBMITTED, Offer.Status.INFO_REQUESTED):
            row.outcome = Outcome.CONFLICT
            text = f"{offer.reference} is al {offer.get_status_display().lower()} en wijzigt niet meer uit een bestand."
            row.problems = [self.problem(row.number, REFERENCE, text)]


def keys_of_addresses(rows: Sequence[ImportRow]) -> dict[int, str]:
    """The address key of each row by its number, as PostgreSQL makes it for an offer. One query."""
    if not rows:
        return {}
    names = ("street", "house_number", "box", "postal_code")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, address_key(street, house_number, box, postal_code)"
            " FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[], %s::text[])"
            " AS told (number, street, house_number, box, postal_code)",
            [
                [row.number for row in rows],
                *[[str(row.values.get(name, "")) for row in rows] for name in names],
            ],
        )
        return {number: key or "" for number, key in cursor.fetchall()}


def label_of(texts: Mapping[str, str]) -> str:
    address = " ".join(part for part in (texts.get("street", ""), texts.get("house_number", "")) if part)
    return (texts.get("title") or address or texts.get(REFERENCE) or "zonder naam")[:200]


def label_of_field(name: str) -> str:
    return "Beschikbaar" if name == "available" else header_of(name)


def said(name: str, value: Any) -> str:
    """A value of this field as one reads it."""
    match value:
        case None | "":
            return "leeg"
        case bool():
            return "ja" if value else "nee"
        case DateRange():
            return days_in_words(value)
        case date():
            return f"{value:%d/%m/%Y}"
        case Decimal():
            return f"{value.normalize():f}".replace(".", ",")
    return str(choices_of(name).get(value, value))
