"""Two at the same moment, on real transactions."""

import uuid

import pytest
from django.utils import timezone

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


def test_a_contact_form_sent_twice_at_once_makes_one_contact(vlot):
    call, token = InterventionFactory(), uuid.uuid4()

    def send():
        return actions.add_contact(
            form_token=token, intervention=call, kind="phone", held_on=timezone.localdate(), minutes=20, note="Gebeld.",
            by=vlot,
        )  # fmt: skip

    results = all_at_once(send, send)
    assert len({result.pk for result in results}) == 1, results
    assert AuditEvent.objects.filter(verb="intervention.contacted").count() == 1


def test_closing_and_logging_a_contact_at_once_leave_one_truth(vlot, colleague):
    call = InterventionFactory()
    closed, logged = all_at_once(
        lambda: actions.close_intervention(
            intervention=Intervention.objects.get(pk=call.pk), outcome="Bemiddeld.", result="solved", by=vlot
        ),
        lambda: actions.add_contact(
            form_token=uuid.uuid4(), intervention=call, kind="phone", held_on=timezone.localdate(), minutes=20,
            note="Gebeld.", by=colleague,
        ),
    )  # fmt: skip
    assert isinstance(closed, Intervention)
    assert isinstance(logged, IllegalTransition) or logged.intervention_id == call.pk
    verbs = list(AuditEvent.objects.about(call).order_by("pk").values_list("verb", flat=True))
    assert verbs in (["intervention.closed"], ["intervention.contacted", "intervention.closed"])
    assert call.contacts.count() == len(verbs) - 1


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
