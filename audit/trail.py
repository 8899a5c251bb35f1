"""The audit trail: what people did, in verbs, written in the same transaction as the change itself.

`record` writes one event; `change_status` is the only way in which a status changes anywhere in the portal.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from audit.models import AuditEvent

Thing = TypeVar("Thing", bound=models.Model)


class Actor(Protocol):
    """What the trail needs to know of who acts: `accounts.Membership` fits."""

    user: Any
    organisation: Any


class IllegalTransition(Exception):
    """The thing is not (or no longer) in a state from which this step may be taken."""

    def __init__(self, thing: models.Model, target: str) -> None:
        self.thing = thing
        self.target = target
        status = thing.get_status_display().lower()  # type: ignore[attr-defined]
        super().__init__(
            f"Dit kan niet meer: de toestand is intussen “{status}”. Een collega was u misschien voor."
        )


def record(
    verb: str, target: models.Model, *, by: Actor | None, changes: dict[str, Any] | None = None
) -> AuditEvent:
    """Write that `by` did `verb` (such as "site.opened") to `target`; `by=None` is the system itself.

    Names are copied, not referred to: the trail may never block or follow the life of live data.
    """
    event = _event(verb, target, by, changes)
    event.save()
    return event


def record_many(
    verb: str,
    targets: Sequence[models.Model],
    *,
    by: Actor | None,
    changes: Sequence[dict[str, Any]] | None = None,
) -> None:
    """Write that `by` did `verb` to each of many, in one statement. `changes` stand beside the targets."""
    beside = changes or [{}] * len(targets)
    AuditEvent.objects.bulk_create(
        [_event(verb, target, by, changed) for target, changed in zip(targets, beside, strict=True)]
    )


def _event(verb: str, target: models.Model, by: Actor | None, changes: dict[str, Any] | None) -> AuditEvent:
    return AuditEvent(
        occurred_at=timezone.now(),
        verb=verb,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        user_id=by.user.pk if by else None,
        user_name=str(by.user) if by else "Systeem",
        organisation_name=str(by.organisation) if by else "",
        changes=without_values(type(target), changes or {}),
    )


def without_values(model: type[models.Model], changes: dict[str, Any]) -> dict[str, Any]:
    """As JSON; of a personal field of the thing itself only that it changed. The trail is sealed: nothing can be erased
    from it, so nothing that somebody may ask to erase goes in."""
    personal: frozenset[str] = getattr(model, "PERSONAL", frozenset())
    return {
        name: ([None] * len(value) if isinstance(value, list | tuple) else None)
        if name in personal
        else plain(value)
        for name, value in changes.items()
    }


def plain(value: Any) -> Any:
    """A value as JSON can keep it: identities for objects, words for everything that JSON does not know."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case FieldFile():
            return value.name
        case models.Model():
            return {"id": str(value.pk), "label": str(value)}
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in value]
        case _:
            return str(value)


def change_status(
    thing: Thing, to: str, *, by: Actor | None, verb: str, reason: str = "", **fields: Any
) -> Thing:
    """Take `thing` to status `to`, with `fields` set in the same write, and record it as `verb`.

    Locks the row and looks at the row's own status, so that of two people who decide at the same moment one wins
    and the other gets `IllegalTransition`. Returns the locked instance; `thing` is brought up to date as well.
    """
    model = type(thing)
    with transaction.atomic():
        locked = model._base_manager.select_for_update(of=("self",)).get(pk=thing.pk)
        before = locked.status  # type: ignore[attr-defined]
        if to not in model.TRANSITIONS[before]:  # type: ignore[attr-defined]
            raise IllegalTransition(locked, to)
        changes: dict[str, Any] = {"status": [before, str(to)]}
        written = {"status": to, **fields}
        for name, value in written.items():
            setattr(locked, name, value)
        if reason:
            changes["reason"] = reason
        check_promises(
            locked, about=written.keys()
        )  # its Dutch sentence, before PostgreSQL refuses without one
        locked.save(update_fields=["status", *fields])
        record(verb, locked, by=by, changes=changes)
    for name, value in written.items():
        setattr(thing, name, value)  # only now: who shows the page again after a refusal shows what is stored
    return locked


def check_promises(thing: models.Model, *, about: Collection[str]) -> None:
    """Raise ValidationError for constraints in which one of the columns `about` plays a part and that do not hold; the
    others held before, and still do.

    Each costs a query, so the checks of the row itself are asked together first, and one by one only to find which.
    """
    model = type(thing)
    concerned = [constraint for constraint in model._meta.constraints if may_concern(constraint, about)]
    of_the_row = [found for found in concerned if isinstance(found, models.CheckConstraint)]
    if of_the_row:
        together = models.CheckConstraint(
            condition=models.Q(*(check.condition for check in of_the_row)), name="together"
        )
        if not problems_with([together], thing):
            concerned = [found for found in concerned if found not in of_the_row]
    if problems := problems_with(concerned, thing):
        raise ValidationError(problems)


def problems_with(constraints: Iterable[models.BaseConstraint], thing: models.Model) -> list[ValidationError]:
    """What each constraint that does not hold says."""
    problems = []
    for constraint in constraints:
        try:
            constraint.validate(type(thing), thing)
        except ValidationError as problem:
            problems.append(problem)
    return problems


def may_concern(constraint: models.BaseConstraint, columns: Collection[str]) -> bool:
    """Whether one of these columns plays a part; of kinds of constraint that do not tell, always."""
    match constraint:
        case models.CheckConstraint():
            named = constraint.condition.referenced_base_fields  # type: ignore[union-attr]
        case models.UniqueConstraint(fields=fields, condition=condition) if fields:
            named = {*fields, *(condition.referenced_base_fields if condition else ())}
        case _:
            return True
    return not named.isdisjoint(columns)
