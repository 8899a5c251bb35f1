"""Finding a household by what people remember: its number, or a name with a typing error or another spelling."""

import re

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from households.latin import in_latin
from households.models import Household, HouseholdQuerySet, Person

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


def first_households(households: HouseholdQuerySet, text: str, *, most: int) -> list[Household]:
    """At most so many of those that are meant, whose name has it as it was typed first; none when nothing was typed.

    The same words and the same LIKENESS as `search_households`, asked so that the trigram index of all names answers
    (`%>` compares with a setting of PostgreSQL): as fast for whoever registered a hundred thousand persons. Four
    queries.
    """
    text = text.strip()[:100]
    words = [] if REFERENCE.fullmatch(text) else name_words(text)
    if not words:
        return []
    whole = Q()
    for word in words:
        whole &= Q(persons__name_key__contains=word)
        alike = Q(name_key__contains=word) | Q(name_key__trigram_word_similar=word)
        households = households.filter(pk__in=Person.objects.filter(alike).values("household"))
    with transaction.atomic(savepoint=False):
        _set_likeness(LIKENESS)
        found = list(households.order_by("pk")[: 10 * most])
        _set_likeness(0.6)  # as PostgreSQL has it; the transaction may go on
    typed = set(
        Household.objects.filter(whole, pk__in=[row.pk for row in found]).values_list("pk", flat=True)
    )
    return sorted(found, key=lambda row: (row.pk not in typed, row.pk))[:most]


def _set_likeness(value: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(value)])
