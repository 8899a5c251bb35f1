"""Every page of the portal and of the back office, in a real browser, in every state: `./run soak tests/accessibility`.

A part runs with -k (a name of a page, or a state). The results go to config/accessibility/results.json, and from there
to docs/accessibility.md and to the statement on /toegankelijkheid/.
"""

from typing import NamedTuple

import pytest

from config.access import OK, PAGES
from tests.accessibility.looks import (
    NARROW,
    WIDE,
    as_lines,
    axe,
    buttons,
    each,
    forced_colours,
    html,
    keyboard,
    reflow,
    spacing,
)
from tests.accessibility.markup import markup_faults
from tests.house.test_back_office import (
    back_office_addresses,
    back_office_url,
    library_addresses,
    library_url,
)

pytestmark = pytest.mark.soak


class Look(NamedTuple):
    """A page, of which part of the portal, and who opens it."""

    name: str
    kind: str
    hat: str
    row: object = None


# One hat for each page: who does the work there, and not who reads along.
PREFERRED = ("local", "abb", "company", "facility", "vlot")


def first_hat(yes: str) -> str:
    hats = yes.split()
    return next((hat for hat in PREFERRED if hat in hats), hats[0])


VISITORS = ("account_login", "account_signup", "account_reset_password")
LOOKS = [
    *(
        Look(f"{page.url} {page.thing}".rstrip(), "portal", first_hat(page.yes), page)
        for page in PAGES
        if page.method == "get" and page.answer == OK
    ),
    *(
        Look(name, "back office", first_hat(group.yes))
        for name, group in back_office_addresses()
        if group.yes
    ),
    *(Look(name, "account", "anonymous" if name in VISITORS else "local") for name in library_addresses()),
]
ERROR_MARKS = (b'class="errorlist', b'class="error-summary', b'class="field__error')
SENDS = "main form[method=post i] :is(button:not([type=button], [aria-hidden]), input[type=submit]):visible"
pages = pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)


def path_of(world, look: Look) -> str:
    """Skips a page whose thing this world has not, and addresses that are no page."""
    if look.row is not None:
        if look.row.thing and look.row.thing not in world.things:
            pytest.skip("the thing of this page is not there")
        return world.url(look.row)
    path = back_office_url(look.name) if look.kind == "back office" else library_url(look.name)
    return path or pytest.skip("an address without a page")


def data_of(world, look: Look) -> dict[str, str]:
    return world.data(look.row) if look.row is not None else {}


def is_page(response, *statuses: int) -> bool:
    return (
        response.status_code in statuses
        and response.headers.get("Content-Type", "").startswith("text/html")
        and b"<html" in response.body[:400].lower()
    )


def whole_look(portal, results, look: Look, state: str, *, keys: bool) -> None:
    """Looks at what the window shows now, keeps what was found, and fails on any fault."""
    page = portal.page
    text = portal.answers[0].text
    found = {"markup": markup_faults(text), "html": html(text)} | each(page, axe, spacing)
    if keys:
        found |= each(page, keyboard, forced_colours)
    page.set_viewport_size(NARROW)
    narrow = each(page, reflow, *([axe] if keys else []))
    found |= {f"{what} at 320 px": lines for what, lines in narrow.items()}
    page.set_viewport_size(WIDE)
    faults = as_lines(found)
    results.note(page=look.name, kind=look.kind, state=state, hat=look.hat, checks=list(found), faults=faults)
    assert faults == []


@pages
@pytest.mark.parametrize("made_world", ["filled"], indirect=True)
def test_a_page_with_something_on_it(portal, results, look):
    path = path_of(portal.world, look)
    if not is_page(portal.ask(path, hat=look.hat), 200):
        pytest.skip("no page: a file, a part of a page, or a way on")
    portal.show(path)
    whole_look(portal, results, look, "filled", keys=True)


@pages
@pytest.mark.parametrize("made_world", ["filled"], indirect=True)
def test_a_form_with_errors(portal, results, look):
    path = path_of(portal.world, look)
    data = data_of(portal.world, look) | ({"_save": "1"} if look.kind == "back office" else {})
    refused = portal.ask(path, hat=look.hat, post=data)
    if not is_page(refused, 422, 200) or not any(mark in refused.body for mark in ERROR_MARKS):
        pytest.skip("no form that refuses")
    portal.show(path)
    whole_look(portal, results, look, "errors", keys=True)


@pages
@pytest.mark.parametrize("made_world", ["empty"], indirect=True)
def test_a_page_with_nothing_on_it(portal, results, look):
    path = path_of(portal.world, look)
    if not is_page(portal.ask(path, hat=look.hat), 200):
        pytest.skip("no page without a thing")
    portal.show(path)
    whole_look(portal, results, look, "empty", keys=False)


@pages
@pytest.mark.parametrize("made_world", ["long"], indirect=True)
def test_a_page_with_long_texts(portal, results, look):
    path = path_of(portal.world, look)
    if not is_page(portal.ask(path, hat=look.hat), 200):
        pytest.skip("no page: a file, a part of a page, or a way on")
    portal.show(path)
    whole_look(portal, results, look, "long", keys=False)


@pages
@pytest.mark.parametrize("made_world", ["filled"], indirect=True)
def test_forms_work_without_javascript(portal_without_script, results, look):
    portal = portal_without_script
    path = path_of(portal.world, look)
    response = portal.ask(path, hat=look.hat)
    if not is_page(response, 200) or b'method="post"' not in response.body.split(b"<main")[-1]:
        pytest.skip("no form here")
    portal.show(path)
    faults = buttons(portal.page)
    button = portal.page.locator(SENDS).first
    if not faults and button.count():
        portal.answers.clear()
        button.click()
        sent = [answer for answer in portal.answers if answer.method == "POST"]
        if not sent or sent[0].status >= 500:
            faults.append(f"pressing {button!r} sent {sent}")
    results.note(
        page=look.name, kind=look.kind, state="no script", hat=look.hat, checks=["forms"], faults=faults
    )
    assert faults == []
