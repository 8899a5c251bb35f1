"""For whom a site is, and whether other municipalities may ask for it: the municipality says so, with a trace."""

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from housing import actions
from housing.unit_lines import read_sentence
from tests.factories import SiteFactory, UnitFactory


def test_the_municipality_sets_the_conditions_and_the_page_shows_them(client_for, local):
    site = SiteFactory()
    client = client_for(local)
    url = reverse("housing:site_conditions", args=[site.pk])
    assert "Voor wie is deze locatie?" in client.get(url).content.decode()
    page = client.post(url, {"admits": "women"}, follow=True).content.decode()
    site.refresh_from_db()
    assert (site.admits, site.open_to_others) == ("women", False)
    assert "alleen vrouwen en hun kinderen; alleen voor huishoudens van de eigen gemeente" in page
    assert "Gewijzigd voor wie de locatie is" in page
    event = AuditEvent.objects.get(verb="site.conditions_set")
    assert event.changes == {"admits": ["everyone", "women"], "open_to_others": [True, False]}


def test_setting_what_is_set_already_leaves_no_trace(local, reference):
    site = SiteFactory()
    actions.set_conditions(site=site, admits="everyone", open_to_others=True, by=local)
    assert not AuditEvent.objects.filter(verb="site.conditions_set").exists()


def test_an_unknown_kind_is_refused_at_the_field(client_for, local):
    site = SiteFactory()
    page = client_for(local).post(reverse("housing:site_conditions", args=[site.pk]), {"admits": "men"})
    assert page.status_code == 422
    site.refresh_from_db()
    assert site.admits == "everyone"


@pytest.mark.parametrize(
    ("who", "status"),
    [("local", 200), ("reader", 403), ("neighbour", 404), ("governor", 403), ("company", 404), ("abb", 403)],
)
def test_only_the_local_government_of_the_place_says_for_whom_it_is(client_for, request, who, status):
    hat = request.getfixturevalue(who)
    site = SiteFactory()
    assert client_for(hat).get(reverse("housing:site_conditions", args=[site.pk])).status_code == status


def test_a_unit_with_room_for_a_cot_says_so_where_units_are_shown_and_entered(client_for, local):
    unit = UnitFactory(cot=True)
    text = client_for(local).get(reverse("housing:site_detail", args=[unit.site_id])).content.decode()
    assert "babybed" in text
    (line,) = read_sentence("3 kamers van 2 plaatsen, gelijkvloers en babybed")
    assert (line.cot, line.ground_floor, line.pets_allowed) == (True, True, False)
