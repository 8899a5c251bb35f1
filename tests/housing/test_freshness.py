"""Every site says when somebody last looked: asked by mail, confirmed by one tap, never by opening a link."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail, signing
from django.urls import reverse
from django.utils import timezone

from accounts.actions import end_membership
from accounts.models import Kind, Membership
from audit.models import AuditEvent
from housing import actions
from housing.models import FreshnessCall, Site
from housing.tasks import ask_to_confirm
from municipalities.models import Change
from notifications.actions import deliver_batch
from notifications.models import Notification
from tests.factories import MembershipFactory, SiteFactory, UserFactory, hat

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
STALE = TODAY - timedelta(days=40)


@pytest.fixture
def stale(company, gent):
    return SiteFactory(organisation=company.organisation, checked_on=STALE)


@pytest.fixture
def call(company, local, stale):
    actions.ask_to_confirm(on=TODAY)
    return FreshnessCall.objects.get(membership=company)


def checked(site):
    return Site.objects.get(pk=site.pk).checked_on


# --- Asking


def test_the_provider_and_the_municipality_get_one_mail_each_about_all_their_sites(
    company, local, stale, gent
):
    SiteFactory(organisation=company.organisation, checked_on=STALE)
    SiteFactory(organisation=company.organisation)
    assert ask_to_confirm() == 2
    deliver_batch(limit=10)
    assert sorted(message.to[0] for message in mail.outbox) == sorted([company.user.email, local.user.email])
    for message in mail.outbox:
        assert "Kijk 2 locaties na" in message.subject
        assert "/nakijken/" in message.body


def test_the_case_handler_of_a_municipality_is_asked_in_place_of_his_colleagues(company, local, stale):
    colleague = MembershipFactory(organisation=local.organisation)
    Site.objects.filter(pk=stale.pk).update(responsible=colleague)
    ask_to_confirm()
    asked = set(FreshnessCall.objects.values_list("membership", flat=True))
    assert asked == {company.pk, colleague.pk}
    FreshnessCall.objects.all().delete()
    end_membership(membership=colleague, by=local)
    ask_to_confirm()
    asked = set(FreshnessCall.objects.values_list("membership", flat=True))
    assert asked == {company.pk, local.pk}


def test_asked_again_the_same_day_or_week_nobody_gets_a_second_mail(company, local, stale):
    assert (ask_to_confirm(), ask_to_confirm()) == (2, 0)
    assert actions.ask_to_confirm(on=TODAY + timedelta(days=6)) == 0
    assert actions.ask_to_confirm(on=TODAY + timedelta(days=7)) == 2


def test_nobody_is_asked_about_what_is_fresh_closed_past_or_somebody_elses(company, local, deinze, gent):
    SiteFactory(organisation=company.organisation)
    SiteFactory(checked_on=STALE, closed_on=TODAY, closed_reason="verkocht")
    hat(Kind.LOCAL_AUTHORITY, municipality=deinze)
    assert actions.ask_to_confirm(on=TODAY) == 0


def test_readers_and_people_who_left_are_not_asked(company, stale, gent):
    MembershipFactory(organisation=company.organisation, role=Membership.Role.READER)
    left = MembershipFactory(organisation=company.organisation)
    end_membership(membership=left, by=company)
    actions.ask_to_confirm(on=TODAY)
    assert [call.membership for call in FreshnessCall.objects.all()] == [company]


# --- The link


def test_opening_the_link_confirms_nothing(client, call, stale):
    for method in (client.get, client.head):
        assert method(call.link()).status_code == 200
    assert checked(stale) == STALE
    assert not AuditEvent.objects.filter(verb="site.checked").exists()


def test_one_tap_behind_the_link_confirms_without_signing_in(client, call, stale, company):
    Change.objects.all().delete()
    page = client.post(call.link(), {"sites": [stale.pk]}, follow=True).content.decode()
    assert "1 locatie is bevestigd" in page
    assert checked(stale) == TODAY
    event = AuditEvent.objects.get(verb="site.checked")
    assert (event.user_name, event.changes["via"]) == (str(company.user), "link in e-mail")
    assert Change.objects.filter(municipality=stale.municipality).exists(), "the spread hears of it"


def test_only_some_of_them_can_be_confirmed(client, company, local, stale, gent):
    other = SiteFactory(organisation=company.organisation, checked_on=STALE)
    actions.ask_to_confirm(on=TODAY)
    link = FreshnessCall.objects.get(membership=company).link()
    client.post(link, {"sites": [other.pk]})
    assert (checked(stale), checked(other)) == (STALE, TODAY)
    response = client.post(link, {})
    assert response.status_code == 422
    assert "Duid minstens één locatie aan" in response.content.decode()


def test_tapping_twice_changes_nothing_more(client, call, stale):
    for _ in range(2):
        client.post(call.link(), {"sites": [stale.pk]})
    assert AuditEvent.objects.filter(verb="site.checked").count() == 1


def test_the_link_is_for_its_own_sites_only(client, call, gent):
    elsewhere = SiteFactory(checked_on=STALE)
    later = SiteFactory(organisation=call.membership.organisation, checked_on=STALE)
    client.post(call.link(), {"sites": [elsewhere.pk, later.pk, "x"]})
    assert (checked(elsewhere), checked(later)) == (STALE, STALE)


def test_the_link_signs_nobody_in(client, call):
    client.get(call.link())
    assert client.get(reverse("housing:site_list")).status_code == 302


def test_a_link_that_is_too_old_forged_or_for_another_purpose_is_gone(client, call, stale):
    link, forged = call.link(), reverse("housing:freshness_link", args=["onzin"])
    other_purpose = reverse("housing:freshness_link", args=[signing.dumps(call.pk, salt="iets anders")])
    for wrong in (forged, other_purpose):
        assert client.post(wrong, {"sites": [stale.pk]}).status_code == 410
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        response = client.post(link, {"sites": [stale.pk]})
    assert response.status_code == 410
    assert "Er is niets gewijzigd" in response.content.decode()
    assert checked(stale) == STALE


def test_the_link_dies_with_the_role_or_the_user(client, call, stale, company):
    MembershipFactory(organisation=company.organisation)
    end_membership(membership=company, by=company)
    assert client.post(call.link(), {"sites": [stale.pk]}).status_code == 410
    assert checked(stale) == STALE


def test_a_change_is_reported_to_the_other_side(client, call, stale, local, company):
    response = client.post(call.link(), {"melden": "ja", "site": stale.pk, "text": ""})
    assert response.status_code == 422
    client.post(call.link(), {"melden": "ja", "site": stale.pk, "text": "Twee kamers minder"})
    told = Notification.objects.filter(body__contains="Twee kamers minder")
    assert [notice.organisation for notice in told] == [local.organisation]
    assert checked(stale) == STALE


def test_the_page_behind_the_link_costs_the_same_for_many_sites(
    client, company, gent, django_assert_max_num_queries
):
    for _ in range(30):
        SiteFactory(organisation=company.organisation, checked_on=STALE)
    actions.ask_to_confirm(on=TODAY)
    link = FreshnessCall.objects.get(membership=company).link()
    with django_assert_max_num_queries(6):
        client.get(link)


# --- Signed in


def test_who_is_signed_in_confirms_all_with_one_tap(client_for, local, stale):
    client = client_for(local)
    page = client.get(reverse("housing:sites_check")).content.decode()
    assert stale.name in page
    client.post(reverse("housing:sites_check"), {"sites": [stale.pk]})
    assert checked(stale) == TODAY


def test_somebody_elses_site_cannot_be_confirmed(client_for, stale):
    stranger = MembershipFactory(user=UserFactory())
    client_for(stranger).post(reverse("housing:sites_check"), {"sites": [stale.pk]})
    assert checked(stale) == STALE
