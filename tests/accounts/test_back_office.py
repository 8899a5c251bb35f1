"""Rights in the back office: lists that answer questions, and ABB's verbs with a reason."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import Invitation, Membership
from audit.models import AuditEvent
from tests.factories import MembershipFactory

TODAY = timezone.localdate()
MEMBERSHIPS = reverse("admin:accounts_membership_changelist")
ORGANISATIONS = reverse("admin:accounts_organisation_changelist")


def verb(name, thing):
    return reverse(f"admin:accounts_{name}", args=[thing.pk])


def listed(client, url, **query):
    return set(client.get(url, query).context["cl"].result_list)


def test_abb_ends_a_right_with_a_reason_that_the_history_keeps(abb, company, client_for):
    client = client_for(abb)
    page = client.get(verb("membership_change", company)).content.decode()
    url = verb("membership_revoke_delete", company)
    assert url in page
    assert client.post(url, {"reason": ""}).status_code == 200
    company.refresh_from_db()
    assert company.ended_at is None
    client.post(url, {"reason": "Organisatie stopte"})
    company.refresh_from_db()
    assert company.ended_by == abb.user
    assert url not in client.get(verb("membership_change", company)).content.decode()
    assert "Toegang beëindigd" in client.get(verb("membership_history", company)).content.decode()
    assert client.get(url).status_code == 302, "once is enough"


def test_abb_switches_a_user_off_and_on(abb, company, client_for):
    client, url = client_for(abb), verb("user_access_delete", company.user)
    assert "Uitschakelen" in client.get(verb("user_change", company.user)).content.decode()
    client.post(url, {"reason": "Fraude"})
    company.user.refresh_from_db()
    assert not company.user.is_active and not Membership.objects.filter(user=company.user, ended_at=None)
    client.post(url, {"reason": "Vergissing"})
    company.user.refresh_from_db()
    assert company.user.is_active
    steps = AuditEvent.objects.about(company.user).values_list("verb", "changes")
    assert list(steps) == [
        ("user.enabled", {"reason": "Vergissing"}),
        ("user.disabled", {"reason": "Fraude"}),
    ]


@pytest.mark.parametrize("who", ["vlot", "facility", "reader of abb"])
def test_others_in_the_back_office_look_and_end_nothing(abb, company, client_for, request, who):
    if who == "reader of abb":
        by = MembershipFactory(organisation=abb.organisation, role="reader", user__is_staff=True)
    else:
        by = request.getfixturevalue(who)
    client = client_for(by)
    assert client.get(verb("membership_change", company)).status_code == 200
    for url in (verb("membership_revoke_delete", company), verb("user_access_delete", company.user)):
        assert url not in client.get(verb("membership_change", company)).content.decode()
        assert client.post(url, {"reason": "x"}).status_code == 403


def test_abb_invites_an_administrator_where_there_is_none(abb, company, client_for):
    client, url = client_for(abb), verb("organisation_manager_add", company.organisation)
    assert client.get(url).status_code == 403
    MembershipFactory(organisation=company.organisation, role="staff")
    actions.revoke_membership(membership=company, reason="Weg", by=abb)
    assert listed(client, ORGANISATIONS, beheerder="zonder") == {company.organisation}
    client.post(url, {"email": "opvolger@proef.example"})
    assert Invitation.objects.get().role == "manager"


def test_the_list_of_rights_answers_who_works_who_stops_and_who_never_comes(abb, company, client_for):
    colleagues = {
        name: MembershipFactory(organisation=company.organisation, role="staff", **fields)
        for name, fields in {
            "works": {},
            "asked": {"lapses_on": TODAY + timedelta(days=9)},
            "over": {"ends_on": TODAY + timedelta(days=1)},
            "unused": {"last_used_on": TODAY - timedelta(days=91)},
        }.items()
    }
    over = colleagues["over"]
    Membership.objects.filter(pk=over.pk).update(started_at=timezone.now() - timedelta(days=9), ends_on=TODAY)
    client = client_for(abb)
    ended = actions.end_membership(
        membership=MembershipFactory(organisation=company.organisation), by=company
    )

    assert listed(client, MEMBERSHIPS, toestand="te-bevestigen") == {colleagues["asked"]}
    assert listed(client, MEMBERSHIPS, toestand="voorbij") == {over}
    assert listed(client, MEMBERSHIPS, toestand="ongebruikt") == {colleagues["unused"]}
    assert listed(client, MEMBERSHIPS, toestand="beeindigd") == {ended}
    assert over not in listed(client, MEMBERSHIPS, toestand="werkt")


@pytest.mark.parametrize("url", [MEMBERSHIPS, ORGANISATIONS, reverse("admin:accounts_user_changelist")])
def test_a_list_costs_the_same_with_more_rows(abb, company, client_for, django_assert_max_num_queries, url):
    client = client_for(abb)

    def cost():
        with django_assert_max_num_queries(30) as asked:
            client.get(url)
        return len(asked)

    before = cost()
    for _ in range(4):
        MembershipFactory(started_by=company.user)
    assert cost() == before
