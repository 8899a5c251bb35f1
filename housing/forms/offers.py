"""The offer form: can always be kept as a draft, and is checked in full when it is submitted."""

import re
from collections.abc import Collection
from datetime import date
from typing import Any, cast

from django import forms
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import QueryDict

from audit.days import day_after
from documents.fields import CheckedFilesField
from documents.files import CheckedFile
from housing.forms.fields import DegreesField, amount, day, number, period_as_typed
from housing.forms.hosts import HOST, enters_for_others, host_problems
from housing.forms.sections import REQUIRED_TO_SUBMIT, SECTIONS
from housing.models import (
    FIRST_DAY,
    SPECIFIC_KINDS,
    Category,
    DocumentKind,
    HousingKind,
    Offer,
    Readiness,
    promises,
)
from housing.rules import may_offer_in
from municipalities.lookup import municipalities_for
from municipalities.models import Municipality

FILES = {
    "photos": DocumentKind.PHOTO,
    "floor_plans": DocumentKind.FLOOR_PLAN,
    "documents": DocumentKind.OTHER,
}
OUTSIDE_PROVINCE = (
    "Deze plaats ligt buiten uw provincie. Vraag de gouverneur daar, of de gemeente, om ze aan te melden."
)
# Fields that only together make a column, or two.
PERIOD, POSITION = {"available_from", "available_until"}, {"latitude", "longitude"}
KINDS = [
    ("", "Kies wat het is"),
    ("Gebouwen en grond", [(kind.value, kind.label) for kind in HousingKind if kind not in SPECIFIC_KINDS]),
    ("Specifieke verblijfscomplexen", [(kind.value, kind.label) for kind in SPECIFIC_KINDS]),
]
TO_CHOOSE = ("kitchen", "sanitary", "furniture", "ownership", "rent_per", "host_told_how")
MINUTES = f"Vul het aantal minuten te voet in, hoogstens {promises.MAX_MINUTES}."
AREA = "Vul een oppervlakte van minstens 1 m² in."
IN_BELGIUM = "Deze plaats ligt niet in België. Kijk de graden na, of laat beide vakken leeg."


