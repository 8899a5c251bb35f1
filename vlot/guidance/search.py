"""Searching guides, good practice and what others keep, as people ask: by stems, parts of compounds, typing errors.

PostgreSQL's `dutch` configuration (Snowball stemmer, Dutch stop words) makes the words of each row, with weights: the
title before situations, summary and file names before the text. What is typed becomes stems by the same configuration;
each is then compared to the vocabulary of the library itself, so that it also finds

    a longer or shorter compound    "regels" finds "huisregels", "geluidsoverlast" finds "overlast"
    a typing error                  "overlst" finds "overlast" (trigrams, pg_trgm, as in housing.search)

One stem is worth the best of its words: how alike x how rare x where it stands. The rows with the highest sum
come first. Any of the words suffices: who describes a situation in a sentence types many words that no guide has.
"""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from accounts.models import Membership
from documents.shelves import Readable
from vlot.guidance.models import GoodPractice, Guide, Theme
from vlot.guidance.rules import may_see_practices

MOST_LETTERS = 300
# Trigram similarity (0 to 1) from which a known stem counts as a misspelling, for stems of at least LETTERS letters;
# as in housing.search, a little stricter, because any of the words suffices here.
LIKENESS = 0.42
# What a word that is not the same is worth, of 1.
WORTH = {"beginning": 0.8, "part": 0.6, "whole": 0.5, "misspelt": 0.7}
LETTERS = 5  # of a stem that may be a part of another, or misspelt
FOUND_AT_MOST = 20
LEAST_OF_BEST = 0.12  # a row with less than this share of the best one's sum is noise

WEIGHTS = {"A": 1.0, "B": 0.6, "C": 0.25, "D": 0.1}  # where a word stands; more often adds a little

FIND = """
WITH rows AS (
    SELECT 'guide' AS kind, id, search FROM vlot_guide WHERE id = ANY(%(guides)s)
    UNION ALL SELECT 'practice', id, search FROM vlot_goodpractice WHERE id = ANY(%(practices)s)
    UNION ALL SELECT 'shelf', number, setweight(to_tsvector('dutch', title), 'A')
        || setweight(to_tsvector('dutch', summary), 'C') || setweight(to_tsvector('dutch', words), 'D')
    FROM unnest(%(titles)s::text[], %(summaries)s::text[], %(words)s::text[])
        WITH ORDINALITY AS shelf(title, summary, words, number)
),
occurs AS MATERIALIZED (
    SELECT kind, id, lexeme AS word, (
        SELECT max((%(weights)s::jsonb ->> weight)::float) + 0.05 * ln(count(*)) FROM unnest(weights) weight
    ) AS place
    FROM rows, unnest(rows.search)
),
words AS MATERIALIZED (
    SELECT word, ln(1 + (SELECT count(*) FROM rows)::float / count(*)) AS rarity FROM occurs GROUP BY word
),
typed AS (SELECT DISTINCT lexeme FROM unnest(to_tsvector('dutch', %(text)s))),
alike AS (
    SELECT typed.lexeme, words.word, words.rarity, CASE
        WHEN words.word = typed.lexeme THEN 1.0
        WHEN length(typed.lexeme) >= 4 AND starts_with(words.word, typed.lexeme) THEN %(beginning)s
        WHEN length(typed.lexeme) >= %(letters)s AND strpos(words.word, typed.lexeme) > 0 THEN %(part)s
        WHEN length(words.word) >= %(letters)s AND strpos(typed.lexeme, words.word) > 0 THEN %(whole)s
        WHEN length(typed.lexeme) >= %(letters)s AND similarity(words.word, typed.lexeme) >= %(likeness)s
            THEN %(misspelt)s * similarity(words.word, typed.lexeme)
        ELSE 0
    END AS likeness
    FROM typed CROSS JOIN words
),
worth AS (
    SELECT occurs.kind, occurs.id, alike.lexeme, max(alike.likeness * alike.rarity * occurs.place) AS points
    FROM alike JOIN occurs USING (word) WHERE alike.likeness > 0
    GROUP BY occurs.kind, occurs.id, alike.lexeme
)
SELECT kind, id, sum(points) AS points FROM worth GROUP BY kind, id
ORDER BY points DESC, kind, id LIMIT %(most)s
"""


