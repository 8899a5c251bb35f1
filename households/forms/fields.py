"""Fields that are typed fast: a date as dd/mm/jjjj without a picker, a birth date or only a year, a household; and the
question before a text about somebody's health or origin is kept."""

import re
from datetime import date
from typing import Any, ClassVar

from django import forms

from audit.encryption import Secret
from audit.thing_field import ThingField
from households.models import Household, HouseholdQuerySet
from households.privacy import delicate
from households.search import REFERENCE, first_households

TYPED = "%d/%m/%Y"
HOW = {"inputmode": "numeric", "placeholder": "dd/mm/jjjj", "autocomplete": "off"}
TOGETHER = re.compile(r"^(\d{2})(\d{2})(\d{4})$")


class TypedDateField(forms.DateField):
    """A date that is typed: 05/03/1990, 5-3-1990, 5.3.1990 or 05031990. What a date picker sends is understood too."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs=HOW))
        kwargs.setdefault(
            "error_messages",
            {"invalid": "Vul een geldige datum in als dag/maand/jaar, bijvoorbeeld 05/03/1990."},
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str):
            value = TOGETHER.sub(r"\1/\2/\3", value.strip())
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """A date as it is typed; not a date field of the browser, which has a way of its own to take keys."""
        return value.strftime(TYPED) if isinstance(value, date) else value


class BirthField(TypedDateField):
    """A birth date, or only the year where nobody knows the day. Cleans to (born_on, birth_year), one of them None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Geboren op (of jaar)")
        kwargs.setdefault("widget", forms.TextInput(attrs={**HOW, "placeholder": "dd/mm/jjjj of jjjj"}))
        super().__init__(**kwargs)
        self.error_messages["required"] = "Vul de geboortedatum in, of minstens het geboortejaar."

    def to_python(self, value: Any) -> Any:
        """The day, or the year as a number."""
        if isinstance(value, str) and re.fullmatch(r"\s*\d{4}\s*", value):
            return int(value)
        return super().to_python(value)

    def clean(self, value: Any) -> tuple[date | None, int | None]:
        born: date | int = super().clean(value)
        year = born if isinstance(born, int) else born.year
        today = date.today()  # noqa: DTZ011  a birth date has no time zone
        if isinstance(born, date) and born > today:
            raise forms.ValidationError("Deze geboortedatum ligt in de toekomst.")
        if not 1900 <= year <= today.year:
            raise forms.ValidationError("Dit geboortejaar kan niet kloppen.")
        return (None, born) if isinstance(born, int) else (born, None)


class NumberField(forms.CharField):
    """A number that is kept encrypted: what is there is shown masked, and stays when its mask is left as it stands."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Secret) else value


class HouseholdField(ThingField):
    """One of the households `among`, by its number or the name of who belongs to it. Names that look alike are found,
    and told apart by their numbers."""

    SHOWN, ANOTHER = 5, "nog een ander"
    among: HouseholdQuerySet

    def meant(self, typed: str) -> list[Household]:
        """By number, also as this field itself writes it; else by name, those that are called so alone."""
        _, _, after = typed.rpartition("(")
        if number := REFERENCE.fullmatch(after.removesuffix(")")):
            return list(self.among.filter(pk=int(number[1])))
        found = first_households(self.among, typed, most=self.SHOWN + 1)
        return [row for row in found if row.name.casefold() == typed.casefold()] or found

    def of_number(self, pk: int) -> Household | None:
        return self.among.filter(pk=pk).first()

    def called(self, thing: Household) -> str:
        return f"{thing.name} ({thing.reference})"

    def in_doubt(self, thing: Household) -> str:
        return thing.reference

    def unknown(self, typed: str) -> str:
        return f"We vinden geen huishouden “{typed}” bij uw huishoudens. Kijk de naam na, of typ het nummer."

    def ambiguous(self, typed: str, which: str) -> str:
        return f"Er is meer dan één huishouden “{typed}”. Bedoelt u {which}? Typ het nummer."


class DelicateMixin(forms.Form):
    """A form with free text: what seems to be about health, origin or a national number is asked about once. It warns
    and does not block: ticked, it is kept. The server asks, so it works without JavaScript."""

    TEXTS: ClassVar[tuple[str, ...]] = ()
    KEEP = "keep_anyway"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        found = {name: delicate(data.get(name) or "") for name in self.TEXTS}
        if any(found.values()):
            self.fields[self.KEEP] = forms.BooleanField(
                label="Toch bewaren: dit gaat niet over zulke gegevens", required=False
            )
            if not self.data.get(self.add_prefix(self.KEEP)):
                for name, what in found.items():
                    if what:
                        self.add_error(
                            name,
                            f"Dit lijkt iets te zeggen over {' en '.join(what)}. Zulke gegevens horen hier niet. "
                            "Haal ze weg, of vink aan dat u de tekst toch bewaart.",
                        )
        return data
