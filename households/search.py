"""Finding a household by what people remember: its number, or a name with a typing error or another spelling."""

import re

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import Exists, OuterRef, Q

from households.latin import in_latin
from households.models import HouseholdQuerySet, Person

# Word similarity (pg_trgm) from which a word counts as a misspelling of one in a name: "kovalenko" typed as "kovalneko"
# has 0.5, "bondarenko" 0.3 and "shevchenko" 0.3 to it.
LIKENESS = 0.45
MOST_WORDS = 4
REFERENCE = re.compile(r"H?-?0*(\d{1,9})", re.IGNORECASE)


def search_households(households: HouseholdQuerySet, text: str) -> HouseholdQuerySet:
    """Those of `households` that are meant; all of them when nothing was typed. Two queries, whatever was typed."""
    text = text.strip()[:100]
    if not text:
        return households
    if number := REFERENCE.fullmatch(text):
        return households.filter(pk=int(number[1]))
    words = name_words(text)
    if not words:
        return households.none()
    for word in words:
        alike = Person.objects.filter(household=OuterRef("pk")).annotate(
            likeness=TrigramWordSimilarity(word, "name_key")
        )
        households = households.filter(
            Exists(alike.filter(Q(name_key__contains=word) | Q(likeness__gte=LIKENESS)))
        )
    return households


def name_words(text: str) -> list[str]:
    """The words of what was typed, as `Person.name_key` writes them; Cyrillic is read as Latin."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name_key(%s, '')", [in_latin(text)])
        return [word for word in cursor.fetchone()[0].split() if word][:MOST_WORDS]
