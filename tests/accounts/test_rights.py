"""Who works for an organisation, as what, from when until when; and that somebody always looks after it."""

import re
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.actions import LastManager
from accounts.allowed import NotAllowed
from accounts.models import Membership
from audit.models import AuditEvent
from tests.factories import MembershipFactory, UserFactory
from tests.house.sources import app_sources
from tests.together import all_at_once

Role = Membership.Role
PEOPLE = reverse("accounts:people")
TODAY = timezone.localdate()
HOME, ORGANISATION = reverse("home"), reverse("accounts:organisation")


@pytest.fixture
def colleague(company):
    return MembershipFactory(organisation=company.organisation, role=Role.STAFF, started_by=company.user)


def edit(membership):
    return reverse("accounts:membership_edit", args=[membership.pk])


def in_days(days):
    return TODAY + timedelta(days=days)


def travel(days):
    return time_machine.travel(timezone.now() + timedelta(days=days))


# --- A period ---------------------------------------------------------------------------------------------------


def test_a_role_stops_on_its_day_everywhere_also_in_the_middle_of_a_session(company, colleague, client_for):
    client = client_for(colleague)
    actions.set_period(membership=colleague, ends_on=in_days(2), by=company)
    assert client.get(HOME).status_code == 200
    with travel(1):
        assert client_for(colleague).get(HOME).status_code == 200
        assert colleague in Membership.objects.open()
    with travel(2):
        assert client_for(colleague).get(HOME).headers["Location"] == reverse(
            "accounts:register_organisation"
        )
        assert colleague not in Membership.objects.at_work()
        assert colleague in Membership.objects.standing()


def test_who_comes_back_after_his_period_gets_a_new_role_and_the_old_one_is_closed(company, colleague):
    actions.set_period(membership=colleague, ends_on=in_days(1), by=company)
    with travel(3):
        again = actions.grant_membership(
            user=colleague.user, organisation=company.organisation, role=Role.READER, by=company
        )
    colleague.refresh_from_db()
    assert again.pk != colleague.pk and again.role == Role.READER
    assert colleague.ended_by == company.user


def test_a_period_has_at_least_one_day_for_the_verb_and_for_postgresql(company, colleague):
    with pytest.raises(ValidationError, match="vanaf vandaag"):
        actions.set_period(membership=colleague, ends_on=TODAY, by=company)
    with pytest.raises(IntegrityError, match="membership_period_not_empty"), transaction.atomic():
        Membership.objects.filter(pk=colleague.pk).update(ends_on=TODAY)


def test_a_period_is_shortened_lengthened_and_taken_off_again(company, colleague):
    for ends_on in (in_days(90), in_days(10), in_days(400), None):
        assert actions.set_period(membership=colleague, ends_on=ends_on, by=company).ends_on == ends_on
    steps = AuditEvent.objects.about(colleague).filter(verb="membership.period_set")
    assert steps.count() == 4


def test_no_other_part_asks_by_itself_whether_a_role_is_in_force():
    """Only `open()` knows all the ways in which a role ends; who looks at `ended_at` alone lets people in too long."""
    asks = [
        source.path
        for source in app_sources()
        if re.search(r"memberships?__(ended_at|ends_on|lapses_on)", source.text)
    ]
    assert asks == []


# --- Whose rights one changes -----------------------------------------------------------------------------------


def test_nobody_changes_his_own_role_or_period(company, colleague):
    for by in (company, colleague):
        with pytest.raises(NotAllowed):
            actions.change_role(membership=by, role=Role.MANAGER, by=by)
        with pytest.raises(NotAllowed):
            actions.set_period(membership=by, ends_on=in_days(30), by=by)


@pytest.mark.parametrize("role", [Role.STAFF, Role.READER])
def test_only_a_local_administrator_of_that_organisation_changes_rights(company, colleague, local, abb, role):
    peer = MembershipFactory(organisation=company.organisation, role=role)
    for by in (peer, local, abb):
        with pytest.raises(NotAllowed):
            actions.change_role(membership=colleague, role=Role.READER, by=by)


