"""A distribution key as plain data: read, checked and given a type. Knows no database.

A key is a weighted sum of terms. Each term takes one indicator and turns it into a share per municipality
(`spread.targets`). The data is what `spread.SpreadKey` stores and what the files in `spread/published_keys/` hold.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

# The one indicator that is no statistic: the places of the portal itself, weighed by `place_weights`.
WEIGHTED_PLACES = "weighted_places"
POPULATION = "population"

TRANSFORMS = {
    "share": "aandeel in het Vlaamse totaal",
    "room": "ruimte tot een veelvoud van het Vlaamse gemiddelde per inwoner",
}
PLACE_TYPES = {"own": "publiek, nooddorp of collectief", "other": "privaat en andere"}

PUBLISHED = Path(__file__).parent / "published_keys"


class InvalidKey(ValueError):
    """The data is no key; each of `problems` is a Dutch sentence that says what to change."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(self.problems))


@dataclass(frozen=True)
class Term:
    """One factor. `times` turns an amount per inhabitant into an amount; `multiple` belongs to the transform "room"."""

    code: str
    name: str
    weight: Fraction
    indicator: str
    transform: str
    times: str | None = None
    multiple: Fraction | None = None


@dataclass(frozen=True)
class Key:
    """A key that can be computed with. `total` is None for today's number of places in Flanders."""

    terms: tuple[Term, ...]
    place_weights: Mapping[str, Fraction]
    exempt_multiple: Fraction | None
    cap_multiple: Fraction | None
    total: int | None

    @property
    def indicators(self) -> set[str]:
        """The statistics that this key reads."""
        used = {term.indicator for term in self.terms} | {term.times for term in self.terms if term.times}
        return (used | {POPULATION}) - {WEIGHTED_PLACES}


def read_key(
    *,
    terms: Any,
    place_weights: Any,
    exempt_multiple: Any = None,
    cap_multiple: Any = None,
    total: Any = None,
    known_indicators: set[str] | None = None,
) -> Key:
    """The key in this data. `known_indicators` limits which statistics may be named.

    Raises InvalidKey with every problem at once.
    """
    problems: list[str] = []
    if not isinstance(terms, list) or not terms:
        raise InvalidKey(["Een sleutel is een lijst met minstens één factor."])
    read = [term for term in (_read_term(item, problems, known_indicators) for item in terms) if term]
    if len({term.code for term in read}) != len(read):
        problems.append("Elke factor heeft een eigen code.")
    if len(read) == len(terms) and sum(term.weight for term in read) != 1:
        shown = sum(Decimal(str(item["weight"])) for item in terms)
        problems.append(f"De gewichten tellen samen op tot {shown}, maar moeten samen 1 zijn.")
    weights = _read_place_weights(place_weights, problems)
    exempt = _optional(exempt_multiple, "De vrijstelling", problems)
    cap = _optional(cap_multiple, "De bovengrens", problems)
    if exempt is not None and exempt <= 0:
        problems.append("De vrijstelling is een veelvoud groter dan 0.")
    if cap is not None and cap < 1:
        problems.append(
            "De bovengrens is minstens 1 keer het gemiddelde: anders past het totaal er niet onder."
        )
    if total is not None and (not isinstance(total, int) or isinstance(total, bool) or total < 0):
        problems.append("Het totaal is een geheel getal van 0 of meer, of leeg.")
    if problems:
        raise InvalidKey(problems)
    return Key(tuple(read), weights, exempt, cap, total)


def _read_term(item: Any, problems: list[str], known_indicators: set[str] | None) -> Term | None:
    if not isinstance(item, dict) or not all(item.get(name) for name in ("code", "name", "indicator")):
        problems.append("Elke factor heeft een code (code), een naam (name) en een cijfer (indicator).")
        return None
    name = item["name"]
    before = len(problems)
    weight = _number(item.get("weight"))
    if weight is None or weight < 0:
        problems.append(f"Factor “{name}”: het gewicht (weight) is een getal van 0 tot 1.")
    transform = item.get("transform")
    if transform not in TRANSFORMS:
        problems.append(f"Factor “{name}”: de bewerking (transform) is een van: {', '.join(TRANSFORMS)}.")
    multiple = _number(item.get("multiple")) if transform == "room" else None
    if transform == "room" and (multiple is None or multiple < 1):
        problems.append(f"Factor “{name}”: het veelvoud (multiple) is een getal van minstens 1.")
    known = None if known_indicators is None else known_indicators | {WEIGHTED_PLACES}
    problems.extend(
        f"Factor “{name}”: het cijfer “{named}” bestaat niet."
        for named in (item["indicator"], item.get("times"))
        if named and known is not None and named not in known
    )
    if unknown := set(item) - {"code", "name", "weight", "indicator", "transform", "times", "multiple"}:
        problems.append(f"Factor “{name}”: onbekend gegeven {', '.join(sorted(unknown))}.")
    if len(problems) > before or weight is None:
        return None
    return Term(item["code"], name, weight, item["indicator"], str(transform), item.get("times"), multiple)


def _read_place_weights(data: Any, problems: list[str]) -> dict[str, Fraction]:
    weights = {kind: _number(data.get(kind)) if isinstance(data, dict) else None for kind in PLACE_TYPES}
    known = {kind: weight for kind, weight in weights.items() if weight is not None and weight >= 0}
    if len(known) != len(PLACE_TYPES) or set(data) != set(PLACE_TYPES):
        problems.append(f"Geef voor elke soort plaats een gewicht van 0 of meer: {', '.join(PLACE_TYPES)}.")
    return known


def _optional(value: Any, what: str, problems: list[str]) -> Fraction | None:
    number = _number(value)
    if value is not None and number is None:
        problems.append(f"{what} is een getal of leeg.")
    return number


def _number(value: Any) -> Fraction | None:
    """Exact: "0.35" is 35/100. None for what is no finite number."""
    if value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return Fraction(number) if number.is_finite() else None


def published_keys() -> Iterator[dict[str, Any]]:
    """The keys that come with the portal, as their files say them."""
    for path in sorted(PUBLISHED.glob("*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))
