"""The problem from csv files and the plan back into one. Columns: docs/plan-assignment.md. Faults in Dutch, by line."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from matching.planning.problem import (
    Household,
    InvalidProblem,
    Municipality,
    Pair,
    Pins,
    Problem,
    Unit,
    Weights,
)

Rows = list[tuple[int, dict[str, str]]]
LIMIT = "limit_"
YES, NO = {"1", "ja", "true", "x", "yes"}, {"", "0", "nee", "false", "no"}
HOUSEHOLD_COLUMNS = {
    "household",
    "persons",
    "municipality",
    "work",
    "school",
    "children",
    "priority",
    "waiting_days",
    "group",
    "stays",
    "before",
    "province",
}
UNIT_COLUMNS = {"unit", "places", "shared", "municipality"}
MOST_DIGITS = 1e9


class BadFile(InvalidProblem):
    """A file that cannot be read as it is; the message names the file, the line and what to do."""


def read_problem(
    households: Path,
    units: Path,
    pairs: Path | None = None,
    targets: Path | None = None,
    pins: Path | None = None,
    weights: Weights | None = None,
) -> Problem:
    """The problem in these files. Raises BadFile or InvalidProblem."""
    weights = weights or Weights()
    household_rows, unit_rows = _rows(households, {"household", "persons"}), _rows(units, {"unit", "places"})
    needs, wants = _conditions(households, household_rows, set(unit_rows[0][1]) - UNIT_COLUMNS)
    asked = {*needs.values(), *wants.values(), *weights.rare} & set(unit_rows[0][1])
    pinned = _pins(pins) if pins else Pins()
    return Problem(
        households=[_household(households, line, row, needs, wants) for line, row in household_rows],
        units=[_unit(units, line, row, asked) for line, row in unit_rows],
        municipalities=_municipalities(targets) if targets else (),
        pairs=_pairs(pairs) if pairs else None,
        pins=pinned,
        weights=weights,
    )


def _rows(path: Path, needed: set[str], *, may_be_empty: bool = False) -> Rows:
    """The lines of a csv with a header, separated by comma or semicolon, in UTF-8 (also with a byte order mark)."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadFile(f"{path.name}: dit bestand bestaat niet.") from None
    except UnicodeDecodeError:
        raise BadFile(f"{path.name}: dit is geen tekst in UTF-8; bewaar het als csv UTF-8.") from None
    except OSError as problem:
        raise BadFile(f"{path.name}: niet te lezen ({problem.strerror}).") from None
    lines = text.splitlines()
    if not any(line.strip() for line in lines):
        raise BadFile(f"{path.name}: het bestand is leeg.")
    delimiter = ";" if lines[0].count(";") > lines[0].count(",") else ","
    reader = csv.reader(lines, delimiter=delimiter)
    header = [name.strip() for name in next(reader)]
    if twice := [name for name in header if name and header.count(name) > 1]:
        raise BadFile(f"{path.name}: kolom {twice[0]} staat er twee keer in.")
    if missing := sorted(needed - set(header)):
        raise BadFile(
            f"{path.name}: kolom {missing[0]} ontbreekt; er staan {', '.join(filter(None, header))}."
        )
    rows: Rows = []
    for values in reader:
        if not any(value.strip() for value in values):
            continue
        if len(values) > len(header):
            raise BadFile(f"{path.name}, regel {reader.line_num}: meer waarden dan kolommen.")
        padded = [*values, *[""] * (len(header) - len(values))]
        row = {name: value.strip() for name, value in zip(header, padded, strict=True) if name}
        rows.append((reader.line_num, row))
    if not rows and not may_be_empty:
        raise BadFile(f"{path.name}: er staan geen regels onder de kolomnamen.")
    return rows


def _number(path: Path, line: int, row: Mapping[str, str], name: str, default: float | None = None) -> float:
    text = row.get(name, "")
    if text == "" and default is not None:
        return default
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise BadFile(f"{path.name}, regel {line}: {name} is geen getal: „{text}”.") from None
    if not abs(value) <= MOST_DIGITS:  # also not a number
        raise BadFile(f"{path.name}, regel {line}: {name} is geen bruikbaar getal: „{text}”.")
    return value


def _count(path: Path, line: int, row: Mapping[str, str], name: str, default: int | None = None) -> int:
    value = _number(path, line, row, name, default)
    if value != int(value) or value < 0:
        raise BadFile(
            f"{path.name}, regel {line}: {name} moet een geheel getal van 0 of meer zijn: „{row[name]}”."
        )
    return int(value)


def _may_be(path: Path, line: int, row: Mapping[str, str], name: str) -> float | None:
    """A limit that may be left open."""
    if row.get(name, "") == "":
        return None
    value = _number(path, line, row, name)
    if value < 0:
        raise BadFile(f"{path.name}, regel {line}: {name} is kleiner dan 0.")
    return value


