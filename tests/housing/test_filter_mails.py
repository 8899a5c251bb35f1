"""A mail about what comes in new in a filter that somebody keeps: how many and a link, no name, and never twice."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import mail_filter
from accounts.models import SavedFilter
from housing.tasks import tell_about_filters
from notifications.models import Notification
from tests.factories import MembershipFactory, OfferFactory, SiteFactory


@pytest.fixture
def hotels(local):
    saved = SavedFilter.objects.create(membership=local, list="sites", name="Hotels", query="soort=hotel")
    mail_filter(saved=saved, every="day", by=local)
    SavedFilter.objects.update(told_until=timezone.now() - timedelta(days=1))
    saved.refresh_from_db()
    return saved


def test_what_came_in_is_told_once_with_its_number_and_without_a_name(local, hotels):
    SiteFactory(kind="hotel", name="Zwaan", opened_at=timezone.now() - timedelta(hours=2))
    SiteFactory(kind="hotel", name="Oud", opened_at=timezone.now() - timedelta(days=9))
    SiteFactory(kind="house", name="Huis", opened_at=timezone.now() - timedelta(hours=2))

    assert tell_about_filters() == 1
    assert tell_about_filters() == 0
    (mail,) = Notification.objects.filter(user=local.user)
    assert mail.subject == "1 nieuwe locatie in uw filter “Hotels”"
    assert "Zwaan" not in mail.body
    assert mail.kind == "filter"
    assert mail.url == reverse("housing:filter_open", args=[hotels.pk])


def test_nothing_new_is_no_mail(hotels):
    tell_about_filters()
    assert not Notification.objects.exists()


def test_only_what_its_owner_sees_counts(hotels, deinze):
    SiteFactory(kind="hotel", municipality=deinze, opened_at=timezone.now() - timedelta(hours=2))
    tell_about_filters()
    assert not Notification.objects.exists()


def test_offers_count_from_the_day_on_which_they_were_submitted(local, hotels):
    SavedFilter.objects.update(list="offers", query="")
    OfferFactory(submitted_at=timezone.now() - timedelta(hours=1))
    tell_about_filters()
    assert Notification.objects.get(user=local.user).subject == "1 nieuw aanbod in uw filter “Hotels”"


def test_whose_right_is_gone_is_told_nothing_and_asked_nothing_more(local, hotels):
    SiteFactory(kind="hotel", opened_at=timezone.now() - timedelta(hours=2))
    MembershipFactory(organisation=local.organisation, role="manager")
    type(local).objects.filter(pk=local.pk).update(ended_at=timezone.now(), ended_by=local.user)
    tell_about_filters()
    hotels.refresh_from_db()
    assert not Notification.objects.exists()
    assert (hotels.mail_every, hotels.told_until) == ("", None)


def test_one_click_on_the_page_behind_the_link_stops_it_and_opening_it_does_not(hotels, client):
    page = reverse("housing:filter_stop", args=[hotels.token()])
    assert "Hotels" in client.get(page).content.decode()
    hotels.refresh_from_db()
    assert hotels.mail_every == "day"

    client.post(page)
    hotels.refresh_from_db()
    assert hotels.mail_every == ""
    assert client.post(page).status_code == 200
    assert client.get(reverse("housing:filter_stop", args=["vals"])).status_code == 410


def test_the_page_of_the_filter_asks_for_the_mail(local, hotels, client_for):
    client = client_for(local)
    page = reverse("housing:filter_edit", args=[hotels.pk])
    client.post(page, {"name": "Hotels", "every": "week"})
    hotels.refresh_from_db()
    assert hotels.mail_every == "week"
    assert (
        client.get(reverse("housing:filter_open", args=[hotels.pk]))
        .headers["Location"]
        .endswith("?soort=hotel")
    )


def test_a_filter_that_was_wiped_can_be_put_back_from_the_next_page(local, hotels, client_for):
    client = client_for(local)
    client.post(reverse("housing:filter_delete", args=[hotels.pk]))
    assert "Filter “Hotels” terugzetten" in client.get(reverse("housing:site_list")).content.decode()
    assert "terugzetten" not in client.get(reverse("housing:site_list")).content.decode()
    client.post(reverse("housing:filter_save"), {"list": "sites", "name": "Hotels", "query": "soort=hotel"})
    assert SavedFilter.objects.get().query == "soort=hotel"
