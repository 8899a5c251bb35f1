"""The trail reads as Dutch: every verb that the portal can write and every name beside it has its words."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import Membership
from audit import wording as trail
from audit.back_office import ReferenceAdmin
from audit.trail import record
from households.views.files import VERBS
from housing.models import Offer
from tests.factories import OfferFactory
from tests.house.language import leaks_of
from tests.house.sources import app_sources, called_name

CODE = re.compile(r"[a-z_]+\.[a-z_]+")
WRITERS = {"record", "record_many"}


def literals(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


@cache
def read() -> tuple[list[ast.Call], list[ast.expr], set[str]]:
    """Of all sources, read once: what writes a verb, what is given as `verb`, and every text in the form of one."""
    writing, given, texts = [], [], set()
    for source in app_sources():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call):
                writing += [node] if called_name(node) in WRITERS else []
                given += [word.value for word in node.keywords if word.arg == "verb"]
            elif (
                isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value)
            ):
                texts.add(node.value)
    return writing, given, texts


def verbs_written() -> set[str]:
    """Every code in the sources of which the noun is written to the trail somewhere: so also those that a verb passes
    on to a part of it."""
    writing, given, codes = read()
    told = [call.args[0] for call in writing if call.args] + given
    nouns = {text.partition(".")[0] for node in told for text in literals(node) if CODE.fullmatch(text)}
    return {code for code in codes if code.partition(".")[0] in nouns and not code.endswith(".urls")}


def names_written() -> set[str]:
    """Every name that is written out beside a verb."""
    return {
        key.value
        for call in read()[0]
        for keyword in call.keywords
        if keyword.arg == "changes"
        for part in ast.walk(keyword.value)
        if isinstance(part, ast.Dict)
        for key in part.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }


def test_every_verb_has_its_words():
    written = verbs_written()
    assert len(written) > 300
    assert {verb for verb in written if trail.said(verb) == verb} == set()


def test_no_words_are_of_a_verb_that_nobody_writes():
    of_toml = {f"{noun}.{did}" for noun, all_of in trail.words()["verbs"].items() for did in all_of}
    built = {"drill.done", "drill.failed"}  # of how it ended
    assert of_toml - verbs_written() - built == set()


def test_who_keeps_a_household_reads_no_code_in_its_file():
    """Its page says it as something that somebody did; a hand-over has to say it too."""
    written = {verb for verb in verbs_written() if verb.startswith("household.")}
    assert written - VERBS.keys() == set()


def test_the_words_are_a_short_dutch_sentence():
    for verb, words in trail.verbs().items():
        assert (
            words[0].isupper() and not words.endswith(".") and not CODE.search(words) and len(words) <= 70
        ), (verb, words)
        assert leaks_of(f"<p>{words}</p>") == [], verb


def test_every_name_beside_a_verb_has_its_words():
    names = names_written()
    assert len(names) > 80
    known = trail.words()["names"].keys() | trail.names_of_fields().keys()
    assert names - known == set()
    assert leaks_of("".join(f"<p>{trail.named(name, '')}</p>" for name in names)) == []


def test_reference_data_of_the_back_office_has_its_verbs():
    kept = [model for model, found in admin.site._registry.items() if isinstance(found, ReferenceAdmin)]
    assert kept
    for model in kept:
        assert trail.said(f"{model._meta.model_name}.changed").endswith("gewijzigd")


def test_what_nobody_knows_any_more_stays_as_it_was_written():
    assert trail.said("thing.forgotten_long_ago") == "thing.forgotten_long_ago"
    assert trail.kind_of("gone.thing") == "gone.thing"


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({"status": ["submitted", "approved"]}, ["Toestand: aangemeld → gevalideerd"]),
        ({"ready_on": [None, "2026-03-01"]}, ["Klaar op: leeg → 01/03/2026"]),
        ({"reported": True, "seconds": 1234.5}, ["Seconden: 1.234,5"]),
        ({"description": [None, None]}, ["gewijzigd"]),
        ({"responsible": [None, {"id": "1", "label": "An Peeters"}]}, ["leeg → An Peeters"]),
        ({"fields": ["street", "house_number"]}, ["Velden: straat, nummer"]),
        ({"valid": "[2026-01-01, None)"}, ["Geldig: vanaf 01/01/2026"]),
        ({"made_at": "2026-03-02 23:30:00+00:00"}, ["03/03/2026 00:30"]),
        ({"what": "<b>x</b>"}, ["Wat: &lt;b&gt;x&lt;/b&gt;"]),
    ],
)
def test_one_event_is_read_in_dutch_and_in_belgian_form(abb, local, client_for, changes, lines):
    event = record("offer.changed", OfferFactory(), by=local, changes=changes)
    page = client_for(abb).get(reverse("admin:audit_auditevent_change", args=[event.pk])).content.decode()
    assert "Aanbod gewijzigd" in page
    for line in lines:
        assert line in page
    assert leaks_of(page) == []


def test_the_list_says_verbs_and_kinds_in_words(abb, local, client_for):
    record("membership.role_changed", local, by=abb, changes={"role": ["member", "manager"]})
    page = client_for(abb).get(reverse("admin:audit_auditevent_changelist")).content.decode()
    assert "Rol gewijzigd" in page
    assert str(Membership._meta.verbose_name).capitalize() in page
    assert "membership.role_changed" not in page
    assert trail.kind_of(Offer._meta.label_lower) == "Aanbod"
