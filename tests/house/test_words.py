"""What the trail keeps in English verbs, the page of rights says in Dutch: no verb without words, no words without a
verb. Every other page asks audit.wording (tests/audit/test_trail_words.py)."""

import re

from accounts.history import WORDS as ACCOUNTS
from tests.house.sources import app_sources, modules_called

WORDS = ACCOUNTS
VERB = re.compile(r'"([a-z_]+\.[a-z_]+)"')


def verbs_in(texts: list[str], nouns: set[str]) -> set[str]:
    """Verbs such as "offer.approved" that stand in these sources, about one of these nouns."""
    found = {verb for text in texts for verb in VERB.findall(text)}
    return {verb for verb in found if verb.split(".")[0] in nouns}


RECORDED = verbs_in(
    [source.text for source in modules_called("actions")], {verb.split(".")[0] for verb in WORDS}
)


def test_every_verb_of_a_thing_with_a_timeline_has_its_dutch_words():
    assert RECORDED - WORDS.keys() == set()


def test_no_words_are_kept_for_a_verb_that_nobody_records():
    assert WORDS.keys() - RECORDED == set()


def test_the_words_are_read_as_a_line():
    assert [line for line in WORDS.values() if not line[:1].isupper() or line.endswith(".")] == []


def test_every_module_of_words_is_asked_here():
    there = {source.path for source in app_sources() if re.search(r"^WORDS = {", source.text, re.MULTILINE)}
    assert there == {"accounts/history.py"}


def test_negative_control_a_verb_without_words_is_noticed():
    assert verbs_in(['record("rights.forgotten", offer, by=by)'], {"rights"}) - WORDS.keys() == {
        "rights.forgotten"
    }
