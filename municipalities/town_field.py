"""A municipality as people say it: typed, with the names of today proposed; no list of 285 to scroll through."""

from typing import Any

from django import forms

from municipalities.choices import places_to_choose
from municipalities.lookup import municipalities_named, plain
from municipalities.models import Municipality

NAMES_ID = "gemeenten"  # of the <datalist> that `{% town_names %}` puts on the page, once


class TownField(forms.CharField):
    """A municipality by its name, a village or a postcode; the first letters do when they can mean only one.

    Its value is the Municipality of today, also for the name of one that merged away; None when it is left empty and
    may be. The page says `{% town_names %}` once, so that the browser can propose.
    """

    LETTERS, SHOWN = 3, 6

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Gemeente")
        kwargs.setdefault("max_length", 80)
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": NAMES_ID, "autocomplete": "off"}))
        kwargs.setdefault(
            "help_text",
            "Drie letters zijn genoeg als het er maar één kan zijn. Deelgemeente of postcode mag ook.",
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        typed: str = super().clean(value)
        if not typed:
            return None
        found = municipalities_named(typed) or self.beginning_with(typed)
        if not found:
            raise forms.ValidationError(
                f"We kennen geen Vlaamse gemeente met de naam “{typed}”. Kijk de spelling na, of kies uit de lijst.",
                code="unknown",
            )
        if len(found) > 1:
            names = [municipality.name for municipality in found[: self.SHOWN]]
            more = " of nog een andere" if len(found) > self.SHOWN else ""
            raise forms.ValidationError(
                f"Er is meer dan één “{typed}”. Bedoelt u {', '.join(names[:-1])} of {names[-1]}{more}?",
                code="ambiguous",
            )
        return found[0]

    def beginning_with(self, typed: str) -> list[Municipality]:
        """The municipalities of today whose name begins with these letters, from three letters on."""
        numbers = places_to_choose().numbers_of(typed) if len(plain(typed)) >= self.LETTERS else []
        return list(Municipality.objects.filter(pk__in=numbers).order_by("name"))

    def prepare_value(self, value: Any) -> Any:
        """The name: of a Municipality, or of its number, as the form of a model gives it."""
        if isinstance(value, int):
            value = Municipality.objects.filter(pk=value).first()
        return str(value) if isinstance(value, Municipality) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)
