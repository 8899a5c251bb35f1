"""The trail as people read it: its verbs as Dutch words, its kinds of things and fields by the names that
the models give them, and what stood in a field in Belgian form."""

import re
import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib import admin
from django.db.models import Field, Model
from django.utils import timezone
from django.utils.formats import number_format

from audit.back_office import ReferenceAdmin

DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:?\d\d|Z)?")
RANGE = re.compile(r"[\[(](\d{4}-\d\d-\d\d|None|), ?(\d{4}-\d\d-\d\d|None|)[\])]")
LONGEST = 400  # characters of one value; all of it stands in the export of a whole installation


class Told(NamedTuple):
    """One thing that stands beside a verb: how it is called, and what stood there."""

    name: str
    value: str


@cache
def words() -> dict[str, Any]:
    with (Path(__file__).parent / "words.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def verbs() -> dict[str, str]:
    """Every verb that the portal writes, in words."""
    of_apps = {
        f"{noun}.{did}": said for noun, all_of in words()["verbs"].items() for did, said in all_of.items()
    }
    return of_reference_data() | of_apps


def of_reference_data() -> dict[str, str]:
    """What the back office itself writes when reference data is kept (audit.back_office.ReferenceAdmin)."""
    kept = [model for model, found in admin.site._registry.items() if isinstance(found, ReferenceAdmin)]
    return {
        f"{model._meta.model_name}.{code}": f"{str(model._meta.verbose_name).capitalize()} {did}"
        for model in kept
        for code, did in (("added", "toegevoegd"), ("changed", "gewijzigd"))
    }


def said(verb: str) -> str:
    """The verb in words; one that no version knows any more, as it was written."""
    return verbs().get(verb, verb)


def meant(typed: str) -> list[str]:
    """The verbs that somebody means who types a part of their words."""
    asked = typed.strip().lower()
    return [verb for verb, word in verbs().items() if asked and asked in word.lower()]


def kind_of(target_type: str) -> str:
    """What the trail is about, as its model is called."""
    model = model_of(target_type)
    return str(model._meta.verbose_name).capitalize() if model else target_type


def model_of(target_type: str) -> type[Model] | None:
    try:
        return apps.get_model(target_type)
    except (LookupError, ValueError):
        return None


@cache
def names_of_fields() -> dict[str, str]:
    """Of each name of a field anywhere how a model calls it: for what is kept beside another thing."""
    return {
        field.name: str(field.verbose_name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
    }


def named(name: str, target_type: str) -> str:
    """A name in `changes`, as people call it: a field of the thing, a word of ours, or a field of another thing."""
    field = field_of(name, target_type)
    if field is not None:
        return str(field.verbose_name)
    return words()["names"].get(name) or names_of_fields().get(name, name)


def field_of(name: str, target_type: str) -> "Field[Any, Any] | None":
    model = model_of(target_type)
    fields = {field.name: field for field in model._meta.concrete_fields} if model else {}
    return fields.get(name)


def told(changes: dict[str, Any], target_type: str) -> list[Told]:
    """Everything that stands beside a verb. Of a personal field the trail keeps only that it changed."""
    return [
        Told(named(name, target_type).capitalize(), in_words(name, value, target_type))
        for name, value in changes.items()
    ]


def in_words(name: str, value: Any, target_type: str) -> str:
    if name == "fields" and isinstance(value, list):
        return ", ".join(named(str(item), target_type) for item in value)
    field = field_of(name, target_type)
    if field is not None and isinstance(value, list) and len(value) == 2:
        if value == [None, None]:
            return "gewijzigd"
        return f"{shown(value[0], field)} → {shown(value[1], field)}"
    return shown(value, field)


def shown(value: Any, field: "Field[Any, Any] | None" = None) -> str:
    """One value in Belgian form: choices by their label, days and moments by our clock, things by their name."""
    match value:
        case None | "":
            return "leeg"
        case bool():
            return "ja" if value else "nee"
        case int() | float():
            return number_format(value, force_grouping=True)
        case {"label": label, "id": _}:
            return str(label)
        case dict():
            return "; ".join(f"{named(str(key), '')}: {shown(item)}" for key, item in value.items()) or "leeg"
        case list():
            return ", ".join(shown(item, field) for item in value) or "geen"
    text = str(value)
    choices = {str(code): str(label) for code, label in (field.flatchoices if field is not None else ())}
    return (choices.get(text) or in_time(text))[:LONGEST]


def in_time(text: str) -> str:
    """A day, a moment or a period of days as one reads it here; other text as it is."""
    if DAY.fullmatch(text):
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    if MOMENT.fullmatch(text):
        moment = datetime.fromisoformat(text)
        return f"{timezone.localtime(moment) if timezone.is_aware(moment) else moment:%d/%m/%Y %H:%M}"
    if period := RANGE.fullmatch(text):
        first, last = (
            "" if part in ("", "None") else f"{date.fromisoformat(part):%d/%m/%Y}" for part in period.groups()
        )
        return " ".join(part for part in (first and f"vanaf {first}", last and f"tot {last}") if part)
    return text
