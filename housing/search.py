"""Searching offers and sites by what people remember: street, place, provider, name or reference, typing errors too.

Each row keeps its own words and the numbers of its municipality and provider in one column (`search`, a tsvector with
one GIN index). What is typed is first looked up in the vocabulary and in the names of municipalities, villages and
organisations: one small query. So a search stays one index lookup at any size, and a new name counts at once.

    at most LETTERS letters, or a digit in it       as typed, or as a beginning
    else                                            as typed, as a beginning, or a known word that looks like it
"""

import re
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.postgres.search import SearchQueryField
from django.db import connection
from django.db.models import BooleanField, F, Func, Model, Q, QuerySet, Value

from housing.models import Site

# Trigram similarity (pg_trgm, 0 to 1) from which a known word counts as a misspelling: "kerkstrat" and "kerkstraat"
# have 0.75, "kekrstraat" 0.47, "bergstraat" 0.29; "deinse" and "deinze" 0.40. LETTERS: one other letter
# makes another word of a word that short (Gent, Genk).
LIKENESS = 0.4
LETTERS = 4
MOST_ALIKE, MOST_WORDS = 12, 8

LOOK_UP = """
WITH typed AS (
    SELECT position, word, '''' || word || ''':*' AS as_typed, (
        SELECT string_agg('''' || alike.word || '''', ' | ') FROM (
            SELECT known.word FROM housing_search_word known
            WHERE known.word %% typed.word AND similarity(known.word, typed.word) >= %(likeness)s
            GROUP BY known.word ORDER BY similarity(known.word, typed.word) DESC, known.word LIMIT %(most)s
        ) alike WHERE typed.word ~ '^[a-z]+$' AND length(typed.word) > %(letters)s
    ) AS alike
    FROM unnest(%(words)s::text[]) WITH ORDINALITY typed(word, position)
), asked AS (
    SELECT position, 'exact' AS how, as_typed::tsquery AS query FROM typed
    UNION ALL
    SELECT position, 'alike', (as_typed || coalesce(' | ' || alike, ''))::tsquery FROM typed
)
SELECT how, concat_ws(' | ', query::text,
    (SELECT string_agg('''#g' || id || '''', ' | ') FROM municipalities_municipality
     WHERE search_words(name) @@ query),
    (SELECT string_agg(DISTINCT '''' || code || '''', ' | ') FROM municipalities_postalcode
     WHERE search_words(place) @@ query),
    (SELECT string_agg('''#a' || id || '''', ' | ') FROM accounts_organisation WHERE search_words(name) @@ query)),
    (SELECT array_agg(id) FROM housing_offer
     WHERE upper(source_reference) = upper(%(text)s) AND source_reference <> '')
FROM asked ORDER BY position
"""

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Search:
    """What was asked: as PostgreSQL text search queries, and as numbers that were recognised.

    `alike` finds every row; `exact` tells those that have it as it was typed. A reference or a number of the federal
    tool that somebody typed whole finds its row by number.
    """

    exact: str = ""
    alike: str = ""
    offers: tuple[int, ...] = ()
    sites: tuple[int, ...] = ()

    def filter(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """The rows, of offers or of sites, that were asked for."""
        return rows.filter(self._matches(rows, self.alike))

    def best_first(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """Those that have it as it was typed before those that look like it."""
        return rows.order_by(Func(self._matches(rows, self.exact), template="(%(expressions)s)").desc(),
                             *rows.query.order_by) if self.exact != self.alike else rows  # fmt: skip

    def named(self) -> Q:
        """Rows that have a name (municipalities, organisations) with these words, by their own index."""
        words = Func(F("name"), function="search_words")
        asked = Func(Value(self.alike), template="%(expressions)s::tsquery", output_field=SearchQueryField())
        return Q(
            Func(words, asked, template="%(expressions)s", arg_joiner=" @@ ", output_field=BooleanField())
        )

    def _matches(self, rows: QuerySet[Any], query: str) -> Q:
        match = Q(found(query)) if query else Q(pk__in=[])
        if rows.model is Site:
            if self.offers:
                match |= Q(offer__in=self.offers)
            return match | Q(pk__in=self.sites) if self.sites else match
        if self.sites:
            match |= Q(site__in=self.sites)
        return match | Q(pk__in=self.offers) if self.offers else match


def found(query: str) -> Func:
    """Whether a row's words meet a tsquery, given as text."""
    asked = Func(Value(query), template="%(expressions)s::tsquery", output_field=SearchQueryField())
    return Func(
        F("search"), asked, template="%(expressions)s", arg_joiner=" @@ ", output_field=BooleanField()
    )


def understand(text: str) -> Search | None:
    """What somebody typed, looked up in one query; None when there is nothing in it to search for."""
    text = text.strip()[:200]
    if reference := re.fullmatch(r"([AL])-?(\d{1,9})", text, re.IGNORECASE):
        numbers = (int(reference[2]),)
        return Search(offers=numbers) if reference[1] in "Aa" else Search(sites=numbers)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_to_array(plain_text(%s), ' ')", [text])
        words: list[str] = [word for word in cursor.fetchone()[0] if word][:MOST_WORDS]
        if not words:
            return None
        cursor.execute(
            LOOK_UP,
            {"words": words, "text": text, "likeness": LIKENESS, "letters": LETTERS, "most": MOST_ALIKE},
        )
        rows = cursor.fetchall()
    exact, alike = (
        " & ".join(f"({query})" for how, query, _ in rows if how == wanted) for wanted in ("exact", "alike")
    )
    return Search(exact=exact, alike=alike, offers=tuple(rows[0][2] or ()))