class OfferForm(forms.ModelForm):
    """One form for draft and submission. `submitting=False` accepts holes, and says only what is wrong, not missing.

    `changed` names the fields whose values are to be kept (None: all of them).
    """

    # Wider than their columns, so that our own sentence explains what is wrong with a long or negative value.
    postal_code = forms.CharField(
        label="Postcode",
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "postal-code"}),
    )
    latitude = DegreesField(
        label="Breedtegraad",
        min_value=promises.SOUTH,
        max_value=promises.NORTH,
        error_messages={"min_value": IN_BELGIUM, "max_value": IN_BELGIUM},
    )
    longitude = DegreesField(
        label="Lengtegraad",
        min_value=promises.WEST,
        max_value=promises.EAST,
        error_messages={"min_value": IN_BELGIUM, "max_value": IN_BELGIUM},
    )
    minutes_to_transport = number("Minuten te voet naar bus, tram of trein", 0, promises.MAX_MINUTES, MINUTES)
    minutes_to_school = number("Minuten te voet naar een school", 0, promises.MAX_MINUTES, MINUTES)
    estimated_places = number(
        "Aantal slaapplekken",
        1,
        5000,
        "Vul minstens 1 slaapplek in (en hoogstens 5.000).",
        help_text="Elk bed telt als één slaapplek.",
    )
    estimated_units = number(
        "Aantal wooneenheden",
        1,
        5000,
        "Vul minstens 1 wooneenheid in (en hoogstens 5.000).",
        help_text="Een wooneenheid is wat één huishouden krijgt: een woning, een appartement of een kamer.",
    )
    rooms = number("Aantal kamers", 1, 5000, "Vul minstens 1 kamer in (en hoogstens 5.000).")
    floor_area = amount("Vloeroppervlakte (m²)", 1, 999_999, AREA, digits=1)
    sleeping_area = amount("Waarvan slaapruimte (m²)", 1, 999_999, AREA, digits=1)
    kitchens = number("Aantal keukens", 0, 5000, "Vul een aantal van 0 tot 5.000 in.")
    toilets = number("Aantal toiletten", 0, 5000, "Vul een aantal van 0 tot 5.000 in.")
    showers = number("Aantal douches en baden", 0, 5000, "Vul een aantal van 0 tot 5.000 in.")
    available_from = day("Beschikbaar vanaf", required=True, help_text="Niet vroeger dan 14 maart 2022.")
    available_until = day("Beschikbaar tot en met", help_text="Laat leeg als er nog geen einddatum is.")
    minimum_months = number(
        "Minimumtermijn (maanden)",
        1,
        promises.MAX_MONTHS,
        f"Vul een minimumtermijn van 1 tot {promises.MAX_MONTHS} maanden in.",
        help_text="Hoelang iemand er minstens moet kunnen of willen wonen. Laat leeg als dat niet uitmaakt.",
    )
    ready_on = day("Klaar op", help_text="Alleen als er eerst werken nodig zijn.")
    works_cost = amount(
        "Geraamde kostprijs van de werken (€)",
        0,
        99_999_999,
        "Vul een bedrag van 0 euro of meer in.",
        digits=2,
    )
    rent = amount(
        "Gevraagde huur of vergoeding (€)",
        0,
        99_999_999,
        "Vul een bedrag van 0 euro of meer in.",
        digits=2,
        help_text="Vul 0 in als u niets vraagt. Laat leeg als u het nog niet weet.",
    )
    host_told_on = day(
        "Op de hoogte en akkoord sinds", help_text="Alleen bij een particulier: wanneer hij akkoord ging."
    )
    photos = CheckedFilesField(label="Foto’s")
    floor_plans = CheckedFilesField(label="Grondplannen")
    documents = CheckedFilesField(label="Andere documenten")

    class Meta:
        model = Offer
        fields = (
            "title", "street", "house_number", "box", "postal_code", "municipality", "latitude", "longitude",
            "minutes_to_transport", "minutes_to_school", "kind", "category", "on_request", "ownership", "setting",
            "term", "source_reference", "estimated_places", "estimated_units", "rooms", "floor_area",
            "sleeping_area", "kitchen", "kitchens", "sanitary", "toilets", "showers", "furniture", "step_free",
            "ground_floor", "lift", "pets_allowed", "minimum_months", "readiness", "works", "ready_on", "works_cost",
            "rent", "rent_per", "costs_included", "contact_name", "contact_email", "contact_phone",
            "private_host", "host_told_on", "host_told_how", "remarks",
        )  # fmt: skip
        widgets = {
            "works": forms.Textarea(attrs={"rows": 3}),
            "remarks": forms.Textarea(attrs={"rows": 4}),
            "category": forms.RadioSelect,
            "setting": forms.RadioSelect,
            "term": forms.RadioSelect,
            "readiness": forms.RadioSelect,
            "house_number": forms.TextInput(attrs={"size": 6}),
            "box": forms.TextInput(attrs={"size": 6}),
        }
        labels = {
            "title": "Naam van de plaats",
            "remarks": "Opmerkingen over de plaats",
            "private_host": "De contactpersoon is een particulier, bijvoorbeeld een gastgezin",
            "host_told_how": "Hoe vertelde u het?",
            "ownership": "Hoe hebt u deze plaats?",
            "on_request": "Het lokaal bestuur vroeg om deze plaats op te zetten",
            "step_free": "Drempelvrij",
            "works": "Welke werken?",
            "rent_per": "Waarvoor geldt dit bedrag?",
            "costs_included": "Water, energie en andere kosten zijn inbegrepen",
        }
        help_texts = {
            "title": "Bijvoorbeeld de naam van het gebouw. Laat leeg om het adres te gebruiken.",
            "category": "Publiek: opgezet door of op vraag van het lokaal bestuur. Twijfelt u, kies dan privaat.",
            "term": "Crisis is voor korte tijd, om mensen snel onderdak te geven. Duurzaam is voor langer.",
            "setting": "Collectief: verschillende huishoudens delen het gebouw, en ook keuken of badkamer.",
            "source_reference": "Alleen als dezelfde plaats ook in de federale tool staat.",
            "remarks": "Schrijf hier niets over de gezondheid of herkomst van personen.",
            "step_free": "Er zijn geen treden tussen de straat en het bed.",
        }

    def __init__(
        self, *args: Any, submitting: bool = True, changed: Collection[str] | None = None, **kwargs: Any
    ) -> None:
        offer: Offer | None = kwargs.get("instance")
        if offer is not None and offer.pk:
            kwargs["initial"] = {**period_as_typed(offer), **offer.typed, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        cast(forms.ChoiceField, self.fields["kind"]).choices = KINDS
        for name in TO_CHOOSE:
            choice = cast(forms.TypedChoiceField, self.fields[name])
            choice.choices = [("", "Kies"), *list(cast(Any, choice.choices))[1:]]
        self.mark_required(submitting)
        self.submitting = submitting
        # What the municipality already looked at is only changed as a whole, when all of it is right.
        self.in_one_piece = offer is not None and offer.status not in (Offer.Status.DRAFT, "")
        self.changed = set(self.fields) if changed is None else set(changed)
        self.ask_municipality()
        for name in () if enters_for_others(getattr(offer, "organisation", None)) else HOST:
            del self.fields[name]
        self.fieldsets = [
            (legend, [name for name in names if name in self.fields]) for legend, names in SECTIONS
        ]

    def mark_required(self, required: bool = True) -> None:
        for name, field in self.fields.items():
            field.required = required and name in REQUIRED_TO_SUBMIT

    def ask_municipality(self) -> None:
        """The postcode tells the municipality; where it lies in several, the form asks which one."""
        bound_code = self.data.get(self.add_prefix("postal_code")) if self.is_bound else None
        code = bound_code if self.is_bound else self.initial.get("postal_code")
        self.candidates = municipalities_for((code or "").strip())
        if len(self.candidates) <= 1:
            del self.fields["municipality"]
            return
        towns = cast(forms.ModelChoiceField, self.fields["municipality"])
        towns.queryset = Municipality.objects.filter(pk__in=[town.pk for town in self.candidates])
        towns.empty_label = "Kies de gemeente"
        towns.help_text = "Deze postcode ligt in meer dan één gemeente."
        chosen = self.data.get("municipality", "") if self.is_bound else ""
        if chosen and chosen not in {str(town.pk) for town in self.candidates}:
            data = cast(QueryDict, self.data).copy()  # the choice belonged to the postcode of before
            data["municipality"] = ""
            self.data = data

    def clean_postal_code(self) -> str:
        code = (self.cleaned_data["postal_code"] or "").strip()
        if not code:
            return code
        if not re.fullmatch(r"\d{4}", code):
            raise forms.ValidationError(
                "Een Belgische postcode telt vier cijfers. Plaatsen in het buitenland kunt u hier niet aanmelden.",
                code="foreign",
            )
        if not self.candidates:
            raise forms.ValidationError(
                f"Postcode {code} kennen we niet in Vlaanderen. Kijk de postcode na. Voor plaatsen in Brussel of "
                "Wallonië neemt u contact op met de gemeente daar.",
                code="unknown",
            )
        return code

    def clean_available_from(self) -> date | None:
        begin: date | None = self.cleaned_data["available_from"]
        if begin and begin < FIRST_DAY:
            raise forms.ValidationError(
                "De startdatum mag niet voor 14 maart 2022 liggen: plaatsen van vroeger komen niet in aanmerking.",
                code="too_early",
            )
        return begin

    def clean_source_reference(self) -> str:
        reference: str = self.cleaned_data["source_reference"]
        same = Offer.objects.filter(
            organisation_id=self.instance.organisation_id, source_reference=reference
        ).exclude(status=Offer.Status.WITHDRAWN)
        if reference and "source_reference" in self.changed and same.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("U hebt dit nummer uit de federale tool al aangemeld.", code="twice")
        return reference

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "postal_code" in data:
            if len(self.candidates) <= 1:
                data["municipality"] = self.candidates[0] if self.candidates else None
            elif self.submitting and not data.get("municipality"):
                self.add_error("municipality", "Deze postcode ligt in meer dan één gemeente. Kies de juiste.")
        town = data.get("municipality")
        if self.submitting and town and not may_offer_in(self.instance.organisation, town):
            self.add_error("postal_code", OUTSIDE_PROVINCE)
        begin, end = data.get("available_from"), data.get("available_until")
        if begin and end and end < begin:
            self.add_error("available_until", "De einddatum ligt voor de startdatum. Kies een latere datum.")
        if self.submitting:
            self.clean_whole(data)
        return data

    def clean_whole(self, data: dict[str, Any]) -> None:
        """What has to fit together once it is offered; the constraints of `housing.models.promises` in words."""
        if data.get("readiness") == Readiness.WORKS and not data.get("ready_on"):
            self.add_error(
                "ready_on", "Zijn er eerst werken nodig, vul dan in wanneer de plaatsen klaar zijn."
            )
        if (
            data.get("category") == Category.SPECIFIC
            and data.get("kind")
            and data["kind"] not in SPECIFIC_KINDS
        ):
            self.add_error("kind", promises.SPECIFIC_KIND_NEEDED)
        for name, sentence in host_problems(data) if "private_host" in self.fields else ():
            self.add_error(name, sentence)
        if (data.get("rent") is None) != (not data.get("rent_per")) and not self.errors.keys() & {
            "rent",
            "rent_per",
        }:
            missing = "rent_per" if data.get("rent") is not None else "rent"
            self.add_error(missing, "Vul het bedrag in en ook waarvoor het geldt.")
        if (data.get("latitude") is None) != (
            data.get("longitude") is None
        ) and not self.errors.keys() & POSITION:
            missing = "latitude" if data.get("latitude") is None else "longitude"
            self.add_error(missing, "Vul beide graden in, of laat beide leeg.")
        self.clean_not_more(
            "estimated_units",
            "estimated_places",
            "Er zijn meer wooneenheden dan slaapplekken: elke eenheid heeft er minstens 1.",
        )
        self.clean_not_more(
            "sleeping_area", "floor_area", "De slaapruimte kan niet groter zijn dan de hele vloeroppervlakte."
        )
        for count, choice, what in (
            ("kitchens", "kitchen", "keuken"),
            ("toilets", "sanitary", "sanitair"),
            ("showers", "sanitary", "sanitair"),
        ):
            if data.get(choice) == "none" and data.get(count):
                self.add_error(
                    count, f"U koos dat er geen {what} is. Laat dit leeg, of kies eigen of gedeeld."
                )

    def clean_not_more(self, field: str, other: str, sentence: str) -> None:
        low, high = self.cleaned_data.get(field), self.cleaned_data.get(other)
        if low is not None and high is not None and low > high:
            self.add_error(field, sentence)

    def _post_clean(self) -> None:
        """The offer is only read here: what is valid goes to `save_draft`, and constraints speak when it is submitted.

        Django would fill the instance and ask PostgreSQL about each constraint, at every pause in the typing.
        """

    def uploads(self) -> list[tuple[DocumentKind, CheckedFile]]:
        """The files that are what they say, with their kind."""
        return [(kind, file) for name, kind in FILES.items() for file in self.cleaned_data.get(name) or []]

    @property
    def judged(self) -> set[str]:
        """The fields about which `values` and `typed` together say everything."""
        return self.changed.union(*(pair for pair in (PERIOD, POSITION) if self.changed & pair))

    def is_valid_field(self, name: str) -> bool:
        return name in self.cleaned_data and name not in self.errors

    def values(self) -> dict[str, Any]:
        """The valid values among what changed, as columns of Offer."""
        if self.in_one_piece and self.errors:
            return {}
        names = [name for name in self.Meta.fields if name in self.changed and self.is_valid_field(name)]
        values = {name: self.cleaned_data[name] for name in names if name not in POSITION}
        if "postal_code" in values or "municipality" in values:
            values["municipality"] = self.cleaned_data.get("municipality")
        if self.changed & PERIOD and self.is_valid_field("available_from"):
            begin, end = self.cleaned_data["available_from"], self.cleaned_data.get("available_until")
            values["available"] = DateRange(begin, day_after(end)) if begin else None
        if self.changed & POSITION:
            degrees = [self.cleaned_data.get(name) for name in ("latitude", "longitude")]
            values["latitude"], values["longitude"] = degrees if None not in degrees else (None, None)
        return values

    def typed(self) -> dict[str, str]:
        """What changed and no column takes yet, as it was typed: wrong values, and halves of a pair."""
        wrong = self.errors.keys()
        waiting = self.judged if self.in_one_piece and wrong else self.changed & wrong
        if self.changed & PERIOD and (PERIOD & wrong or not self.cleaned_data.get("available_from")):
            waiting = waiting | (PERIOD & wrong) | {"available_until"}
        if self.changed & POSITION and None in [self.cleaned_data.get(name) for name in POSITION]:
            waiting = waiting | POSITION
        texts = {name: self.data.get(self.add_prefix(name), "") for name in waiting if name not in FILES}
        return {
            name: text
            for name, text in texts.items()
            if name in self.fields and (text or name in REQUIRED_TO_SUBMIT)
        }
