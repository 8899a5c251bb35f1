"""Two people change one field of one thing from two pages: the second is told, and decides."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model


class Overtaken(Exception):
    """A colleague changed these fields since the page was made; `stored` is what stands there now, by field."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        super().__init__("Een collega wijzigde dit intussen.")
        self.stored = stored


def insist_on_seen(locked: Model, fields: Mapping[str, Any], seen: Mapping[str, Any]) -> None:
    """Raises Overtaken when a field that changes now holds another value than its page showed.

    `locked` is the row under its lock, `fields` what it is to become, `seen` what the page showed. Who makes the same
    change as the colleague did is not in anybody's way.
    """
    stored = {
        name: there
        for name, value in fields.items()
        if name in seen and (there := getattr(locked, name)) != seen[name] and there != value
    }
    if stored:
        raise Overtaken(stored)
