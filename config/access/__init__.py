"""Who can open which page: the access table as data.

`docs/access.md` is written from it, and `tests/house/test_access.py` asks every page with every hat whether it is true.
A URL without a row fails the tests. Nothing in the portal decides by this table: deciding is done by `visible_to` and
`rules.py`; this says, in one place and independently, what they should come to.
"""

from fnmatch import fnmatchcase

from config.access.hats import (
    COUNCILS,
    EVERY_HAT,
    EVERYBODY,
    FLEMISH,
    GOVERNORS,
    HATS,
    MANAGERS,
    MAY_OFFER,
    OFFICER,
    PROVIDERS,
    THINGS,
    VLOT,
)
from config.access.others import BACK_OFFICE, OWN_ACCOUNT, SIGNING_IN, Group
from config.access.page import FOUND, GONE, HIDDEN, NO_CONTENT, OK, REFUSED, Page, posted
from config.access.pages import PAGES

__all__ = [
    "BACK_OFFICE",
    "COUNCILS",
    "EVERYBODY",
    "EVERY_HAT",
    "FLEMISH",
    "FOUND",
    "GONE",
    "GOVERNORS",
    "HATS",
    "HIDDEN",
    "MANAGERS",
    "MAY_OFFER",
    "NO_CONTENT",
    "OFFICER",
    "OK",
    "OWN_ACCOUNT",
    "PAGES",
    "PROVIDERS",
    "REFUSED",
    "SIGNING_IN",
    "THINGS",
    "VLOT",
    "Group",
    "Page",
    "back_office_group",
    "expected",
    "expected_in_back_office",
    "is_listed",
    "posted",
]


def expected(page: Page, hat: str) -> int:
    """The status with which `page` answers this hat."""
    if hat in page.yes.split():
        return page.answer
    if hat in ("anonymous", "disabled", "no_hat"):
        return FOUND
    if hat in page.no.split() or hat == OFFICER or not page.thing:
        return REFUSED
    return HIDDEN


def back_office_group(url: str) -> Group | None:
    """The first group that a page of the back office belongs to."""
    return next((group for group in BACK_OFFICE if fnmatchcase(url, group.pattern)), None)


def expected_in_back_office(group: Group, hat: str) -> int:
    if hat in group.yes.split():
        return OK
    return REFUSED if hat in FLEMISH.split() and hat not in group.hidden.split() else FOUND


def is_listed(url: str) -> bool:
    """Whether the table says anything about this URL name."""
    return (
        any(page.url == url for page in PAGES)
        or back_office_group(url) is not None
        or any(fnmatchcase(url, pattern) for pattern in OWN_ACCOUNT)
    )
