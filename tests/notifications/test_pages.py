"""Berichten: what my organisation was told, newest first."""

import pytest
from django.urls import reverse

from notifications.models import Notification
from notifications.outbox import notify
from tests import factories

LIST = reverse("notifications:notification_list")


@pytest.fixture
def notice(local):
    return notify(
        organisation=local.organisation, subject="Nieuw aanbod", body="Kijk het na.", url="/aanbod/"
    )


def opening(notice):
    return reverse("notifications:notification_open", args=[notice.pk])


def test_only_my_organisations_notices_are_listed(notice, local, neighbour, client_for):
    assert "Nieuw aanbod" in client_for(local).get(LIST).content.decode()
    assert "Nieuw aanbod" not in client_for(neighbour).get(LIST).content.decode()


def test_without_notices_the_page_says_so(local, client_for):
    page = client_for(local).get(LIST)
    assert page.status_code == 200
    assert "geen berichten" in page.content.decode().lower()


def test_opening_marks_as_read_and_leads_to_the_page(notice, local, client_for):
    response = client_for(local).post(opening(notice))

    assert response.headers["Location"] == "/aanbod/"
    notice.refresh_from_db()
    assert notice.read_by == local.user
    assert notice.read_at is not None


def test_the_first_reader_counts(notice, local, client_for):
    colleague = factories.MembershipFactory(organisation=local.organisation)
    client_for(local).post(opening(notice))
    client_for(colleague).post(opening(notice))
    notice.refresh_from_db()
    assert notice.read_by == local.user


def test_a_notice_without_a_page_leads_back_to_the_list(local, client_for):
    bare = notify(organisation=local.organisation, subject="Ter info", body="x")
    assert client_for(local).post(opening(bare)).headers["Location"] == LIST


def test_opening_someone_elses_notice_is_not_found_and_marks_nothing(notice, neighbour, client_for):
    assert client_for(neighbour).post(opening(notice)).status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_the_number_in_the_head_is_of_this_hat_and_of_now(notice, local, neighbour, client_for):
    """It comes with the hats, in one statement; that counts what `visible_to` shows."""
    colleague = factories.MembershipFactory(organisation=local.organisation)
    elsewhere = factories.MembershipFactory(organisation=neighbour.organisation, user=local.user)
    notify(organisation=local.organisation, user=colleague.user, subject="Voor u alleen", body="x")
    Notification.objects.create(
        organisation=local.organisation, address="an@example.be", subject="x", body="x"
    )
    counted = {}
    for hat in (local, colleague, neighbour, elsewhere):
        shown = client_for(hat).get(reverse("accounts:organisation")).context["unread_count"]()
        assert shown == Notification.objects.visible_to(hat).unread().count()
        counted[hat] = shown
    assert counted == {local: 1, colleague: 2, neighbour: 0, elsewhere: 0}
    client_for(local).post(opening(notice))
    assert client_for(colleague).get(reverse("accounts:organisation")).context["unread_count"]() == 1


def test_a_link_alone_marks_nothing(notice, local, client_for):
    assert client_for(local).get(opening(notice)).status_code == 405
    assert Notification.objects.unread().count() == 1


def test_the_list_asks_as_few_queries_for_many_as_for_one(local, client_for, django_assert_max_num_queries):
    for number in range(60):
        notify(organisation=local.organisation, subject=f"Bericht {number}", body="x")
    client = client_for(local)
    with django_assert_max_num_queries(8):
        first = client.get(LIST)
    assert first.content.decode().count("Bericht ") == 25
    assert "Bericht 0<" in client.get(LIST, {"pagina": 3}).content.decode()
