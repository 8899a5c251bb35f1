"""The region-wide plan on files: no database, no broker, nothing but csv in and csv out."""

import json
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from matching.planning import InvalidProblem, Plan, Settings, make_plan
from matching.planning.files import read_problem, write_assignment

BAD_INPUT = 2
COLUMNS = """
Bestanden: csv in UTF-8 met kolomnamen op de eerste regel, komma of puntkomma. Vlaggen zijn 1 of 0 (leeg is 0).

--households  household, persons verplicht. Verder naar keuze: municipality, work, school (gemeenten), children,
              priority, waiting_days, group (blijft samen in één gemeente), stays (blijft in de eigen gemeente),
              province; needs_X of X: harde voorwaarde op kolom X van de plaatsen; wants_X: wens;
              limit_X: zoveel gebruikt dit huishouden van grens X
--units       unit, places verplicht. shared=1 is een plaats voor meer huishoudens, places telt dan personen;
              municipality; elke andere kolom is een kenmerk (1 of 0); limit_X: zoveel is er (leeg: geen grens)
--pairs       household, unit, score: alleen deze paren mogen, hun score vervangt de eigen punten
--targets     municipality, target (personen) verplicht; load (wie er al is), at_most (personen die dit plan er mag
              brengen), seats (schoolplaatsen), services (0 tot 1), x_km, y_km, limit_X per gemeente
--pins        pin (keep, never of at_most), household, unit, municipality, at_most
--out         household,unit

Zonder --pairs is een plaats 200 punten waard en meer bij voorrang en wachttijd, en is de plaats zelf 0 tot 100 waard;
met --pairs telt alleen de score. Met --targets gaat de kost van de spreiding daarvan af. docs/plan-assignment.md
beschrijft alles. Afsluitcode: 0 in orde, 2 fout in de invoer.
"""


class Command(BaseCommand):
    help = "Verdeelt huishoudens over plaatsen, met een bewezen grens. Werkt op bestanden, zonder databank."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.epilog = COLUMNS
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--households", type=Path, required=True, metavar="H.csv", help="huishoudens")
        parser.add_argument("--units", type=Path, required=True, metavar="U.csv", help="plaatsen")
        parser.add_argument("--pairs", type=Path, metavar="P.csv", help="toegelaten paren met hun score")
        parser.add_argument("--targets", type=Path, metavar="T.csv", help="gemeenten met doel en belasting")
        parser.add_argument("--pins", type=Path, metavar="PINS.csv", help="vastgezette en uitgesloten paren")
        parser.add_argument("--out", type=Path, required=True, metavar="OUT.csv", help="het resultaat")
        parser.add_argument("--json", action="store_true", help="cijfers als JSON op het scherm")
        parser.add_argument("--seed", type=int, default=1, help="zelfde zaad, zelfde plan (standaard 1)")
        parser.add_argument(
            "--seconds",
            type=float,
            default=Settings.exact_seconds,
            help="hoogste tijd voor de exacte oplosser (standaard %(default)g)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            problem = read_problem(
                options["households"], options["units"], options["pairs"], options["targets"], options["pins"]
            )
            plan = make_plan(
                problem, seed=options["seed"], settings=Settings(exact_seconds=options["seconds"])
            )
        except InvalidProblem as wrong:
            self.stderr.write(str(wrong))
            sys.exit(BAD_INPUT)
        try:
            write_assignment(options["out"], plan.assignment)
        except OSError as wrong:
            self.stderr.write(f"{options['out']}: niet te schrijven ({wrong.strerror}).")
            sys.exit(BAD_INPUT)
        if options["json"]:
            self.stdout.write(json.dumps(figures(plan), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(summary(plan))


def figures(plan: Plan) -> dict[str, object]:
    """What --json prints."""
    return {
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap,
        "net_gap": plan.net_gap,
        "optimal": plan.optimal,
        "placed": plan.placed,
        "unplaced": [
            {"household": key, "code": why["code"], "reason": why["text"], "price": why["price"]}
            for key, why in plan.unplaced.items()
        ],
        "score": plan.score,
        "spread": plan.spread,
        "baselines": {
            name: {"objective": base.objective, "placed": base.placed}
            for name, base in plan.baselines.items()
        },
        "seed": plan.seed,
        "input": plan.input_hash,
        "seconds": round(plan.seconds, 3),
    }


def _dutch(points: float) -> str:
    return f"{points:.2f}".replace(".", ",")


def summary(plan: Plan) -> str:
    """The same in a few lines for people."""
    gap = "onbekend" if plan.gap is None else f"{100 * plan.gap:.3f} %".replace(".", ",")
    first = plan.baselines["first_come"]
    lines = [
        f"{plan.placed} huishoudens hebben een plaats, {len(plan.unplaced)} niet.",
        f"Waarde {_dutch(plan.objective)}, bewezen grens {_dutch(plan.bound)}, verschil {gap}.",
        f"Wie eerst komt eerst: {first.placed} geplaatst.",
    ]
    lines += [f"{key}: {why['text']}" for key, why in plan.unplaced.items()]
    return "\n".join(lines)
