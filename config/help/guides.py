"""The guides: files in config/help/guides, each a head in TOML and a text in Markdown (see `config.help.text`).

+++
title = "..."        what one wants to do
summary = "..."      one sentence
readers = [...]      for whom, of `READERS`; the first is the shelf on which it stands
order = 10           its place on that shelf
[pages]              which pages it explains
"Heading" = [...]    URL names, or patterns such as "admin:spread_*"; "" is the whole guide
+++
the text
"""

import tomllib
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.text import slugify

from accounts.models import PROVIDER_KINDS, Kind, Membership

FOLDER = Path(__file__).resolve().parent / "guides"
FENCE = "+++\n"
FIELDS = {"title", "summary", "readers", "order", "pages"}

READERS = {
    "everybody": "Voor iedereen",
    "provider": "Bedrijven en verenigingen",
    "local_authority": "Lokale besturen",
    "reader": "Wie meeleest",
    "privacy": "Functionarissen gegevensbescherming",
    "governor": "Gouverneurs",
    "vlot": "VLOT",
    "facility": "Het Facilitair Bedrijf",
    "abb": "Agentschap Binnenlands Bestuur",
}


class HelpGuide(NamedTuple):
    """One file; its name is the code."""

    code: str
    title: str
    summary: str
    readers: tuple[str, ...]
    order: int
    pages: dict[str, list[str]]
    body: str

    def is_for(self, readers: frozenset[str]) -> bool:
        return bool(readers.intersection(self.readers))

    def anchor_for(self, url_name: str) -> str | None:
        """Where this guide explains that page: an anchor, "" for the whole guide, None for nowhere."""
        for heading, patterns in self.pages.items():
            if any(fnmatchcase(url_name, pattern) for pattern in patterns):
                return f"deel-{slugify(heading)}" if heading else ""
        return None


def read_guide(path: Path) -> HelpGuide:
    """Raises ValueError for a file without a head, with other fields than these, or for an unknown reader."""
    before, head, body = path.read_text(encoding="utf-8").split(FENCE, 2)
    fields: dict[str, Any] = tomllib.loads(head)
    if before or set(fields) != FIELDS or not set(fields["readers"]) <= set(READERS):
        raise ValueError(
            f"{path.name}: the head must hold exactly {sorted(FIELDS)}, for readers of {list(READERS)}"
        )
    fields["readers"] = tuple(fields["readers"])
    return HelpGuide(code=path.stem, body=body.strip(), **fields)


@cache
def all_guides() -> tuple[HelpGuide, ...]:
    """Every guide, by shelf and by its place there."""
    shelf = list(READERS).index
    guides = [read_guide(path) for path in FOLDER.glob("*.md")]
    return tuple(sorted(guides, key=lambda guide: (shelf(guide.readers[0]), guide.order, guide.code)))


def readers_of(by: Membership | None) -> frozenset[str]:
    """What this hat is called in a head: none without a hat, two for who only reads."""
    if by is None:
        return frozenset()
    if by.is_data_protection_officer:
        return frozenset({"privacy"})
    kind = "provider" if by.organisation.kind in PROVIDER_KINDS else str(Kind(by.organisation.kind))
    return frozenset({kind} if by.may_write else {kind, "reader"})


def shelves(guides: tuple[HelpGuide, ...]) -> list[tuple[str, list[HelpGuide]]]:
    """The guides under the name of the shelf on which they stand; no empty shelf."""
    found = [(name, [guide for guide in guides if guide.readers[0] == key]) for key, name in READERS.items()]
    return [(name, there) for name, there in found if there]


class Place(NamedTuple):
    """A guide and where in it: an anchor, or "" for its beginning."""

    guide: HelpGuide
    anchor: str


def help_for(url_name: str, by: Membership | None) -> Place | None:
    """The guide about this page; of several the one for this hat, or else the first. None when there is none."""
    return place_for(url_name, readers_of(by))


@cache  # every page asks it; there are as many answers as pages and kinds of hats
def place_for(url_name: str, readers: frozenset[str]) -> Place | None:
    places = [
        Place(guide, anchor) for guide in all_guides() if (anchor := guide.anchor_for(url_name)) is not None
    ]
    return next((place for place in places if place.guide.is_for(readers)), places[0] if places else None)
