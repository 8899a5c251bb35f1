"""A new version of a key, and the keys that come with the portal."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import record
from spread import rules
from spread.actions.turns import one_run_at_a_time
from spread.keys import published_keys
from spread.models import SpreadKey


class BeginsTooEarly(Exception):
    """The new version would change figures that were already made, or begins before the version that it follows."""

    def __init__(self, first: date) -> None:
        super().__init__(f"Een nieuwe versie van deze sleutel kan ten vroegste op {first:%d/%m/%Y} beginnen.")


@transaction.atomic
def add_key(*, code: str, begins_on: date, by: Membership | None, **fields: Any) -> SpreadKey:
    """Make a new version of a key that counts from `begins_on`; the version before it ends on that day.

    `fields` are those of SpreadKey, without version and validity. Raises BeginsTooEarly when figures were already
    made for that day, and ValidationError when the data is no key.
    """
    insist(by, rules.may_add_key(by))
    one_run_at_a_time()
    before = SpreadKey.objects.newest_version(code)
    if before is not None:
        first = SpreadKey.objects.first_open_day(code)
        if first is not None and begins_on < first:
            raise BeginsTooEarly(first)
        if before.valid.upper is None or before.valid.upper > begins_on:
            before.valid = DateRange(before.valid.lower, begins_on)
            before.save(update_fields=["valid"])
    key = SpreadKey(
        code=code,
        version=before.version + 1 if before else 1,
        valid=DateRange(begins_on, None),
        created_by=by.user if by else None,
        **fields,
    )
    key.full_clean()
    key.save()
    record("spread_key.added", key, by=by, changes={"valid": key.valid, "terms": key.terms})
    return key


@transaction.atomic
def load_published_keys(
    *, keys: Iterable[dict[str, Any]] | None = None, by: Membership | None = None
) -> list[SpreadKey]:
    """Put the keys that come with the portal in the database, where they are not there yet. Safe to repeat."""
    added = []
    for data in published_keys() if keys is None else keys:
        if not SpreadKey.objects.filter(code=data["code"]).exists():
            fields = {name: value for name, value in data.items() if name not in ("code", "valid_from")}
            added.append(
                add_key(code=data["code"], begins_on=date.fromisoformat(data["valid_from"]), by=by, **fields)
            )
    return added
