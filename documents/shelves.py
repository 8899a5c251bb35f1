"""Things to read that several parts of the portal keep: each says what it has, the guidance of VLOT finds all of it.

A part that has such things names a function in the setting GUIDANCE_SHELVES; it gets who asks, and gives what that hat
may see. So the search knows nothing of the others (ADR 2).
"""

from typing import NamedTuple


class Readable(NamedTuple):
    """One thing to read: what it is called and where it stands; `words` are found as well."""

    kind: str  # what it is, in words
    title: str
    summary: str
    words: str
    url: str
    to_review: bool = False
