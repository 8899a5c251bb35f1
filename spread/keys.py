"""A distribution key as plain data: read, checked and given a type. Knows no database.

A key is a weighted sum of terms. Each term takes one indicator and turns it into a share per municipality
(`spread.targets`). The data is what `spread.SpreadKey` stores and what `manage.py spread_key` reads; the files in
`spread/published_keys/` serve both. docs/spread-key.md describes every field.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from spread.numbers import exact, plain
from spread.scores import Modulation, read_modulation

# The one indicator that is no statistic: the places of the portal itself, weighed by `place_weights`.
WEIGHTED_PLACES = "weighted_places"
POPULATION = "population"

TRANSFORMS = {
    "share": "aandeel in het Vlaamse totaal",
    "inverse_share": "omgekeerd aandeel: wie minder heeft, krijgt meer",
    "room": "ruimte tot een veelvoud van het Vlaamse gemiddelde per inwoner",
    "corrected_share": "aandeel, verhoogd of verlaagd met een score",
    "modulated_share": "aandeel, begrensd bijgesteld met draagkracht",
}
PLACE_TYPES = {"own": "publiek, nooddorp of collectief", "other": "privaat en andere"}
EVEN = dict.fromkeys(PLACE_TYPES, 1)

# What keys of elsewhere ask and Flanders does not publish per municipality. As such a figure is missing, the key says
# so and gives its weight to its other terms.
ASKED_ELSEWHERE = {
    "tax_revenue": "belastingontvangsten na de financiële verevening",
    "ses_woa": "sociaal-economische score (SES-WOA)",
    "gdp": "bruto binnenlands product",
    "asylum_per_million": "asielaanvragen en hervestigde personen per miljoen inwoners",
    "unemployment_rate": "werkloosheidsgraad",
}

PUBLISHED = Path(__file__).parent / "published_keys"
# Weights like 0.333333333 sum to one as people mean it.
TOLERANCE = Fraction(1, 10**9)
TERM_FIELDS = {
    "code",
    "name",
    "weight",
    "indicator",
    "transform",
    "times",
    "multiple",
    "cap",
    "score",
    "modulation",
}
TERM_NOTES = {"source", "period", "unit", "note"}  # for people; nothing is computed with them


class InvalidKey(ValueError):
    """The data is no key; each of `problems` is a Dutch sentence that says what to change."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(self.problems))


@dataclass(frozen=True)
class TermCap:
    """At most `fraction` of the mean share of the terms `of` (codes), for the same municipality.

    What is cut off is lost to this term, and the sum is normalised; with `give_back` it goes to everybody in
    proportion to that mean share.
    """

    fraction: Fraction
    of: tuple[str, ...]
    give_back: bool = False


@dataclass(frozen=True)
class Term:
    """One factor. `times` turns an amount per inhabitant into an amount.

    `multiple` belongs to the transform "room", `score` to "corrected_share", `modulation` to "modulated_share".
    """

    code: str
    name: str
    weight: Fraction
    indicator: str
    transform: str
    times: str | None = None
    multiple: Fraction | None = None
    cap: TermCap | None = None
    score: str | None = None
    modulation: Modulation | None = None

    @property
    def columns(self) -> set[str]:
        """The figures without which this term says nothing of a municipality."""
        return {name for name in (self.indicator, self.times, self.score) if name}


@dataclass(frozen=True)
class Key:
    """A key that can be computed with. `total` is None for today's number of places in Flanders.

    Exempt: at or above `exempt_multiple` times the mean of `exempt_indicator` per `exempt_per`. Limits: at most
    `cap_multiple` and at least `floor_multiple` times the mean of the target per `limit_per`, and at most the figure
    `limit_indicator`.
    """

    terms: tuple[Term, ...]
    place_weights: Mapping[str, Fraction]
    exempt_multiple: Fraction | None
    cap_multiple: Fraction | None
    total: int | None
    floor_multiple: Fraction | None = None
    exempt_indicator: str = WEIGHTED_PLACES
    exempt_per: str = POPULATION
    limit_per: str = POPULATION
    limit_indicator: str | None = None

    @property
    def indicators(self) -> set[str]:
        """The statistics that this key reads, in the portal."""
        used = {POPULATION}.union(*(term.columns for term in self.terms))
        for term in self.terms:
            used |= term.modulation.columns if term.modulation else set()
        return used - {WEIGHTED_PLACES}


