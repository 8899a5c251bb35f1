"""The same pages with something on them, with nothing, and with more text than anybody planned for."""

from collections.abc import Callable

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.utils import timezone

from accounts.demo import DOMAIN
from tests import factories
from tests.house.world import World
from tests.reference import bring_back_reference_data

OURS = ("accounts", "facility", "households", "housing", "matching", "notifications", "spread", "vlot")
# A word that no column is wide enough for, and then many more.
LONG = "Hemelvaartsdagvoorbereidingsvergadering met een zeer uitvoerige, nergens ingekorte omschrijving van alles. "
TYPED = {
    "answer", "body", "caller_name", "city", "contact_name", "description", "done", "family_name", "findings",
    "given_name", "label", "message", "name", "note", "notes", "problem", "purpose", "question", "reason", "remarks",
    "result", "sentence", "situation", "street", "subject", "summary", "text", "title",
}  # fmt: skip
AT_LEAST = 60  # columns; fewer, and this world is no test


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
    """What people typed is as long as it may be; a column that a rule of the database guards keeps what it has."""

    def __init__(self) -> None:
        super().__init__()
        self.lengthened = [
            f"{model._meta.label}.{field.name}"
            for app in OURS
            for model in apps.get_app_config(app).get_models()
            if model._meta.managed and not model._meta.label_lower.endswith("event")
            for field in model._meta.local_fields
            if field.name in TYPED and is_free(field) and lengthen(model, field)
        ]
        if len(self.lengthened) < AT_LEAST:
            raise AssertionError(f"only {self.lengthened} could be made longer")


def is_free(field: models.Field) -> bool:
    return (
        type(field) in (models.CharField, models.TextField)
        and not field.choices
        and not field.unique
        and (field.max_length or 1_000) >= 20
    )


def lengthen(model: type[models.Model], field: models.Field) -> bool:
    text = (LONG * 20)[: min(field.max_length or 1_200, 1_200)].strip()
    try:
        with transaction.atomic():
            rows = model._base_manager.exclude(**{field.name: ""})
            return rows.update(**{field.name: text}) > 0
    except DatabaseError:
        return False


WORLDS: dict[str, Callable[[], World]] = {"filled": World, "empty": EmptyWorld, "long": LongWorld}
