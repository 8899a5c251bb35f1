"""A site or an offer as people call it: typed by name, street or number, with the first of them proposed."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from audit.thing_field import ThingField
from housing.models import Offer, Site
from housing.search import understand

REFERENCE = re.compile(r"[AL]-?\d{1,9}", re.IGNORECASE)
MOST_PROPOSED = 50  # most towns have no more; where there are thousands, one types


class Proposing(forms.TextInput):
    """An input for which the browser proposes some values, without JavaScript. `proposed` is asked when it is drawn."""

    proposed: Callable[[], Iterable[str]] = tuple

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        words = list(self.proposed())
        if not words:
            return super().render(name, value, attrs, renderer)
        ident = f"{(attrs or {}).get('id', name)}_namen"
        return format_html(
            "{}<datalist{}>{}</datalist>",
            super().render(name, value, {**(attrs or {}), "list": ident}, renderer),
            flatatt({"id": ident}),
            format_html_join("", '<option value="{}"></option>', ((word,) for word in words)),
        )


class PlaceField(ThingField):
    """One of the sites or offers `among`, by name, street or number; with a typing error too."""

    SHOWN, ANOTHER = 4, "nog een"

    def __init__(self, *, noun: str, **kwargs: Any) -> None:
        """`noun`: what a message calls one."""
        kwargs.setdefault("help_text", "Typ een deel van de naam of de straat, of het nummer.")
        kwargs.setdefault("max_length", 200)
        super().__init__(widget=Proposing(attrs={"autocomplete": "off"}), **kwargs)
        self.noun = noun
        self._among: QuerySet[Any] | None = None

    @property
    def among(self) -> QuerySet[Any]:
        """Those that may be chosen, in the order in which they are proposed. None until the form says."""
        return Site.objects.none() if self._among is None else self._among

    @among.setter
    def among(self, places: QuerySet[Any]) -> None:
        self._among = places
        self.widget.proposed = lambda: [self.called(place) for place in places[:MOST_PROPOSED]]

    def meant(self, typed: str) -> list[Site | Offer]:
        """By number, also as this field itself writes it; else by words, those that are called so alone."""
        _, _, after = typed.rpartition("(")
        number = after.removesuffix(")")
        asked = understand(number if REFERENCE.fullmatch(number) else typed)
        if asked is None:
            return []
        found = list(asked.best_first(asked.filter(self.among))[: self.SHOWN + 1])
        return [row for row in found if row.name.casefold() == typed.casefold()] or found

    def of_number(self, pk: int) -> Site | Offer | None:
        return self.among.filter(pk=pk).first()

    def called(self, thing: Site | Offer) -> str:
        return f"{thing.name} ({thing.reference})"

    def unknown(self, typed: str) -> str:
        return f"We vinden geen {self.noun} “{typed}”. Kijk de naam na, of typ het nummer."

    def ambiguous(self, typed: str, which: str) -> str:
        return f"“{typed}” kan meer dan één {self.noun} zijn: {which}. Typ het nummer."
