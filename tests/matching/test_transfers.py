"""Across town borders: no address before the yes, both towns' account beside the question, and a file that moves."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind
from households.models import Household
from housing.actions import stay_not_come
from housing.models import Stay
from matching import actions
from matching.ledger import ledger
from matching.models import HandOver, Proposal
from matching.tasks import expire_proposals, remind_of_proposals
from municipalities.models import Municipality
from notifications.models import Notification
from tests.factories import (
    HouseholdFactory,
    OrganisationFactory,
    PersonFactory,
    SiteFactory,
    UnitFactory,
    hat,
)
from tests.together import all_at_once

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SECRETS = ("Kasteel Geheim", "Verborgenlaan", "Stille Eigenaar", "Zolderkamer")


@pytest.fixture
def household(local):
    household = HouseholdFactory(registered_by=local.organisation)
    PersonFactory(household=household, given_name="Oksana", family_name="Bondar")
    return household


@pytest.fixture
def unit(deinze):
    site = SiteFactory(
        municipality=deinze,
        name=SECRETS[0],
        street=SECRETS[1],
        organisation=OrganisationFactory(name=SECRETS[2]),
    )
    return UnitFactory(site=site, label=SECRETS[3])


@pytest.fixture
def proposal(household, unit, local, neighbour):
    return ask(household, unit, local)


def ask(household, unit, by, move_in_on=TODAY):
    return actions.propose(
        household=household, unit=unit, move_in_on=move_in_on, form_token=uuid.uuid4(), by=by
    )


@pytest.fixture
def hand_over(proposal, neighbour):
    return actions.accept_proposal(proposal=proposal, by=neighbour).hand_over


def everything_ticked(hand_over, local, neighbour):
    for step in hand_over.steps.all():
        actions.tick_step(step=step, done=True, by=local if step.side == "giver" else neighbour)


# --- Before the yes


def test_who_asks_reads_nothing_of_the_place_before_the_yes(client_for, household, unit, local, neighbour):
    """In no page that a local government can open, no error message, no notice and no file."""
    client = client_for(local)
    pages = [client.get(reverse("matching:household_places", args=[household.pk]))]
    asked = ask(household, unit, local)
    other = HouseholdFactory(registered_by=local.organisation)
    typed = {"unit": unit.pk, "move_in_on": TODAY.isoformat(), "form_token": str(uuid.uuid4())}
    pages += [
        client.post(reverse("matching:proposal_add", args=[other.pk]), typed, follow=True),
        client.get(reverse("matching:proposal_list")),
        client.get(reverse("matching:proposal_detail", args=[asked.pk])),
        client.get(reverse("matching:household_detail", args=[household.pk])),
        client.get(reverse("matching:household_list")),
        client.get(reverse("home")),
        client.get(reverse("matching:solidarity")),
        client.get(reverse("housing:site_list")),
        client.get(reverse("housing:site_export") + "?vorm=csv"),
    ]
    for page in pages:
        assert page.status_code == 200
        text = page.getvalue().decode() if page.streaming else page.content.decode()
        assert not [secret for secret in SECRETS if secret in text], page.request["PATH_INFO"]
    assert client.get(reverse("housing:site_detail", args=[unit.site_id])).status_code == 404
    for name in ("stay_detail", "stay_arrival", "stay_planned_end", "stay_move", "stay_end"):
        answer = client.get(reverse(f"housing:{name}", args=[asked.hold_id]), follow=True)
        assert answer.status_code == 200, name  # its own household, without the place
        assert not [secret for secret in SECRETS if secret in answer.content.decode()], name
    actions.refuse_proposal(proposal=asked, reason="own_need", by=neighbour)
    told = Notification.objects.filter(organisation=local.organisation)
    assert told.exists()
    assert not [note for note in told for secret in SECRETS if secret in note.subject + note.body]
    assert client.get(reverse("housing:stay_detail", args=[asked.hold_id])).status_code == 404


def test_who_answers_reads_how_many_and_not_who_before_the_yes(client_for, proposal, neighbour):
    for path in (
        reverse("matching:proposal_detail", args=[proposal.pk]),
        reverse("matching:proposal_list"),
        reverse("home"),
    ):
        page = client_for(neighbour).get(path).content.decode()
        assert "Oksana" not in page and "Bondar" not in page
    assert (
        client_for(neighbour)
        .get(reverse("matching:household_detail", args=[proposal.household_id]))
        .status_code
        == 404
    )


@pytest.mark.parametrize(("days", "hours"), [(0, 12), (1, 12), (2, 48), (7, 48), (8, 120)])
def test_the_clock_is_shorter_the_sooner_the_place_is_needed(days, hours):
    found = actions.answer_within(move_in_on=TODAY + timedelta(days=days), today=TODAY)
    assert found == timedelta(hours=hours)


def test_reminders_come_halfway_and_near_the_end_and_once_each(proposal, neighbour):
    begin, whole = proposal.proposed_at, proposal.answer_by - proposal.proposed_at
    told = Notification.objects.filter(
        organisation=neighbour.organisation, subject__contains="wacht op uw antwoord"
    )

    def remind(part):
        return actions.remind_of_proposals(now=begin + whole * part)

    assert [remind(0.4), remind(0.51), remind(0.6), remind(0.84), remind(0.9), remind(1.1)] == [
        0,
        1,
        0,
        1,
        0,
        0,
    ]
    assert told.count() == 2


def test_a_clock_that_was_asleep_reminds_once_and_lets_go_what_is_over(proposal, neighbour):
    Proposal.objects.update(
        proposed_at=timezone.now() - timedelta(hours=11), answer_by=timezone.now() + timedelta(hours=1)
    )
    assert (remind_of_proposals(), remind_of_proposals()) == (1, 0)
    Proposal.objects.update(answer_by=timezone.now() - timedelta(minutes=1))
    assert expire_proposals() == 1
    assert Stay.objects.get().status == Stay.Status.CANCELLED


@pytest.mark.django_db(transaction=True)
def test_accepting_and_withdrawing_at_the_same_moment_ends_with_one(proposal, local, neighbour):
    def one(verb):
        def go():
            try:
                verb()
            except actions.IllegalTransition:
                return "late"
            return "first"

        return go

    answers = all_at_once(
        one(lambda: actions.accept_proposal(proposal=Proposal.objects.get(pk=proposal.pk), by=neighbour)),
        one(lambda: actions.withdraw_proposal(proposal=Proposal.objects.get(pk=proposal.pk), by=local)),
    )
    assert sorted(answers) == ["first", "late"]
    assert HandOver.objects.count() == (Proposal.objects.get().status == Proposal.Status.ACCEPTED)


# --- After the yes


def test_after_the_yes_both_see_address_and_checklist_and_the_new_town_sees_who(
    client_for, hand_over, local, neighbour
):
    url = reverse("matching:hand_over_detail", args=[hand_over.pk])
    asker, host = (client_for(by).get(url).content.decode() for by in (local, neighbour))
    assert SECRETS[1] in asker and SECRETS[1] in host
    assert "Oksana Bondar" in asker and "Oksana Bondar" in host
    assert asker.count('value="ja"') + host.count('value="ja"') == hand_over.steps.count()
    assert "Overdracht afronden" not in asker
    proposal = client_for(local).get(reverse("matching:proposal_detail", args=[hand_over.proposal_id]))
    assert SECRETS[1] in proposal.content.decode()


def test_one_ticks_only_ones_own_steps_and_may_take_it_back(client_for, hand_over, local, neighbour):
    theirs = hand_over.steps.filter(side="taker").first()
    with pytest.raises(actions.NotYourStep, match="Deze stap is voor"):
        actions.tick_step(step=theirs, done=True, by=local)
    tick = reverse("matching:hand_over_tick", args=[hand_over.pk, theirs.pk])
    client_for(local).post(tick, {"done": "ja"})
    theirs.refresh_from_db()
    assert theirs.done_at is None
    client = client_for(neighbour)
    client.post(tick, {"done": "ja"})
    theirs.refresh_from_db()
    assert theirs.done_by == neighbour.user
    client.post(tick, {"done": "nee"})
    theirs.refresh_from_db()
    assert (theirs.done_at, theirs.done_by) == (None, None)


def test_the_file_moves_when_everything_is_done_and_not_before(
    client_for, hand_over, local, neighbour, household
):
    client = client_for(neighbour)
    complete = reverse("matching:hand_over_complete", args=[hand_over.pk])
    page = client.post(complete, follow=True).content.decode()
    assert f"{hand_over.steps.count()} stappen open" in page
    everything_ticked(hand_over, local, neighbour)
    assert client.post(complete).url == reverse("matching:household_detail", args=[household.pk])
    household.refresh_from_db()
    assert household.registered_by == neighbour.organisation
    assert client.get(reverse("matching:household_detail", args=[household.pk])).status_code == 200
    former = client_for(local)
    assert former.get(reverse("matching:household_detail", args=[household.pk])).status_code == 404
    for path in (
        reverse("matching:hand_over_detail", args=[hand_over.pk]),
        reverse("matching:proposal_detail", args=[hand_over.proposal_id]),
    ):
        answer = former.get(path)
        assert answer.status_code == 200 and "Oksana" not in answer.content.decode()
    assert Notification.objects.filter(
        organisation=local.organisation, subject__contains="is afgerond"
    ).exists()


def test_completing_twice_at_once_moves_the_file_once(hand_over, local, neighbour):
    everything_ticked(hand_over, local, neighbour)
    first = actions.complete_hand_over(hand_over=hand_over, by=neighbour)
    again = actions.complete_hand_over(hand_over=hand_over, by=neighbour)
    assert first.completed_at == again.completed_at
    step = hand_over.steps.filter(side="giver").first()
    assert actions.tick_step(step=step, done=False, by=local).done_at is not None


def test_in_ones_own_town_there_is_nothing_to_hand_over(household, local, gent):
    proposal = ask(household, UnitFactory(), local)
    actions.accept_proposal(proposal=proposal, by=local)
    assert not HandOver.objects.exists()


def test_postgresql_refuses_a_hand_over_to_oneself(hand_over):
    with pytest.raises(IntegrityError, match="hand_over_to_another"), transaction.atomic():
        HandOver.objects.update(taken_by=hand_over.given_by)


# --- The ledger


def test_the_ledger_counts_persons_on_both_sides_and_sums_to_zero(hand_over, local, neighbour, gent, deinze):
    antwerp = Municipality.objects.current().get(name="Antwerpen")
    other = hat(Kind.LOCAL_AUTHORITY, municipality=antwerp)
    for giver, taker, town in ((other, local, gent), (neighbour, local, gent), (local, other, antwerp)):
        asked = ask(
            HouseholdFactory(registered_by=giver.organisation),
            UnitFactory(site=SiteFactory(municipality=town)),
            giver,
        )
        actions.accept_proposal(proposal=asked, by=taker)
    accounts = {account.municipality: account for account in ledger(Municipality.objects.current())}
    assert len(accounts) == 285
    assert sum(account.balance for account in accounts.values()) == 0
    first = hand_over.proposal.persons
    assert (accounts[deinze].received, accounts[deinze].given) == (first, 2)
    assert (accounts[gent].received, accounts[gent].given) == (4, first + 2)


def test_the_account_of_a_town_does_not_change_when_people_leave_or_the_file_moves(
    hand_over, local, neighbour, gent, deinze
):
    before = [(a.received, a.given) for a in ledger([gent, deinze])]
    everything_ticked(hand_over, local, neighbour)
    actions.complete_hand_over(hand_over=hand_over, by=neighbour)
    hand_over.proposal.household.persons.last().delete()
    assert [(a.received, a.given) for a in ledger([gent, deinze])] == before


def test_beside_a_request_stand_both_towns_with_their_spread(client_for, proposal, neighbour, local):
    for by in (neighbour, local):
        page = client_for(by).get(reverse("matching:proposal_detail", args=[proposal.pk])).content.decode()
        assert "Wat beide gemeenten voor anderen deden" in page
        assert re.findall(r'data-label="Gemeente">(\w+)<', page) == ["Deinze", "Gent"]


def test_the_page_of_solidarity_is_for_governments_sorts_and_costs_few_queries(
    client_for, hand_over, local, django_assert_max_num_queries
):
    url = reverse("matching:solidarity")
    client = client_for(local)
    client.get(url)
    with django_assert_max_num_queries(12):
        page = client.get(url, {"sorteer": "-ontvangen"}).content.decode()
    assert re.findall(r'data-label="Gemeente">(\w+)<', page) == ["Deinze", "Gent"]
    assert client_for(hat(Kind.COMPANY)).get(url).status_code == 403
    other = Municipality.objects.current().get(name="Antwerpen")
    assert "Deinze" not in client_for(hat(Kind.GOVERNOR, province=other.province)).get(url).content.decode()


def test_who_never_came_goes_nowhere_the_hand_over_ends_and_counts_for_nobody(
    hand_over, client_for, local, neighbour, gent, deinze
):
    everything_ticked(hand_over, local, neighbour)
    stay_not_come(stay=hand_over.proposal.hold, reason="elsewhere", by=neighbour)
    over = HandOver.objects.get(pk=hand_over.pk)
    assert over.fell_through
    with pytest.raises(actions.NeverCame):
        actions.complete_hand_over(hand_over=over, by=neighbour)
    with pytest.raises(actions.NeverCame):
        actions.tick_step(step=over.steps.get(position=2), done=False, by=local)
    household = Household.objects.get(pk=hand_over.proposal.household_id)
    assert household.registered_by == local.organisation
    page = reverse("matching:hand_over_detail", args=[hand_over.pk])
    theirs, mine = (client_for(hat).get(page).content.decode() for hat in (neighbour, local))
    assert "Oksana" not in theirs and "Overdracht afronden" not in theirs
    assert "Het huishouden kwam niet." in theirs
    assert Notification.objects.filter(
        organisation=local.organisation, subject__contains="kwam niet"
    ).exists()
    assert "Oksana" in mine
    assert [(a.received, a.given) for a in ledger([gent, deinze])] == [(0, 0), (0, 0)]
