"""Every page of the portal and of the back office, in a real browser, in every state: `./run soak tests/accessibility`.

A part runs with -k (a name of a page, or a state). The results go to config/accessibility/results.json, and from there
to docs/accessibility.md and to the statement on /toegankelijkheid/.
"""

from typing import Any, NamedTuple, NoReturn

import pytest
from django.urls import reverse
from zeal import zeal_ignore

from config.access import OK, PAGES
from tests.accessibility.looks import (
    NARROW,
    WIDE,
    as_lines,
    axe,
    buttons,
    complaints,
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
CHOSEN = [
    Look("housing:site_bulk nakijken", "portal", "company"),
    Look("housing:site_bulk nakijken bevestigd", "portal", "company"),
    Look("housing:site_bulk aan-mij", "portal", "local"),
    Look("housing:offer_bulk aan-mij", "portal", "local"),
    Look("housing:offer_bulk aan-mij bevestigd", "portal", "local"),
]
ERROR_MARKS = (b'class="errorlist', b'class="error-summary', b'class="field__error')
SENDS = "main form[method=post i] :is(button:not([type=button], [aria-hidden]), input[type=submit]):visible"
ERRORS_SHOWN = ".errorlist, .error-summary, .field__error, .field__errors, .errornote"
MOST_FORMS = 8  # of a page with a form on each row, the first are like the last
pages = pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)


def path_of(world, look: Look) -> str:
    """Where this page is in this world; "" when its thing is not there, or when an address is no page."""
    if look.row is not None:
        if look.row.thing and look.row.thing not in world.things:
            return ""
        return world.url(look.row)
    path = back_office_url(look.name) if look.kind == "back office" else library_url(look.name)
    return path or ""


def absent(results, look: Look, state: str, why: str) -> NoReturn:
    """Notes that this page does not have this state: a gap that is known is another than one that was never seen."""
    results.note_absent(page=look.name, kind=look.kind, state=state, hat=look.hat, why=why)
    pytest.skip(why)


def data_of(world, look: Look) -> dict[str, str]:
    return world.data(look.row) if look.row is not None else {}


def is_page(response, *statuses: int) -> bool:
    return (
        response.status_code in statuses
        and response.headers.get("Content-Type", "").startswith("text/html")
        and b"<html" in response.body[:400].lower()
    )


def note(results, look: Look, state: str, checks: list[str], faults: list[str], files: set[str]) -> None:
    results.note(
        page=look.name,
        kind=look.kind,
        state=state,
        hat=look.hat,
        checks=checks,
        faults=faults,
        files=files,
    )


def whole_look(portal, results, look: Look, state: str, *, keys: bool) -> None:
    """Looks at what the window shows now, keeps what was found, and fails on any fault; on a narrow screen, with all
    that can be opened in the page open."""
    page = portal.page
    text = portal.answers[0].text
    found = {"markup": markup_faults(text), "html": html(text)} | each(page, complaints, axe, spacing)
    if keys:
        found |= each(page, keyboard, forced_colours)
    page.set_viewport_size(NARROW)
    page.evaluate("look.unfold()")
    narrow = each(page, reflow, *([axe] if keys else []))
    found |= {f"{what} at 320 px": lines for what, lines in narrow.items()}
    page.set_viewport_size(WIDE)
    faults = as_lines(found)
    results.note(
        page=look.name,
        kind=look.kind,
        state=state,
        hat=look.hat,
        checks=list(found),
        faults=faults,
        files=portal.files,
    )
    assert faults == []


def opened(portal, results, look: Look, state: str, post: dict[str, str] | None = None) -> tuple[str, Any]:
    """The address of a page and what it answered; skips a page that this world has not, or that is no page."""
    path = path_of(portal.world, look)
    if not path:
        absent(results, look, state, "not in this world")
    response = portal.ask(path, hat=look.hat, post=post)
    if not is_page(response, *((200, 422) if post is not None else (200,))):
        absent(results, look, state, "no page: a file, a part of a page, or a way on")
    return path, response


