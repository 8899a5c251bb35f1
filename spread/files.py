"""A key from a JSON file and figures from a CSV file, for `manage.py spread_key`. Faults in Dutch, by file, line and
column. docs/spread-key.md describes both files.
"""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any

from spread.keys import EVEN, POPULATION, WEIGHTED_PLACES, InvalidKey, Key, read_key
from spread.numbers import exact
from spread.targets import Status, Target, Town

CODE = "code"
PLACES = ("own_places", "other_places")  # instead of the column weighted_places: counted by `place_weights`

COMPUTED = {"name", "terms", "exempt", "limit", "place_weights"}
# What the portal keeps of a key and a computation on files does not need.
DESCRIPTIVE = {
    "code",
    "statement",
    "source",
    "decided_by",
    "valid_from",
    "leading",
    "computed",
    "total",
    "note",
}
EXEMPT_FIELDS = {"multiple", "indicator", "per"}
LIMIT_FIELDS = {"multiple", "floor", "per", "indicator"}


class BadInput(ValueError):
    """A file or number that cannot be computed with; the message says where and what to do."""


@dataclass(frozen=True)
class KeyFile:
    """A key, its name, and the fields of the file with which nothing is done."""

    name: str
    key: Key
    ignored: tuple[str, ...] = ()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadInput(f"{path.name}: dit bestand bestaat niet.") from None
    except UnicodeDecodeError:
        raise BadInput(f"{path.name}: dit is geen tekst in UTF-8.") from None
    except OSError as problem:
        raise BadInput(f"{path.name}: niet te lezen ({problem.strerror}).") from None


def read_key_file(path: Path) -> KeyFile:
    """The key in this file. Raises BadInput."""
    text = _text(path)
    try:
        data = json.loads(
            text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_without_doubles
        )
    except BadInput as problem:
        raise BadInput(f"{path.name}: {problem}") from None
    except json.JSONDecodeError as problem:
        raise BadInput(
            f"{path.name}, regel {problem.lineno}, teken {problem.colno}: dit is geen geldige JSON."
        ) from None
    except (ValueError, RecursionError):
        raise BadInput(f"{path.name}: dit is geen bruikbare JSON.") from None
    if not isinstance(data, dict):
        raise BadInput(f"{path.name}: een sleutel is een object met name en terms.")
    name = data.get("name", "")
    if not isinstance(name, str):
        raise BadInput(f"{path.name}: de naam (name) is tekst.")
    exempt = _section(path, data, "exempt", EXEMPT_FIELDS)
    limit = _section(path, data, "limit", LIMIT_FIELDS)
    if exempt and exempt.get("multiple") is None:
        raise BadInput(f"{path.name}: de vrijstelling (exempt) heeft een veelvoud (multiple).")
    if limit and not set(limit) & {"multiple", "floor", "indicator"}:
        raise BadInput(
            f"{path.name}: de grens (limit) heeft een veelvoud (multiple, floor) of kolom (indicator)."
        )
    try:
        key = read_key(
            terms=data.get("terms"),
            place_weights=data.get("place_weights", EVEN),
            exempt_multiple=exempt.get("multiple"),
            cap_multiple=limit.get("multiple"),
            floor_multiple=limit.get("floor"),
            exempt_indicator=exempt.get("indicator", WEIGHTED_PLACES),
            exempt_per=exempt.get("per", POPULATION),
            limit_per=limit.get("per", POPULATION),
            limit_indicator=limit.get("indicator"),
        )
    except InvalidKey as invalid:
        raise BadInput("\n".join(f"{path.name}: {problem}" for problem in invalid.problems)) from None
    return KeyFile(name, key, tuple(sorted(set(data) - COMPUTED - DESCRIPTIVE)))


def _no_number(word: str) -> None:
    raise BadInput(f"{word} is geen getal.")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise BadInput(f"{name} staat twee keer in hetzelfde object.")
        found[name] = value
    return found


