"""Two people change one field of one thing from two pages: the second is told, and decides.

A page says what it showed (`audit.shown`), and the verb compares that under its lock. Who says nothing of what was
shown (another system, a page of before) writes what it sends.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Model


class Overtaken(Exception):
    """A colleague changed these fields since the page was made; `stored` is what stands there now, by field."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        super().__init__("Een collega wijzigde dit intussen.")
        self.stored = stored


def changes_of(
    stored: Model | Mapping[str, Any], fields: Mapping[str, Any], seen: Mapping[str, Any] | None = None
) -> dict[str, list[Any]]:
    """What is to be written of `fields`: `[what stood, what comes]` of every field that this writer changes.

    `stored` is the row under its lock, one that is not there yet (then all is new), or its values by field; `seen` what
    the page showed. What the writer left as it was shown is not his to write: a colleague's change of it stays. Raises
    Overtaken when he changes what now holds another value than was shown. Who makes the same change as the colleague
    did is in nobody's way.
    """
    if isinstance(stored, Model) and stored._state.adding:
        return {name: [None, value] for name, value in fields.items()}
    seen = {} if seen is None else seen
    changes, overtaken = {}, {}
    for name, value in fields.items():
        there = stored[name] if isinstance(stored, Mapping) else getattr(stored, name)
        if alike(there, value) or (name in seen and alike(seen[name], value)):
            continue
        if name in seen and not alike(seen[name], there):
            overtaken[name] = there
        changes[name] = [there, value]
    if overtaken:
        raise Overtaken(overtaken)
    return changes


def put(changes: Mapping[str, Sequence[Any]], row: Model) -> None:
    """Sets in `row` what `changes_of` found; the caller saves it."""
    for name, (_, value) in changes.items():
        setattr(row, name, value)


def alike(one: Any, other: Any) -> bool:
    """Whether a form shows both the same: a browser sends other ends of lines, a choice of several has no order, and
    nothing is nothing."""
    return bool(_plain(one) == _plain(other))


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return "\n".join((value or "").split("\r\n")).strip()
    if isinstance(value, Iterable) and not isinstance(value, Mapping):
        return {str(getattr(item, "pk", item)) for item in value}
    return value
