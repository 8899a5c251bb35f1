"""Reading a CSV file with one figure per municipality, as statistical services and spreadsheets write it."""

import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

MAX_BYTES = 1_000_000
MAX_ROWS = 5_000
MAX_VALUE = Decimal(10) ** 11
COLUMNS = {
    "nis": ("nis", "nis_code", "niscode", "nis-code", "refnis", "cd_refnis", "cd_munty_refnis"),
    "value": ("waarde", "value", "aantal", "cijfer"),
    "margin": ("marge", "margin"),
}


class UnreadableFile(ValueError):
    """The file is not a table of figures; the message says in Dutch what is wrong with it."""


@dataclass(frozen=True)
class FigureRow:
    """One line of the file; `value` is None when the cell is empty, `problem` says what makes no sense."""

    line: int
    nis_code: str
    value: Decimal | None = None
    margin: Decimal | None = None
    problem: str = ""

    @property
    def figure(self) -> Decimal:
        """The value of a row that has one. Raises ValueError for an empty or wrong one."""
        if self.value is None:
            raise ValueError(f"Regel {self.line} heeft geen waarde.")
        return self.value


def read_figures(content: bytes) -> list[FigureRow]:
    """The rows of a CSV file (comma, semicolon or tab) with the columns nis, waarde and, if wanted, marge.

    Raises UnreadableFile when it is not such a file. A cell that makes no sense becomes the row's `problem`.
    """
    text = _decode(content)
    first_line = text.partition("\n")[0]
    delimiter = max(";,\t", key=first_line.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        lines = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader if any(cells)]
    except csv.Error as error:
        raise UnreadableFile(f"Regel {reader.line_num} kan niet gelezen worden als CSV.") from error
    if len(lines) > MAX_ROWS + 1:
        raise UnreadableFile(f"Het bestand telt meer dan {MAX_ROWS} regels.")
    places = _columns(lines[0][1]) if lines else {}
    if "nis" not in places or "value" not in places:
        raise UnreadableFile(
            "De eerste regel moet de kolommen “nis” en “waarde” noemen (en eventueel “marge”)."
        )
    rows = [_row(line, cells, places) for line, cells in lines[1:]]
    if not rows:
        raise UnreadableFile("Het bestand bevat geen enkel cijfer.")
    return _without_doubles(rows)


def _decode(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise UnreadableFile("Het bestand is groter dan 1 MB: dat is geen lijst van gemeenten.")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnreadableFile("Dit is een Excel-bestand. Bewaar het eerst als CSV.")
    if b"\x00" in content:
        raise UnreadableFile("Dit is geen tekstbestand. Bewaar uw tabel als CSV.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _columns(header: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, title in enumerate(header):
        for column, titles in COLUMNS.items():
            if title.lower() in titles:
                found.setdefault(column, place)
    return found


def _row(line: int, cells: list[str], places: dict[str, int]) -> FigureRow:
    texts = {column: cells[place] if place < len(cells) else "" for column, place in places.items()}
    nis_code = texts["nis"]
    if not re.fullmatch(r"\d{5}", nis_code):
        return FigureRow(line, nis_code, problem=f"“{nis_code}” is geen NIS-code van vijf cijfers.")
    try:
        return FigureRow(line, nis_code, _number(texts["value"]), _number(texts.get("margin", "")))
    except ValueError as error:
        return FigureRow(line, nis_code, problem=str(error))


def _number(text: str) -> Decimal | None:
    """A number in Dutch or English writing; raises ValueError for what may mean two things."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", text)
    if not plain:
        return None
    if re.fullmatch(r"[1-9]\d{0,2}([.,]\d{3})", plain):
        whole, _, rest = plain.replace(",", ".").partition(".")
        raise ValueError(
            f"“{text}” kan {whole}{rest} zijn of {whole},{rest}. Schrijf {whole}{rest} of {whole},{rest}0."
        )
    if "," in plain and "." in plain:
        thousands = "." if plain.rindex(",") > plain.rindex(".") else ","
        plain = plain.replace(thousands, "")
    elif re.fullmatch(r"[1-9]\d{0,2}(\.\d{3}){2,}", plain):
        plain = plain.replace(".", "")
    try:
        number = Decimal(plain.replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ValueError(f"“{text}” is geen getal.")
    if number < 0:
        raise ValueError(f"“{text}” is negatief.")
    if number >= MAX_VALUE:
        raise ValueError(f"“{text}” is te groot.")
    return number.quantize(Decimal("0.0001"))


def _without_doubles(rows: list[FigureRow]) -> list[FigureRow]:
    """A code that comes twice is a problem at its second line: which of both would be right?"""
    seen: dict[str, int] = {}
    checked = []
    for row in rows:
        if not row.problem and row.nis_code in seen:
            row = FigureRow(
                row.line, row.nis_code, problem=f"Deze gemeente staat ook op regel {seen[row.nis_code]}."
            )
        seen.setdefault(row.nis_code, row.line)
        checked.append(row)
    return checked
