"""Verbs on what the ranking weighs by."""

from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import record
from matching import rules
from matching.models import RankingWeights


class BeginsTooEarly(Exception):
    """The new version would begin before, or together with, one that is there already."""

    def __init__(self, first: date) -> None:
        super().__init__(f"Een nieuwe versie kan ten vroegste op {first:%d/%m/%Y} beginnen.")


@transaction.atomic
def set_weights(*, begins_on: date, today: date, why: str, by: Membership, **weights: int) -> RankingWeights:
    """A new version of the weights of the ranking, from that day on; the one before it ends there.

    Raises BeginsTooEarly when that day is over, or when a version that begins later or on it exists.
    """
    insist(by, rules.may_set_weights(by))
    versions = RankingWeights.objects.select_for_update(of=("self",)).order_by("pk")
    list(versions)  # two who change the weights at once wait for each other here
    first = RankingWeights.objects.first_open_day(on=today)
    if begins_on < first:
        raise BeginsTooEarly(first)
    before = RankingWeights.objects.filter(valid__endswith__isnull=True).first()
    if before is not None:
        before.valid = DateRange(before.valid.lower, begins_on)
        before.save(update_fields=["valid"])
    version = RankingWeights.objects.create(
        valid=DateRange(begins_on, None), why=why, created_by=by.user, **weights
    )
    changed = {
        name: [getattr(before, name), value]
        for name, value in weights.items()
        if before is not None and getattr(before, name) != value
    }
    record("ranking.weights_set", version, by=by, changes={"from": begins_on, "why": why, **changed})
    return version
