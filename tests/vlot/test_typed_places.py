"""The site and the offer that a call is about are typed, as a municipality is: no list of all that a town has."""

import pytest
from django.urls import reverse

from tests.factories import OfferFactory, SiteFactory
from tests.vlot.test_views import ADD, text_of, typed
from vlot.models import Intervention

pytestmark = pytest.mark.usefixtures("vlot")


@pytest.fixture
def hall(gent):
    SiteFactory(municipality=gent, name="Hoeve Terloo", street="Dorp")
    return SiteFactory(municipality=gent, name="Sporthal Bourgoyen (achter)", street="Driepikkelstraat")


@pytest.mark.parametrize(
    "words",
    ["Sporthal Bourgoyen (achter)", "bourgoyen", "bourgoyn", "Driepikkel", "{ref}", "x ({ref})", "l{pk}"],
)
def test_a_site_is_found_by_its_name_a_part_a_typing_error_its_street_or_its_number(
    client_for, local, hall, words
):
    said = words.format(ref=hall.reference, pk=hall.pk)
    assert client_for(local).post(ADD, typed(site=said)).status_code == 302
    assert Intervention.objects.get().site == hall


def test_a_whole_name_means_the_one_that_is_called_so_alone(client_for, local, gent):
    called = SiteFactory(municipality=gent, name="Hoeve")
    SiteFactory(municipality=gent, name="Hoeve Terloo")
    client_for(local).post(ADD, typed(site="hoeve"))
    assert Intervention.objects.get().site == called


def test_what_means_nothing_or_too_much_is_explained_at_the_field_and_stays(client_for, local, leuven, gent):
    there = SiteFactory(municipality=leuven, name="Sporthal Heverlee")
    one, other = (SiteFactory(municipality=gent, name=f"Hoeve {name}") for name in ("Terloo", "Heiende"))
    for said, sentence in (
        ("hoeve", f"kan meer dan één locatie zijn: {other} ({other.reference}) of {one} ({one.reference})."),
        (there.name, "We vinden geen locatie “Sporthal Heverlee”."),
        (there.reference, f"We vinden geen locatie “{there.reference}”."),
        ("()", "We vinden geen locatie “()”."),
        (f"{one.pk}999999", "We vinden geen locatie"),
    ):
        response = client_for(local).post(ADD, typed(site=said))
        page = text_of(response)
        assert response.status_code == 422 and sentence in page, said
        assert f'value="{said}"' in page and "Buren klagen over lawaai." in page
    assert not Intervention.objects.exists()


def test_an_offer_is_typed_too_and_only_what_one_sees_is_found(client_for, local, gent, leuven):
    offer = OfferFactory(municipality=gent, title="Klooster", street="Sint-Pietersplein", house_number="9")
    OfferFactory(municipality=gent, title="Klooster in ontwerp", draft=True)
    client = client_for(local)
    assert client.post(ADD, typed(offer="klooster")).status_code == 302
    assert Intervention.objects.get().offer == offer
    elsewhere = OfferFactory(municipality=leuven, title="Abdij")
    assert client.post(ADD, typed(offer=elsewhere.reference)).status_code == 422


def test_the_browser_proposes_the_first_of_ones_own_town_and_no_more_than_that(
    client_for, local, gent, leuven, monkeypatch
):
    monkeypatch.setattr("housing.forms.place_field.MOST_PROPOSED", 2)
    own = [SiteFactory(municipality=gent, name=name) for name in ("Abdij", "Burcht", "Citadel")]
    SiteFactory(municipality=leuven, name="Aula")
    page = text_of(client_for(local).get(ADD))
    assert 'list="id_site_namen"' in page
    assert [f'<option value="{site} ({site.reference})">' in page for site in own] == [True, True, False]
    assert "Aula" not in page and "id_offer_namen" not in page


def test_vlot_types_which_site_a_call_is_about_and_what_was_linked_stands_there(
    client_for, vlot, ask, hall, leuven
):
    call, client = ask(), client_for(vlot)
    url = reverse("vlot:intervention_link", args=[call.pk])
    assert client.post(url, {"site": "bourgoyen"}).status_code == 302
    call.refresh_from_db()
    assert call.site == hall
    assert f'value="{hall.name} ({hall.reference})"' in text_of(client.get(url))
    wrong = client.post(url, {"site": SiteFactory(municipality=leuven).reference})
    assert wrong.status_code == 422
    assert client.post(url, {"site": ""}).status_code == 302
    call.refresh_from_db()
    assert call.site is None
