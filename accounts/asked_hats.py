"""The hats of who is signed in, which every page asks.

To write this one statement costs the ORM ten times what PostgreSQL takes to answer it, so its text is written once per
process. Which hats there are is still said by `Membership.objects.hats_of`, and nowhere else; here stand only the
columns, and how a row becomes a hat with its user and organisation.
"""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models.expressions import Combinable
from django.utils import timezone

from accounts.models import Membership, Organisation, User
from municipalities.models import Municipality, Province

# What each page needs of a hat, each after what it hangs on.
PARTS: dict[str, type[models.Model]] = {
    "": Membership,
    "user": User,
    "organisation": Organisation,
    "organisation__municipality": Municipality,
    "organisation__municipality__province": Province,
    "organisation__province": Province,
}
# What other parts of the portal show of a hat on every page, by the name that it gets there: filled when they start.
BESIDE: dict[str, Callable[[], Combinable]] = {}
# They stand in the text for the user and the day of a question, and are never those of one.
SOMEBODY, SOME_DAY = -1, date.min


def names(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@cache
def statement() -> tuple[str, tuple[Any, ...]]:
    """Its text, and its parameters with `SOMEBODY` and `SOME_DAY` where those of a question come."""
    columns = [f"{path}__{name}" if path else name for path, model in PARTS.items() for name in names(model)]
    asked = Membership.objects.hats_of(User(pk=SOMEBODY), on=SOME_DAY).select_related(None)
    return asked.values_list(*columns, *(make() for make in BESIDE.values())).query.sql_with_params()


def ask_hats(user_id: int) -> list[Membership]:
    """As `Membership.objects.hats_of` finds and orders them today."""
    text, parameters = statement()
    this: dict[Any, Any] = {SOMEBODY: user_id, SOME_DAY: timezone.localdate()}
    with connection.cursor() as cursor:
        cursor.execute(text, [this.get(value, value) for value in parameters])
        return [as_hat(row) for row in cursor.fetchall()]


def as_hat(row: tuple[Any, ...]) -> Membership:
    found: dict[str, Any] = {}
    begin = 0
    for path, model in PARTS.items():
        end = begin + len(model._meta.concrete_fields)
        values, begin = row[begin:end], end
        if values[0] is None:  # its number: there is none
            continue
        found[path] = model.from_db(connection.alias, names(model), values)
        if path:
            holder, _, name = path.rpartition("__")
            setattr(found[holder], name, found[path])
    hat: Membership = found[""]
    for name, value in zip(BESIDE, row[begin:], strict=True):
        setattr(hat, name, value)
    return hat
