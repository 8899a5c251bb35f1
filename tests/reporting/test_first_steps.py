"""What somebody new does first stands on his home page until it is done, hidden or three months old."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.allowed import NotAllowed
from accounts.models import Kind, Membership
from notifications.models import NoticeChoice
from reporting.actions import hide_first_steps
from reporting.first_steps import NEW_DAYS, first_steps
from reporting.models import FirstStepsHidden
from tests import factories

TITLE = "Uw eerste stappen"


def done(by):
    return {step.code: step.is_done for step in first_steps(by)}


def test_steps_follow_from_what_there_is(company):
    before = done(company)
    assert not any(before.values())
    factories.OfferFactory(organisation=company.organisation, created_by=company.user, status="draft")
    assert done(company) == {**before, "offer": True}
    NoticeChoice.objects.create(membership=company, kind="offer", how="screen")
    assert done(company) == {**before, "offer": True, "notices": True}


def test_what_others_did_is_no_step_of_mine(company, other_company):
    factories.OfferFactory(organisation=other_company.organisation, created_by=other_company.user)
    assert not done(company)["offer"]


def test_a_local_administrator_sees_to_contact_data_and_a_colleague(local):
    Membership.objects.filter(pk=local.pk).update(role=Membership.Role.MANAGER)
    local.refresh_from_db()
    assert not done(local)["colleague"]
    factories.MembershipFactory(organisation=local.organisation)
    assert done(local)["colleague"]


@pytest.mark.parametrize("kind", [Kind.FACILITY, Kind.VLOT, Kind.ABB])
def test_every_hat_has_steps_with_a_page_that_it_may_open(reference, client_for, kind):
    by = factories.hat(kind)
    client = client_for(by)
    steps = first_steps(by)
    assert steps
    assert {step.url: client.get(step.url).status_code for step in steps} == {step.url: 200 for step in steps}


def test_a_reader_is_asked_to_write_nothing(reader):
    assert set(done(reader)) == {"filter", "notices"}


def test_when_all_is_done_there_is_nothing_to_show(reader, client_for):
    assert TITLE in client_for(reader).get("/").content.decode()
    reader.saved_filters.create(list="sites", name="Eigen", query="")
    NoticeChoice.objects.create(membership=reader, kind="offer", how="screen")
    assert first_steps(reader) == []
    assert TITLE not in client_for(reader).get("/").content.decode()


def test_whoever_hides_them_sees_them_no_more_and_his_colleague_still_does(local, reader, client_for):
    client = client_for(local)
    for _ in range(2):
        assert client.post(reverse("first_steps_hide")).status_code == 302
    assert TITLE not in client.get("/").content.decode()
    assert TITLE in client_for(reader).get("/").content.decode()
    assert FirstStepsHidden.objects.count() == 1


def test_whoever_is_here_for_long_costs_no_question(local, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert first_steps(local)
    local.started_at = timezone.now() - timedelta(days=NEW_DAYS + 1)
    with django_assert_num_queries(0):
        assert first_steps(local) == []


def test_a_data_protection_officer_has_none_to_hide(local):
    officer = factories.MembershipFactory(
        organisation=local.organisation, role=Membership.Role.DATA_PROTECTION
    )
    with pytest.raises(NotAllowed):
        hide_first_steps(by=officer)