def test_another_role_holds_from_the_next_page(company, colleague, client_for):
    client = client_for(colleague)
    assert client.get(PEOPLE).status_code == 403
    actions.change_role(membership=colleague, role=Role.MANAGER, by=company)
    assert client.get(PEOPLE).status_code == 200


def test_a_company_has_no_data_protection_officer(company, colleague):
    with pytest.raises(ValidationError, match="Alleen een lokaal bestuur"):
        actions.change_role(membership=colleague, role=Role.DATA_PROTECTION, by=company)


# --- The last administrator -------------------------------------------------------------------------------------


def test_the_last_administrator_does_not_leave_without_a_successor(company, colleague):
    with pytest.raises(LastManager, match="houdt een lokale beheerder"):
        actions.end_membership(membership=company, by=company)
    actions.change_role(membership=colleague, role=Role.MANAGER, by=company)
    assert actions.end_membership(membership=company, by=company).ended_at is not None
    with pytest.raises(LastManager):
        actions.end_membership(membership=colleague, by=colleague)


def test_a_successor_for_a_while_or_who_was_switched_off_is_none(company, colleague):
    actions.change_role(membership=colleague, role=Role.MANAGER, by=company)
    colleague = actions.set_period(membership=colleague, ends_on=in_days(30), by=company)
    with pytest.raises(LastManager):
        actions.end_membership(membership=company, by=company)
    with pytest.raises(LastManager):
        actions.change_role(membership=company, role=Role.STAFF, by=colleague)
    actions.set_period(membership=colleague, ends_on=None, by=company)
    colleague.user.is_active = False
    colleague.user.save()
    with pytest.raises(LastManager):
        actions.end_membership(membership=company, by=company)


@pytest.mark.parametrize("change", [{"role": "staff"}, {"ends_on": in_days(9)}, {"ended_at": "now"}])
def test_postgresql_keeps_the_last_administrator_when_a_verb_forgets(company, change):
    if "ended_at" in change:
        change = {"ended_at": timezone.now(), "ended_by": company.user}
    with pytest.raises(IntegrityError, match="houdt een lokale beheerder"), transaction.atomic():
        Membership.objects.filter(pk=company.pk).update(**change)
    MembershipFactory(organisation=company.organisation)
    Membership.objects.filter(pk=company.pk).update(**change)


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_leave_at_the_same_moment_one_stays():
    first = MembershipFactory()
    second = MembershipFactory(organisation=first.organisation)
    past_the_verb = [
        partial(Membership.objects.filter(pk=one.pk).update, ended_at=timezone.now(), ended_by_id=one.user_id)
        for one in (first, second)
    ]
    for works in (
        [partial(actions.end_membership, membership=one, by=one) for one in (first, second)],
        past_the_verb,
    ):
        outcomes = all_at_once(*works)
        assert Membership.objects.managers_of(first.organisation).count() == 1, outcomes
        assert sum(isinstance(outcome, LastManager | IntegrityError) for outcome in outcomes) == 1, outcomes
        with transaction.atomic():
            Membership.objects.all().update(ended_at=None, ended_by=None)


# --- ABB --------------------------------------------------------------------------------------------------------


def test_abb_takes_a_right_away_anywhere_with_a_reason(abb, company, other_company):
    actions.revoke_membership(membership=company, reason="Fraude", by=abb)
    assert AuditEvent.objects.about(company).latest("pk").changes == {"reason": "Fraude"}
    with pytest.raises(NotAllowed):
        actions.revoke_membership(membership=other_company, reason="x", by=company)
    with pytest.raises(NotAllowed):
        actions.revoke_membership(membership=abb, reason="x", by=abb)


