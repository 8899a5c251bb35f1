"""The page "Hoe zeker is dit doel?" of the back office."""

import pytest
from django.urls import reverse

from municipalities.models import Municipality
from municipalities.reference import load_reference_data
from spread import actions
from spread.models import IndicatorSnapshot
from tests.spread.builders import TODAY, site, town
from tests.spread.test_views import own_queries, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def computed(towns):
    for number, municipality in enumerate(towns, 1):
        site(municipality, 40 * number)
    actions.recompute(on=TODAY)
    return towns


def certainty_page(municipality):
    row = IndicatorSnapshot.objects.get(municipality=municipality, key__leading=True)
    return reverse("admin:spread_indicatorsnapshot_certainty", args=[row.pk])


def test_the_page_says_what_other_weights_and_missing_figures_make_of_the_target(
    computed, gent, sign_in, official
):
    response = sign_in(official).get(certainty_page(gent))
    page, found = text_of(response), response.context["found"]
    row = IndicatorSnapshot.objects.get(municipality=gent, key__leading=True)
    assert found.target == row.target
    assert "Hoe zeker is het doel van Gent?" in page
    assert f"negen op de tien van {found.band.low} tot en met {found.band.high} plaatsen" in page
    assert [step.term.name for step in found.moved] == [
        "Inwoners",
        "Ruimte voor plaatsen",
        "Netto belastbaar inkomen",
    ]
    assert [gap.name for gap in found.gaps] == ["Ruimte bij het leefloon"]
    assert "geen beleidsnorm" in page


def test_the_explanation_leads_to_it(computed, gent, sign_in, official):
    row = IndicatorSnapshot.objects.get(municipality=gent, key__leading=True)
    page = text_of(sign_in(official).get(reverse("admin:spread_indicatorsnapshot_change", args=[row.pk])))
    assert f'href="{certainty_page(gent)}"' in page


def test_a_municipality_without_inhabitants_has_no_target_to_be_certain_of(towns, sign_in, official):
    unknown = town("44999", population=None, name="Nergens")
    site(towns[0], 40)
    actions.recompute(on=TODAY)
    assert "Het inwonertal van Nergens ontbreekt." in text_of(sign_in(official).get(certainty_page(unknown)))


def test_only_the_back_office_opens_it_and_nobody_posts_to_it(
    computed, gent, client, officer, sign_in, official
):
    assert sign_in(officer).get(certainty_page(gent)).status_code == 302
    assert sign_in(official).post(certainty_page(gent)).status_code == 405
    unknown = reverse("admin:spread_indicatorsnapshot_certainty", args=[999_999_999])
    assert sign_in(official).get(unknown).status_code == 404


def test_for_the_285_it_takes_at_most_5_queries_of_its_own(
    key, sign_in, official, django_assert_max_num_queries
):
    load_reference_data()
    for municipality in Municipality.objects.current()[:40]:
        site(municipality, 5)
    actions.recompute(on=TODAY)
    gent = Municipality.objects.get(nis_code="44021")
    client, address = sign_in(official), certainty_page(gent)
    with django_assert_max_num_queries(100) as captured:
        response = client.get(address)
    assert response.status_code == 200
    assert len(own_queries(captured)) <= 5, own_queries(captured)
