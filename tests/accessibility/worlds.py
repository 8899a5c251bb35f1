"""The same pages with something on them, with nothing, and with more text than anybody planned for."""

import uuid
from collections.abc import Callable, Iterator

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from accounts.demo import DOMAIN
from tests import factories
from tests.house.world import World
from tests.reference import bring_back_reference_data

OURS = ("accounts", "facility", "households", "housing", "matching", "notifications", "spread", "vlot")
# Without one place to break it, and wider than any column; a column that may be longer goes on with words.
UNBROKEN = "Hemelvaartsdagvoorbereidingsvergadering" * 5
LONG = UNBROKEN + " met een zeer uitvoerige, nergens ingekorte omschrijving van alles" * 20
TYPED = {
    "answer", "body", "caller_name", "city", "contact_name", "description", "done", "family_name", "findings",
    "given_name", "label", "message", "name", "note", "notes", "problem", "purpose", "question", "reason", "remarks",
    "result", "sentence", "situation", "street", "subject", "summary", "text", "title",
}  # fmt: skip
AT_LEAST = 60  # columns; fewer, and this world is no test
MANY = 60  # rows of everything that can be there more than once
COPIED = 4  # rows that are copied, so that lists of several hats grow
MODELS_AT_LEAST = 25


class EmptyWorld(World):
    """Everybody is there, and nobody did anything yet."""

    def __init__(self) -> None:
        bring_back_reference_data()
        self.today = timezone.localdate()
        self.hats = self._hats()
        self._teams()
        town = self.hats["local"].organisation.municipality
        self.things = {
            "municipality": town,
            "province": town.province,
            "organisation": self.hats["company"].organisation,
            "membership": self.hats["company"],
        }
        self.demo = factories.MembershipFactory(user__email=f"bedrijf@{DOMAIN}")
        self.sessions = {hat: self._signed_in(membership.user) for hat, membership in self.hats.items()}


class LongWorld(World):
    """What people typed is as long as it may be, without a space where it may, and there are sixty rows of it; what a
    rule of the database guards stays as it is."""

    def __init__(self) -> None:
        super().__init__()
        models_of_ours = [
            model
            for app in OURS
            for model in apps.get_app_config(app).get_models()
            if model._meta.managed and not model._meta.label_lower.endswith("event")
        ]
        self.lengthened = [
            f"{model._meta.label}.{field.name}"
            for model in models_of_ours
            for field in model._meta.local_fields
            if field.name in TYPED and is_free(field) and lengthen(model, field)
        ]
        if len(self.lengthened) < AT_LEAST:
            raise AssertionError(f"only {self.lengthened} could be made longer")
        self.multiplied = [model._meta.label for model in models_of_ours if multiply(model)]
        if len(self.multiplied) < MODELS_AT_LEAST:
            raise AssertionError(f"only of {self.multiplied} there could be many")


def is_free(field: models.Field) -> bool:
    return (
        type(field) in (models.CharField, models.TextField)
        and not field.choices
        and not field.unique
        and (field.max_length or 1_000) >= 20
    )


def lengthen(model: type[models.Model], field: models.Field) -> bool:
    text = LONG[: min(field.max_length or 1_200, 1_200)].strip()
    try:
        with transaction.atomic():
            rows = model._base_manager.exclude(**{field.name: ""})
            return rows.update(**{field.name: text}) > 0
    except DatabaseError:
        return False


def multiply(model: type[models.Model]) -> bool:
    """Copies the first rows of a model until there are MANY; False where a rule of the database allows only one."""
    copied = False
    for pk in list(model._base_manager.order_by("pk").values_list("pk", flat=True)[:COPIED]):
        try:
            with transaction.atomic():
                model._base_manager.bulk_create(copies(model, pk))
                connection.check_constraints()
                copied = True
        except (DatabaseError, ValueError):
            continue
    return copied


def copies(model: type[models.Model], pk: object) -> Iterator[models.Model]:
    """Of one row, with a new key and, where a column is unique, a text of its own."""
    for number in range(MANY // COPIED):
        row = model._base_manager.get(pk=pk)
        row._state.adding = True
        for field in model._meta.local_fields:
            if field.primary_key:
                setattr(row, field.attname, field.get_default())
            elif isinstance(field, models.UUIDField) and field.unique:
                setattr(row, field.attname, uuid.uuid4())
            elif type(field) is models.CharField and field.unique:
                setattr(
                    row,
                    field.attname,
                    f"{field.value_from_object(row)[: (field.max_length or 20) - 6]}-{number}",
                )
        yield row


WORLDS: dict[str, Callable[[], World]] = {"filled": World, "empty": EmptyWorld, "long": LongWorld}
