"""Which migrations the last release has (config/production/release.json, written by `./run release`), and which came
after it."""

import json
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

MARKER = Path(settings.BASE_DIR) / "config" / "production" / "release.json"
Key = tuple[str, str]  # the app and the name of a migration


def last_migrations(loader: MigrationLoader) -> dict[str, list[str]]:
    """The last migration of each app as the code is now: what the marker of a release keeps."""
    last: dict[str, list[str]] = {}
    for app, name in sorted(loader.graph.leaf_nodes()):
        last.setdefault(app, []).append(name)
    return last


def released_and_new(loader: MigrationLoader, marker: Path = MARKER) -> tuple[list[Key], list[Key]]:
    """The migrations of the last release, and those after it, each in the order in which they are carried out.

    A name in the marker that is not there any more is passed over: its app or package was taken out.
    """
    kept = json.loads(marker.read_text(encoding="utf-8"))["migrations"]
    ends = [(app, name) for app, names in kept.items() for name in names]
    released = _in_order(loader, [end for end in ends if end in loader.graph.nodes])
    everything = _in_order(loader, sorted(loader.graph.leaf_nodes()))
    return released, [key for key in everything if key not in set(released)]


def _in_order(loader: MigrationLoader, ends: Iterable[Key]) -> list[Key]:
    order: dict[Key, None] = {}
    for end in ends:
        order.update(dict.fromkeys(loader.graph.forwards_plan(end)))
    return list(order)
