"""What each kind of help really needs to know, beyond what every request tells (domain.md 4.1)."""

from typing import Any, NamedTuple

from facility.models.requests import SupportKind


class Question(NamedTuple):
    """One question. `choices` makes it a choice, `several` allows more than one; `number` asks a whole number."""

    name: str
    label: str
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    several: bool = False
    number: bool = False
    help_text: str = ""


YES_NO = (("yes", "ja"), ("no", "nee"))
MONTHS = Question("months", "Voor hoeveel maanden?", number=True)

QUESTIONS: dict[str, tuple[Question, ...]] = {
    SupportKind.SEARCH: (
        Question(
            "solution",
            "Wat zoekt u?",
            required=True,
            choices=(
                ("existing", "een bestaand gebouw"),
                ("new", "een nieuwe plaats of woonunits"),
                ("any", "allebei is goed"),
            ),
        ),
        Question(
            "known_places",
            "Welke gebouwen of gronden kent u al?",
            help_text="Adres of perceel, één per regel.",
        ),
        MONTHS,
    ),
    SupportKind.RENTAL: (
        Question("draft_exists", "Is er al een ontwerp van contract?", required=True, choices=YES_NO),
        Question(
            "rent",
            "Welke huur per maand vraagt de eigenaar?",
            number=True,
            help_text="In euro, zonder kosten.",
        ),
        MONTHS,
    ),
    SupportKind.PURCHASE: (
        Question("estimate_exists", "Is er een schattingsverslag?", required=True, choices=YES_NO),
        Question("price", "Welke prijs vraagt de eigenaar?", number=True, help_text="In euro."),
    ),
    SupportKind.FLEMISH_PROPERTY: (
        Question(
            "property", "Welk Vlaams pand of welke grond bedoelt u?", help_text="Leeg als u er nog geen kent."
        ),
        MONTHS._replace(required=True),
    ),
    SupportKind.FACILITY_BUYS: (
        Question(
            "what",
            "Wat moet Het Facilitair Bedrijf kopen of huren?",
            required=True,
            choices=(("building", "een gebouw"), ("units", "woonunits"), ("land", "een grond")),
        ),
        MONTHS,
    ),
    SupportKind.OPERATION: (
        Question(
            "services",
            "Welke diensten hebt u nodig?",
            required=True,
            several=True,
            choices=(
                ("catering", "maaltijden"),
                ("cleaning", "schoonmaak"),
                ("security", "toezicht en beveiliging"),
                ("maintenance", "onderhoud en herstelling"),
                ("laundry", "wasserij"),
                ("waste", "afval"),
                ("other", "iets anders"),
            ),
        ),
        MONTHS._replace(required=True),
    ),
    SupportKind.URGENT_PURCHASE: (
        Question(
            "deliver_to",
            "Waar moet het geleverd worden?",
            required=True,
            help_text="Straat, nummer en gemeente.",
        ),
        Question("unloading", "Kan een vrachtwagen er lossen?", choices=YES_NO),
    ),
    SupportKind.VILLAGE: (
        Question(
            "plot",
            "Welke grond hebt u op het oog?",
            required=True,
            help_text="Adres of perceel, en de grootte.",
        ),
        Question(
            "utilities",
            "Wat is er al aangesloten?",
            several=True,
            choices=(
                ("water", "water"),
                ("electricity", "elektriciteit"),
                ("sewer", "riolering"),
                ("data", "internet"),
            ),
        ),
        MONTHS._replace(required=True),
    ),
}


def answered(kind: str, answers: dict[str, Any]) -> list[tuple[str, str]]:
    """Label and answer in words of every question that was answered."""
    found = []
    for question in QUESTIONS[kind]:
        value = answers.get(question.name)
        if value in (None, "", []):
            continue
        words = dict(question.choices)
        values = value if isinstance(value, list) else [value]
        found.append((question.label, ", ".join(words.get(str(one), str(one)) for one in values)))
    return found
