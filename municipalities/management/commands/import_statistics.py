"""Import figures per municipality from a CSV file: first a dry run, then, with --confirm, for real."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from municipalities.actions import import_statistics
from municipalities.figures_file import UnreadableFile, read_figures
from municipalities.figures_plan import ImportPlan, plan_import
from municipalities.models import Indicator, StatisticSource

SHOWN = 20


class Command(BaseCommand):
    help = "Leest cijfers per gemeente in (kolommen nis, waarde, soms marge). Zonder --confirm: een proef."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="BESTAND")
        parser.add_argument("--indicator", required=True, choices=Indicator.values)
        parser.add_argument(
            "--period", required=True, help="Peildatum of eerste dag van het jaar, JJJJ-MM-DD."
        )
        parser.add_argument("--source", required=True, help="Naam van de bron.")
        parser.add_argument("--source-description", default="", help="Wat de bron precies telt.")
        parser.add_argument("--source-url", default="", help="Webadres van de bron.")
        parser.add_argument("--published-on", default="", help="Wanneer de bron verscheen, JJJJ-MM-DD.")
        parser.add_argument("--confirm", action="store_true", help="Werkelijk inlezen.")

    def handle(self, *args: Any, file: Path, indicator: str, source: str, **options: Any) -> None:
        period = self._day(options["period"])
        if period > timezone.localdate():
            raise CommandError("De periode ligt in de toekomst.")
        try:
            rows = read_figures(file.read_bytes())
        except OSError as error:
            raise CommandError(f"Het bestand {file} kan niet gelezen worden: {error.strerror}.") from error
        except UnreadableFile as error:
            raise CommandError(f"{error} Er is niets gewijzigd.") from error
        plan = plan_import(rows, indicator=Indicator(indicator), period=period)
        self._report(plan)
        if not options["confirm"]:
            self.stdout.write(
                "Dit was een proef: er is niets gewijzigd. Met --confirm leest u de cijfers in."
            )
            return
        if plan.wrong:
            raise CommandError("Verbeter eerst de foute waarden. Er is niets gewijzigd.")
        published = options["published_on"]
        import_statistics(
            rows=rows,
            indicator=Indicator(indicator),
            period=period,
            source=StatisticSource(
                name=source,
                description=options["source_description"],
                url=options["source_url"],
                published_on=self._day(published) if published else None,
                retrieved_on=timezone.localdate(),
            ),
            by=None,
        )
        self.stdout.write("De cijfers zijn ingelezen.")

    def _day(self, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise CommandError(f"“{text}” is geen datum. Schrijf JJJJ-MM-DD, zoals 2026-01-01.") from error

    def _report(self, plan: ImportPlan) -> None:
        for words, count in plan.counts:
            self.stdout.write(f"{count:>5}  {words}")
        details = [
            *(
                f"gewijzigd: {item.statistic.municipality} {item.statistic.value.normalize():f} → "
                f"{item.row.figure.normalize():f}"
                for item in plan.changed
            ),
            *(f"onbekend: {row.nis_code} (regel {row.line})" for row in plan.unknown),
            *(f"fout: regel {row.line}: {row.problem}" for row in plan.wrong),
        ]
        for line in details[:SHOWN]:
            self.stdout.write(line)
        if len(details) > SHOWN:
            self.stdout.write(f"… en nog {len(details) - SHOWN}")
