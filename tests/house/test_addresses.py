"""Dutch paths, English names; no migration forgotten."""

import re

import pytest
from django.core.management import call_command

from tests.house.addresses import addresses

OF_OTHERS = ("account/", "beheer/")
ENGLISH = re.compile(
    r"\b(add|approve|cancel|change|close|confirm|create|delete|detail|edit|end|house(hold)?s?|housing|list|log(in|out)|"
    r"matching|municipality|new|notifications?|offers?|open|organisation|proposals?|reject|requests?|search|sites?|"
    r"spread|stays?|submit|units?|update|users?|view|withdraw)\b"
)
# Names that whoever runs the portal expects in English.
PROBES = {"livez", "readyz", "metrics"}
# Files that machines fetch: they end in their format instead of a slash.
FILES = {
    "cijfers/dcat.jsonld": "cijfers/",
    "cijfers/<str:week>.<str:kind>": "cijfers/",
    "toestand.json": "",
}


def ours():
    return [found for found in addresses() if not found.path.startswith(OF_OTHERS)]


def test_paths_are_dutch_lower_case_words_that_end_in_a_slash():
    assert len(ours()) > 30
    for found in ours():
        bare = re.sub(r"<[^>]+>", "", FILES.get(found.path, found.path))
        if found.path in PROBES:
            continue
        assert re.fullmatch(r"([a-z0-9-]*/)*", bare), found.path
        assert not ENGLISH.search(bare), found.path


def test_names_are_english_words_with_underscores():
    for found in ours():
        assert re.fullmatch(r"([a-z]+:)?[a-z]+(_[a-z]+)*", found.name), found.name


def test_a_name_finds_its_view():
    """`housing:offer_approve` is the view `offer_approve`."""
    for found in ours():
        assert found.view.__name__ == found.name.rpartition(":")[2], found.name


def test_no_name_is_used_twice():
    names = [found.name for found in ours()]
    assert sorted(names) == sorted(set(names))


@pytest.mark.django_db
def test_no_change_of_a_model_waits_for_its_migration():
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=1)
