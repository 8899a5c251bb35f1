"""A mail for one role in one organisation: it works once, for one address, for a while, and opening it does nothing."""

import re
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.actions import AlreadyInvited, CannotAccept, HasHat
from accounts.allowed import NotAllowed
from accounts.models import Invitation, Membership
from audit.models import AuditEvent
from audit.trail import IllegalTransition
from notifications.models import Notification
from notifications.tasks import deliver_notifications
from tests.factories import MembershipFactory, UserFactory
from tests.together import all_at_once

Role = Membership.Role
TODAY = timezone.localdate()
NEW = "nieuw@proef.example"


def account(email=NEW, *, verified=True):
    user = UserFactory(email=email)
    EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    return user


@pytest.fixture
def invitation(company):
    return actions.invite(organisation=company.organisation, email=NEW, role=Role.STAFF, by=company)


def signed_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_from_a_form_through_the_mail_to_a_role(company, client_for, client, mailoutbox):
    last_day = TODAY + timedelta(days=60)
    page = client_for(company).post(
        reverse("accounts:invitation_new"),
        {"email": "Nieuw@Proef.example", "role": "reader", "ends_on": f"{last_day:%Y-%m-%d}"},
    )
    assert page.headers["Location"] == reverse("accounts:people")
    deliver_notifications()
    [mail] = mailoutbox
    assert mail.to == [NEW]
    link = re.search(r"https?://[^/]+(/uitnodiging/\S+)", mail.body)[1]

    assert "Account maken" in client.get(link).content.decode()
    user = account()
    browser = signed_in(client, user)
    assert "Uitnodiging aanvaarden" in browser.get(link).content.decode()
    assert not Membership.objects.filter(user=user).exists(), "opening it accepts nothing"
    assert browser.post(link).headers["Location"] == reverse("home")

    hat = Membership.objects.get(user=user)
    assert (hat.role, hat.ends_on, hat.started_by) == ("reader", last_day + timedelta(days=1), company.user)
    assert AuditEvent.objects.about(hat).get().user_name == str(user)
    deliver_notifications()
    assert mailoutbox[1].to == [company.user.email]
    assert not Notification.objects.visible_to(company).filter(address=NEW).exists()


def test_a_link_works_once(invitation, client):
    browser = signed_in(client, account())
    browser.post(invitation.link())
    assert "al gebruikt" in browser.get(invitation.link()).content.decode()
    with pytest.raises(CannotAccept, match="al gebruikt"):
        actions.accept_invitation(
            invitation=Invitation.objects.get(), user=account("ander@proef.example"), by=None
        )


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_give_one_role():
    manager = MembershipFactory()
    invitation = actions.invite(organisation=manager.organisation, email=NEW, role=Role.STAFF, by=manager)
    user = account()
    outcomes = all_at_once(
        *(
            partial(
                actions.accept_invitation,
                invitation=Invitation.objects.get(pk=invitation.pk),
                user=user,
                by=None,
            )
            for _ in range(3)
        )
    )
    assert sum(isinstance(outcome, Membership) for outcome in outcomes) == 1, outcomes
    assert all(
        isinstance(outcome, Membership | IllegalTransition | CannotAccept | actions.AlreadyMember)
        for outcome in outcomes
    )
    assert Membership.objects.filter(user=user).count() == 1


@pytest.mark.parametrize(
    ("user", "why"),
    [
        (lambda: account("iemand@anders.example"), "is voor nieuw@proef.example"),
        (lambda: account(verified=False), "is voor nieuw@proef.example"),
        (lambda: UserFactory(email=NEW), "is voor nieuw@proef.example"),
    ],
    ids=["another address", "not confirmed", "no address of allauth"],
)
def test_only_an_account_with_that_confirmed_address_accepts(invitation, client, user, why):
    browser = signed_in(client, user())
    assert why in browser.get(invitation.link()).content.decode()
    browser.post(invitation.link())
    assert Membership.objects.filter(organisation=invitation.organisation).count() == 1


