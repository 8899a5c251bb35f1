"""A row of the access table."""

from typing import NamedTuple

OK, NO_CONTENT, MOVED, FOUND, REFUSED, HIDDEN, GONE = 200, 204, 301, 302, 403, 404, 410


class Page(NamedTuple):
    """One page, and for a page about a thing: one example of that thing.

    Hats in `yes` get `answer`; hats in `no` get 403. Who is in neither gets 404 on a page about a thing ("Someone
    else's thing is a 404") and 403 on any other. Without a hat, signing in or registering comes first (302). Hats in
    `looks` may see the page, but not send its form.
    """

    url: str
    yes: str
    no: str = ""
    thing: str = ""
    method: str = "get"
    answer: int = OK
    looks: str = ""
    unknown: int | None = HIDDEN


def posted(url: str, yes: str, no: str = "", thing: str = "", *, answer: int = FOUND) -> Page:
    """A page that only takes posts, and then leads on."""
    return Page(url, yes, no, thing, "post", answer)
