"""Proposals: held, answered once, and let go in time."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.trail import IllegalTransition
from housing.actions import Taken
from housing.models import Stay, Unit
from matching import actions
from matching.models import Proposal
from notifications.models import Notification
from tests.factories import HouseholdFactory, SiteFactory, UnitFactory

TODAY = timezone.localdate()


@pytest.fixture
def household(local):
    return HouseholdFactory(registered_by=local.organisation)


@pytest.fixture
def unit(gent):
    return UnitFactory()


def propose(household, unit, by, **changes):
    return actions.propose(
        household=household, unit=unit, move_in_on=TODAY, form_token=uuid.uuid4(), by=by, **changes
    )


def test_accepting_makes_the_hold_a_stay(household, unit, local):
    proposal = propose(household, unit, local)
    assert proposal.hold.status == Stay.Status.HELD
    actions.accept_proposal(proposal=proposal, by=local)
    stay = Stay.objects.get()
    assert (stay.status, stay.unit, stay.household) == (Stay.Status.LIVED_IN, unit, household)
    assert stay.persons.count() == 2


def test_sent_twice_it_stays_one_proposal(household, unit, local):
    token = uuid.uuid4()
    first = actions.propose(household=household, unit=unit, move_in_on=TODAY, form_token=token, by=local)
    second = actions.propose(household=household, unit=unit, move_in_on=TODAY, form_token=token, by=local)
    assert first == second
    assert Stay.objects.count() == 1


def test_who_comes_late_is_told_at_once_what_the_verb_would_say(client_for, household, unit, local):
    """Nothing is reckoned, written or locked for him: thirty-two people at eight places cost half."""
    propose(household, unit, local)
    UnitFactory(site=unit.site, label="Kamer 9")
    late = HouseholdFactory(registered_by=local.organisation)
    with pytest.raises(Taken) as refused:
        propose(late, unit, local)
    form = {"form_token": str(uuid.uuid4()), "unit": unit.pk, "move_in_on": TODAY.isoformat()}
    client, page = client_for(local), reverse("matching:proposal_add", args=[late.pk])
    client.post(page, form)  # what is asked once per process and per session
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(page, form)
    assert answer.status_code == 302 and "?vanaf=" in answer["Location"]
    told = [str(message) for message in get_messages(answer.wsgi_request)][-1]
    assert told == str(refused.value) and "Wel vrij en passend" in told and "Kamer 9" in told
    assert len(asked) <= 9
    assert not [query for query in asked.captured_queries if "FOR UPDATE" in query["sql"]]


def test_who_holds_the_unit_himself_hears_of_his_own_place(client_for, household, unit, local):
    propose(household, unit, local)
    form = {"form_token": str(uuid.uuid4()), "unit": unit.pk, "move_in_on": TODAY.isoformat()}
    answer = client_for(local).post(reverse("matching:proposal_add", args=[household.pk]), form)
    assert answer.status_code == 302
    assert Stay.objects.standing().count() == 1


def test_a_second_proposal_for_the_unit_is_refused_in_dutch(household, unit, local):
    propose(household, unit, local)
    with pytest.raises(Taken, match="al voorbehouden of bewoond"):
        propose(HouseholdFactory(registered_by=local.organisation), unit, local)


def test_one_open_proposal_per_household_even_when_written_by_hand(household, unit, local):
    proposal = propose(household, unit, local)
    with pytest.raises(IntegrityError, match="proposal_one_open_per_household"), transaction.atomic():
        other = UnitFactory()
        hold = Stay.objects.create(
            household=HouseholdFactory(), unit=other, period=proposal.hold.period, status="held"
        )
        Proposal.objects.create(
            household=household,
            unit=other,
            hold=hold,
            move_in_on=TODAY,
            answer_by=timezone.now(),
            score=0,
            asked_by=local.organisation,
            persons=2,
            proposed_by=local.user,
        )


@pytest.mark.parametrize("end", ["refuse", "withdraw", "expire"])
def test_whatever_ends_a_proposal_frees_the_unit(household, unit, local, end):
    proposal = propose(household, unit, local)
    if end == "refuse":
        actions.refuse_proposal(proposal=proposal, reason="own_need", by=local)
    elif end == "withdraw":
        actions.withdraw_proposal(proposal=proposal, by=local)
    else:
        assert actions.expire_proposals(now=timezone.now() + timedelta(days=4)) == 1
    assert list(Unit.objects.free(on=TODAY)) == [unit]
    with pytest.raises(IllegalTransition):
        actions.accept_proposal(proposal=proposal, by=local)


def test_nothing_expires_before_its_time_and_nothing_twice(household, unit, local):
    propose(household, unit, local)
    assert actions.expire_proposals(now=timezone.now()) == 0
    later = timezone.now() + timedelta(days=4)
    assert [actions.expire_proposals(now=later), actions.expire_proposals(now=later)] == [1, 0]


def test_a_neighbour_is_asked_answers_and_the_other_reads_why(household, local, neighbour, deinze):
    unit = UnitFactory(site=SiteFactory(municipality=deinze))
    proposal = propose(household, unit, local)
    assert list(Proposal.objects.waiting_for(neighbour)) == [proposal]
    assert list(Proposal.objects.waiting_for(local)) == []
    actions.refuse_proposal(proposal=proposal, reason="capacity", note="Tot januari vol.", by=neighbour)
    told = Notification.objects.get(organisation=local.organisation)
    assert "draagkracht" in told.body and "Tot januari vol." in told.body


def test_mail_never_names_a_displaced_person(household, local, neighbour, deinze):
    proposal = propose(household, UnitFactory(site=SiteFactory(municipality=deinze)), local)
    actions.accept_proposal(proposal=proposal, by=neighbour)
    names = {person.given_name for person in household.persons.all()}
    assert Notification.objects.count() == 2
    for notification in Notification.objects.all():
        assert not any(name in notification.subject + notification.body for name in names)


def test_the_pages_from_ranking_to_stay(client_for, household, unit, local):
    client = client_for(local)
    places = client.get(reverse("matching:household_places", args=[household.pk]))
    assert (
        unit.site.name in places.content.decode()
        and "In de gemeente die hen registreerde" in places.content.decode()
    )
    typed = {"unit": unit.pk, "move_in_on": TODAY.isoformat(), "form_token": str(uuid.uuid4())}
    page = client.post(reverse("matching:proposal_add", args=[household.pk]), typed, follow=True)
    proposal = Proposal.objects.get()
    assert proposal.reference in page.content.decode()
    assert proposal.score == Decimal(sum(item["tenths"] for item in proposal.explanation)) / 10
    done = client.post(reverse("matching:proposal_accept", args=[proposal.pk]), follow=True)
    assert "toegekend" in done.content.decode()
    again = client.post(reverse("matching:proposal_accept", args=[proposal.pk]), follow=True)
    assert "Een collega was u misschien voor" in again.content.decode()
    others = HouseholdFactory(registered_by=local.organisation)
    second = client.post(
        reverse("matching:proposal_add", args=[others.pk]),
        {**typed, "form_token": str(uuid.uuid4())},
        follow=True,
    )
    assert "al voorbehouden of bewoond" in second.content.decode()


def test_elsewhere_shows_the_town_but_neither_street_nor_owner_nor_names(
    client_for, household, local, neighbour, deinze, gent
):
    gent.reference_region = deinze.reference_region
    gent.save()
    unit = UnitFactory(site=SiteFactory(municipality=deinze, name="Geheime plek", street="Verborgenstraat"))
    page = client_for(local).get(reverse("matching:household_places", args=[household.pk])).content.decode()
    assert "Wooneenheid in Deinze" in page
    assert (
        "Geheime plek" not in page
        and "Verborgenstraat" not in page
        and str(unit.site.organisation) not in page
    )
    proposal = propose(household, unit, local)
    url = reverse("matching:proposal_detail", args=[proposal.pk])
    assert "Verborgenstraat" not in client_for(local).get(url).content.decode()
    theirs = client_for(neighbour).get(url).content.decode()
    assert "2 personen" in theirs and household.name not in theirs
    actions.accept_proposal(proposal=proposal, by=neighbour)
    assert "Verborgenstraat" in client_for(local).get(url).content.decode()
    assert household.name in client_for(neighbour).get(url).content.decode()


def test_only_the_towns_concerned_see_a_proposal(
    client_for, household, unit, local, neighbour, company, reader, abb
):
    proposal = propose(household, unit, local)
    detail = reverse("matching:proposal_detail", args=[proposal.pk])
    assert [client_for(who).get(detail).status_code for who in (local, reader, neighbour, company, abb)] == [
        200, 200, 404, 404, 404,
    ]  # fmt: skip
    accept = reverse("matching:proposal_accept", args=[proposal.pk])
    assert [client_for(who).post(accept).status_code for who in (reader, neighbour, company)] == [
        403,
        404,
        404,
    ]
    assert Proposal.objects.get().status == Proposal.Status.OPEN


def test_a_wrong_date_is_explained(client_for, household, local):
    url = reverse("matching:household_places", args=[household.pk])
    response = client_for(local).get(url, {"vanaf": "morgen"})
    assert response.status_code == 422
    assert "geldige datum" in response.content.decode()
