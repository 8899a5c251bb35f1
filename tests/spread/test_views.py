import re

import pytest

from accounts.models import Kind
from municipalities.models import Municipality
from municipalities.reference import load_reference_data
from spread import actions
from spread.models import IndicatorSnapshot, Level
from tests.spread.builders import TODAY, hat, site

pytestmark = pytest.mark.django_db
OVERVIEW = "/spreiding/"

# What every page costs before it begins: session, user, hats, activity of the session, unread messages.
FURNITURE = re.compile(
    r'^(SAVEPOINT|RELEASE|BEGIN|COMMIT)|(FROM|UPDATE|INTO) "'
    r'(django_session|usersessions_usersession|accounts_user|accounts_membership|notifications_notification|auth_permission)"'
)


def own_queries(captured):
    """The queries of the page itself."""
    return [query["sql"] for query in captured.captured_queries if not FURNITURE.search(query["sql"])]


@pytest.fixture
def computed(towns):
    for number, municipality in enumerate(towns, 1):
        site(municipality, 40 * number)
    actions.recompute(on=TODAY)
    return towns


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def names_in_order(response):
    return re.findall(r'<th scope="row"><a href="/spreiding/\d+/">([^<]+)</a>', response.content.decode())


@pytest.mark.parametrize("kind", [Kind.FACILITY, Kind.VLOT, Kind.ABB])
def test_flemish_services_see_the_whole_table(computed, sign_in, kind):
    response = sign_in(hat(kind)).get(OVERVIEW)
    assert response.status_code == 200
    assert len(names_in_order(response)) == 6


@pytest.mark.parametrize("kind", [Kind.COMPANY, Kind.ASSOCIATION])
def test_providers_see_no_spread(computed, sign_in, kind):
    client = sign_in(hat(kind))
    assert client.get(OVERVIEW).status_code == 403
    assert client.get(f"{OVERVIEW}44021/").status_code == 403
    assert not IndicatorSnapshot.objects.visible_to(hat(kind)).exists()


def test_nobody_else_sees_it_either(client, computed):
    assert client.get(OVERVIEW).status_code == 302
    assert not IndicatorSnapshot.objects.visible_to(None).exists()


def test_a_municipality_sees_all_of_flanders_and_itself_on_top(computed, sign_in, officer):
    response = sign_in(officer).get(OVERVIEW)
    page = text_of(response)
    assert len(names_in_order(response)) == 6
    assert "Uw gemeente: Gent" in page
    assert page.index("Uw gemeente: Gent") < page.index("<table")
    assert "Gent heeft 40 plaatsen" in page


def test_a_governor_sees_the_municipalities_of_his_province(computed, sign_in, gent):
    client = sign_in(hat(Kind.GOVERNOR, province=gent.province))
    response = client.get(OVERVIEW)
    assert names_in_order(response) == ["Deinze", "Gent"]
    assert "31005" not in response.content.decode().partition("<table")[2]
    assert client.get(f"{OVERVIEW}44021/").status_code == 200
    assert client.get(f"{OVERVIEW}31005/").status_code == 404


def test_the_page_says_that_it_is_our_indicator_and_what_is_missing(computed, sign_in, officer):
    page = text_of(sign_in(officer).get(OVERVIEW))
    assert (
        "Eigen indicator op basis van de gepubliceerde coëfficiënten van het Belgische spreidingsplan 2016"
        in page
    )
    assert "geen beleidsnorm" in page
    assert "Het gewicht van 15 % is naar verhouding verdeeld" in page
    assert "Cijfers van 23/11/2026" in page


@pytest.mark.parametrize(
    ("sort", "first", "last"),
    [
        ("", "Brugge", "Oostende"),
        ("-naam", "Oostende", "Brugge"),
        ("plaatsen", "Gent", "Herstappe"),
        ("-plaatsen", "Herstappe", "Gent"),
        ("verschil", "Gent", "Herstappe"),
        ("-doel", "Gent", "Herstappe"),
        ("verhouding", "Gent", "Herstappe"),  # a target of 0 has no ratio: last
        ("per-1000", "Gent", "Herstappe"),
        ("onzin", "Brugge", "Oostende"),
    ],
)
def test_each_column_sorts_through_the_address(computed, sign_in, officer, sort, first, last):
    names = names_in_order(sign_in(officer).get(OVERVIEW, {"sorteer": sort}))
    assert (names[0], names[-1]) == (first, last)


