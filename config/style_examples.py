"""Invented data for /stijl/, the page that shows every component in every state."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.postgres.forms import DateRangeField
from django.utils import timezone

from audit.paging import CappedPaginator
from config.navigation import MenuLine
from municipalities.map import LEVELS, Area, Drawing, LegendLine, draw_map
from municipalities.models import Municipality

# A fixed day, so that the page looks the same tomorrow.
TODAY = date(2026, 11, 23)
MUNICIPALITIES = [("11001", "Aartselaar"), ("12025", "Mechelen"), ("24062", "Leuven"), ("34022", "Kortrijk")]


class ExampleForm(forms.Form):
    """Every kind of field that the portal uses."""

    fieldsets = (
        ("Plaats", ["name", "kbo_number", "municipality", "remarks"]),
        ("Eigenschappen", ["kind", "facilities", "places", "period", "ready_on", "checked_at", "pets"]),
        ("Bijlagen", ["photo"]),
    )

    name = forms.CharField(
        label="Naam van de plaats", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    kbo_number = forms.CharField(
        label="Ondernemingsnummer (KBO)",
        help_text="Tien cijfers, bijvoorbeeld 0123.456.749. Punten en “BE” mogen.",
    )
    municipality = forms.ChoiceField(label="Gemeente", choices=[("", "Kies een gemeente"), *MUNICIPALITIES])
    remarks = forms.CharField(label="Opmerkingen", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    kind = forms.ChoiceField(
        label="Hoe lang kunt u de plaats aanbieden?",
        choices=[
            ("crisis", "Enkele weken (crisisopvang)"),
            ("durable", "Een jaar of langer (duurzaam wonen)"),
        ],
        widget=forms.RadioSelect,
        help_text="Kies wat nu het meest waarschijnlijk is. U kunt het later wijzigen.",
    )
    facilities = forms.MultipleChoiceField(
        label="Wat is er aanwezig?",
        required=False,
        choices=[
            ("kitchen", "Eigen keuken"),
            ("bath", "Eigen badkamer"),
            ("lift", "Lift"),
            ("garden", "Tuin"),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    places = forms.IntegerField(label="Aantal slaapplekken", min_value=1, max_value=500)
    period = DateRangeField(
        label="Beschikbaar",
        required=False,
        help_text="De laatste dag telt niet mee. Laat leeg wat u niet weet.",
    )
    ready_on = forms.DateField(label="Klaar vanaf")
    checked_at = forms.DateTimeField(label="Nagekeken op", required=False)
    pets = forms.BooleanField(label="Huisdieren zijn welkom", required=False)
    photo = forms.FileField(
        label="Foto’s of plan", required=False, help_text="PDF, JPEG of PNG, hoogstens 10 MB."
    )


class ExampleFilter(forms.Form):
    search = forms.CharField(
        label="Zoek op naam of straat", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    municipality = forms.ChoiceField(
        label="Gemeente", required=False, choices=[("", "Alle gemeenten"), *MUNICIPALITIES]
    )
    free = forms.BooleanField(label="Alleen met vrije plaatsen", required=False)


def refused_form() -> ExampleForm:
    """The form as it comes back when something is wrong: what was typed is still there."""
    data = {
        "wrong-name": "Pastorie Sint-Jan",
        "wrong-kbo_number": "0123",
        "wrong-places": "0",
        "wrong-remarks": "De sleutel ligt bij de buren.",
        "wrong-period_0": "2026-12-01",
        "wrong-period_1": "2026-11-01",
        "wrong-facilities": ["kitchen"],
    }
    form = ExampleForm(data, prefix="wrong")
    form.add_error(
        "kbo_number", "Dit is geen geldig ondernemingsnummer. Het telt tien cijfers en begint met 0 of 1."
    )
    form.add_error(None, "Deze plaats werd al eens aangemeld. Kijk in uw lijst voor u verdergaat.")
    return form


def stay(start: int, weeks: int | None, state: str, label: str = "", url: str = "") -> dict[str, Any]:
    """A period of the example calendar, in weeks from today."""
    begin = TODAY + timedelta(weeks=start)
    return {
        "start": begin,
        "end": None if weeks is None else begin + timedelta(weeks=weeks),
        "state": state,
        "label": label,
        "url": url,
    }


def example_units() -> list[dict[str, Any]]:
    return [
        {
            "label": "Huis 1",
            "detail": "6 plaatsen, gelijkvloers",
            "url": "#kalender",
            "periods": [
                stay(-2, 7, "lived_in", "gezin van 5", "#kalender"),
                stay(6, 4, "held", "gezin van 4", "#kalender"),
            ],
        },
        {
            "label": "Studio A",
            "detail": "2 plaatsen",
            "periods": [stay(0, None, "lived_in", "koppel", "#kalender")],
        },
        {
            "label": "Studio B",
            "detail": "2 plaatsen",
            "periods": [stay(2, 3, "unavailable", "schilderwerken")],
        },
        {"label": "Kamer 12", "detail": "1 plaats", "periods": []},
    ]


@dataclass(frozen=True)
class ExampleOrganisation:
    name: str
    get_kind_display: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class ExampleHat:
    pk: int
    organisation: ExampleOrganisation
    get_role_display: str


@dataclass(frozen=True)
class ExampleUser:
    name: str
    is_authenticated: bool = True

    def __str__(self) -> str:
        return self.name


def example_shell() -> dict[str, Any]:
    """Header and navigation as someone with two roles sees them."""
    hats = [
        ExampleHat(1, ExampleOrganisation("Stad Zonnebeek", "lokaal bestuur"), "lokale beheerder"),
        ExampleHat(2, ExampleOrganisation("Vzw Warm Onthaal", "vereniging of organisatie"), "medewerker"),
    ]
    labels = ["Start", "Aanbod", "Locaties", "Huishoudens", "Voorstellen", "Facility", "VLOT", "Spreiding"]
    return {
        "user": ExampleUser("An Peeters"),
        "hat": hats[0],
        "hats": hats,
        "unread_count": 4,
        "navigation": tuple(
            MenuLine(label, "#inhoud", label == "Locaties", 3 if label == "Voorstellen" else 0)
            for label in labels
        ),
        "footer_links": (MenuLine("Help", "#inhoud", current=False),),
    }


def moment(days_ago: int, hour: int, minute: int) -> datetime:
    day = TODAY - timedelta(days=days_ago)
    return datetime.combine(day, time(hour, minute), tzinfo=timezone.get_current_timezone())


def example_figures() -> dict[str, Any]:
    return {
        "trend": [812, 830, 829, 871, 905, 940, 1012],
        "bars": [
            {"label": "Antwerpen", "value": 1243, "target": 1400, "url": "#grafieken"},
            {"label": "Gent", "value": 1105, "target": 980},
            {"label": "Halle-Vilvoorde", "value": 388, "target": 640},
            {"label": "Westkust", "value": 52.5, "target": 75},
        ],
        "columns": [
            {"label": label, "value": value}
            for label, value in zip(
                ["dec", "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov"],
                [640, 655, 702, 711, 698, 745, 802, 812, 830, 871, 905, 1012],
                strict=True,
            )
        ],
        "parts": [
            {"label": "Bewoond", "value": 9120, "kind": "lived_in"},
            {"label": "Voorbehouden", "value": 640, "kind": "held"},
            {"label": "Niet inzetbaar", "value": 1150, "kind": "unavailable"},
            {"label": "Vrij", "value": 6090, "kind": "free"},
        ],
        "factors": [
            {"label": "Inwoners", "value": 412.4, "how": "86.304 inwoners op 1 januari 2026, gewicht 0,60"},
            {
                "label": "Gemiddeld inkomen",
                "value": 38.05,
                "how": "4 % boven het Vlaamse gemiddelde, gewicht 0,25",
            },
            {
                "label": "Al opgevangen personen",
                "value": -61.5,
                "how": "opvangplaatsen van Fedasil in de gemeente",
            },
        ],
        "factors_total": 388.95,
    }


def example_map() -> Drawing:
    """Every colour of the map; one municipality in eight has no figure."""
    levels = [*range(LEVELS), None]
    areas = {
        town.nis_code: Area(f"{town.name}: voorbeeld", levels[number % len(levels)])
        for number, town in enumerate(Municipality.objects.current())
    }
    legend = [LegendLine(f"klasse {level + 1}", level) for level in range(LEVELS)]
    return draw_map(
        areas, title="Zeven klassen en geen cijfer", legend=legend, on=TODAY, key="voorbeeldkaart"
    )


def example_lists() -> dict[str, Any]:
    return {
        "tasks": [
            {
                "label": "Voorstel beantwoorden: gezin van 4 naar Huis 1",
                "url": "#taken",
                "urgent": True,
                "detail": "Antwoord vóór woensdag 25 november",
                "since": TODAY - timedelta(days=3),
            },
            {
                "label": "Plaats controleren: Pastorie Sint-Jan",
                "url": "#taken",
                "detail": "Aangemeld door Vzw Warm Onthaal",
                "since": TODAY - timedelta(days=1),
            },
            {
                "label": "Gegevens van 2 locaties nakijken",
                "url": "#taken",
                "detail": "Langer dan 3 maanden niet nagekeken",
            },
        ],
        "events": [
            {
                "when": moment(0, 10, 12),
                "text": "Gevalideerd als locatie met 4 wooneenheden",
                "who": "An Peeters, Stad Zonnebeek",
            },
            {
                "when": moment(2, 15, 40),
                "text": "Extra informatie gevraagd",
                "who": "An Peeters, Stad Zonnebeek",
                "detail": "Kunt u het keuringsattest van de elektriciteit bezorgen?",
            },
            {"when": moment(6, 9, 5), "text": "Aangemeld", "who": "Jef Claes, Bouwbedrijf Claes"},
        ],
        "files": [
            {
                "name": "Keuringsattest elektriciteit.pdf",
                "url": "#bestanden",
                "size": 348_160,
                "detail": "opgeladen op 21/11/2026",
            },
            {"name": "Voorgevel.jpg", "url": "#bestanden", "size": 2_411_724},
        ],
        "tabs": [
            {"label": "Overzicht", "url": "#tabs", "current": True},
            {"label": "Wooneenheden", "url": "#tabs", "current": False, "count": 24},
            {"label": "Geschiedenis", "url": "#tabs", "current": False},
        ],
        "rows": [
            {
                "name": "Pastorie Sint-Jan",
                "town": "Mechelen",
                "places": 24,
                "free": 6,
                "status": ("Wacht op u", "waits"),
            },
            {
                "name": "Hotel De Linde",
                "town": "Kortrijk",
                "places": 1120,
                "free": 0,
                "status": ("Gevalideerd", "done"),
            },
            {
                "name": "Woning Dorpsstraat",
                "town": "Aartselaar",
                "places": 5,
                "free": 5,
                "status": ("Geweigerd", "refused"),
            },
        ],
        "list_page": CappedPaginator(range(285), 25).page(4),
    }
