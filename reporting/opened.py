"""What somebody opened waits in the cache until he looks at what he opened last: no page pays a write for it.

It is comfort, and no more: a cache that was emptied, or two tabs at the same moment, can lose the last things.
"""

from django.core.cache import cache

from accounts.models import Membership
from reporting.actions import remember_opened
from reporting.models import KEPT_ITEMS

SECONDS = 24 * 3600


def note_opened(kind: str, key: str, *, by: Membership) -> None:
    """This hat opened this thing just now."""
    waiting = [item for item in cache.get(_mark(by), ()) if item != (kind, key)]
    cache.set(_mark(by), [*waiting, (kind, key)][-KEPT_ITEMS:], SECONDS)


def keep_opened(*, by: Membership) -> None:
    """Write down what waits, before it is shown: one statement, and none for nothing."""
    if waiting := cache.get(_mark(by), ()):
        remember_opened(things=waiting, by=by)
        cache.delete(_mark(by))


def _mark(by: Membership) -> str:
    return f"reporting.opened:{by.pk}"
