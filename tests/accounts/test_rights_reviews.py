"""Once a year an organisation confirms who still needs access; who is not confirmed stops on a day known before."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import Membership, RightsReview
from accounts.tasks import start_rights_reviews
from audit.models import AuditEvent
from notifications.actions import tell_about_rights_reviews
from notifications.models import Notification
from tests.factories import MembershipFactory

Role = Membership.Role
TODAY = timezone.localdate()
CONFIRM = reverse("accounts:rights_confirm")
HOME_TASK = "Rechten om te bevestigen"


@pytest.fixture
def colleagues(company):
    """Two who were confirmed a year ago and one who came last week."""
    old = [MembershipFactory(organisation=company.organisation, role=Role.STAFF) for _ in range(2)]
    Membership.objects.filter(pk__in=[one.pk for one in old]).update(confirmed_on=TODAY - timedelta(days=365))
    return [*old, MembershipFactory(organisation=company.organisation, role=Role.READER)]


@pytest.fixture
def review(company, colleagues):
    [review] = actions.start_rights_reviews(on=TODAY)
    return review


def day(days):
    return time_machine.travel(timezone.now() + timedelta(days=days))


def at_work(membership):
    return membership in Membership.objects.open()


def test_nothing_is_asked_before_the_term(company, colleagues):
    assert actions.start_rights_reviews(on=TODAY - timedelta(days=1)) == []


def test_asking_gives_everybody_but_the_administrator_a_day_and_asking_again_finds_nothing(
    company, colleagues, review
):
    assert start_rights_reviews() == 0
    assert set(
        Membership.objects.filter(organisation=company.organisation).values_list("role", "lapses_on")
    ) == {
        ("manager", None),
        ("staff", TODAY + timedelta(days=30)),
        ("reader", TODAY + timedelta(days=30)),
    }
    for one in colleagues:
        assert AuditEvent.objects.about(one).get(verb="membership.confirmation_asked").user_name == "Systeem"


def test_a_dry_run_says_what_would_be_and_writes_nothing(company, colleagues):
    said = StringIO()
    call_command("review_rights", "--dry-run", stdout=said)
    assert company.organisation.name in said.getvalue() and "niets gewijzigd" in said.getvalue()
    assert not RightsReview.objects.exists()
    assert not Membership.objects.filter(lapses_on__isnull=False).exists()


def test_who_is_not_confirmed_stops_on_the_day_and_the_administrator_does_not(company, colleagues, review):
    with day(29):
        assert all(at_work(one) for one in colleagues)
    with day(30):
        assert not any(at_work(one) for one in colleagues)
        assert at_work(company)


def test_another_grace_in_the_settings_cuts_nobody_off(company, colleagues, review, settings):
    settings.RIGHTS_GRACE_DAYS = 1
    with day(20):
        assert all(at_work(one) for one in colleagues)


def test_the_administrator_says_of_each_and_the_list_is_confirmed(company, colleagues, review, client_for):
    first, second, third = colleagues
    client = client_for(company)
    assert HOME_TASK in client.get(reverse("home")).content.decode()
    assert client.post(CONFIRM, {f"person-{first.pk}": "keep"}).status_code == 422, "of everybody"
    answers = {
        f"person-{first.pk}": "keep",
        f"person-{second.pk}": "stop",
        f"person-{third.pk}": "keep",
    }
    assert client.post(CONFIRM, answers).headers["Location"] == reverse("accounts:people")

    review.refresh_from_db()
    assert review.confirmed_by == company.user
    with day(40):
        assert [at_work(one) for one in colleagues] == [True, False, True]
    text = client.get(reverse("accounts:people")).content.decode()
    assert "3 behouden, 1 beëindigd" in text and "laatst bevestigd op" in text
    assert HOME_TASK not in client.get(reverse("home")).content.decode()
    assert actions.start_rights_reviews(on=TODAY + timedelta(days=364)) == []
    assert len(actions.start_rights_reviews(on=TODAY + timedelta(days=365))) == 1


def test_a_colleague_confirms_nothing(colleagues, review, client_for):
    client = client_for(colleagues[0])
    assert client.get(CONFIRM).status_code == client.post(CONFIRM).status_code == 403


def test_confirming_late_lets_people_work_again(company, colleagues, review):
    with day(45):
        actions.confirm_rights(review=review, keep=colleagues, stop=[], by=company)
        assert all(at_work(one) for one in colleagues)


def test_a_list_about_which_not_everything_is_said_and_one_that_is_confirmed_are_refused(
    company, colleagues, review
):
    with pytest.raises(actions.Undecided):
        actions.confirm_rights(review=review, keep=colleagues[:1], stop=[], by=company)
    actions.confirm_rights(review=review, keep=colleagues, stop=[], by=company)
    with pytest.raises(actions.ReviewClosed):
        actions.confirm_rights(review=review, keep=colleagues, stop=[], by=company)


def test_each_mail_goes_once_to_the_administrator_and_to_abb_when_there_is_none(
    company, colleagues, review, abb
):
    def told(days):
        tell_about_rights_reviews(on=TODAY + timedelta(days=days))
        tell_about_rights_reviews(on=TODAY + timedelta(days=days))
        return Notification.objects.latest("pk").subject

    assert told(0).startswith("Bevestig wie nog voor")
    assert told(23).startswith("Herinnering")
    actions.revoke_membership(membership=company, reason="Weg", by=abb)
    assert told(30).startswith("Toegang gestopt")
    assert list(Notification.objects.order_by("pk").values_list("user", "organisation")) == [
        (company.user.pk, company.organisation.pk),
        (company.user.pk, company.organisation.pk),
        (None, abb.organisation.pk),
    ]
    assert "heeft geen lokale beheerder" in Notification.objects.latest("pk").body


def test_who_becomes_administrator_meanwhile_does_not_lapse(company, colleagues, review):
    actions.change_role(membership=colleagues[0], role=Role.MANAGER, by=company)
    with day(60):
        assert at_work(colleagues[0])
