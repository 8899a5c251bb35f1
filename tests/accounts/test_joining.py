"""An enterprise number that is here already leads to joining that organisation, never to a second one."""

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import JoinRequest, Kind, Membership, Organisation
from audit.models import AuditEvent
from audit.trail import IllegalTransition
from notifications.actions import deliver_batch, tell_about_join_requests
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory, hat
from tests.together import all_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def there():
    """A company with an administrator."""
    return MembershipFactory(organisation__name="Al Bekend NV")


@pytest.fixture
def user():
    return UserFactory(name="")


@pytest.fixture
def newcomer(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def sign_in(client, membership):
    client.force_login(membership.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def registered(newcomer, organisation):
    return newcomer.post(
        reverse("accounts:register_organisation"),
        {
            "kbo_number": organisation.kbo_number,
            "kind": "company",
            "name": "Verhuur Linde",
            "own_name": "An Proef",
        },
        follow=True,
    )


def test_a_number_that_is_there_leads_to_asking_for_access_and_keeps_the_name(newcomer, there, user):
    response = registered(newcomer, there.organisation)
    page = response.content.decode()
    assert response.redirect_chain[-1][0] == reverse("accounts:join_ask", args=[there.organisation.pk])
    assert "Al Bekend NV is al geregistreerd" in page
    assert "An Proef" in page
    assert Organisation.objects.count() == 1
    assert not Membership.objects.filter(user=user).exists()


def test_asking_tells_the_administrator_by_mail_once(newcomer, there, user):
    url = reverse("accounts:join_ask", args=[there.organisation.pk])
    for _ in range(2):
        page = newcomer.post(url, {"own_name": "An Proef", "message": "Boekhouding"}, follow=True)
    assert "Uw vraag is verstuurd" in page.content.decode()
    assert JoinRequest.objects.get().user == user
    assert (tell_about_join_requests(), tell_about_join_requests()) == (1, 0)
    deliver_batch(limit=10)
    (sent,) = mail.outbox
    assert sent.to == [there.user.email]
    assert "An Proef vraagt toegang tot Al Bekend NV" in sent.subject
    assert "An Proef" in newcomer.get(reverse("accounts:register_organisation")).content.decode()


def test_the_administrator_lets_somebody_in_with_a_role_and_the_person_is_told(client, there, user):
    asked = actions.ask_to_join(user=user, organisation=there.organisation, by=None)
    sign_in(client, there)
    assert "Vragen om toegang" in client.get("/").content.decode()
    url = reverse("accounts:join_decide", args=[asked.pk])
    assert user.email in client.get(url).content.decode()
    client.post(url, {"role": "reader"})
    assert Membership.objects.open().get(user=user).role == Membership.Role.READER
    tell_about_join_requests()
    deliver_batch(limit=10)
    assert [message.to for message in mail.outbox] == [[user.email]]
    assert "U hebt toegang" in mail.outbox[0].subject
    assert {"membership.asked", "membership.request_accepted", "membership.granted"} <= set(
        AuditEvent.objects.values_list("verb", flat=True)
    )


def test_declining_needs_a_reason_at_its_field_and_the_person_reads_it(client, there, user):
    asked = actions.ask_to_join(user=user, organisation=there.organisation, by=None)
    sign_in(client, there)
    url = reverse("accounts:join_decide", args=[asked.pk])
    response = client.post(url, {"weigeren": "ja", "explanation": ""})
    assert response.status_code == 422
    assert not Membership.objects.filter(user=user).exists()
    client.post(url, {"weigeren": "ja", "explanation": "Wij kennen u niet."})
    tell_about_join_requests()
    deliver_batch(limit=10)
    assert "Wij kennen u niet." in mail.outbox[0].body
    assert mail.outbox[0].to == [user.email]
    again = actions.ask_to_join(user=user, organisation=there.organisation, by=None)
    assert again != asked, "who was refused may ask again"


def test_a_colleague_who_is_no_administrator_and_another_company_see_nothing(client, there, user):
    asked = actions.ask_to_join(user=user, organisation=there.organisation, by=None)
    url = reverse("accounts:join_decide", args=[asked.pk])
    colleague = MembershipFactory(organisation=there.organisation, role=Membership.Role.STAFF)
    stranger = MembershipFactory()
    for other in (colleague, stranger):
        assert sign_in(client, other).get(url).status_code == 404
        assert client.post(url, {"role": "staff"}).status_code == 404
    assert not Membership.objects.filter(user=user).exists()


def test_an_organisation_without_administrator_is_decided_by_abb(client, reference, user):
    abb = hat(Kind.ABB)
    lonely = OrganisationFactory(name="Zonder Beheerder VZW", kind=Kind.ASSOCIATION)
    asked = actions.ask_to_join(user=user, organisation=lonely, by=None)
    tell_about_join_requests()
    deliver_batch(limit=10)
    assert [message.to for message in mail.outbox] == [[abb.user.email]]
    sign_in(client, abb)
    client.post(reverse("accounts:join_decide", args=[asked.pk]), {"role": "manager"})
    assert Membership.objects.open().get(user=user).role == Membership.Role.MANAGER


def test_nobody_lets_himself_in(client, there):
    MembershipFactory(organisation=there.organisation)
    asked = JoinRequest.objects.create(user=there.user, organisation=there.organisation, asked_by=there.user)
    url = reverse("accounts:join_decide", args=[asked.pk])
    assert sign_in(client, there).post(url, {"role": "staff"}).status_code == 403
    with (
        pytest.raises(IntegrityError, match="joinrequest_not_by_oneself"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE accounts_joinrequest SET status = 'accepted', decided_at = %s, decided_by_id = user_id",
            [timezone.now()],
        )


def test_who_works_there_already_is_told_so(newcomer, there, user):
    MembershipFactory(organisation=there.organisation, user=user)
    response = newcomer.post(
        reverse("accounts:join_ask", args=[there.organisation.pk]), {"own_name": "An"}, follow=True
    )
    assert "U werkt al voor Al Bekend NV" in response.content.decode()
    assert not JoinRequest.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_administrators_at_the_same_moment_decide_once(there, user):
    second = MembershipFactory(organisation=there.organisation)
    asked = actions.ask_to_join(user=user, organisation=there.organisation, by=None)

    def accept(by):
        try:
            actions.accept_join_request(request=JoinRequest.objects.get(pk=asked.pk), role="staff", by=by)
        except IllegalTransition:
            return "late"
        return "first"

    assert sorted(all_at_once(lambda: accept(there), lambda: accept(second))) == ["first", "late"]
    assert Membership.objects.filter(user=user).count() == 1


# --- Private persons


def test_a_private_person_finds_the_contact_of_his_municipality_without_signing_in(client, gent):
    local = hat(Kind.LOCAL_AUTHORITY, municipality=gent).organisation
    local.email, local.phone = "opvang@gent.example", "09 000 00 01"
    local.save()
    page = client.get(reverse("accounts:private_host"), {"postcode": "9000"}).content.decode()
    assert "opvang@gent.example" in page
    assert "uw gemeente registreert de plaats voor u" in page


@pytest.mark.parametrize("typed", ["1000", "75001", "Parijs"])
def test_a_place_outside_flanders_is_explained_at_the_field(client, reference, typed):
    response = client.get(reverse("accounts:private_host"), {"postcode": typed})
    assert response.status_code == 422
    assert "kennen we niet in Vlaanderen" in response.content.decode()
    assert typed in response.content.decode()


def test_the_entry_page_is_open_to_everybody(client):
    page = client.get(reverse("housing:entry")).content.decode()
    assert "Wat vragen we?" in page
    assert "ongeveer tien minuten" in page
