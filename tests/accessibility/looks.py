"""What is asked of a page in the browser: one question each, answered with a sentence for everything that is wrong."""

from collections.abc import Callable
from pathlib import Path

from html5lib import HTMLParser
from html5lib.constants import E as SENTENCES
from playwright.sync_api import Page

from tests.browser import axe_violations, overflow, problems

FILLED_IN = ":is(input:not([type=hidden]), select, textarea):not(:disabled):visible"
SCRIPT = Path(__file__).with_name("looks.js").read_text(encoding="utf-8")
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 800}
TABS_AT_ONCE = 12
MOST_TABS = 120  # of a map with 285 towns, the first are like the last
# WCAG 1.4.12: the reader's own spacing.
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
    " p { margin-bottom: 2em !important; }"
)


def html(text: str) -> list[str]:
    """What a parser by the HTML standard calls an error."""
    parser = HTMLParser()
    parser.parse(text)
    return [f"line {line}: {SENTENCES[code] % data}" for (line, _), code, data in parser.errors]


def complaints(page: Page) -> list[str]:
    """What the browser itself complained of; asked before axe, which runs into the policy as it reads styles."""
    return problems(page)


def axe(page: Page) -> list[str]:
    """WCAG 2.2 AA, as far as axe sees it."""
    return [line[:300] for line in axe_violations(page)]


def reflow(page: Page) -> list[str]:
    """WCAG 1.4.10: at 320 px nobody scrolls sideways for text."""
    wider = overflow(page)
    return [f"{wider} px too wide: {page.evaluate('look.tooWide()')}"] if wider > 0 else []


def spacing(page: Page) -> list[str]:
    """WCAG 1.4.12: with more space between letters and lines nothing is cut off that was not."""
    before = set(page.evaluate("look.cutOff()"))
    page.evaluate("css => look.space(css)", SPACING)
    cut = [f"cut off: {what}" for what in page.evaluate("look.cutOff()") if what not in before]
    wider, too_wide = overflow(page), page.evaluate("look.tooWide()")
    page.evaluate("look.unspace()")
    return cut + ([f"{wider} px too wide: {too_wide}"] if wider > 0 else [])


def forced_colours(page: Page) -> list[str]:
    """WCAG 1.4.11 with the colours of the system: what can be operated has an edge, and the focus is seen."""
    page.emulate_media(forced_colors="active")
    found: list[str] = page.evaluate("look.withoutEdge()")
    page.evaluate("look.toTheTop()")
    page.keyboard.press("Tab")
    if not page.evaluate("look.focusShows()"):
        found.append("no focus is seen in forced colours")
    page.emulate_media(forced_colors="none")
    return found


def keyboard(page: Page) -> list[str]:
    """WCAG 2.1.1, 2.1.2, 2.4.3, 2.4.7, 2.4.11: everything is reached by Tab, in order, in sight, and left again."""
    most = page.evaluate("most => look.beginWalk(most)", MOST_TABS)
    for pressed in range(0, most, TABS_AT_ONCE):
        for _ in range(min(TABS_AT_ONCE, most - pressed)):
            page.keyboard.press("Tab")
        if page.evaluate("look.isRound()"):
            break
    found: list[str] = page.evaluate("look.endWalk()")
    return found


def buttons(page: Page) -> list[str]:
    """In a window without JavaScript: every form with something to fill in shows a button to send it."""
    found = []
    for form in page.locator("form").all():
        if not form.locator(FILLED_IN).count() and not form.locator("button").count():
            continue  # a window of the back office to look through: nothing can be sent
        inside = form.locator("button:not([type=button]), input[type=submit], input[type=image]")
        outside = page.locator(f"[form='{form.get_attribute('id')}']:not([type=button])")
        all_buttons = [*inside.all(), *outside.all()]
        in_menu = form.locator("xpath=ancestor::details[not(@open)] | ancestor::dialog").count()
        if not in_menu and not any(button.is_visible() for button in all_buttons):
            found.append(f"the form to {form.get_attribute('action') or 'this page'} shows no button")
    return found


def each(page: Page, *looks: Callable[[Page], list[str]]) -> dict[str, list[str]]:
    return {look.__name__: look(page) for look in looks}


def as_lines(found: dict[str, list[str]]) -> list[str]:
    return [f"{what}: {line}" for what, lines in found.items() for line in dict.fromkeys(lines)]