def test_a_second_confirmed_address_of_the_account_will_do(invitation):
    user = account("werk@proef.example")
    EmailAddress.objects.create(user=user, email=NEW.upper(), verified=True)
    assert actions.accept_invitation(invitation=invitation, user=user, by=None).user == user


def test_an_invitation_expires_is_withdrawn_and_dies_with_the_right_of_who_invited(
    company, invitation, client
):
    user = account()
    with time_machine.travel(timezone.now() + timedelta(days=14)):
        assert "vervallen" in client.get(invitation.link()).content.decode()
        with pytest.raises(CannotAccept, match="vervallen"):
            actions.accept_invitation(invitation=invitation, user=user, by=None)

    successor = MembershipFactory(organisation=company.organisation)
    actions.change_role(membership=company, role=Role.STAFF, by=successor)
    with pytest.raises(CannotAccept, match="beheert deze organisatie niet meer"):
        actions.accept_invitation(invitation=invitation, user=user, by=None)

    actions.withdraw_invitation(invitation=invitation, by=successor)
    assert client.get(invitation.link()).status_code == 410
    with pytest.raises(CannotAccept, match="ingetrokken"):
        actions.accept_invitation(invitation=invitation, user=user, by=None)
    assert client.get("/uitnodiging/vals/").status_code == 404


def test_who_works_there_already_is_not_invited_and_the_page_says_so(company, client_for):
    colleague = MembershipFactory(organisation=company.organisation, role=Role.READER)
    page = client_for(company).post(
        reverse("accounts:invitation_new"), {"email": colleague.user.email.upper(), "role": "staff"}
    )
    assert page.status_code == 422
    assert f"{colleague.user} werkt al voor {company.organisation}, als lezer" in page.content.decode()
    with pytest.raises(HasHat):
        actions.invite(organisation=company.organisation, email=company.user.email, role="staff", by=company)


def test_one_open_invitation_per_address_and_a_new_one_when_it_expired(company, invitation):
    with pytest.raises(AlreadyInvited, match="kreeg al een uitnodiging"):
        actions.invite(organisation=company.organisation, email=NEW.upper(), role="reader", by=company)
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        again = actions.invite(organisation=company.organisation, email=NEW, role="reader", by=company)
    invitation.refresh_from_db()
    assert (invitation.status, again.status) == ("withdrawn", "sent")


def test_nobody_invites_himself_also_not_past_the_verb(invitation, company):
    with pytest.raises(IntegrityError, match="invitation_not_by_oneself"), transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(
            status="accepted", accepted_at=timezone.now(), accepted_by=company.user
        )


def test_who_may_invite(company, local, reader, abb):
    ask = partial(actions.invite, email=NEW, role=Role.STAFF)
    for by in (local, abb, reader):
        with pytest.raises(NotAllowed):
            ask(organisation=company.organisation, by=by)
    with pytest.raises(ValidationError, match="Alleen een lokaal bestuur"):
        actions.invite(organisation=company.organisation, email=NEW, role=Role.DATA_PROTECTION, by=company)
    assert actions.invite(organisation=local.organisation, email=NEW, role=Role.DATA_PROTECTION, by=local)


def test_abb_invites_an_administrator_only_where_there_is_none(company, abb):
    ask = partial(actions.invite, organisation=company.organisation, email=NEW, by=abb)
    with pytest.raises(NotAllowed):
        ask(role=Role.MANAGER)
    actions.revoke_membership(membership=company, reason="Weg", by=abb)
    with pytest.raises(NotAllowed):
        ask(role=Role.STAFF)
    invitation = ask(role=Role.MANAGER)
    assert actions.accept_invitation(invitation=invitation, user=account(), by=None).role == Role.MANAGER


def test_the_administrator_withdraws_it_on_the_page(company, invitation, client_for):
    client = client_for(company)
    assert NEW in client.get(reverse("accounts:people")).content.decode()
    client.post(reverse("accounts:invitation_withdraw", args=[invitation.pk]))
    invitation.refresh_from_db()
    assert invitation.withdrawn_by == company.user