def test_sorting_by_an_unknown_value_puts_it_last_both_ways(computed, sign_in, officer):
    for sort in ("verhouding", "-verhouding"):
        assert names_in_order(sign_in(officer).get(OVERVIEW, {"sorteer": sort}))[-1] == "Herstappe"


def test_the_filter_feeds_the_table_and_the_map(computed, sign_in, officer):
    province = computed[2].province
    response = sign_in(officer).get(OVERVIEW, {"provincie": province.pk})
    assert names_in_order(response) == ["Brugge", "Knokke-Heist", "Oostende"]
    shapes = {shape.nis_code for shape in response.context["map"].shapes}
    assert shapes == {"31005", "31043", "35013"}


def test_a_filter_on_region_and_class(computed, sign_in, officer):
    client = sign_in(officer)
    region = computed[2].reference_region
    assert names_in_order(client.get(OVERVIEW, {"regio": region.pk})) == ["Brugge", "Knokke-Heist"]
    response = client.get(OVERVIEW, {"klasse": "low"})
    assert names_in_order(response) == ["Brugge", "Gent"]
    labels = {shape.nis_code: shape.area.label for shape in response.context["map"].shapes}
    assert labels["44083"] == "Deinze: buiten deze selectie"
    assert labels["44021"].startswith("Gent: 40 plaatsen, doel ")
    assert "Geen gemeente past bij deze filter." in text_of(client.get(OVERVIEW, {"klasse": "none"}))


@pytest.mark.parametrize(
    ("level", "names"),
    [
        ("provincies", {"Oost-Vlaanderen", "West-Vlaanderen", "Limburg"}),
        ("referentieregios", {"Regio Gent", "Regio Brugge", "Oostende", "Limburg"}),
    ],
)
def test_the_table_goes_by_province_and_region_too(computed, sign_in, officer, level, names):
    response = sign_in(officer).get(OVERVIEW, {"niveau": level, "sorteer": "-plaatsen"})
    assert set(re.findall(r'<tr> <th scope="row">([^<]+)</th>', text_of(response))) == names | {"Vlaanderen"}
    assert len(response.context["map"].shapes) == 6


def test_a_municipality_page_explains_its_number(computed, sign_in, officer):
    page = text_of(sign_in(officer).get(f"{OVERVIEW}31005/"))
    row = IndicatorSnapshot.objects.get(municipality=computed[2])
    assert "Spreiding in Brugge" in page
    assert f"Het doel voor Brugge is {row.target} plaatsen" in page
    assert "Brugge telt 119.000 van de 540.080 inwoners" in page
    assert "Proefbron (01/01/2025)" in page
    assert "Tellingen van dit portaal (23/11/2026)" in page
    assert "numac 2016000341" in page


def test_the_code_of_before_a_merger_leads_to_the_successor(computed, sign_in, officer):
    Municipality.objects.create(
        nis_code="44049",
        name="Nevele",
        province=computed[1].province,
        merged_into=computed[1],
        merged_on=TODAY,
    )
    response = sign_in(officer).get(f"{OVERVIEW}44049/")
    assert (response.status_code, response.url) == (302, f"{OVERVIEW}44083/")


def test_a_code_that_does_not_exist_is_not_found(computed, sign_in, officer):
    assert sign_in(officer).get(f"{OVERVIEW}99999/").status_code == 404


def test_before_the_first_computation_the_pages_say_so(towns, sign_in, officer):
    client = sign_in(officer)
    assert "Er zijn nog geen cijfers." in text_of(client.get(OVERVIEW))
    assert client.get(f"{OVERVIEW}44021/").status_code == 404


def test_the_pages_of_all_285_take_the_queries_of_a_few(key, sign_in, django_assert_max_num_queries):
    load_reference_data()
    assert actions.recompute(on=TODAY) == 285 + 15 + 5 + 1
    gent = Municipality.objects.get(nis_code="44021")
    client = sign_in(hat(Kind.LOCAL_AUTHORITY, municipality=gent))
    for address, most in (
        (OVERVIEW, 9),
        (f"{OVERVIEW}?niveau=provincies", 6),
        (f"{OVERVIEW}44021/", 2),
    ):
        with django_assert_max_num_queries(100) as captured:
            assert client.get(address).status_code == 200
        assert len(own_queries(captured)) <= most, own_queries(captured)
    assert IndicatorSnapshot.objects.current().of(Level.MUNICIPALITY).count() == 285