def read_key(
    *,
    terms: Any,
    place_weights: Any,
    exempt_multiple: Any = None,
    cap_multiple: Any = None,
    floor_multiple: Any = None,
    total: Any = None,
    known_indicators: set[str] | None = None,
    **columns: Any,
) -> Key:
    """The key in this data. `known_indicators` limits which statistics may be named; `columns` are those of Key.

    Raises InvalidKey with every problem at once.
    """
    problems: list[str] = []
    if not isinstance(terms, list) or not terms:
        raise InvalidKey(["Een sleutel is een lijst (terms) met minstens één factor."])
    read = [term for term in (_read_term(item, problems, known_indicators) for item in terms) if term]
    if len({term.code for term in read}) != len(read) or len({term.name for term in read}) != len(read):
        problems.append("Elke factor heeft een eigen code en een eigen naam.")
    if len(read) == len(terms):
        of_all = sum((term.weight for term in read), Fraction(0))
        if abs(of_all - 1) > TOLERANCE:
            problems.append(f"De gewichten tellen samen op tot {plain(of_all)}, maar moeten samen 1 zijn.")
        read = [_with_codes(term, read, problems) for term in read]
    weights = _read_place_weights(place_weights, problems)
    exempt = _optional(exempt_multiple, "De vrijstelling", problems)
    cap = _optional(cap_multiple, "De bovengrens", problems)
    floor = _optional(floor_multiple, "De ondergrens", problems)
    if exempt is not None and exempt <= 0:
        problems.append("De vrijstelling is een veelvoud groter dan 0.")
    if cap is not None and cap < 1:
        problems.append(
            "De bovengrens is minstens 1 keer het gemiddelde: anders past het totaal er niet onder."
        )
    if floor is not None and not 0 <= floor <= 1:
        problems.append("De ondergrens is 0 tot 1 keer het gemiddelde: anders is het totaal te klein.")
    if total is not None and (not isinstance(total, int) or isinstance(total, bool) or total < 0):
        problems.append("Het totaal is een geheel getal van 0 of meer, of leeg.")
    if problems:
        raise InvalidKey(problems)
    return Key(tuple(read), weights, exempt, cap, total, floor, **columns)


