"""Screens are Dutch as it is written in Belgium, without English, without stiff words, in short sentences.

The crawl over the pages is in test_access.py and test_back_office.py, which draw them anyway.
"""

import ast
import gettext
import re
from pathlib import Path

import django
import pytest
from django.conf import settings

from tests.house.language import leaks_of, seen
from tests.house.texts import Text, length, readable, sentences, strings_of, texts

LONGEST = 22  # words in a sentence; B1 says some twenty

# A stiff word, and the plain one. A term of the law keeps its name and is explained in the glossary.
STIFF = {
    "aangaande": "over", "aanvang": "begin", "additioneel": "extra", "alsmede": "en", "alsook": "en",
    "alvorens": "voor",
    "beschikken over": "hebben", "betreffende": "over", "bijgevolg": "daarom", "conform": "volgens", "d.m.v.": "met",
    "derhalve": "dus", "desbetreffende": "die", "dewelke": "die", "dient te": "moet", "dienen te": "moeten",
    "dient u": "moet u", "diens": "zijn", "doch": "maar", "door middel van": "met", "eveneens": "ook",
    "faciliteren": "helpen", "gelieve": "(een vraag of een opdracht)", "hetgeen": "wat", "hetwelk": "dat",
    "i.v.m.": "over", "implementeren": "invoeren", "in het kader van": "voor", "indien": "als", "ingevolge": "door",
    "inzake": "over", "krachtens": "volgens", "m.b.t.": "over", "met betrekking tot": "over", "middels": "met",
    "mits": "als", "n.a.v.": "na", "o.b.v.": "op basis van", "omtrent": "over", "onverwijld": "meteen",
    "overeenkomstig": "volgens", "reeds": "al", "t.a.v.": "voor", "te allen tijde": "altijd",
    "ten aanzien van": "voor", "ten behoeve van": "voor", "ten gevolge van": "door", "teneinde": "om",
    "tevens": "ook", "thans": "nu", "trachten": "proberen", "u wordt verzocht": "(een vraag)", "vermits": "omdat",
    "verstrekken": "geven", "voornoemd": "die", "wederom": "weer", "woonachtig": "woont", "zulks": "dat",
}  # fmt: skip
STIFF_WORD = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, STIFF))})(?![\w-])", re.IGNORECASE)


def stiff_in(found: list[Text] | tuple[Text, ...]) -> list[str]:
    return [
        f"{text.where}: {match[0]} in “{text.words[:120]}”"
        for text in found
        if (match := STIFF_WORD.search(text.words))
    ]


def long_in(found: list[Text] | tuple[Text, ...]) -> list[str]:
    return [
        f"{text.where}: {sentence}"
        for text in found
        for sentence in sentences(text.words)
        if length(sentence) > LONGEST
    ]


def of_screens() -> list[Text]:
    """Of the pages, the mails and the code; the guides of VLOT have their own author."""
    return [text for text in texts() if not text.where.startswith("vlot/published_guides")]


def test_no_text_has_a_stiff_word():
    assert stiff_in(texts()) == []


def test_sentences_are_short():
    assert long_in(of_screens()) == []


def test_negative_control_a_stiff_word_and_a_long_sentence_are_noticed():
    assert stiff_in([Text("x", "Gelieve dit in te vullen.")])
    assert stiff_in([Text("x", "Dit is reeds bewaard.")])
    assert long_in([Text("x", " ".join(["woord"] * (LONGEST + 1)))])
    assert not long_in([Text("x", "Kort. " * LONGEST)])


def test_the_texts_are_found_where_they_stand():
    assert list(readable('<p>Kies <a href="#">een plaats</a>.{% if x %} Of niet.{% endif %}</p>')) == [
        "Kies een plaats.",
        "Of niet.",
    ]
    assert list(strings_of(ast.parse('"""Docs."""\nx = f"Op {day} niet."'))) == ["Op X niet."]
    assert len(texts()) > 5000, "the texts were not found"


# --- English -------------------------------------------------------------------------------------------------


def test_no_template_or_mail_has_a_word_of_english():
    found = [
        (text.where, leak)
        for text in texts()
        if text.where.startswith("templates/") and " " in text.words
        for leak in leaks_of(text.words)
        if leak.startswith("English")
    ]
    assert found == []


@pytest.mark.parametrize(
    "html",
    [
        "<p>This field is required.</p>",
        '<button aria-label="Close">x</button>',
        '<input type="text" placeholder="Search">',
        '<input type="submit" value="Save and add another">',
        "<p>Aangemeld op 2026-03-31.</p>",
        "<p>Aangemeld op Mar. 31, 2026</p>",
        "<p>om 3:15 p.m.</p>",
        "<p>om 15.15 uur</p>",
        "<p>12.5 punten</p>",
        "<p>€ 1,234.50</p>",
        "<p>20 €</p>",
    ],
)
def test_negative_control_what_is_not_dutch_is_noticed(html):
    assert leaks_of(html)


@pytest.mark.parametrize(
    "html",
    [
        "<p>Op 31/03/2026 om 15:15, voor € 1.234,50 en 12,5 punten. Nummer 0403.170.701, 1.000 plaatsen.</p>",
        '<input type="date" value="2026-03-31"><script>var the = "field";</script>',
        '<time datetime="2026-03-31">31 maart 2026</time>',
        "<p>Open data, status, filter en site (art. 5.2 AVG).</p>",
    ],
)
def test_dutch_in_belgian_form_is_no_leak(html):
    assert leaks_of(html) == []


def test_what_one_hears_is_seen_too():
    assert "Sluiten" in seen('<button aria-label="Sluiten"><svg></svg></button>')


# --- What libraries say --------------------------------------------------------------------------------------

ADMIN = Path(django.__file__).parent / "contrib" / "admin"


def catalogue(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        found = gettext.GNUTranslations(file)
    return {str(key): text for key, text in found._catalog.items()}  # type: ignore[attr-defined]


def test_every_sentence_of_the_back_office_has_a_dutch_one():
    """A new release of Django brings sentences that its translators did not reach yet."""
    ours = catalogue(Path(settings.LOCALE_PATHS[0]) / "nl" / "LC_MESSAGES" / "django.mo")
    theirs = {
        key
        for folder in ("contrib/admin", "conf", "contrib/auth")
        for key in catalogue(Path(django.__file__).parent / folder / "locale/nl/LC_MESSAGES/django.mo")
    }
    asked = {
        sentence
        for path in (ADMIN / "templates").rglob("*.html")
        for sentence in re.findall(
            r"\{% (?:translate|trans) ['\"](.+?)['\"]", path.read_text(encoding="utf-8")
        )
    }
    assert len(asked) > 80
    assert asked - theirs - set(ours) == set()


def test_the_compiled_words_are_those_that_are_written():
    folder = Path(settings.LOCALE_PATHS[0]) / "nl" / "LC_MESSAGES"
    written = re.findall(
        r'^msgid "(.+)"\nmsgstr "(.+)"$', (folder / "django.po").read_text(encoding="utf-8"), re.M
    )
    compiled = catalogue(folder / "django.mo")
    assert dict(written) == {key: text for key, text in compiled.items() if key}
