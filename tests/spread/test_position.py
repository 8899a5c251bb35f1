"""Municipalities beside comparable ones, and governors with their province."""

from datetime import timedelta

import pytest

from accounts.models import Kind
from municipalities.models import Municipality
from municipalities.reference import load_reference_data
from spread import actions
from spread.models import IndicatorSnapshot, RatioClass
from spread.position import expected, size_class, size_words, standing
from tests.spread.builders import TODAY, hat, site, statistic, town
from tests.spread.test_views import own_queries, text_of

pytestmark = pytest.mark.django_db
GENT, BRUGGE = "/spreiding/44021/vergelijk/", "/spreiding/31005/vergelijk/"
EAST, WEST = "/spreiding/provincie/40000/", "/spreiding/provincie/30000/"


@pytest.fixture
def computed(towns):
    site(towns[0], 40)
    site(towns[1], 20)
    actions.recompute(on=TODAY - timedelta(days=8))
    site(towns[0], 100)
    actions.recompute(on=TODAY)
    return towns


def test_a_municipality_sees_its_rank_in_both_groups_and_what_is_expected(computed, sign_in, officer):
    page = text_of(sign_in(officer).get(GENT))
    assert "In dezelfde referentieregio: Regio Gent" in page
    assert "Met 0,52 plaatsen per 1.000 inwoners staat Gent op plaats 1 van 2" in page
    assert "Even groot: 100.000 inwoners of meer" in page
    assert "Gent op plaats 1 van 2 (1 heeft de meeste). De middelste heeft er 0,26" in page  # beside Brugge
    assert "Wat wordt verwacht?" in page
    assert "geen beleidsnorm" in page
    assert "Sinds 15/11/2026 (7 dagen): +100 plaatsen, van 40 naar 140" in page


def test_a_governor_compares_within_his_province(computed, sign_in):
    client = sign_in(hat(Kind.GOVERNOR, province=computed[0].province))
    page = text_of(client.get(GENT))
    assert "U ziet alleen gemeenten van uw provincie." in page
    assert "Brugge" not in page
    assert client.get(BRUGGE).status_code == 404


def test_a_governor_sees_his_province_and_no_other(computed, sign_in):
    client = sign_in(hat(Kind.GOVERNOR, province=computed[0].province))
    assert "Uw provincie" in text_of(client.get("/spreiding/"))
    page = text_of(client.get(EAST))
    assert "Spreiding in Oost-Vlaanderen" in page
    assert "Regio Gent" in page
    assert page.index(">Deinze</a>") < page.index(">Gent</a>") or "Gent" in page
    assert client.get(WEST).status_code == 404
    assert client.get("/spreiding/provincie/99999/").status_code == 404


def test_others_see_each_province_and_providers_none(computed, sign_in, officer):
    assert sign_in(officer).get(WEST).status_code == 200
    for kind in (Kind.COMPANY, Kind.ASSOCIATION):
        client = sign_in(hat(kind))
        assert {client.get(page).status_code for page in (GENT, EAST)} == {403}


def row(**fields):
    return IndicatorSnapshot(
        **{"places": 0, "target": 100, "gap": -100, "ratio_class": RatioClass.LOW, "exempt": False} | fields
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"places": 30, "gap": -70},
            "Met 50 plaatsen erbij haalt de gemeente 80 % van het doel; met 70 plaatsen",
        ),
        ({"places": 100, "gap": 0, "ratio_class": RatioClass.NEAR}, "zit bij haar doel"),
        (
            {"places": 200, "gap": 100, "ratio_class": RatioClass.VERY_HIGH},
            "heeft 100 plaatsen meer dan haar doel",
        ),
        ({"target": 1, "gap": -1, "ratio_class": RatioClass.SMALL}, "Het doel is 1 plaats:"),
        ({"target": None, "gap": None, "ratio_class": RatioClass.NONE}, "Zonder inwonertal"),
        ({"exempt": True}, "de gemeente is vrijgesteld"),
    ],
)
def test_what_is_expected_follows_from_the_class(fields, sentence):
    assert sentence in " ".join(expected(row(**fields)))


def test_classes_of_population_meet_without_overlap():
    assert [size_class(people) for people in (0, 9_999, 10_000, 19_999, 20_000, 99_999, 100_000, None)] == [
        0, 0, 1, 1, 2, 3, 4, None,
    ]  # fmt: skip
    assert size_words(0) == "minder dan 10.000 inwoners"
    assert size_words(1) == "10.000 tot 20.000 inwoners"


def test_who_has_as_many_shares_the_rank_and_who_is_alone_has_none():
    group = [row(per_1000=value) for value in (3, 2, 2, None)]
    assert [standing(one, group).rank for one in group[:3]] == [1, 2, 2]
    assert standing(group[3], group) is None
    assert standing(group[0], group[:1]) is None


def test_a_municipality_without_population_has_no_class(computed, sign_in, officer):
    unknown = town("44034", population=None, name="Lochristi")
    statistic(unknown, "income_per_inhabitant", 1, period=TODAY)
    actions.recompute(on=TODAY)
    page = text_of(sign_in(officer).get("/spreiding/44034/vergelijk/"))
    assert "Zonder inwonertal is er geen doel" in page
    assert "Even groot" not in page


def test_the_pages_of_all_285_take_a_fixed_number_of_queries(key, sign_in, django_assert_max_num_queries):
    load_reference_data()
    actions.recompute(on=TODAY)
    client = sign_in(hat(Kind.LOCAL_AUTHORITY, municipality=Municipality.objects.get(nis_code="44021")))
    for address in (GENT, EAST):
        with django_assert_max_num_queries(100) as captured:
            assert client.get(address).status_code == 200
        assert len(own_queries(captured)) <= 3, own_queries(captured)
