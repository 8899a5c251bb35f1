"""Two windows, one draft: what was typed is laid together field by field, and nothing is overwritten unseen.

A page sends with each field what stood there when the page was made ("seen"). Then three values decide: seen, mine and
the stored one. What I did not touch stays as it is stored; what only I touched is mine; what both touched differently
is a conflict, kept as stored until somebody chooses.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django import forms
from django.http import QueryDict

PREFIX = "seen-"


class Conflict(NamedTuple):
    """Two different texts for one field."""

    mine: str
    stored: str


class Merged(NamedTuple):
    """`data` is what the form reads; `touched` are the fields that this page changed without a conflict."""

    data: QueryDict
    touched: set[str]
    conflicts: dict[str, Conflict]


def shown(form: forms.BaseForm) -> dict[str, str]:
    """What stands in every field of a form that is not filled in yet, as text. A ticked box is "on"."""
    return {name: as_text(form[name]) for name, field in form.fields.items() if is_text(field)}


def is_text(field: forms.Field) -> bool:
    return not isinstance(field, forms.FileField)


def as_text(bound: forms.BoundField) -> str:
    value = bound.value()
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return "on" if value else ""
    if isinstance(bound.field.widget, forms.Select | forms.RadioSelect):
        return "" if value is None else str(value)
    return str(bound.field.widget.format_value(value) or "")


def plain(text: str) -> str:
    """A browser sends other line ends than it was given."""
    return text.replace("\r\n", "\n").strip()


def merge(posted: QueryDict, *, stored: Mapping[str, str], names: Iterable[str]) -> Merged:
    """Lay what a page sent over what is stored; `stored` and `names` are texts and fields as `shown` gives them.

    A page that sends no "seen" (another program, an old page) is believed for the fields that it sends.
    """
    data = QueryDict(mutable=True)
    touched: set[str] = set()
    conflicts: dict[str, Conflict] = {}
    for name in names:
        there = stored.get(name, "")
        seen = posted.get(PREFIX + name)
        if seen is None and name not in posted:
            data[name] = there
            continue
        mine = posted.get(name, "")
        data[name] = mine
        if plain(mine) == plain(there):
            continue
        if seen is None or plain(seen) == plain(there):
            touched.add(name)
        elif plain(seen) == plain(mine):
            data[name] = there
        else:
            conflicts[name] = Conflict(mine, there)
    return Merged(data, touched, conflicts)
