"""Writing over personal data, in a row and in all of its history; and the two ways past "append-only" that forgetting
has (docs/adr/0022). The trail of what was done (AuditEvent) has none: it holds no personal values, and stays sealed.
"""

from typing import Any

from django.db import connection, models

from audit.models import Reading

FORGETTING = (
    "audit.forgetting"  # a setting of the transaction, which the trigger on the log of reads looks at
)
FORGOTTEN = "(gewist)"


def blank(rows: models.QuerySet[Any], left: dict[str, Any]) -> int:
    """Write `left` over these rows and over every earlier state of them that pghistory kept; returns how many rows."""
    numbers = list(rows.order_by().values_list("pk", flat=True))
    if not numbers or not left:
        return len(numbers)
    model = rows.model
    model._base_manager.filter(pk__in=numbers).update(**left)
    blank_history(model, numbers, left)
    return len(numbers)


def blank_history(model: type[models.Model], numbers: list[Any], left: dict[str, Any]) -> None:
    """The same for earlier states only; those of rows that are gone as well."""
    history = getattr(model, "pgh_event_model", None)
    if history is None:
        return
    kept = {field.name for field in history._meta.concrete_fields}
    if values := {name: value for name, value in left.items() if name in kept}:
        history.objects.filter(pgh_obj_id__in=numbers).update(**values)


def remove(rows: models.QuerySet[Any]) -> int:
    """Delete these rows and every earlier state of them; returns how many rows."""
    numbers = list(rows.order_by().values_list("pk", flat=True))
    history = getattr(rows.model, "pgh_event_model", None)
    rows.model._base_manager.filter(pk__in=numbers).delete()
    if history is not None:
        history.objects.filter(pgh_obj_id__in=numbers).delete()
    return len(numbers)


def forget_readings(numbers: list[int]) -> int:
    """Delete these looks. PostgreSQL refuses for looks of less than a year ago."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'on', true)", [FORGETTING])
        gone, _ = Reading.objects.filter(pk__in=numbers).delete()
        cursor.execute("SELECT set_config(%s, '', true)", [FORGETTING])
    return gone


def forget_typed(looks: models.QuerySet[Reading]) -> int:
    """Take out what was typed at these looks: what was searched for, or why a number was shown. Who looked, when and
    how many it found stays. Returns how many looks said something."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'on', true)", [FORGETTING])
        changed = looks.exclude(words="").update(words=FORGOTTEN)
        changed += looks.exclude(reason="").update(reason=FORGOTTEN)
        cursor.execute("SELECT set_config(%s, '', true)", [FORGETTING])
    return changed