def test_a_user_who_is_switched_off_loses_all_his_hats_and_gets_none_back(abb, facility, client_for):
    other = MembershipFactory(user=facility.user)
    client = client_for(facility)
    assert client.get(ORGANISATION).status_code == 200
    actions.disable_user(user=facility.user, reason="Uit dienst", by=abb)
    facility.user.refresh_from_db()
    assert not facility.user.is_active and not facility.user.is_staff
    assert client.get(ORGANISATION).headers["Location"].startswith(reverse("account_login"))

    actions.enable_user(user=facility.user, reason="Vergissing", by=abb)
    assert not Membership.objects.standing().filter(pk__in=[facility.pk, other.pk]).exists()


# --- Last use ---------------------------------------------------------------------------------------------------


def test_the_first_page_of_a_day_keeps_the_day_and_the_others_write_nothing(
    company, client_for, django_assert_num_queries
):
    Membership.objects.filter(pk=company.pk).update(last_used_on=in_days(-1))
    client = client_for(company)
    client.get(HOME)
    company.refresh_from_db()
    assert company.last_used_on == TODAY
    with django_assert_num_queries(3):
        client.get(reverse("accounts:switch_hat", args=[company.pk]))


def test_a_hat_that_is_not_worn_is_not_used(company, other_company, client_for):
    second = MembershipFactory(user=company.user, organisation=other_company.organisation, last_used_on=None)
    client_for(company).get(HOME)
    second.refresh_from_db()
    assert second.last_used_on is None


# --- The page ---------------------------------------------------------------------------------------------------


def test_the_page_says_who_what_until_when_last_used_and_given_by_whom(company, colleague, client_for):
    actions.set_period(membership=colleague, ends_on=in_days(30), by=company)
    text = client_for(company).get(PEOPLE).content.decode()
    for word in (
        colleague.user.email,
        "medewerker",
        f"tot en met {in_days(29):%d/%m/%Y}",
        company.user.name,
        "Laatst gebruikt",
        f"Periode van {colleague.user} gewijzigd",
    ):
        assert word in text, word


def test_the_page_costs_the_same_with_more_people_and_more_history(
    company, colleague, client_for, django_assert_max_num_queries
):
    def cost():
        client = client_for(company)
        with django_assert_max_num_queries(40) as asked:
            client.get(PEOPLE)
        return len(asked)

    actions.change_role(membership=colleague, role=Role.READER, by=company)
    before = cost()
    for _ in range(5):
        more = actions.grant_membership(
            user=UserFactory(), organisation=company.organisation, role=Role.STAFF, by=company
        )
        actions.change_role(membership=more, role=Role.READER, by=company)
    assert cost() == before


def test_role_period_and_end_are_changed_on_the_page_of_a_colleague(company, colleague, client_for):
    client = client_for(company)
    assert client.get(edit(colleague)).status_code == 200
    client.post(edit(colleague), {"stap": "rol", "role": "reader"})
    client.post(edit(colleague), {"stap": "periode", "ends_on": f"{in_days(10):%Y-%m-%d}"})
    colleague.refresh_from_db()
    assert (colleague.role, colleague.ends_on) == ("reader", in_days(11))  # the last day is day 10
    page = client.get(edit(colleague)).content.decode()
    assert f'value="{in_days(10):%Y-%m-%d}"' in page

    assert client.post(edit(colleague), {"stap": "einde", "reason": ""}).status_code == 422
    assert (
        client.post(edit(colleague), {"stap": "einde", "reason": "Andere job"}).headers["Location"] == PEOPLE
    )
    colleague.refresh_from_db()
    assert colleague.ended_by == company.user
    assert "Andere job" in client.get(PEOPLE).content.decode()


def test_on_ones_own_page_there_is_only_the_end_and_the_last_administrator_reads_why_not(company, client_for):
    client = client_for(company)
    text = client.get(edit(company)).content.decode()
    assert "Andere rol" not in text
    assert client.post(edit(company), {"stap": "rol", "role": "staff"}).status_code == 403
    refused = client.post(edit(company), {"stap": "einde", "reason": "Weg"})
    assert refused.status_code == 422
    assert "Geef eerst een collega die rol" in refused.content.decode()
