"""A monthly report as a spreadsheet and on paper, from its frozen figures alone."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Literal

import typst
from django.utils import timezone
from django.utils.formats import date_format

from documents.paper import ACCESSIBLE
from documents.tables import xlsx_file
from spread.explanations import nl
from vlot.oversight.models import MonthlyReport

TEMPLATE = Path(__file__).with_name("month.typ")
SHARPNESS = 110  # pixels per inch of the picture of a page
NOTES = (
    "Een gemeente is bereikt als er deze maand een contact met haar was. De doorlooptijd telt hele dagen van vraag tot "
    "afsluiten, voor wat deze maand is afgesloten. De cijfers zijn vastgelegd en veranderen niet meer."
)
HEADERS = ("Onderdeel", "Naam", "Wat", "Getal")


def sheet_of(report: MonthlyReport) -> IO[bytes]:
    """One long sheet: a line for each number, so that it can be filtered and put beside other months."""
    return xlsx_file(HEADERS, rows_of(report), title=f"{report.month:%Y-%m}")


def rows_of(report: MonthlyReport) -> Iterator[tuple[str, str, str, Any]]:
    """Every number of the report, with the part that it belongs to, its name and what it counts."""
    figures = report.figures
    about = f"{report.about}, {report.month:%m/%Y}"
    for key, what in (
        ("asked", "oproepen gevraagd"),
        ("closed", "oproepen afgesloten"),
        ("open_at_end", "oproepen open op het einde"),
        ("contacts", "contacten"),
        ("minutes", "minuten"),
    ):
        yield "Samen", about, what, figures[key]
    yield "Samen", about, "mediaan doorlooptijd in dagen", figures["days"]["median"]
    yield "Samen", about, "langste doorlooptijd in dagen", figures["days"]["longest"]
    for line in figures["topics"]:
        for key, what in (
            ("asked", "gevraagd"),
            ("closed", "afgesloten"),
            ("open", "nog open"),
            ("median_days", "mediaan dagen"),
            ("minutes", "minuten"),
        ):
            yield "Onderwerp", line["label"], what, line[key]
    for line in figures["results"]:
        yield "Resultaat", line["label"], "oproepen afgesloten", line["value"]
    for line in figures["kinds"]:
        yield "Contact", line["label"], "aantal", line["count"]
        yield "Contact", line["label"], "minuten", line["minutes"]
    for line in figures["signals"]:
        yield "Signaal", line["label"], "aantal", line["value"]
    for line in figures["history"]:
        yield "Verloop", line["label"], "oproepen gevraagd", line["value"]
    for name in figures["reached"]:
        yield "Gemeente", name, "bereikt", 1
    for name in figures["not_reached"]:
        yield "Gemeente", name, "bereikt", 0


def paper_of(report: MonthlyReport, kind: Literal["pdf", "png"] = "pdf") -> bytes:
    """The report as PDF, with text that can be searched and read aloud; with "png" the first page as a picture."""
    made = typst.compile(
        TEMPLATE.read_bytes(),
        format=kind,
        ppi=SHARPNESS,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(words_of(report), ensure_ascii=False)},
        pdf_standards=ACCESSIBLE if kind == "pdf" else None,
    )
    return made[0] if isinstance(made, list) else made


def words_of(report: MonthlyReport) -> dict[str, Any]:
    """What the template shows: numbers written the Belgian way, and sentences."""
    figures = report.figures
    days = figures["days"]
    reached, towns = len(figures["reached"]), len(figures["reached"]) + len(figures["not_reached"])
    bars = [{"label": line["label"], "value": line["asked"]} for line in figures["topics"] if line["asked"]]
    return {
        "title": f"VLOT, maandverslag van {date_format(report.month, 'F Y')}",
        "subtitle": f"{report.about[:1].upper()}{report.about[1:]}. Vastgelegd op "
        f"{date_format(timezone.localtime(report.made_at), 'j F Y')}.",
        "key_figures": [
            {"label": "Gevraagd", "value": nl(figures["asked"]), "detail": ""},
            {
                "label": "Afgesloten",
                "value": nl(figures["closed"]),
                "detail": f"{nl(figures['open_at_end'])} nog open",
            },
            {
                "label": "Doorlooptijd",
                "value": "–" if days["median"] is None else f"{nl(days['median'])} d",
                "detail": "niets afgesloten"
                if days["longest"] is None
                else f"mediaan; langste {nl(days['longest'])} d",
            },
            {
                "label": "Minuten",
                "value": nl(figures["minutes"]),
                "detail": f"in {nl(figures['contacts'])} {'contact' if figures['contacts'] == 1 else 'contacten'}",
            },
            {"label": "Gemeenten bereikt", "value": nl(reached), "detail": f"van {nl(towns)}"},
        ],
        "history": figures["history"],
        "history_most": largest(figures["history"]),
        "topic_bars": bars,
        "topic_most": largest(bars),
        "topics": [
            [
                line["label"],
                *(nl(line[key]) for key in ("asked", "closed", "open")),
                "–" if line["median_days"] is None else nl(line["median_days"]),
                nl(line["minutes"]),
            ]
            for line in figures["topics"]
        ],
        "kinds": [[line["label"], nl(line["count"]), nl(line["minutes"])] for line in figures["kinds"]],
        "results": figures["results"],
        "results_most": largest(figures["results"]),
        "signals": figures["signals"],
        "signals_most": largest(figures["signals"]),
        "reached_sentence": f"Met {nl(reached)} van de {nl(towns)} gemeenten was er deze maand contact.",
        "reached": ", ".join(figures["reached"]),
        "not_reached": ", ".join(figures["not_reached"]),
        "notes": NOTES,
    }


def largest(rows: list[dict[str, Any]]) -> int:
    """The top of a scale: the largest value, at least 1."""
    return max((row["value"] for row in rows), default=0) or 1
