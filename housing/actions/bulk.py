"""Verbs on several rows of a list together: all in one transaction, each row by the verb of its own page."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.allowed import NotAllowed, insist
from accounts.models import Membership
from audit.trail import record
from housing.bulk import CHANGED, STAYS_SO, Deed, Done, Outcome, Several, TooLate, Values, in_time


@transaction.atomic
def do_with_several(
    *, several: Several, code: str, stands: Mapping[int, str | None], values: Values, on: date, by: Membership
) -> list[Outcome]:
    """Do it with the rows that stand as they stood in the preview (`stands`: a mark by number, None where nobody asks);
    says what came of each.

    A row that cannot, or that somebody changed meanwhile, is left out with its reason. Sent twice, the second finds it
    done. Raises NotAllowed.
    """
    deed = _deed(several, code, by)
    outcomes = list(_each(several, deed, stands, values, on=on, by=by))
    done = [outcome for outcome in outcomes if not outcome.problem]
    if done:
        told = {"what": deed.label, "rows": len(done), "left_out": len(outcomes) - len(done)}
        record("bulk.done", by.organisation, by=by, changes=told)
    after = several.rows(by).in_bulk([outcome.thing.pk for outcome in done]) if deed.undo else {}
    return [
        outcome._replace(after=several.stand(after[outcome.thing.pk]))
        if outcome.thing.pk in after
        else outcome
        for outcome in outcomes
    ]


@transaction.atomic
def undo_with_several(
    *, several: Several, code: str, done: Sequence[Done], done_at: datetime, now: datetime, by: Membership
) -> list[Outcome]:
    """Take back what was just done with these rows, as far as nobody changed them since. Raises TooLate, NotAllowed."""
    deed = _deed(several, code, by)
    if deed.undo is None or not in_time(done_at, now=now):
        raise TooLate
    several.lock(sorted(row.pk for row in done))
    things, outcomes = several.rows(by).in_bulk([row.pk for row in done]), []
    for row in done:
        if thing := things.get(row.pk):
            problem = "" if several.stand(thing) == row.stand else STAYS_SO
            problem = problem or _refused(deed, deed.undo, thing, row.before, by)
            outcomes.append(Outcome(thing, "", problem))
    if number := sum(not outcome.problem for outcome in outcomes):
        record("bulk.undone", by.organisation, by=by, changes={"what": deed.label, "rows": number})
    return outcomes


def _deed(several: Several, code: str, by: Membership) -> Deed:
    deeds = several.deeds(by)
    insist(by, code in deeds)
    return deeds[code]


def _each(
    several: Several,
    deed: Deed,
    stands: Mapping[int, str | None],
    values: Values,
    *,
    on: date,
    by: Membership,
) -> Iterator[Outcome]:
    """Each row in turn, by its own verb."""
    several.lock(sorted(stands))
    values = {**values, "on": on}
    for thing in several.rows(by).filter(pk__in=stands):
        said, before, stand = deed.happens(thing, values), deed.before(thing, on), several.stand(thing)
        problem = deed.problem(thing, by, on, values)
        if not problem and stands[thing.pk] not in (None, stand):
            problem = CHANGED
        problem = problem or _refused(deed, deed.do, thing, by, values)
        yield Outcome(thing, said, problem, stand, before)


def _refused(deed: Deed, verb: Any, *arguments: Any) -> str:
    """Why the verb refused, empty when it did its work; then nothing of this row happened."""
    refusals: tuple[type[Exception], ...] = (NotAllowed, *deed.refusals)
    try:
        verb(*arguments)
    except refusals as refusal:
        return str(refusal)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""
