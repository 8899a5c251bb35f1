import pytest

from municipalities.lookup import municipalities_for

pytestmark = pytest.mark.usefixtures("reference")


def names(*args):
    return [municipality.name for municipality in municipalities_for(*args)]


def test_a_postcode_finds_its_municipality():
    assert names("9000") == ["Gent"]


@pytest.mark.parametrize("written", [" 9000 ", "B-9000", "BE-9000", "be 9000", "9 000"])
def test_a_postcode_is_understood_as_people_write_it(written):
    assert names(written) == ["Gent"]


@pytest.mark.parametrize("unknown", ["1000", "4000", "75001", "90", "", "Gent", "0000"])
def test_a_postcode_outside_flanders_or_without_sense_finds_nothing(unknown):
    assert names(unknown) == []


def test_a_shared_postcode_is_ambiguous_until_the_municipality_is_named():
    assert names("1804") == ["Vilvoorde", "Zemst"]
    assert names("1804", "zemst") == ["Zemst"]


def test_a_place_that_the_postcode_does_not_know_changes_nothing():
    assert names("1804", "Gent") == ["Vilvoorde", "Zemst"]
    assert names("9000", "Tipfout") == ["Gent"]


def test_a_village_of_a_merged_municipality_finds_the_municipality_of_today():
    assert names("1755", "gooik") == ["Pajottegem"]
    assert names("1755", "PAJOTTEGEM") == ["Pajottegem"]


def test_one_lookup_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        municipalities_for("9000", "Gent")
