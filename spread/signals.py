"""Which municipalities stand out, by the thresholds of `SignalRule`. Pure: rows in, findings out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from spread.models import IndicatorSnapshot, SignalKind, SignalRule

# The lines that the portal starts with; from then on they are changed in the admin.
STARTING_LINES: list[dict[str, Any]] = [
    {"kind": "under", "desk": "vlot", "percent": 50, "places": 20},
    {"kind": "over", "desk": "abb", "percent": 150, "places": 20},
    {"kind": "change", "desk": "abb", "percent": 25, "days": 7, "places": 20},
    {"kind": "stale", "desk": "vlot", "percent": 50, "days": 44, "places": 20},
    {"kind": "no_data", "desk": "abb"},
]


@dataclass(frozen=True)
class Seen:
    """What is known of one municipality: places and target now, places `days` ago, and places not checked since.

    `target` is None when there is none; `before` is None when there were no figures then.
    """

    municipality: int
    places: int
    target: int | None
    before: int | None
    stale: int

    @classmethod
    def of(cls, row: IndicatorSnapshot, before: Mapping[int, int], stale: Mapping[int, int]) -> "Seen":
        pk = row.municipality_id or 0
        return cls(pk, row.places, row.target, before.get(pk), stale.get(pk, 0))


@dataclass(frozen=True)
class Finding:
    """One municipality beyond one line, with a Dutch sentence that says by how much."""

    kind: SignalKind
    municipality: int
    sentence: str


def findings(rule: SignalRule, seen: Iterable[Seen]) -> list[Finding]:
    """Those beyond the line of this rule. A rule that is switched off finds nothing."""
    if not rule.active:
        return []
    sentences = ((one.municipality, _sentence(rule, one)) for one in seen)
    kind = SignalKind(rule.kind)
    return [Finding(kind, municipality, sentence) for municipality, sentence in sentences if sentence]


def _sentence(rule: SignalRule, one: Seen) -> str:
    """What stands out, or nothing."""
    match rule.kind:
        case SignalKind.NO_DATA:
            return (
                "Er is geen doel te berekenen: het aantal inwoners is niet bekend."
                if one.target is None
                else ""
            )
        case SignalKind.UNDER if one.target and one.target >= rule.places:
            if 100 * one.places < rule.percent * one.target:
                return f"{one.places} plaatsen voor een doel van {one.target}: minder dan {rule.percent} %."
        case SignalKind.OVER if one.target and one.target >= rule.places:
            if 100 * one.places > rule.percent * one.target:
                return f"{one.places} plaatsen voor een doel van {one.target}: meer dan {rule.percent} %."
        case SignalKind.CHANGE if one.before is not None:
            moved = abs(one.places - one.before)
            if moved and moved >= rule.places and 100 * moved >= rule.percent * one.before:
                return f"Van {one.before} naar {one.places} plaatsen in {rule.days} dagen."
        case SignalKind.STALE:
            if one.stale and one.stale >= rule.places and 100 * one.stale >= rule.percent * one.places:
                return f"{one.stale} van de {one.places} plaatsen zijn al {rule.days} dagen niet nagekeken."
    return ""
