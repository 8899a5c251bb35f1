"""What would be forgotten, without forgetting it."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Count, QuerySet, Value

from accounts.models import Kind, Membership
from audit.processing import Term, terms
from households.models import RetentionTerm
from households.protection.actions import due

SOON = timedelta(days=30)


class Due(NamedTuple):
    """One kind: its term, how many rows are due today, and how many more within a month."""

    term: Term
    kept: RetentionTerm | None
    now: int
    soon: int


def due_by_kind(by: Membership, *, on: date) -> list[Due]:
    """Per kind; for a local government and its officer only kinds that have an organisation, and only its own rows.
    Two queries, however many kinds."""
    days = (on, on + SOON)
    dated = list(RetentionTerm.objects.filter(valid__overlap=DateRange(*days, "[]")))
    valid = [{term.kind: term for term in dated if day in term.valid} for day in days]
    own = by.organisation.kind == Kind.LOCAL_AUTHORITY
    shown = [term for term in terms().values() if term.organisation or not own]
    counts = [
        _count(due(term, on=day, kept=kept[term.code]), f"{term.code} {day}", term, by if own else None)
        for term in shown
        for day, kept in zip(days, valid, strict=True)
        if term.code in kept
    ]
    found = dict(counts[0].union(*counts[1:], all=True)) if counts else {}
    now, later = ({term.code: found.get(f"{term.code} {day}", 0) for term in shown} for day in days)
    return [
        Due(term, valid[0].get(term.code), now[term.code], max(later[term.code] - now[term.code], 0))
        for term in shown
    ]


def _count(
    rows: QuerySet[Any], word: str, term: Term, by: Membership | None
) -> QuerySet[Any, tuple[str, int]]:
    """A row with the word and how many there are, of that organisation alone when one is given; none when none are."""
    only = {term.organisation: by.organisation_id} if by is not None else {}
    counted = rows.filter(**only).order_by().values(word=Value(word))
    return counted.annotate(number=Count("pk", distinct=True)).values_list("word", "number")