def _section(path: Path, data: dict[str, Any], name: str, fields: set[str]) -> dict[str, Any]:
    """The object `exempt` or `limit`; empty when there is none."""
    section = data.get(name)
    if section is None:
        return {}
    if not isinstance(section, dict):
        raise BadInput(f"{path.name}: {name} is een object met {', '.join(sorted(fields))}.")
    if unknown := set(section) - fields:
        raise BadInput(f"{path.name}: {name} kent geen {', '.join(sorted(unknown))}.")
    for field in ("indicator", "per"):
        if field in section and (not isinstance(section[field], str) or not section[field].strip()):
            raise BadInput(f"{path.name}: {field} van {name} is de naam van een kolom.")
    return section


@dataclass(frozen=True)
class _Columns:
    """Which columns a key reads, and what may stand in them."""

    needed: set[str]
    may_be_empty: set[str]
    may_be_negative: set[str]
    inverted: set[str]
    divided_by: set[str]

    @classmethod
    def of(cls, key: Key) -> "_Columns":
        never_empty: set[str] = set()
        may_be_empty: set[str] = set()
        positive: set[str] = set()
        divided_by: set[str] = set()
        for term in key.terms:
            never_empty |= term.columns
            positive |= term.columns - {term.score or ""}
            may_be_empty |= term.modulation.columns if term.modulation else set()
            divided_by |= {POPULATION} if term.transform == "room" else set()
        if key.exempt_multiple is not None:
            never_empty.add(key.exempt_indicator)
            divided_by.add(key.exempt_per)
        if key.cap_multiple is not None or key.floor_multiple is not None:
            divided_by.add(key.limit_per)
        if key.limit_indicator:
            may_be_empty.add(key.limit_indicator)
        never_empty |= divided_by
        scores = {term.score for term in key.terms if term.score}
        return cls(
            needed=never_empty | may_be_empty,
            may_be_empty=may_be_empty - never_empty,
            may_be_negative=scores - positive - may_be_empty - divided_by,
            inverted={term.indicator for term in key.terms if term.transform == "inverse_share"},
            divided_by=divided_by,
        )


def read_figures(path: Path, key: Key) -> list[Town]:
    """The units in this file, with the figures that the key names. Raises BadInput."""
    columns = _Columns.of(key)
    header, rows = _rows(path)
    wanted = _with_places(columns.needed, header)
    if missing := sorted(wanted - set(header)):
        there = ", ".join(name for name in header if name)
        raise BadInput(f"{path.name}: kolom {missing[0]} ontbreekt; er staan {there}.")
    towns: dict[str, Town] = {}
    lines: dict[str, int] = {}
    for line, row in rows:
        code = row[CODE]
        if not code:
            raise BadInput(f"{path.name}, regel {line}, kolom {CODE}: de code is leeg.")
        if code in lines:
            raise BadInput(
                f"{path.name}, regel {line}, kolom {CODE}: code {code} staat ook op regel {lines[code]}."
            )
        lines[code] = line
        values = dict(_values(path, line, row, wanted, columns))
        if set(PLACES) <= wanted:
            own, other = values[PLACES[0]], values[PLACES[1]]
            values[WEIGHTED_PLACES] = key.place_weights["own"] * own + key.place_weights["other"] * other
        towns[code] = Town(code, values)
    for name in sorted(columns.divided_by):
        if not any(town.values[name] for town in towns.values()):
            raise BadInput(f"{path.name}, kolom {name}: overal nul, dus er is geen gemiddelde.")
    for term in key.terms:
        for name in sorted(term.columns - {term.score}):
            if not any(town.values[name] for town in towns.values()):
                raise BadInput(
                    f"{path.name}, kolom {name}: overal nul, dus niemand heeft een aandeel in “{term.name}”."
                )
    return [towns[code] for code in sorted(towns)]


