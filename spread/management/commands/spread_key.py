"""A distribution key on files: no database, no broker, nothing but JSON and csv in and figures out."""

import json
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from spread.files import BadInput, insist_counted, read_figures, read_key_file, read_total
from spread.limits import CannotPlace
from spread.numbers import plain
from spread.scores import Score
from spread.targets import NothingToSpreadBy, Part, Target, Town, targets

BAD_INPUT = 2
LARGEST_REMAINDER, NONE = "largest_remainder", "none"
MORE = """
Sleutels om mee te beginnen staan in spread/published_keys/. docs/spread-key.md beschrijft de bestanden, de bewerkingen
en wat eruit komt. Afsluitcode: 0 in orde, 2 fout in de invoer.
"""


class Command(BaseCommand):
    help = "Verdeelt een totaal volgens een verdeelsleutel. Werkt op bestanden, zonder databank."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.epilog = MORE
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--key", type=Path, required=True, metavar="KEY.json", help="de verdeelsleutel")
        parser.add_argument(
            "--figures", type=Path, required=True, metavar="FIGURES.csv", help="code en cijfers per eenheid"
        )
        parser.add_argument("--total", required=True, metavar="N", help="hoeveel er te verdelen is")
        parser.add_argument(
            "--rounding",
            choices=(LARGEST_REMAINDER, NONE),
            default=LARGEST_REMAINDER,
            help="hele aantallen met de grootste resten (standaard), of niet afronden",
        )
        parser.add_argument("--json", action="store_true", help="JSON op het scherm en niets anders")

    def handle(self, *args: Any, **options: Any) -> None:
        key_path, figures_path = Path(options["key"]), Path(options["figures"])
        try:
            total = read_total(str(options["total"]))
            file = read_key_file(key_path)
            towns = read_figures(figures_path, file.key)
            found = targets(file.key, towns, total, exempt_get_nothing=True)
            insist_counted(figures_path, found.values())
        except (BadInput, CannotPlace, NothingToSpreadBy) as wrong:
            self.stderr.write(str(wrong))
            sys.exit(BAD_INPUT)
        for name in file.ignored:
            self.stderr.write(f"{key_path.name}: met {name} wordt niets gedaan.")
        whole = options["rounding"] == LARGEST_REMAINDER
        if options["json"]:
            self.stdout.write(json.dumps(figures(found, towns, total, whole), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(table(file.name, list(found.values()), total, whole))


def figures(found: Mapping[str, Target], towns: Sequence[Town], total: int, whole: bool) -> dict[str, Any]:
    """What --json prints. `exact`, `target` and `contribution` in units of the total."""
    values = {town.code: town.values for town in towns}
    units = [_unit(target, values[code], whole) for code, target in found.items()]
    return {"total": total, "units": units, "sums": _sums(list(found.values()), values, whole)}


def _unit(target: Target, values: Mapping[str, Fraction], whole: bool) -> dict[str, Any]:
    return {
        "code": target.code,
        "exact": plain(target.capped),
        "target": target.target if whole else plain(target.capped),
        "terms": [_term(part, values) for part in target.parts],
        "exempt": target.exempt,
        "limited": target.limited or target.raised,
    }


def _term(part: Part, values: Mapping[str, Fraction]) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "name": part.term.name,
        "value": plain(values[part.term.indicator]),
        "share": plain(part.share),
        "capped": part.capped,
        "contribution": plain(part.contribution),
    }
    if part.counted != part.share:
        shown["counted_share"] = plain(part.counted)
    if part.score:
        shown["score"] = _score(part.score)
    return shown


def _score(score: Score) -> dict[str, Any]:
    """The composite behind a factor; null is what is not known."""
    return {
        "score": None if score.score is None else plain(score.score),
        "factor": plain(score.factor),
        "known": plain(score.known),
        "enough_known": score.enough,
        "indicators": [
            {
                "name": reading.item.name,
                "value": None if reading.value is None else plain(reading.value),
                "normalised": None if reading.normalised is None else plain(reading.normalised),
                "imputed": reading.imputed,
                "frozen": reading.item.frozen,
            }
            for reading in score.readings
        ],
    }


def _sums(
    found: Sequence[Target], values: Mapping[str, Mapping[str, Fraction]], whole: bool
) -> dict[str, Any]:
    exact = sum((target.capped for target in found), Fraction(0))
    return {
        "exact": plain(exact),
        "target": sum(target.target for target in found) if whole else plain(exact),
        "terms": [
            {
                "name": part.term.name,
                "weight": plain(part.term.weight),
                "value": plain(sum((mine[part.term.indicator] for mine in values.values()), Fraction(0))),
                "share": plain(sum((target.parts[i].share for target in found), Fraction(0))),
                "contribution": plain(sum((target.parts[i].contribution for target in found), Fraction(0))),
            }
            for i, part in enumerate(found[0].parts)
        ],
        "exempt": sum(target.exempt for target in found),
        "limited": sum(target.limited or target.raised for target in found),
    }


def table(name: str, found: Sequence[Target], total: int, whole: bool) -> str:
    """The same for people: what each factor brings, the exact share, and the target."""
    head = ["code", *(part.term.name for part in found[0].parts), "exact", "doel", ""]
    rows = [
        [
            target.code,
            *(_dutch(part.contribution) for part in target.parts),
            _dutch(target.capped),
            str(target.target) if whole else _dutch(target.capped),
            _remark(target),
        ]
        for target in found
    ]
    brought = [
        sum((target.parts[i].contribution for target in found), Fraction(0)) for i in range(len(head) - 4)
    ]
    rows.append(["samen", *map(_dutch, brought), _dutch(Fraction(total)), str(total), ""])
    everything = [head, *rows]
    widths = [max(len(row[i]) for row in everything) for i in range(len(head))]
    lines = []
    for code, *numbers, remark in everything:
        columns = (number.rjust(width) for number, width in zip(numbers, widths[1:-1], strict=True))
        lines.append("  ".join([code.ljust(widths[0]), *columns, remark]).rstrip())
    return "\n".join([f"{name or 'Verdeelsleutel'}: {total} verdeeld", "", *lines])


def _remark(target: Target) -> str:
    words = [
        "vrijgesteld" if target.exempt else "",
        "begrensd" if target.limited else "",
        "opgetrokken tot de ondergrens" if target.raised else "",
        "te weinig bekend: factor 1"
        if any(part.score and not part.score.enough for part in target.parts)
        else "",
    ]
    return ", ".join(word for word in words if word)


def _dutch(amount: Fraction) -> str:
    return f"{float(amount):.2f}".replace(".", ",")
