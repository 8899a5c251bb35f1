"""What happens to each column of the portal in a copy for testing.

A model says it of its fields: PERSONAL (about a person) and WRITTEN (typed by somebody: it can name anybody) are
replaced, PLAIN stays. Codes, figures, days and references to other rows stay as well, so that the copy still works.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from accounts.models import Kind
from audit.encrypted_field import EncryptedCharField

# Rows that mean nothing without the people, or that give access. The trail and its seals begin anew in a copy.
EMPTIED = (
    "audit.AuditEvent", "audit.DaySeal", "audit.Reading", "sessions.Session", "usersessions.UserSession",
    "mfa.Authenticator", "account.EmailConfirmation", "socialaccount.SocialToken", "socialaccount.SocialAccount",
    "admin.LogEntry", "pghistory.Context", "accounts.KnownDevice",
)  # fmt: skip
# Of packages: what is replaced, and what stays.
WRITTEN_ELSEWHERE = {
    "account.EmailAddress": {"email"},
    "socialaccount.SocialApp": {"client_id", "secret", "key", "settings"},
}
PLAIN_ELSEWHERE = {
    "auth.Permission": {"name", "codename"},
    "auth.Group": {"name"},
    "contenttypes.ContentType": {"app_label", "model"},
    "socialaccount.SocialApp": {"provider", "provider_id", "name"},
}
# About a person, and kept: beside a made-up name they point to nobody, and what the portal works out hangs on them.
KEPT = {
    "households.Person.birth_year": "a year, for who shares a room and for the counts by age",
    "households.Person.sex": "one of three letters, for who shares a room",
    "households.Person.annex15_until": "a term, for what is due",
    "households.Person.a_card_until": "a term, for what is due",
    "housing.Presence.outcome": "whether somebody was there, for the counts",
}
TEXTUAL = (
    models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField,
    models.GenericIPAddressField, ArrayField,
)  # fmt: skip
# The first that fits the name of a column says what comes in its place; else it is a sentence.
KINDS = (
    (r"given_name", "given"),
    (r"family_name", "family"),
    (r"email|to|reply_address", "email"),
    (r"phone", "phone"),
    (r"iban", "iban"),
    (r"kbo_number", "kbo"),
    (r"street", "street"),
    (r"house_number", "house_number"),
    (r"box", "box"),
    (r"languages", "languages"),
    (r"sha256|key_hash", "digest"),
    (r"password", "no_password"),
    (r"url", "home"),
    (r"annex15_number|a_card_number|message_id|source_reference|reference", "code"),
    (r"contact_name|caller_name|sender_name|user_name|owner|decided_by|contact|counterparty", "person"),
)
PERSONS = {"accounts.User.name"}
# Governments keep their name and number, which everybody knows; others can be named after a person.
OF_NO_GOVERNMENT = f"kind IN ('{Kind.COMPANY.value}', '{Kind.ASSOCIATION.value}')"
ONLY_WHERE = {
    "accounts.Organisation.name": OF_NO_GOVERNMENT,
    "accounts.Organisation.kbo_number": OF_NO_GOVERNMENT,
}


class Column(NamedTuple):
    """One column and what comes in its place: a kind of config.scrubbing.words, "number" or None when it stays."""

    model: type[models.Model]
    field: Any
    kind: str | None

    def __str__(self) -> str:
        return f"{self.model._meta.label}.{self.field.name}"

    @property
    def declared(self) -> str:
        """Where it is said what it is."""
        return f"{declaring(self.model)._meta.label}.{self.field.name}"


def declaring(model: type[models.Model]) -> type[models.Model]:
    """Who says what the columns of a table are: a history table has those of its model."""
    return getattr(model, "pgh_tracked_model", None) or model


def portal_models() -> list[type[models.Model]]:
    """Every model with a table of its own that is not emptied."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label not in EMPTIED
    ]


def columns() -> Iterator[Column]:
    for model in portal_models():
        tracked = {field.name for field in declaring(model)._meta.concrete_fields}
        for field in model._meta.concrete_fields:
            if model is declaring(model) or field.name in tracked:
                yield Column(model, field, kind_of(model, field))


def is_textual(field: Any) -> bool:
    """Whether somebody could have typed a name in it. Codes, UUIDs and what follows from other columns are not."""
    if (
        field.is_relation
        or field.choices
        or field.generated
        or isinstance(field, models.UUIDField | SearchVectorField)
    ):
        return False
    if isinstance(field, ArrayField):
        return not field.base_field.choices and isinstance(field.base_field, TEXTUAL)
    return isinstance(field, TEXTUAL)


def undeclared() -> list[str]:
    """Columns of which nothing says whether they may stay, or two things do."""
    found = []
    for model in portal_models():
        if declaring(model) is not model:
            continue
        said = [replaced(model), plain(model)]
        for field in model._meta.concrete_fields:
            times = sum(field.name in names for names in said)
            if times > 1 or (times == 0 and is_textual(field)):
                found.append(f"{model._meta.label}.{field.name}")
            elif field.name in said[0] and not field.generated and kind_of(model, field) is None:
                found += (
                    []
                    if f"{model._meta.label}.{field.name}" in KEPT
                    else [f"{model._meta.label}.{field.name}"]
                )
    return found


def replaced(model: type[models.Model]) -> set[str]:
    return {
        *getattr(model, "PERSONAL", ()),
        *getattr(model, "WRITTEN", ()),
        *WRITTEN_ELSEWHERE.get(model._meta.label, ()),
    }


def plain(model: type[models.Model]) -> set[str]:
    return {*getattr(model, "PLAIN", ()), *PLAIN_ELSEWHERE.get(model._meta.label, ())}


def kind_of(model: type[models.Model], field: Any) -> str | None:
    """What comes in place of this column. Text of which nothing is said does not stay."""
    source = declaring(model)
    label = f"{source._meta.label}.{field.name}"
    if field.generated or field.is_relation or label in KEPT or field.name in plain(source):
        return None
    if isinstance(field, EncryptedCharField):
        return "number"
    if isinstance(field, models.DateField) and field.name in replaced(source):
        return "date"
    if field.choices or not is_textual(field):
        return None
    match field:
        case models.JSONField():
            return "json"
        case models.FileField():
            return "file"
        case models.BinaryField():
            return "bytes"
        case ArrayField():
            return "array"
    if label in PERSONS:
        return "person"
    named = (kind for pattern, kind in KINDS if re.fullmatch(rf"(?:\w+_)?(?:{pattern})", field.name))
    return next(named, "text")