def _with_places(needed: set[str], header: Sequence[str]) -> set[str]:
    """Own and other places instead of weighted places, when the file gives those."""
    if WEIGHTED_PLACES in needed and WEIGHTED_PLACES not in header and set(PLACES) <= set(header):
        return (needed - {WEIGHTED_PLACES}) | set(PLACES)
    return needed


def _rows(path: Path) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """The header and the lines of a csv separated by comma or semicolon, in UTF-8 (also with a byte order mark)."""
    text = _text(path)
    first = text.split("\n", 1)[0]
    semicolon = first.count(";") > first.count(",")
    reader = csv.reader(StringIO(text, newline=""), delimiter=";" if semicolon else ",", strict=True)
    rows: list[tuple[int, dict[str, str]]] = []
    header: list[str] = []
    try:
        for values in reader:
            if not any(value.strip() for value in values):
                continue
            if not header:
                header = _header(path, values)
                continue
            if len(values) > len(header):
                raise BadInput(f"{path.name}, regel {reader.line_num}: meer waarden dan kolommen.")
            padded = [value.strip() for value in values] + [""] * (len(header) - len(values))
            if semicolon:  # a decimal comma; where commas separate, it could mean thousands just as well
                padded = [padded[0], *(value.replace(",", ".") for value in padded[1:])]
            rows.append((reader.line_num, dict(zip(header, padded, strict=True))))
    except csv.Error as problem:
        raise BadInput(
            f"{path.name}, regel {reader.line_num}: dit is geen geldige csv ({problem})."
        ) from None
    if not header:
        raise BadInput(f"{path.name}: het bestand is leeg.")
    if not rows:
        raise BadInput(f"{path.name}: er staan geen regels onder de kolomnamen.")
    return header, rows


def _header(path: Path, values: Iterable[str]) -> list[str]:
    header = [name.strip() for name in values]
    if header[0] != CODE:
        raise BadInput(f"{path.name}: de eerste kolom heet {CODE}, niet “{header[0]}”.")
    if twice := [name for name in header if name and header.count(name) > 1]:
        raise BadInput(f"{path.name}: kolom {twice[0]} staat er twee keer in.")
    return header


def _values(
    path: Path, line: int, row: dict[str, str], wanted: set[str], columns: _Columns
) -> Iterable[tuple[str, Fraction]]:
    for name in sorted(wanted):
        where, text = f"{path.name}, regel {line}, kolom {name}", row[name]
        if not text and name in columns.may_be_empty:
            continue
        value = exact(text) if "/" not in text else None
        if value is None:
            raise BadInput(
                f"{where}: {f'“{text}” is geen bruikbaar getal' if text else 'er staat geen getal'}."
            )
        if value < 0 and name not in columns.may_be_negative:
            raise BadInput(f"{where}: {text} is kleiner dan 0.")
        if value < -1:
            raise BadInput(f"{where}: de score {text} is lager dan -1, dan blijft er minder dan niets over.")
        if value == 0 and name in columns.inverted:
            raise BadInput(f"{where}: nul heeft geen omgekeerde; de factor kan deze eenheid niet wegen.")
        yield name, value


def read_total(text: str) -> int:
    """A whole number of 0 or more. Raises BadInput."""
    number = exact(text)
    if number is None or not text.strip().isdecimal():
        raise BadInput(f"Het totaal (--total) is een geheel getal van 0 of meer, niet “{text}”.")
    if number > 10**15:
        raise BadInput("Het totaal (--total) is hoogstens een biljard.")
    return int(number)


def insist_counted(path: Path, found: Iterable[Target]) -> None:
    """Every factor says something. Raises BadInput naming the column that is zero everywhere."""
    for target in found:
        for part in target.parts:
            if part.status == Status.EMPTY:
                raise BadInput(
                    f"{path.name}, kolom {part.term.indicator}: factor “{part.term.name}” is overal nul, "
                    "dus niemand heeft er een aandeel in."
                )
        return
