"""Searching: what people remember, with typing errors, and right after a name changes."""

import pytest

from accounts.models import Kind
from housing.models import Offer, Site
from housing.search import understand
from tests.factories import OfferFactory, SiteFactory, hat

pytestmark = pytest.mark.django_db


def found(text: str, model: type = Offer) -> set:
    search = understand(text)
    assert search is not None, text
    return set(search.filter(model.objects.all()))


@pytest.fixture
def offers(gent, deinze):
    provider = hat(Kind.COMPANY)
    provider.organisation.name = "Zonnedauw Vastgoed"
    provider.organisation.save()
    return {
        "gent": OfferFactory(street="Kerkstraat", house_number="12", organisation=provider.organisation),
        "deinze": OfferFactory(
            street="Nachtegaaldreef",
            municipality=deinze,
            postal_code="9800",
            source_reference="FED-2022/0451",
        ),
        "accent": OfferFactory(street="Sint-Andréstraat", municipality=deinze, postal_code="9800"),
    }


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("kerkstraat", {"gent"}),
        ("Kerkstrat", {"gent"}),
        ("kekrstraat", {"gent"}),
        ("kerkstr 12", {"gent"}),
        ("KERKSTRAAT 12 gent", {"gent"}),
        ("nachtegaldreef", {"deinze"}),
        ("deinse", {"deinze", "accent"}),
        ("deinz nachtegaal", {"deinze"}),
        ("sint andre", {"accent"}),
        ("andréstraat", {"accent"}),
        ("zonedauw", {"gent"}),
        ("FED-2022/0451", {"deinze"}),
        ("fed-2022/0451", {"deinze"}),
        ("9800", {"deinze", "accent"}),
        ("kerkstraat deinze", set()),
        ("bestaatnergens", set()),
    ],
)
def test_what_one_remembers_is_found_with_typing_errors_too(offers, typed, expected):
    assert found(typed) == {offers[name] for name in expected}


def test_a_village_finds_what_has_its_postcode(offers):
    village = OfferFactory(postal_code="9050", street="Brusselsesteenweg")
    assert found("gentbruge") == {village}


def test_a_short_word_is_taken_as_it_is(offers):
    """One letter makes another town: who asks for Genk does not get Gent."""
    assert offers["gent"] not in found("genk")
    assert offers["gent"] in found("gent")


def test_a_reference_finds_the_one_row_and_what_became_of_it(offers):
    offer = offers["gent"]
    site = SiteFactory(offer=offer)
    for typed in (offer.reference, offer.reference.lower(), f"A{offer.pk}", f" a-{offer.pk} "):
        assert found(typed) == {offer}
        assert found(typed, Site) == {site}
    assert found(site.reference, Site) == {site}
    assert found(site.reference) == {offer}
    assert found("A-987654321") == set()


def test_the_number_of_the_federal_tool_finds_the_site_too(offers):
    site = SiteFactory(offer=offers["deinze"])
    assert found("FED-2022/0451", Site) == {site}


def test_a_renamed_provider_is_found_by_its_new_name_at_once_and_not_by_the_old_one(offers):
    provider = offers["gent"].organisation
    provider.name = "Maneschijn Wonen"
    provider.save()
    assert found("maneschijm") == {offers["gent"]}
    assert found("zonnedauw") == set()


def test_a_renamed_municipality_is_found_by_its_new_name_at_once_and_not_by_the_old_one(offers, deinze):
    deinze.name = "Leiestede"
    deinze.save()
    assert found("leiestde nachtegaaldreef") == {offers["deinze"]}
    type(deinze).objects.filter(pk=deinze.pk).update(name="Bovenleie")
    assert found("bovnleie nachtegaaldreef") == {offers["deinze"]}
    assert found("leiestede") == set()


def test_a_changed_street_is_learnt_without_any_code_of_ours(offers):
    Offer.objects.filter(pk=offers["gent"].pk).update(street="Vlinderstruikpad")
    assert found("vlindrstruikpad") == {offers["gent"]}
    assert found("kerkstraat") == set()


def test_what_is_typed_exactly_comes_before_what_looks_like_it(gent):
    alike = SiteFactory(name="A", street="Kerkstrat")
    exact = SiteFactory(name="B", street="Kerkstraat")
    search = understand("kerkstraat")
    assert search is not None
    assert list(search.best_first(search.filter(Site.objects.order_by("name")))) == [exact, alike]


@pytest.mark.parametrize(
    "typed", ["'", "a' | 'b", "!!!:*", "\\", "%", "<->", "(", "x" * 5000, "é" * 300, "-- ;"]
)
def test_nothing_that_is_typed_breaks_the_search(offers, typed):
    search = understand(typed)
    if search is not None:
        list(search.best_first(search.filter(Offer.objects.order_by("pk"))))


def test_nothing_typed_asks_nothing(db):
    assert understand(" ") is None
    assert understand("!?") is None


def test_many_new_rows_in_one_go_are_learnt_with_one_statement(gent, company, django_assert_num_queries):
    rows = [
        SiteFactory.build(
            organisation=company.organisation, municipality=gent, street=f"Zeldzaamheid{chr(97 + n)}laan"
        )
        for n in range(20)
    ]
    with django_assert_num_queries(1):
        Site.objects.bulk_create(rows)
    assert len(found("zeldzaamheidslan", Site)) >= 1
