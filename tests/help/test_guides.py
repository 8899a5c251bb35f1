"""The guides do not grow stale: every name, page, word and picture that they point to is there."""

import re
from fnmatch import fnmatchcase

import pytest
from django.urls import reverse
from django.utils.text import slugify

from accounts.models import Kind
from config.access import PAGES
from config.help.glossary import UnknownWord, all_words, word_at
from config.help.guides import READERS, all_guides, help_for, read_guide, readers_of
from config.help.text import (
    PICTURES,
    UnknownLink,
    address,
    links_of,
    pictures_of,
    screen_names_of,
    sections_of,
)
from tests.help.screen import bare, fragments, on_screen
from tests.house.addresses import addresses
from tests.house.sources import ROOT

GUIDES = [pytest.param(guide, id=guide.code) for guide in all_guides()]
MOST_WORDS = 480
LONGEST_SENTENCE = 22
LARGEST_PICTURE = 60 * 1024
TAKES_LONG = "Wat als het niet lukt?"

# Pages that are no page to read: files, pieces of a page, and what only machines ask.
NO_PAGE = {
    "csp_report", "metrics", "livez", "readyz", "help_moved",
}  # fmt: skip


def missing_names(body: str) -> list[str]:
    """Names in bold that stand on no screen."""
    return [name for name in screen_names_of(body) if bare(name) not in on_screen()]


@pytest.mark.parametrize("guide", GUIDES)
def test_every_name_that_a_guide_quotes_stands_on_a_screen(guide):
    assert missing_names(guide.body) == []


def test_negative_control_a_button_that_was_renamed_is_noticed():
    assert missing_names("Kies **Voorstellen** en dan **Knop van vroeger**.") == ["Knop van vroeger"]


def test_the_words_of_a_template_are_read_as_they_stand_on_the_screen():
    read = fragments('<a href="{% url \'x\' %}">Plaats\n  zoeken</a>{% alert "Pas op." %}<b>{{ name }}</b>')
    assert read == {"Plaats zoeken", "Pas op"}


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_is_short_and_says_what_to_do_when_it_fails(guide):
    sections = sections_of(guide.body)
    assert sections[-1].heading == TAKES_LONG
    assert len(re.findall(r"\w+", guide.body)) <= MOST_WORDS
    assert len(guide.summary) <= 120


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_speaks_in_short_sentences(guide):
    text = re.sub(r"!\[.*?\]\(.*?\)|\]\(.*?\)|[*\[]", "", guide.body)
    sentences = [sentence for line in text.splitlines() for sentence in re.split(r"[.?!:;]\s", line)]
    assert [sentence for sentence in sentences if len(sentence.split()) > LONGEST_SENTENCE] == []


@pytest.mark.parametrize("guide", GUIDES)
def test_every_link_in_a_guide_leads_somewhere(guide):
    for link in links_of(guide.body):
        path, _, anchor = address(link).partition("#")
        assert path.startswith("/")
        if link.startswith("woord:"):
            assert word_at(anchor)
        if link.startswith("hulp:"):
            assert link.removeprefix("hulp:") in {other.code for other in all_guides()}


@pytest.mark.parametrize("link", ["https://elders.example/", "javascript:alert(1)", "locaties"])
def test_a_guide_links_to_nothing_but_the_portal(link):
    with pytest.raises(UnknownLink):
        address(link)


def test_every_picture_is_there_is_small_and_is_told_to_who_does_not_see_it():
    shown = [picture for guide in all_guides() for picture in pictures_of(guide.body)]
    there = {path.stem for path in PICTURES.iterdir()}
    assert {picture.name for picture in shown} == there
    assert [picture for picture in shown if len(picture.alt) < 20] == []
    large = {path.name: path.stat().st_size for path in PICTURES.iterdir()}
    assert {name: size for name, size in large.items() if size > LARGEST_PICTURE} == {}


# --- Which guide belongs to which page -----------------------------------------------------------------------


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_names_headings_of_its_own_and_pages_that_exist(guide):
    anchors = {section.anchor for section in sections_of(guide.body)}
    names = {found.name for found in addresses()}
    for heading, patterns in guide.pages.items():
        assert not heading or f"deel-{slugify(heading)}" in anchors, heading
        for pattern in patterns:
            assert any(fnmatchcase(name, pattern) for name in names), pattern


def test_every_page_of_the_access_table_has_a_guide():
    pages = {page.url for page in PAGES if page.method == "get"} - NO_PAGE
    assert {url for url in pages if help_for(url, None) is None} == set()


