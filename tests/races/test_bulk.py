"""A preview that was confirmed while somebody else changes a row, and what was withdrawn put back while somebody takes
the place; on real transactions, with a negative control."""

import dataclasses
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from audit.models import AuditEvent
from households.models import Household
from housing.actions import Taken
from housing.actions.bulk import do_with_several
from housing.bulk import CHANGED
from housing.models import Stay
from matching import actions
from matching.deeds import SEVERAL_HOUSEHOLDS
from matching.models import Proposal
from tests.factories import HouseholdFactory, UnitFactory
from tests.together import all_at_once

TODAY = timezone.localdate()
SOON, LATER = TODAY + timedelta(days=20), TODAY + timedelta(days=40)

pytestmark = pytest.mark.django_db(transaction=True)


def confirm(several, household, stand, by):
    try:
        return do_with_several(
            several=several,
            code="nodig-vanaf",
            stands={household.pk: stand},
            values={"wanted_from": SOON},
            on=TODAY,
            by=by,
        )
    finally:
        connections.close_all()


def until_somebody_waits():
    """For a lock of ours, at most five seconds."""
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
                " WHERE NOT granted AND datname = current_database()"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits")


def confirmed_while_somebody_changes_it(several, by):
    """What the confirmation says that began before the other committed, and which day stands there afterwards."""
    household = HouseholdFactory(registered_by=by.organisation)
    stand = several.stand(several.rows(by).get(pk=household.pk))
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Household.objects.filter(pk=household.pk).update(wanted_from=LATER)
            answer = pool.submit(confirm, several, household, stand, by)
            until_somebody_waits()
        (outcome,) = answer.result(timeout=10)
    return outcome.problem, Household.objects.get(pk=household.pk).wanted_from


def test_a_row_that_somebody_changes_at_that_moment_is_left_as_he_made_it(reference, local):
    assert confirmed_while_somebody_changes_it(SEVERAL_HOUSEHOLDS, local) == (CHANGED, LATER)


def test_negative_control_without_its_locks_the_change_is_written_over(reference, local):
    open_to_all = dataclasses.replace(SEVERAL_HOUSEHOLDS, lock=lambda numbers: None)
    assert confirmed_while_somebody_changes_it(open_to_all, local) == ("", SOON)


def test_a_preview_that_is_confirmed_twice_at_once_is_done_once(reference, local):
    household = HouseholdFactory(registered_by=local.organisation)
    stand = SEVERAL_HOUSEHOLDS.stand(SEVERAL_HOUSEHOLDS.rows(local).get(pk=household.pk))
    answers = all_at_once(*[partial(confirm, SEVERAL_HOUSEHOLDS, household, stand, local)] * 2)
    problems = sorted(outcome.problem for (outcome,) in answers)
    assert problems == ["", f"De datum staat al op {SOON:%d/%m/%Y}."]
    assert AuditEvent.objects.filter(verb__in=["household.changed", "bulk.done"]).count() == 2


def test_what_was_withdrawn_and_what_is_asked_at_that_moment_never_hold_the_place_both(reference, local):
    unit = UnitFactory()
    ask = {"unit": unit, "move_in_on": TODAY, "by": local}
    first, second = (HouseholdFactory(registered_by=local.organisation) for _ in range(2))
    proposal = actions.propose(household=first, form_token=uuid.uuid4(), **ask)
    actions.withdraw_proposal(proposal=proposal, by=local)
    answers = all_at_once(
        lambda: actions.restore_proposal(proposal=proposal, now=timezone.now(), by=local),
        lambda: actions.propose(household=second, form_token=uuid.uuid4(), **ask),
    )
    assert sum(isinstance(answer, Proposal) for answer in answers) == 1
    assert sum(isinstance(answer, Taken) for answer in answers) == 1, answers
    assert Stay.objects.standing().count() == Proposal.objects.open().count() == 1