# What others keep is about places to open and to rent.
SHELF_THEME = Theme.COLLECTIVE


class Found(NamedTuple):
    """A guide, a good practice or what another part keeps, and how well it fits (only its order means something)."""

    thing: Guide | GoodPractice | Readable
    points: float

    @property
    def theme(self) -> str:
        return SHELF_THEME if isinstance(self.thing, Readable) else self.thing.theme

    @property
    def is_elsewhere(self) -> bool:
        return isinstance(self.thing, Readable)

    @property
    def is_guide(self) -> bool:
        return isinstance(self.thing, Guide)


def search_guidance(
    text: str, *, by: Membership, themes: Sequence[str] = (), most: int = FOUND_AT_MOST
) -> list[Found]:
    """Guides, published practices and what other parts keep, as far as this hat may see it, the best first. Four
    queries at most; none for no text."""
    text = text.strip()[:MOST_LETTERS]
    if not text:
        return []
    guides = Guide.objects.visible_to(by)
    practices = GoodPractice.objects.visible_to(by).published() if may_see_practices(by) else None
    if themes:
        guides = guides.filter(theme__in=themes)
        practices = practices.filter(theme__in=themes) if practices is not None else None
    elsewhere = on_shelves(by) if not themes or SHELF_THEME in themes else []
    known: dict[tuple[str, int], Any] = {("guide", guide.pk): guide for guide in guides}
    known |= {("shelf", number): thing for number, thing in enumerate(elsewhere, 1)}
    for practice in practices.select_related("organisation") if practices is not None else ():
        known["practice", practice.pk] = practice
    rows = ranked(
        text,
        guides=[pk for kind, pk in known if kind == "guide"],
        practices=[pk for kind, pk in known if kind == "practice"],
        shelf=elsewhere,
        most=most,
    )
    return [Found(known[kind, pk], points) for kind, pk, points in rows]


def ranked(
    text: str,
    *,
    guides: Sequence[int] = (),
    practices: Sequence[int] = (),
    shelf: Sequence[Readable] = (),
    most: int = FOUND_AT_MOST,
) -> list[tuple[str, int, float]]:
    """Kind ("guide", "practice" or "shelf"), key and points of what fits these words, the best first, without noise.
    The key of something on the shelf is its number, from 1. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            FIND,
            {
                "text": text.strip()[:MOST_LETTERS],
                "guides": list(guides),
                "practices": list(practices),
                "titles": [thing.title for thing in shelf],
                "summaries": [thing.summary for thing in shelf],
                "words": [thing.words for thing in shelf],
                "likeness": LIKENESS,
                "letters": LETTERS,
                "most": most,
                "weights": json.dumps(WEIGHTS),
                **WORTH,
            },
        )
        rows: list[tuple[str, int, float]] = cursor.fetchall()
    best = rows[0][2] if rows else 0
    return [row for row in rows if row[2] >= LEAST_OF_BEST * best]


def on_shelves(by: Membership) -> list[Readable]:
    """What other parts of the portal have for this hat (the setting GUIDANCE_SHELVES)."""
    return [thing for shelf in settings.GUIDANCE_SHELVES for thing in import_string(shelf)(by)]


SAME_THEME = 1.5  # how much more a row counts whose theme is the one asked
SUGGESTED = 3


def suggest_guidance(theme: str, words: str, *, by: Membership, most: int = SUGGESTED) -> list[Found]:
    """What may help with a call: found by its words, what is of the theme of its topic first (`Topic.guidance_theme`,
    none for ""); filled up with guides of that theme."""
    found = search_guidance(words, by=by)
    weighed = [one._replace(points=one.points * (SAME_THEME if one.theme == theme else 1)) for one in found]
    weighed.sort(key=lambda one: -one.points)
    if len(weighed) < most and theme:
        there = [one.thing.pk for one in weighed if isinstance(one.thing, Guide)]
        more = Guide.objects.visible_to(by).filter(theme=theme).exclude(pk__in=there)
        weighed += [Found(guide, 0) for guide in more[: most - len(weighed)]]
    return weighed[:most]
