"""Two at the same moment, on real transactions."""

import uuid

import pytest

from audit.models import AuditEvent
from audit.trail import IllegalTransition
from tests.together import all_at_once
from tests.vlot.factories import InterventionFactory
from vlot import actions
from vlot.models import Intervention, Team

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_colleagues_take_one_call_and_one_wins(vlot, colleague):
    call = InterventionFactory()
    results = all_at_once(
        *(
            lambda by=by: actions.assign_intervention(
                intervention=Intervention.objects.get(pk=call.pk), by=by
            )
            for by in (vlot, colleague)
        )
    )
    assert sum(isinstance(result, IllegalTransition) for result in results) == 1, results
    winner = next(result for result in results if isinstance(result, Intervention))
    assert Intervention.objects.get(pk=call.pk).assignee == winner.assignee
    assert AuditEvent.objects.filter(verb="intervention.assigned").count() == 1


def test_a_form_sent_twice_at_once_makes_one_call(ask):
    token = uuid.uuid4()
    results = all_at_once(lambda: ask(form_token=token), lambda: ask(form_token=token))
    assert len({result.pk for result in results}) == 1, results
    assert AuditEvent.objects.filter(verb="intervention.asked").count() == 1


def test_one_call_is_signalled_once(vlot, colleague):
    call = InterventionFactory()
    results = all_at_once(
        *(
            lambda by=by: actions.signal_intervention(intervention=call, signal="Overal.", by=by)
            for by in (vlot, colleague)
        )
    )
    assert sum(isinstance(result, actions.AlreadySignalled) for result in results) == 1, results
    assert AuditEvent.objects.filter(verb="intervention.signalled").count() == 1


def test_teams_loaded_twice_at_once_are_six(reference):
    results = all_at_once(actions.ensure_teams, actions.ensure_teams)
    assert all(isinstance(result, list) for result in results), results
    assert Team.objects.count() == 6
