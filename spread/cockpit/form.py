"""What one chooses in the cockpit. Everything stands in the address, so that it can be shared."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from spread.cockpit.measures import MEASURES
from spread.filters import LEVELS as LEVELS_WITH_PARTS
from spread.models import FrozenFigures, Level, RatioClass
from spread.moments import Line

LEVELS = LEVELS_WITH_PARTS | {"vlaanderen": Level.FLANDERS}
LEVEL_LABELS = {
    "gemeenten": "Gemeenten",
    "referentieregios": "Referentieregio’s",
    "provincies": "Provincies",
    "vlaanderen": "Vlaanderen",
}
Choices = Sequence[tuple[str, str]]


def date_input() -> forms.DateInput:
    """A day as browsers ask it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MomentForm(forms.Form):
    """Which figures: by which key, of which level, of which day, beside which other day."""

    sleutel = forms.ChoiceField(label="Verdeelsleutel", required=False)
    niveau = forms.ChoiceField(
        label="Niveau", choices=[(name, LEVEL_LABELS[name]) for name in LEVELS], required=False
    )
    maat = forms.ChoiceField(
        label="Maat", choices=[(code, measure.label) for code, measure in MEASURES.items()], required=False
    )
    op = forms.DateField(
        label="Cijfers van", required=False, help_text="Leeg: de nieuwste.", widget=date_input()
    )
    gekend = forms.DateField(
        label="Zoals gekend op",
        required=False,
        help_text="Leeg: zoals die dag zelf. Anders rekent het portaal uit zijn geschiedenis.",
        widget=date_input(),
    )
    vastgelegd = forms.ChoiceField(label="of van een vastgelegde peildatum", required=False)
    tegenover = forms.DateField(
        label="Vergelijk met", required=False, help_text="Een vroegere dag.", widget=date_input()
    )
    tegenover_vastgelegd = forms.ChoiceField(label="of met een vastgelegde peildatum", required=False)

    def __init__(self, data: Any, *, keys: Choices, frozen: Iterable[FrozenFigures]) -> None:
        super().__init__(data)
        dates = [(str(one.pk), f"{one.name} ({one.on:%d/%m/%Y})") for one in frozen]
        self._offer("sleutel", list(keys))
        for name in ("vastgelegd", "tegenover_vastgelegd"):
            if dates:
                self._offer(name, [("", "Geen"), *dates])
            else:
                del self.fields[name]

    def _offer(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type
        field.choices = choices

    def chosen(self) -> dict[str, Any]:
        """What was chosen; what is wrong counts as not chosen, and the form says so."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in self.fields}


class LineForm(forms.Form):
    """Which of these lines: the same filter for the map, the table and the files."""

    naam = forms.CharField(label="Naam", required=False, max_length=60)
    provincie = forms.ChoiceField(label="Provincie", required=False)
    regio = forms.ChoiceField(label="Referentieregio", required=False)
    klasse = forms.ChoiceField(
        label="Plaatsen tegenover het doel", choices=[("", "Alle"), *RatioClass.choices], required=False
    )

    def __init__(self, data: Any, *, lines: Iterable[Line]) -> None:
        super().__init__(data)
        lines = list(lines)
        for name, found in (
            ("provincie", {line.province for line in lines if line.level != "region"}),
            ("regio", {line.region for line in lines}),
        ):
            names = sorted(found - {""})
            if not names:
                del self.fields[name]
                continue
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type
            field.choices = [("", "Alle"), *((one, one) for one in names)]

    def chosen(self) -> dict[str, str]:
        """What was chosen, without what is empty or wrong."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def sentences(self) -> list[str]:
        """The filter in words, for the files."""
        words = {"klasse": dict(RatioClass.choices)}
        return [
            f"{self.fields[name].label}: {words.get(name, {}).get(value, value)}"
            for name, value in self.chosen().items()
        ]


def keeps(line: Line, chosen: dict[str, str]) -> bool:
    """Whether the filter lets this line through."""
    return (
        chosen.get("naam", "").casefold() in line.name.casefold()
        and chosen.get("provincie", line.province) == line.province
        and chosen.get("regio", line.region) == line.region
        and chosen.get("klasse", line.ratio_class) == line.ratio_class
    )
