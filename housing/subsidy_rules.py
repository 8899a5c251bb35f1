"""The rules that the subsidy check starts with: what was published and found, and no figure that was not.

Everything comes from domain.md 2.2; what that marks as inference, as press before a decision, or as not found, has an
`assumption` and never counts as certain. ABB keeps the table in the back office.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

BVR_MARCH = "Besluit van de Vlaamse Regering van 14 maart 2022, volgens VVSG, 15 maart 2022"
BVR_MARCH_LINK = (
    "https://www.vvsg.be/nieuws/extra-vlaamse-financiele-ondersteuning-voor-opvang-oekraiense-vluchtelingen"
)
BVR_APRIL = "Besluit van de Vlaamse Regering van 8 april 2022, volgens vlaanderen.be, financiering"
FINANCING = "https://www.vlaanderen.be/vlaanderen-helpt-oekraine/financiering"
MONTHLY = "vlaanderen.be, vragen van lokale besturen, najaar 2022"
MONTHLY_LINK = "https://www.vlaanderen.be/vlaanderen-helpt-oekraine/lokale-besturen-helpen-oekraine/faqs"
RAISED = "VVSG, 15 december 2022: aanpassing en verlenging van de financiering"
RAISED_LINK = "https://www.vvsg.be/nieuws/aanpassing-en-verlenging-financiering-opvang-tijdelijk-ontheemde"
PRESS = "De Morgen, april 2022"
PRESS_LINK = (
    "https://www.demorgen.be/nieuws/vlaanderen-mikt-op-pensions-en-vakantieparken-voor-extra-opvang-vluchtelingen"
    "~bb3221d3/"
)
VILLAGES = "VVSG, 11 april 2022 en 4 mei 2022: nooddorpen"
VILLAGES_LINK = "https://www.vvsg.be/nieuws/vlaamse-overheid-verduidelijkt-het-financieel-kader-voor-opvang-tijdelijk-ontheemden"
NOT_FOUND = "Het bedrag is niet gevonden. ABB vult het hier in."
DAILY = "Bedrag uit de pers van voor de beslissing; later stond er “tussen 15 en 35 euro per nacht”. ABB bevestigt."
SIZES = "55 of 180 euro: dat 180 voor locaties vanaf 15 plaatsen geldt en 55 voor kleinere, is afgeleid. ABB bevestigt."
INVOICES = "gedetailleerde facturen vanaf 14 maart 2022, of een verklaring op eer voor eigen personeel"
FIRST, APRIL, AUGUST = date(2022, 3, 14), date(2022, 4, 8), date(2022, 8, 1)
PENSIONS = ["hotel", "bed_breakfast", "service_flat", "assisted_living", "lodging"]
THREE_MONTHS = 90


def published() -> Iterator[dict[str, Any]]:
    """The rows of the table, `valid` as a pair of days."""
    once = {"basis": "places", "minimum_days": THREE_MONTHS}
    public = {"category": "public", "source": BVR_APRIL, "link": FINANCING, "valid": (APRIL, None)}
    yield {
        **once,
        "code": "public_place",
        "position": 10,
        "title": "Publieke plaats",
        "category": "public",
        "amount": 1000,
        "valid": (FIRST, APRIL),
        "source": BVR_MARCH,
        "link": BVR_MARCH_LINK,
    }
    yield {
        **public,
        **once,
        "code": "public_place",
        "position": 10,
        "title": "Publieke plaats zonder werken",
        "works": False,
        "amount": 1000,
    }
    yield {
        **public,
        **once,
        "code": "public_place_works",
        "position": 11,
        "title": "Publieke plaats met werken",
        "works": True,
        "amount": 400,
    }
    yield {
        **public,
        "code": "works_unit",
        "position": 12,
        "title": "Werken in de kamers",
        "works": True,
        "basis": "unit_cost",
        "amount": 2500,
        "evidence": INVOICES,
    }
    yield {
        **public,
        "code": "works_common",
        "position": 13,
        "title": "Werken in gemeenschappelijke delen",
        "works": True,
        "basis": "site_cost",
        "amount": 2500,
        "evidence": INVOICES,
        "assumption": "De bron zegt “per opvangplaats voor het geheel”: hier gelezen als per locatie. ABB bevestigt.",
    }
    monthly = {
        "category": "public",
        "basis": "months",
        "minimum_days": 60,
        "valid": (AUGUST, None),
        "source": MONTHLY,
        "link": MONTHLY_LINK,
        "assumption": SIZES,
    }
    yield {
        **monthly,
        "code": "public_month_small",
        "position": 20,
        "title": "Maandbedrag, kleine locatie",
        "below_places": 15,
        "amount": 55,
    }
    yield {
        **monthly,
        "code": "public_month_large",
        "position": 21,
        "title": "Maandbedrag, grote locatie",
        "from_places": 15,
        "amount": 180,
    }
    raised = {
        "category": "public",
        "basis": "places",
        "valid": (date(2023, 1, 1), None),
        "source": RAISED,
        "link": RAISED_LINK,
        "assumption": NOT_FOUND,
    }
    yield {
        **raised,
        "code": "public_raised",
        "position": 30,
        "title": "Verhoging met de inflatie van 2022 en 2023",
    }
    yield {
        **raised,
        "code": "public_extra_large",
        "position": 31,
        "title": "Extra voor locaties vanaf 50 plaatsen",
        "from_places": 50,
    }
    filled = {
        "code": "private_five",
        "position": 40,
        "title": "Private plaatsen, per vijf",
        "category": "private",
        "basis": "filled",
        "amount": 2000,
        "batch": 5,
        "minimum_days": THREE_MONTHS,
    }
    yield {**filled, "valid": (FIRST, APRIL), "source": BVR_MARCH, "link": BVR_MARCH_LINK}
    yield {**filled, "valid": (APRIL, None), "source": BVR_APRIL, "link": FINANCING}
    for number, (name, kinds, amount) in enumerate(
        (
            ("hotels, pensions en flats", PENSIONS, 35),
            ("hostels en jeugdverblijven", ["hostel", "youth_centre"], 20),
            ("vakantieparken en vakantiewoningen", ["holiday_park", "holiday_home"], 10),
        )
    ):
        daily = {
            "code": f"specific_day_{amount}",
            "position": 50 + number,
            "title": f"Dagbedrag, {name}",
            "category": "specific",
            "kinds": kinds,
            "basis": "days",
            "amount": amount,
            "source": PRESS,
            "link": PRESS_LINK,
            "assumption": DAILY,
        }
        yield {**daily, "valid": (APRIL, date(2023, 6, 1))}
        yield {**daily, "valid": (date(2023, 6, 1), None), "needs_confirmation": True}
    yield {
        "code": "village",
        "position": 60,
        "title": "Nooddorp, eigen regeling",
        "category": "village",
        "basis": "places",
        "minimum_days": 270,
        "valid": (APRIL, None),
        "source": VILLAGES,
        "link": VILLAGES_LINK,
        "assumption": "De regeling verschilt per nooddorp; het bedrag per plaats is niet gevonden.",
    }
    support = {
        "code": "support_person",
        "position": 90,
        "title": "Begeleidingssubsidie",
        "basis": "persons",
        "amount": 400,
        "source": "vlaanderen.be, financiering, versie van na 1 december 2023",
        "link": FINANCING,
        "assumption": (
            "Het rijksregister telt, niet dit portaal; alleen de maanden van de schijven zijn gevonden, niet de dag."
        ),
    }
    yield {**support, "factor": "0.45", "valid": (date(2022, 6, 1), date(2022, 12, 1))}
    yield {**support, "factor": "0.30", "valid": (date(2022, 12, 1), date(2025, 3, 1))}