def _read_term(item: Any, problems: list[str], known_indicators: set[str] | None) -> Term | None:
    if not isinstance(item, dict) or not all(_text(item.get(name)) for name in ("name", "indicator")):
        problems.append(
            "Elke factor heeft een code (code, of anders de naam), een naam (name) en een cijfer (indicator)."
        )
        return None
    name = item["name"]
    before = len(problems)
    code = item.get("code", name)
    if (
        not isinstance(code, str)
        or not code.strip()
        or not all(item.get(field) is None or _text(item[field]) for field in ("times", "score"))
    ):
        problems.append(f"Factor “{name}”: code, times en score zijn tekst.")
    weight = exact(item.get("weight"))
    if weight is None or weight < 0:
        problems.append(f"Factor “{name}”: het gewicht (weight) is een getal van 0 tot 1.")
    transform = item.get("transform")
    if not isinstance(transform, str) or transform not in TRANSFORMS:
        problems.append(f"Factor “{name}”: de bewerking (transform) is een van: {', '.join(TRANSFORMS)}.")
    multiple = exact(item.get("multiple")) if transform == "room" else None
    if transform == "room" and (multiple is None or multiple < 1):
        problems.append(f"Factor “{name}”: het veelvoud (multiple) is een getal van minstens 1.")
    if transform == "corrected_share" and not item.get("score"):
        problems.append(f"Factor “{name}”: zeg met welke score (score) het aandeel verandert.")
    modulation = (
        read_modulation(item.get("modulation"), name, problems) if transform == "modulated_share" else None
    )
    cap = _read_cap(item["cap"], name, problems) if item.get("cap") is not None else None
    if unknown := set(item) - TERM_FIELDS - TERM_NOTES:
        problems.append(f"Factor “{name}”: onbekend gegeven {', '.join(sorted(unknown))}.")
    if len(problems) > before or weight is None or not isinstance(code, str):
        return None
    score = item.get("score") if transform == "corrected_share" else None
    term = Term(
        code,
        name,
        weight,
        item["indicator"],
        str(transform),
        item.get("times"),
        multiple,
        cap,
        score,
        modulation,
    )
    if known_indicators is not None:
        known = known_indicators | {WEIGHTED_PLACES}
        named = term.columns | (modulation.columns if modulation else set())
        problems.extend(f"Factor “{name}”: het cijfer “{one}” bestaat niet." for one in sorted(named - known))
    return term


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _read_cap(data: Any, name: str, problems: list[str]) -> TermCap | None:
    where = f"Factor “{name}”: de grens (cap)"
    fraction = exact(data.get("fraction")) if isinstance(data, dict) else None
    of = data.get("of") if isinstance(data, dict) else None
    if fraction is None or fraction < 0:
        problems.append(f"{where} heeft een deel (fraction) van 0 of meer.")
    if not isinstance(of, list) or not of or not all(_text(one) for one in of):
        problems.append(f"{where} noemt in een lijst (of) minstens één andere factor.")
    elif len(set(of)) != len(of):
        problems.append(f"{where} noemt een factor twee keer.")
    give_back = data.get("give_back", False) if isinstance(data, dict) else False
    if not isinstance(give_back, bool):
        problems.append(f"{where}: give_back is true of false.")
    if isinstance(data, dict) and (unknown := set(data) - {"fraction", "of", "give_back"}):
        problems.append(f"{where}: onbekend gegeven {', '.join(sorted(unknown))}.")
    if fraction is None or not isinstance(of, list):
        return None
    return TermCap(fraction, tuple(str(one) for one in of), bool(give_back))


def _with_codes(term: Term, terms: Sequence[Term], problems: list[str]) -> Term:
    """The same term, with the codes of the terms that its cap names by name or by code."""
    if term.cap is None:
        return term
    codes = {one.name: one.code for one in terms} | {one.code: one.code for one in terms}
    for named in term.cap.of:
        if codes.get(named) == term.code:
            problems.append(f"Factor “{term.name}”: de grens (cap) kan niet naar de factor zelf wijzen.")
        elif named not in codes:
            problems.append(f"Factor “{term.name}”: de grens (cap) noemt een onbekende factor “{named}”.")
    of = tuple(codes.get(named, named) for named in term.cap.of)
    return Term(**{**vars(term), "cap": TermCap(term.cap.fraction, of, term.cap.give_back)})


def _read_place_weights(data: Any, problems: list[str]) -> dict[str, Fraction]:
    weights = {kind: exact(data.get(kind)) if isinstance(data, dict) else None for kind in PLACE_TYPES}
    known = {kind: weight for kind, weight in weights.items() if weight is not None and weight >= 0}
    if len(known) != len(PLACE_TYPES) or set(data) != set(PLACE_TYPES):
        problems.append(f"Geef voor elke soort plaats een gewicht van 0 of meer: {', '.join(PLACE_TYPES)}.")
    return known


def _optional(value: Any, what: str, problems: list[str]) -> Fraction | None:
    number = exact(value)
    if value is not None and number is None:
        problems.append(f"{what} is een getal of leeg.")
    return number


def published_keys() -> Iterator[dict[str, Any]]:
    """The keys that come with the portal, as the fields of SpreadKey and `valid_from`."""
    for path in sorted(PUBLISHED.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        exempt, limit = data.pop("exempt", {}), data.pop("limit", {})
        yield {
            **data,
            "place_weights": data.get("place_weights", EVEN),
            "exempt_multiple": exempt.get("multiple"),
            "cap_multiple": limit.get("multiple"),
            "floor_multiple": limit.get("floor"),
            "total": data.get("total"),
        }