def test_a_page_of_signing_in_and_of_the_back_office_has_a_guide():
    for name in ("account_login", "account_signup", "mfa_index", "usersessions_list", "admin:index"):
        assert help_for(name, None) is not None, name


def test_negative_control_a_page_without_a_guide_is_noticed():
    assert help_for("housing:page_of_tomorrow", None) is None


def test_a_page_of_several_hats_leads_each_to_its_own_guide(hats):
    def code(url: str, hat: str) -> str:
        place = help_for(url, hats[hat])
        assert place is not None
        return place.guide.code

    assert code("housing:offer_detail", "company") == "plaats-aanbieden"
    assert code("housing:offer_detail", "abb") == "abb-opvolgen"
    assert code("vlot:intervention_detail", "local") == "vlot-om-hulp-vragen"
    assert code("vlot:intervention_detail", "vlot") == "vlot-oproepen-opvolgen"
    assert code("facility:order_detail", "facility") == "facility-bestellen"


def test_every_kind_of_hat_has_guides_of_its_own(hats, officer):
    assert {*map(str, Kind)} - {"company", "association"} <= set(READERS)
    for hat in [*hats.values(), officer]:
        assert [guide for guide in all_guides() if guide.is_for(readers_of(hat))], hat


def test_a_guide_with_an_unknown_reader_is_refused(tmp_path):
    file = tmp_path / "proef.md"
    file.write_text('+++\ntitle = "A"\nsummary = "B"\nreaders = ["nobody"]\norder = 1\n[pages]\n+++\nTekst')
    with pytest.raises(ValueError, match=r"proef\.md"):
        read_guide(file)


# --- The glossary --------------------------------------------------------------------------------------------


def test_the_words_of_the_glossary_are_there_once_and_point_to_each_other():
    anchors = [word.anchor for word in all_words()]
    assert len(anchors) == len(set(anchors))
    assert [(word.word, anchor) for word in all_words() for anchor in word.see if anchor not in anchors] == []


def test_a_meaning_is_one_to_three_short_sentences():
    for word in all_words():
        assert word.means.endswith("."), word
        assert len(word.means.split()) <= 45, word


def term_links() -> list[tuple[str, str]]:
    return [
        (path.name, anchor)
        for path in (ROOT / "templates").rglob("*.html")
        for anchor in re.findall(r"\{% term \"([^\"]+)\"", path.read_text(encoding="utf-8"))
    ]


def test_every_word_that_a_page_links_to_is_in_the_glossary():
    linked = term_links()
    assert linked, "no page links to a word"
    anchors = {word.anchor for word in all_words()}
    assert [(page, anchor) for page, anchor in linked if anchor not in anchors] == []


def test_negative_control_a_word_that_is_not_there_is_an_error():
    with pytest.raises(UnknownWord):
        word_at("woord-van-morgen")


# --- The pages -----------------------------------------------------------------------------------------------


def test_a_visitor_reads_every_guide_without_signing_in(client, db):
    for guide in all_guides():
        text = client.get(reverse("help_guide", args=[guide.code])).content.decode()
        assert guide.title in text
        assert 'class="screen-name"' in text


def test_the_guides_for_the_hat_come_first(client_for, local):
    text = client_for(local).get("/hulp/").content.decode()
    assert text.index("Voor u") < text.index("Een aanbod beoordelen") < text.index("<h2>Gouverneurs</h2>")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("gastgezin stopt", "Intrekken, verhuizen en vertrekken"),
        ("huishoudn", "Een huishouden registreren"),
        ("facturen goedkeuren", "Bestellen en facturen"),
        ("peildatum", "Peildatum"),
    ],
)
def test_the_guides_are_found_by_what_people_type(client, db, django_assert_num_queries, words, found):
    with django_assert_num_queries(1):
        text = client.get("/hulp/", {"zoek": words}).content.decode()
    assert found in re.findall(r"<h3><a [^>]*>([^<]*)</a></h3>", text)[:3]


def test_nothing_found_says_so(client, db):
    assert "Niets gevonden" in client.get("/hulp/", {"zoek": "qqqq"}).content.decode()


def test_the_english_address_leads_to_the_dutch_one(client, db):
    assert client.get("/help/").headers["Location"] == "/hulp/"


def test_a_page_leads_to_its_guide_at_the_right_place(client_for, local):
    text = client_for(local).get(reverse("households:household_add")).content.decode()
    assert 'href="/hulp/huishouden-registreren/#deel-registreren"' in text
    assert "Hulp bij deze pagina" in text
