"""Signals: what stands out by lines that are data, raised once, followed up by ABB or VLOT."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Kind, Membership, User
from audit.models import AuditEvent
from audit.trail import IllegalTransition
from municipalities.models import Statistic
from spread import actions, tasks
from spread.models import Signal, SignalKind, SignalRule
from spread.signals import STARTING_LINES, Seen, findings
from tests.spread.builders import TODAY, hat, site
from tests.spread.test_views import text_of
from vlot.actions import ensure_teams, join_team
from vlot.models import Team

pytestmark = pytest.mark.django_db
NEXT_DAY = TODAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def lines(db):
    """The lines that the portal starts with (also after a test that emptied the database)."""
    SignalRule.objects.bulk_create([SignalRule(**line) for line in STARTING_LINES], ignore_conflicts=True)


@pytest.fixture
def lopsided(towns):
    """Deinze has all places, Gent nearly none."""
    site(towns[0], 3)
    site(towns[1], 400)
    actions.recompute(on=TODAY)
    return towns


def colleague(of):
    """Somebody else of the same organisation."""
    user = User.objects.create_user(f"collega{User.objects.count()}@proef.example", name="Collega")
    return Membership.objects.create(user=user, organisation=of.organisation, role=of.role)


def kinds_of(municipality):
    return set(Signal.objects.filter(municipality=municipality).values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("kind", "seen", "found"),
    [
        ("under", Seen(1, 49, 100, 49, 0), True),
        ("under", Seen(1, 50, 100, 50, 0), False),
        ("under", Seen(1, 1, 19, 1, 0), False),  # a small target is no signal
        ("over", Seen(1, 151, 100, 151, 0), True),
        ("over", Seen(1, 150, 100, 150, 0), False),
        ("change", Seen(1, 125, 100, 100, 0), True),
        ("change", Seen(1, 124, 100, 100, 0), False),
        ("change", Seen(1, 19, 100, 0, 0), False),  # fewer than 20 places more
        ("change", Seen(1, 100, 100, None, 0), False),
        ("stale", Seen(1, 60, 100, 60, 30), True),
        ("stale", Seen(1, 61, 100, 61, 30), False),
        ("no_data", Seen(1, 10, None, 10, 0), True),
        ("no_data", Seen(1, 10, 0, 10, 0), False),
    ],
)
def test_each_line_is_exact_at_its_border(kind, seen, found):
    rule = SignalRule.objects.get(kind=kind)
    assert bool(findings(rule, [seen])) is found
    rule.active = False
    assert findings(rule, [seen]) == []


def test_what_stands_out_becomes_a_task_for_abb_or_a_lead_for_vlot(lopsided):
    gent, deinze, *_ = lopsided
    Statistic.objects.filter(municipality=lopsided[5], indicator="population").delete()
    actions.recompute(on=TODAY)
    raised = actions.raise_signals(on=TODAY)
    assert raised == Signal.objects.count() > 0
    assert (kinds_of(gent), kinds_of(deinze), kinds_of(lopsided[5])) == ({"under"}, {"over"}, {"no_data"})
    assert {signal.kind: signal.desk for signal in Signal.objects.all()} == {
        "under": "vlot", "over": "abb", "no_data": "abb",
    }  # fmt: skip
    assert AuditEvent.objects.get(verb="signal.raised").changes == {"on": "2026-11-23", "raised": raised}


def test_a_signal_is_not_raised_twice_and_not_again_when_it_was_dismissed(lopsided, official):
    deinze = lopsided[1]
    first = actions.raise_signals(on=TODAY)
    assert (actions.raise_signals(on=NEXT_DAY), Signal.objects.count()) == (0, first)
    actions.dismiss_signal(signal=Signal.objects.get(municipality=deinze), reason="Bewust zo", by=official)
    assert actions.raise_signals(on=NEXT_DAY) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Signal.objects.create(
            kind="over", municipality=deinze, desk="abb", sentence="Nog eens", raised_on=NEXT_DAY
        )


def test_what_is_over_ceases_by_itself_and_can_come_back(lopsided, official):
    gent, deinze, *_ = lopsided
    actions.raise_signals(on=TODAY)
    taken = actions.take_signal(signal=Signal.objects.get(municipality=deinze, kind="over"), by=official)
    SignalRule.objects.filter(kind__in=["under", "over"]).update(active=False)
    actions.raise_signals(on=NEXT_DAY)
    taken.refresh_from_db()
    assert (taken.status, taken.ceased_on) == (Signal.Status.TAKEN, NEXT_DAY)
    assert Signal.objects.get(municipality=gent).status == Signal.Status.CEASED
    SignalRule.objects.update(active=True)
    actions.raise_signals(on=NEXT_DAY)
    assert Signal.objects.filter(municipality=deinze, kind="over").count() == 2


def test_raising_takes_a_fixed_number_of_queries(lopsided, django_assert_max_num_queries):
    with django_assert_max_num_queries(17):
        assert actions.raise_signals(on=TODAY) > 1


def test_fast_change_and_stale_places_are_seen_against_earlier_days(towns):
    gent, deinze, *_ = towns
    site(gent, 100)
    site(deinze, 40, checked_on=TODAY - timedelta(days=60))
    actions.recompute(on=TODAY - timedelta(days=7))
    site(gent, 30)
    actions.recompute(on=TODAY)
    actions.raise_signals(on=TODAY)
    assert Signal.objects.get(kind="change").sentence == "Van 100 naar 130 plaatsen in 7 dagen."
    assert Signal.objects.get(kind="stale").municipality == deinze


def test_somebody_takes_it_and_closes_it_with_a_reason(lopsided, official):
    actions.raise_signals(on=TODAY)
    signal = Signal.objects.get(kind=SignalKind.OVER)
    actions.take_signal(signal=signal, by=official)
    with pytest.raises(IllegalTransition):
        actions.take_signal(signal=signal, by=colleague(official))
    with pytest.raises(ValidationError, match="in een zin"):
        actions.finish_signal(signal=signal, reason=" ", by=official)
    done = actions.finish_signal(signal=signal, reason="Gebeld", by=official)
    assert (done.status, done.owner, done.outcome) == (Signal.Status.DONE, official.user, "Gebeld")


def test_each_desk_handles_its_own(lopsided, official, officer):
    actions.raise_signals(on=TODAY)
    lead = Signal.objects.filter(desk="vlot").first()
    for by in (official, officer, hat(Kind.FACILITY)):
        with pytest.raises(PermissionDenied):
            actions.take_signal(signal=lead, by=by)
    assert not Signal.objects.visible_to(officer).exists()
    assert not Signal.objects.visible_to(None).exists()


def test_without_figures_nothing_is_seen_and_the_task_says_how_many(lopsided, time_machine):
    time_machine.move_to("2026-11-23 12:00+01:00")
    assert tasks.raise_signals() > 0
    assert tasks.raise_signals() == 0


def test_the_back_office_lists_and_closes_them_with_few_queries(
    lopsided, sign_in, official, django_assert_max_num_queries
):
    actions.raise_signals(on=TODAY)
    signal = Signal.objects.get(kind="over")
    client = sign_in(official)
    with django_assert_max_num_queries(16):
        listed = text_of(client.get(reverse("admin:spread_signal_changelist")))
    assert "Deinze" in listed
    assert "ver boven het doel" in listed
    page = reverse("admin:spread_signal_followup_add", args=[signal.pk])
    assert "Opvolgen of afsluiten" in text_of(
        client.get(reverse("admin:spread_signal_change", args=[signal.pk]))
    )
    assert "in een zin" in text_of(client.post(page, {"decision": "done", "reason": ""}))
    assert client.post(page, {"decision": "done", "reason": "Gebeld"}).status_code == 302
    again = client.post(page, {"decision": "done", "reason": "Nog eens"}, follow=True)
    assert "intussen al afgesloten" in text_of(again)
    rule = SignalRule.objects.get(kind="over")
    changed = client.post(
        reverse("admin:spread_signalrule_change", args=[rule.pk]),
        {"active": "on", "desk": "abb", "percent": "90", "days": "0", "places": "20"},
    )
    assert "minstens 100 procent" in text_of(changed)
    values = {"active": "on", "desk": "abb", "percent": "140", "days": "0", "places": "20"}
    assert client.post(reverse("admin:spread_signalrule_change", args=[rule.pk]), values).status_code == 302
    assert AuditEvent.objects.get(verb="signalrule.changed").changes == {"percent": 140}


def test_vlot_sees_and_handles_the_leads_of_its_own_region(lopsided, sign_in, django_assert_max_num_queries):
    actions.raise_signals(on=TODAY)
    ensure_teams()
    near = hat(Kind.VLOT)
    far, central = colleague(near), colleague(near)
    gent = lopsided[0]
    join_team(team=Team.objects.get(province=gent.province), membership=near, by=None)
    join_team(team=Team.objects.get(province__code="LIM"), membership=far, by=None)
    join_team(team=Team.objects.get(province=None), membership=central, by=None)
    lead = Signal.objects.get(municipality=gent, kind="under")
    page = reverse("vlot:lead_detail", args=[lead.pk])
    assert sign_in(far).get(page).status_code == 404
    assert "Geen signalen" in text_of(sign_in(far).get(reverse("vlot:lead_list")))
    assert "Gent" in text_of(sign_in(central).get(reverse("vlot:lead_list")))
    client = sign_in(near)
    with django_assert_max_num_queries(16):
        listed = text_of(client.get(reverse("vlot:lead_list")))
    assert "3 plaatsen voor een doel van" in listed
    assert "Brugge" not in listed
    assert client.post(page, {"decision": "dismiss", "reason": ""}).status_code == 422
    assert client.post(page, {"decision": "take", "reason": ""}).status_code == 302
    lead.refresh_from_db()
    assert (lead.status, lead.owner) == (Signal.Status.TAKEN, near.user)
    assert "Ik volg dit op" not in text_of(client.get(page)), "who follows it up is not asked again"
