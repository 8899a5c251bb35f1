"""A municipality as people say it: typed, with the names of today proposed; no list of 285 to scroll through."""

from typing import Any

from django import forms

from audit.thing_field import ThingField
from municipalities.choices import places_to_choose
from municipalities.lookup import municipalities_named, plain
from municipalities.models import Municipality

NAMES_ID = "gemeenten"  # of the <datalist> that `{% town_names %}` puts on the page, once


class TownField(ThingField):
    """A municipality by its name, a village or a postcode; the first letters do when they can mean only one.

    Its value is the Municipality of today, also for the name of one that merged away. The page says `{% town_names %}`
    once, so that the browser can propose.
    """

    LETTERS = 3

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Gemeente")
        kwargs.setdefault("max_length", 80)
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": NAMES_ID, "autocomplete": "off"}))
        kwargs.setdefault(
            "help_text",
            "Drie letters zijn genoeg als het er maar één kan zijn. Deelgemeente of postcode mag ook.",
        )
        super().__init__(**kwargs)

    def meant(self, typed: str) -> list[Municipality]:
        return municipalities_named(typed) or self.beginning_with(typed)

    def of_number(self, pk: int) -> Municipality | None:
        return Municipality.objects.filter(pk=pk).first()

    def unknown(self, typed: str) -> str:
        return f"We kennen geen Vlaamse gemeente met de naam “{typed}”. Kijk de spelling na, of kies uit de lijst."

    def ambiguous(self, typed: str, which: str) -> str:
        return f"Er is meer dan één “{typed}”. Bedoelt u {which}?"

    def beginning_with(self, typed: str) -> list[Municipality]:
        """The municipalities of today whose name begins with these letters, from three letters on."""
        numbers = places_to_choose().numbers_of(typed) if len(plain(typed)) >= self.LETTERS else []
        return list(Municipality.objects.filter(pk__in=numbers).order_by("name"))