@pages
@pytest.mark.parametrize("made_world", ["filled"], indirect=True)
def test_a_page_with_something_on_it(portal, results, look):
    path, _ = opened(portal, results, look, "filled")
    portal.show(path)
    whole_look(portal, results, look, "filled", keys=True)


@pages
@pytest.mark.parametrize("made_world", ["filled"], indirect=True)
def test_a_form_with_errors(portal, results, look):
    data = data_of(portal.world, look) | ({"_save": "1"} if look.kind == "back office" else {})
    path, refused = opened(portal, results, look, "errors", post=data)
    if not any(mark in refused.body for mark in ERROR_MARKS):
        absent(results, look, "errors", "no form that refuses")
    portal.show(path)
    whole_look(portal, results, look, "errors", keys=True)


@pages
@pytest.mark.parametrize("made_world", ["empty"], indirect=True)
def test_a_page_with_nothing_on_it(portal, results, look):
    path, _ = opened(portal, results, look, "empty")
    portal.show(path)
    whole_look(portal, results, look, "empty", keys=False)


@pages
@pytest.mark.parametrize("made_world", ["long"], indirect=True)
def test_a_page_with_long_texts(portal, results, look):
    path, _ = opened(portal, results, look, "long")
    portal.show(path)
    whole_look(portal, results, look, "long", keys=False)


@pytest.mark.parametrize("look", CHOSEN, ids=lambda look: look.name)
@pytest.mark.parametrize("made_world", ["filled", "long"], indirect=True)
def test_a_page_after_a_choice(portal, results, look, request):
    """What only answers to a choice on another page: what will happen to the rows one ticked, and what came of it."""
    name, deed, *confirmed = look.name.split()
    of = name.removeprefix("housing:").removesuffix("_bulk")
    rows = portal.world.things[of]._meta.model.objects.visible_to(portal.world.hats[look.hat])[:60]
    post = {"doen": deed, "kies": [row.pk for row in rows]} | dict.fromkeys(confirmed, "ja")
    path = reverse(name)
    with zeal_ignore():  # on purpose, each row is locked and done in a transaction of its own
        assert is_page(portal.ask(path, hat=look.hat, post=post), 200)
    portal.show(path)
    whole_look(portal, results, look, request.node.callspec.params["made_world"], keys=True)


@pages
@pytest.mark.parametrize("made_world", ["filled"], indirect=True)
def test_forms_work_without_javascript(portal_without_script, results, look):
    portal = portal_without_script
    path, response = opened(portal, results, look, "no script")
    if b"<form" not in response.body.split(b"<main")[-1]:
        absent(results, look, "no script", "no form here")
    portal.show(path)
    faults = buttons(portal.page)
    files = portal.files
    for number in range(min(portal.page.locator(SENDS).count(), MOST_FORMS)):
        if number:
            portal.ask(path, hat=look.hat)
            portal.show(path)
        faults += sending(portal, number)
    note(results, look, "no script", ["forms"], faults, files)
    assert faults == []


def sending(portal, number: int) -> list[str]:
    """Presses a button of the page as it is, without a script: it sends, and what comes back can be read."""
    button = portal.page.locator(SENDS).nth(number)
    name = button.text_content() or button.get_attribute("value")
    portal.answers.clear()
    with portal.undone():
        button.click()
        portal.page.wait_for_load_state()
    sent = [answer for answer in portal.answers if answer.method == "POST"]
    if not sent:
        invalid = portal.page.locator("main :invalid:visible").count()
        return (
            [] if invalid else [f"pressing {name!r} sent nothing"]
        )  # the browser itself says what is missing
    if sent[0].status >= 500:
        return [f"pressing {name!r} was answered with {sent[0].status}"]
    refused = any(mark.decode() in sent[0].text for mark in ERROR_MARKS)
    if refused and not portal.page.locator(ERRORS_SHOWN).first.is_visible():
        return [f"pressing {name!r} was refused, and nothing says so"]
    return []
