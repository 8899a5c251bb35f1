"""How lower apps tell higher ones that a municipality changed: a row in the same transaction, not a call."""

from collections.abc import Iterable

from municipalities.models import Change, Municipality


def announce(municipality: Municipality | int, reason: Change.Kind | str) -> Change:
    """Write that something of kind `reason` ("places", "stay", "statistics") changed in `municipality`.

    Runs in the caller's transaction: rolled back with it. Kicks no task; `spread` sweeps the rows.
    """
    return announce_all([municipality], reason)[0]


def announce_all(municipalities: Iterable[Municipality | int], reason: Change.Kind | str) -> list[Change]:
    """The same for many municipalities, in one query. Raises ValueError for an unknown reason."""
    kind = Change.Kind(reason)
    keys = [item.pk if isinstance(item, Municipality) else item for item in municipalities]
    return Change.objects.bulk_create([Change(municipality_id=key, kind=kind) for key in keys])
