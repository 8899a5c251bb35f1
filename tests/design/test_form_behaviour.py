"""Autosave, one submission per click, confirmation and live search, against a server that the test plays itself."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import problems

pytestmark = pytest.mark.browser
SITE = "http://portaal.test"
SCRIPTS = "".join(
    f'<script src="/static/js/{name}.js" defer></script>' for name in ("forms", "autosave", "live-search")
)


class Server:
    """Answers a page and the posts that its scripts send; `answers` is eaten from the front, the last one stays."""

    def __init__(self, page: Page, body: str) -> None:
        self.posts: list[str] = []
        self.submitted: list[str] = []
        self.searches: list[str] = []
        self.answers: list[dict] = [{"status": 204}]
        self.page_answer = {
            "content_type": "text/html; charset=utf-8",
            "body": f"<!doctype html><title>x</title>{body}{SCRIPTS}",
        }
        page.route(f"{SITE}/**", self.answer)

    def answer(self, route: Route) -> None:
        request = route.request
        path = request.url.removeprefix(SITE)
        if path.startswith("/static/"):
            route.fulfill(path=f"static/{path.removeprefix('/static/')}")
        elif path == "/concept/":
            self.posts.append(request.post_data or "")
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            route.abort() if answer.get("abort") else route.fulfill(**answer)
        elif request.method == "POST":
            self.submitted.append(request.post_data or "")
            route.fulfill(content_type="text/html", body="<title>ok</title>Verzonden")
        else:
            self.searches.append(path)
            route.fulfill(**self.page_answer)


DRAFT = """<main><form method="post" action="/bewaren/" data-autosave="/concept/" data-submit-once>
<input type="hidden" name="csrfmiddlewaretoken" value="TOKEN"><label>Naam <input name="naam"></label>
<input type="file" name="bijlage"><button data-busy="Bezig met verzenden…">Verzenden</button></form></main>"""


@pytest.fixture
def draft(page: Page) -> Server:
    server = Server(page, DRAFT)
    page.clock.install()
    page.goto(f"{SITE}/nieuw/")
    return server


def write(page: Page, text: str) -> None:
    page.get_by_label("Naam").fill(text)


def wait(page: Page, milliseconds: int) -> None:
    page.clock.run_for(milliseconds)


def test_a_draft_is_kept_after_a_pause_and_says_when(page: Page, draft: Server):
    write(page, "Pastorie")
    assert draft.posts == []
    wait(page, 1600)
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^Concept bewaard om \d\d:\d\d$"))
    assert len(draft.posts) == 1
    assert "Pastorie" in draft.posts[0]
    assert "bijlage" not in draft.posts[0]
    wait(page, 60_000)
    assert len(draft.posts) == 1
    assert problems(page) == []


def test_leaving_a_field_keeps_the_draft_at_once(page: Page, draft: Server):
    write(page, "Pastorie")
    page.get_by_label("Naam").press("Tab")
    wait(page, 300)
    expect(page.get_by_role("status")).to_contain_text("Concept bewaard")


def test_without_a_connection_it_says_so_and_keeps_trying(page: Page, draft: Server):
    draft.answers = [{"abort": True}, {"status": 500}, {"status": 204}]
    write(page, "Pastorie")
    wait(page, 1600)
    expect(page.get_by_role("status")).to_contain_text("Geen verbinding")
    wait(page, 3100)
    expect(page.get_by_role("status")).to_contain_text("nog niet bewaard")
    wait(page, 6100)
    expect(page.get_by_role("status")).to_contain_text("Concept bewaard om")
    expect(page.get_by_label("Naam")).to_have_value("Pastorie")
    assert len(draft.posts) == 3


def test_signed_out_it_offers_to_sign_in_elsewhere_and_goes_on_with_the_new_token(page: Page, draft: Server):
    draft.answers = [{"status": 401}, {"status": 401}, {"status": 403}, {"status": 204}]
    write(page, "Pastorie")
    wait(page, 1600)
    link = page.get_by_role("link", name="Meld u opnieuw aan")
    expect(link).to_have_attribute("target", "_blank")
    expect(page.get_by_label("Naam")).to_have_value("Pastorie")
    # Signed in again in the other window: the page now carries another token.
    draft.page_answer = {"content_type": "text/html", "body": DRAFT.replace("TOKEN", "NIEUW")}
    wait(page, 3100)
    expect(page.get_by_role("status")).to_contain_text("Concept bewaard om")
    assert "NIEUW" in draft.posts[-1]
    expect(page.locator("[name=csrfmiddlewaretoken]")).to_have_value("NIEUW")


def test_what_the_server_refuses_is_not_sent_again_until_it_changes(page: Page, draft: Server):
    draft.answers = [{"status": 422}]
    write(page, "Pastorie")
    wait(page, 1600)
    expect(page.get_by_role("status")).to_contain_text("kijk na wat u invulde")
    wait(page, 60_000)
    assert len(draft.posts) == 1


def test_a_new_draft_gets_its_own_address(page: Page, draft: Server):
    draft.answers = [{"json": {"action": "/aanbod/12/", "autosave": "/concept/"}}]
    write(page, "Pastorie")
    wait(page, 1600)
    expect(page.get_by_role("status")).to_contain_text("Concept bewaard om")
    assert page.url == f"{SITE}/aanbod/12/"
    assert page.locator("form").evaluate("f => f.action") == f"{SITE}/aanbod/12/"


def test_leaving_with_unsaved_text_asks_first_and_submitting_does_not(page: Page, draft: Server):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    draft.answers = [{"status": 500}]
    page.get_by_label("Naam").press_sequentially("Pastorie")
    page.goto(f"{SITE}/nieuw/")
    assert asked == ["beforeunload"]
    page.get_by_label("Naam").press_sequentially("Pastorie")
    page.get_by_role("button", name="Verzenden").click()
    expect(page.get_by_text("Verzonden")).to_be_visible()
    assert asked == ["beforeunload"]


def test_a_double_click_sends_once_and_says_that_it_is_busy(page: Page):
    server = Server(page, DRAFT.replace("data-autosave", "data-none"))
    page.goto(f"{SITE}/nieuw/")
    page.evaluate(
        """() => { const form = document.forms[0]; window.sent = 0;
        form.addEventListener("submit", e => setTimeout(() => { if (!e.defaultPrevented) sent++ }));
        document.addEventListener("submit", e => { if (!e.defaultPrevented) { sent++; e.preventDefault(); } }) }"""
    )
    button = page.locator("form button")
    button.click()
    expect(page.get_by_role("button", name="Bezig met verzenden…")).to_have_attribute("aria-busy", "true")
    button.click(force=True)
    assert page.evaluate("sent") == 1
    assert server.submitted == []


def test_a_question_comes_first_and_no_means_no(page: Page):
    server = Server(
        page,
        '<form method="post" action="/weg/" data-confirm="Zeker weten?" data-submit-once>'
        '<button name="stap" value="weg">Verwijderen</button></form>',
    )
    page.goto(f"{SITE}/nieuw/")
    page.get_by_role("button", name="Verwijderen").click()
    dialog = page.get_by_role("dialog", name="Zeker weten?")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Annuleren").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="Verwijderen")).to_be_focused()
    assert server.submitted == []
    page.get_by_role("button", name="Verwijderen").click()
    page.get_by_role("dialog").get_by_role("button", name="Verwijderen").click()
    expect(page.get_by_text("Verzonden")).to_be_visible()
    assert server.submitted == ["stap=weg"]


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(page: Page):
    Server(
        page,
        '<div class="error-summary" tabindex="-1" data-focus-on-load><a href="#id_naam">Naam: verplicht</a></div>'
        '<div class="field"><input id="id_naam"></div>',
    )
    page.goto(f"{SITE}/nieuw/")
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link").click()
    expect(page.locator("#id_naam")).to_be_focused()


SEARCH = """<form method="get" data-live-search="#lijst"><label>Zoek <input name="q"></label><input name="leeg"></form>
<div id="lijst" data-result-text="{text}">{text}</div>"""


def test_a_list_is_searched_while_one_types_and_the_address_follows(page: Page):
    server = Server(page, SEARCH.format(text="3 locaties gevonden"))
    page.goto(f"{SITE}/lijst/")
    server.page_answer = {"content_type": "text/html", "body": SEARCH.format(text="1 locatie gevonden")}
    page.get_by_label("Zoek").press_sequentially("Gent", delay=20)
    expect(page.locator("#lijst")).to_have_text("1 locatie gevonden")
    expect(page.get_by_role("status")).to_have_text("1 locatie gevonden")
    assert page.url == f"{SITE}/lijst/?q=Gent"
    assert server.searches == ["/lijst/", "/lijst/?q=Gent"]
    expect(page.get_by_label("Zoek")).to_have_value("Gent")
