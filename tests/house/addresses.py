"""Every address of the portal, out of the resolver."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver


class Address(NamedTuple):
    name: str
    path: str
    pattern: URLPattern

    @property
    def view(self) -> Any:
        return self.pattern.callback


def addresses(resolver: URLResolver | None = None, names: str = "", prefix: str = "") -> Iterator[Address]:
    """Each pattern with its full name; a pattern without a name is called after its namespace or path."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, f"{names}{entry.namespace}:" if entry.namespace else names, path)
        else:
            yield Address(names + (entry.name or "") if entry.name or names else path, path, entry)


def without_row(resolver: URLResolver | None = None) -> set[str]:
    """Names of addresses that the access table does not mention."""
    from config.access import is_listed

    return {found.name for found in addresses(resolver) if not is_listed(found.name)}