def _flag(path: Path, line: int, row: Mapping[str, str], name: str) -> bool:
    value = row.get(name, "").lower()
    if value in YES or value in NO:
        return value in YES
    try:
        number = float(value.replace(",", "."))
    except ValueError:
        raise BadFile(f"{path.name}, regel {line}: {name} moet 1 of 0 zijn: „{row[name]}”.") from None
    return number > 0


def _key(path: Path, line: int, row: Mapping[str, str], name: str) -> str:
    if not row.get(name):
        raise BadFile(f"{path.name}, regel {line}: {name} is leeg.")
    return row[name]


def _limits(path: Path, line: int, row: Mapping[str, str], *, open_ended: bool) -> dict[str, float]:
    """limit_* columns without the prefix; an empty cell is no use (households) or no limit (units, municipalities)."""
    found = {}
    for name in row:
        if not name.startswith(LIMIT):
            continue
        value = _may_be(path, line, row, name)
        if value is not None:
            found[name.removeprefix(LIMIT)] = value
        elif not open_ended:
            found[name.removeprefix(LIMIT)] = 0.0
    return found


def _conditions(path: Path, rows: Rows, offered: set[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Columns of needs and of wishes with the attribute that they ask. A column that neither begins with needs_ or
    wants_ nor is a column of the units is about something else, and is left alone.
    """
    names = [name for name in rows[0][1] if name not in HOUSEHOLD_COLUMNS and not name.startswith(LIMIT)]
    needs = {
        name: name.removeprefix("needs_") for name in names if name.startswith("needs_") or name in offered
    }
    wants = {name: name.removeprefix("wants_") for name in names if name.startswith("wants_")}
    for name, attribute in needs.items():
        if attribute not in offered and any(_flag(path, line, row, name) for line, row in rows):
            raise BadFile(
                f"{path.name}: voor de voorwaarde {name} hebben de plaatsen geen kolom {attribute}."
            )
    return needs, wants


def _household(
    path: Path, line: int, row: Mapping[str, str], needs: Mapping[str, str], wants: Mapping[str, str]
) -> Household:
    return Household(
        _key(path, line, row, "household"),
        _count(path, line, row, "persons"),
        municipality=row.get("municipality", ""),
        work=row.get("work", ""),
        school=row.get("school", ""),
        children=_count(path, line, row, "children", 0),
        priority=_number(path, line, row, "priority", 0.0),
        waiting_days=_count(path, line, row, "waiting_days", 0),
        needs=frozenset(item for name, item in needs.items() if _flag(path, line, row, name)),
        wants=frozenset(item for name, item in wants.items() if _flag(path, line, row, name)),
        group=row.get("group", ""),
        stays=_flag(path, line, row, "stays"),
        before=row.get("before", ""),
        limits=_limits(path, line, row, open_ended=False),
        province=row.get("province", ""),
    )


def _unit(path: Path, line: int, row: Mapping[str, str], attributes: Iterable[str]) -> Unit:
    return Unit(
        _key(path, line, row, "unit"),
        _count(path, line, row, "places"),
        shared=_flag(path, line, row, "shared"),
        municipality=row.get("municipality", ""),
        attributes=frozenset(name for name in attributes if row.get(name) and _flag(path, line, row, name)),
        limits=_limits(path, line, row, open_ended=True),
    )


def _municipalities(path: Path) -> list[Municipality]:
    return [
        Municipality(
            _key(path, line, row, "municipality"),
            target=_may_be(path, line, row, "target"),
            load=_count(path, line, row, "load", 0),
            at_most=_may_be(path, line, row, "at_most"),
            seats=_may_be(path, line, row, "seats"),
            services=_number(path, line, row, "services", 0.0),
            x_km=_number(path, line, row, "x_km") if row.get("x_km") else None,
            y_km=_number(path, line, row, "y_km") if row.get("y_km") else None,
            limits=_limits(path, line, row, open_ended=True),
        )
        for line, row in _rows(path, {"municipality", "target"})
    ]


def _pairs(path: Path) -> list[Pair]:
    return [
        Pair(
            _key(path, line, row, "household"),
            _key(path, line, row, "unit"),
            _number(path, line, row, "score"),
        )
        for line, row in _rows(path, {"household", "unit", "score"}, may_be_empty=True)
    ]


def _pins(path: Path) -> Pins:
    keep: list[tuple[str, str]] = []
    never: list[tuple[str, str]] = []
    at_most: dict[str, float] = {}
    for line, row in _rows(path, {"pin"}, may_be_empty=True):
        kind = row["pin"]
        if kind in ("keep", "never"):
            pair = (_key(path, line, row, "household"), _key(path, line, row, "unit"))
            (keep if kind == "keep" else never).append(pair)
        elif kind == "at_most":
            at_most[_key(path, line, row, "municipality")] = float(_count(path, line, row, "at_most"))
        else:
            raise BadFile(f"{path.name}, regel {line}: pin moet keep, never of at_most zijn: „{kind}”.")
    return Pins(tuple(keep), tuple(never), at_most)


def write_assignment(path: Path, assignment: Mapping[str, str]) -> None:
    """`household,unit`, one line per household that has a place, in order of household."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["household", "unit"])
        writer.writerows(sorted(assignment.items()))
