"""The checklist that the portal starts with. Ours: the items of the official playbook were not found (domain.md 0)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

FIRST = date(2022, 3, 14)
SOURCE = "Eigen ontwerp, nog te bevestigen door ABB"
# theme, what a finding is about, what to look at, hint
ITEMS = (
    (
        "safe",
        "fire",
        "Rookmelders hangen er en werken",
        "Druk op de testknop: elke verdieping, elke slaapkamer.",
    ),
    (
        "safe",
        "fire",
        "Iedereen kan snel buiten",
        "Vluchtweg vrij, deuren open zonder sleutel, blusser waar nodig.",
    ),
    (
        "safe",
        "electrocution",
        "Elektriciteit zonder gevaar",
        "Geen losse draden, geen stopcontact naast water.",
    ),
    (
        "safe",
        "co",
        "Verwarming en warm water zonder CO",
        "Toestel op de schouw, verluchting in badkamer en keuken.",
    ),
    ("safe", "explosion", "Gas zonder gevaar", "Leiding en slang in goede staat, kraan bereikbaar."),
    ("safe", "stability", "Trappen, vloeren en leuningen zijn stevig", ""),
    (
        "healthy",
        "damp",
        "Droog: geen vocht of schimmel",
        "Kijk achter kasten, aan het plafond en onderaan de muren.",
    ),
    ("healthy", "other", "Verluchting en daglicht in elke kamer", "Een raam dat open kan."),
    ("healthy", "other", "Verwarming in elke kamer waar men leeft of slaapt", ""),
    ("healthy", "other", "Water, toilet en douche werken", "Ook warm water. Tel mee voor hoeveel personen."),
    ("dignified", "other", "Een bed en een kast per persoon", ""),
    ("dignified", "other", "Privacy: de kamer kan op slot", "Bij collectief: een kamer per gezin."),
    (
        "dignified",
        "other",
        "Koken, eten en wassen is mogelijk",
        "Eigen of gedeeld, genoeg voor wie er woont.",
    ),
    ("dignified", "access", "Bereikbaar voor wie er zal wonen", "Drempels, trappen, breedte van de deuren."),
)


def proposed() -> Iterator[dict[str, Any]]:
    """The items that the portal starts with, without their period."""
    for position, (theme, domain, text, hint) in enumerate(ITEMS, start=1):
        yield {
            "theme": theme,
            "domain": domain,
            "text": text,
            "hint": hint,
            "position": position * 10,
            "source": SOURCE,
        }
