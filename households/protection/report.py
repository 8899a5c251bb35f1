"""What would be forgotten, without forgetting it."""

from datetime import date, timedelta
from typing import NamedTuple

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
    """Per kind; for a local government and its officer only kinds that have an organisation, and only its own rows."""
    days = (on, on + SOON)
    valid = [{term.kind: term for term in RetentionTerm.objects.valid(on=day)} for day in days]
    own = by.organisation.kind == Kind.LOCAL_AUTHORITY
    found = []
    for term in terms().values():
        if own and not term.organisation:
            continue
        only = {term.organisation: by.organisation_id} if own else {}
        now, later = (
            due(term, on=day, kept=kept.get(term.code)).filter(**only).count()
            for day, kept in zip(days, valid, strict=True)
        )
        found.append(Due(term, valid[0].get(term.code), now, max(later - now, 0)))
    return found
