import json
import re
from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Kind
from municipalities.models import Municipality
from municipalities.reference import load_reference_data
from spread import actions
from spread.models import IndicatorSnapshot, SpreadKey
from tests.spread.builders import TODAY, hat, site
from tests.spread.test_views import own_queries, text_of

pytestmark = pytest.mark.django_db
NEXT_DAY = date(2026, 11, 24)


@pytest.fixture
def computed(towns):
    for number, municipality in enumerate(towns, 1):
        site(municipality, 40 * number)
    actions.recompute(on=TODAY)
    return towns


def table():
    return reverse("admin:spread_indicatorsnapshot_changelist")


def towns_in(response):
    return re.findall(r'field-municipality[^>]*><a href="[^"]+">([^<]+)</a>', response.content.decode())


def test_the_table_and_the_map_show_the_newest_figures_of_each_municipality(computed, sign_in, official):
    actions.recompute(on=NEXT_DAY)
    response = sign_in(official).get(table())
    page = text_of(response)
    assert towns_in(response) == ["Brugge", "Deinze", "Gent", "Herstappe", "Knokke-Heist", "Oostende"]
    for heading in ("plaatsen", "bezet", "per 1.000 inwoners", "doel", "verschil"):
        assert heading in page.lower()
    assert len(response.context["map"].shapes) == 6
    assert "geen beleidsnorm" in page
    assert "Cijfers van 24/11/2026" in page


def test_every_column_sorts_and_every_filter_feeds_the_map(computed, sign_in, official):
    client = sign_in(official)
    for heading, first in (("Plaatsen", "Gent"), ("Doel", "Herstappe"), ("Verschil", "Gent")):
        link = re.search(rf'<a href="(\?o=[\d.-]+)">{heading}</a>', text_of(client.get(table())))
        assert towns_in(client.get(table() + link[1]))[0] == first
    response = client.get(table(), {"province__id__exact": computed[2].province.pk})
    assert towns_in(response) == ["Brugge", "Knokke-Heist", "Oostende"]
    coloured = {shape.nis_code for shape in response.context["map"].shapes if shape.area.href}
    assert coloured == {"31005", "31043", "35013"}
    region = client.get(table(), {"reference_region__id__exact": computed[4].reference_region.pk})
    assert towns_in(region) == ["Oostende"]
    assert towns_in(client.get(table(), {"ratio_class__exact": "low"})) == ["Brugge", "Gent"]


def test_clicking_a_municipality_explains_it_factor_by_factor(computed, sign_in, official):
    client = sign_in(official)
    row = IndicatorSnapshot.objects.get(municipality=computed[0])
    shape = next(shape for shape in client.get(table()).context["map"].shapes if shape.nis_code == "44021")
    assert shape.area.href == reverse("admin:spread_indicatorsnapshot_change", args=[row.pk])
    page = text_of(client.get(shape.area.href))
    assert "Spreiding in Gent" in page
    assert "Gent telt 270.000 van de 540.080 inwoners" in page
    assert "Dit cijfer ontbreekt voor (bijna) alle gemeenten." in page
    assert 'name="_save"' not in page


def test_the_explanation_of_an_older_day_is_not_in_the_list(computed, sign_in, official):
    old = IndicatorSnapshot.objects.get(municipality=computed[0])
    actions.recompute(on=NEXT_DAY)
    response = sign_in(official).get(reverse("admin:spread_indicatorsnapshot_change", args=[old.pk]))
    assert response.status_code == 302


def test_before_the_first_computation_the_table_says_so(towns, sign_in, official):
    assert "Er zijn nog geen cijfers." in text_of(sign_in(official).get(table()))


def test_figures_are_only_looked_at(computed, sign_in, official):
    client = sign_in(official)
    row = IndicatorSnapshot.objects.get(municipality=computed[0])
    assert client.get(reverse("admin:spread_indicatorsnapshot_add")).status_code == 403
    assert client.post(reverse("admin:spread_indicatorsnapshot_change", args=[row.pk]), {}).status_code == 403
    assert client.post(reverse("admin:spread_indicatorsnapshot_delete", args=[row.pk])).status_code == 403


def test_only_the_back_office_opens_it(computed, sign_in, officer):
    assert sign_in(officer).get(table()).status_code == 302


def test_the_cockpit_of_the_285_takes_at_most_12_queries_of_its_own(
    key, sign_in, official, django_assert_max_num_queries
):
    load_reference_data()
    for municipality in Municipality.objects.current()[:40]:
        site(municipality, 5)
    actions.recompute(on=TODAY)
    client = sign_in(official)
    row = IndicatorSnapshot.objects.current().filter(municipality__nis_code="44021").get()
    for address, most in ((table(), 9), (reverse("admin:spread_indicatorsnapshot_change", args=[row.pk]), 6)):
        with django_assert_max_num_queries(100) as captured:
            response = client.get(address)
        assert response.status_code == 200
        assert len(own_queries(captured)) <= most, own_queries(captured)
    assert len(towns_in(client.get(table()))) == 285


# Keys


def add_page():
    return reverse("admin:spread_spreadkey_add")


def filled(client, **changes):
    """The form as it opens, with some fields changed."""
    form = client.get(add_page()).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    values = {name: value for name, value in values.items() if value not in (None, False)}
    values["begins_on"] = f"{values['begins_on']:%Y-%m-%d}"
    return values | changes


def test_a_new_version_starts_from_the_leading_key(computed, key, sign_in, official):
    client = sign_in(official)
    values = filled(client, name="Derde")
    assert values["begins_on"] == "2026-11-24"
    assert json.loads(values["terms"]) == key.terms
    response = client.post(add_page(), values)
    assert response.status_code == 302
    added = SpreadKey.objects.get(version=2)
    assert (added.name, added.valid.lower, added.created_by) == ("Derde", NEXT_DAY, official.user)
    key.refresh_from_db()
    assert key.valid.upper == NEXT_DAY


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"begins_on": "2026-11-23"}, "kan ten vroegste op 24/11/2026 beginnen"),
        ({"terms": "[]"}, "minstens één factor"),
        ({"terms": "geen json"}, "geldige JSON"),
        ({"cap_multiple": "0.5"}, "De bovengrens is minstens 1 keer"),
        ({"code": "ander"}, "is al de hoofdsleutel"),
    ],
)
def test_a_version_that_cannot_be_gets_a_sentence_and_keeps_what_was_typed(
    computed, sign_in, official, changes, sentence
):
    client, before = sign_in(official), SpreadKey.objects.count()
    response = client.post(add_page(), filled(client, **changes))
    assert response.status_code == 200
    assert sentence in text_of(response)
    assert SpreadKey.objects.count() == before


def test_a_version_is_looked_at_and_never_edited(key, sign_in, official):
    client = sign_in(official)
    address = reverse("admin:spread_spreadkey_change", args=[key.pk])
    page = text_of(client.get(address))
    assert "Inwoners: 35 % (aandeel in het Vlaamse totaal)" in page
    assert "vanaf 14/03/2022" in page
    assert client.post(address, {"name": "Anders"}).status_code == 403
    assert client.get(reverse("admin:spread_spreadkey_changelist")).status_code == 200


@pytest.mark.parametrize("kind", [Kind.FACILITY, Kind.VLOT])
def test_only_abb_puts_a_key_in_force(key, sign_in, kind):
    client = sign_in(hat(kind, is_staff=True))
    assert client.get(reverse("admin:spread_spreadkey_changelist")).status_code == 200
    assert client.get(add_page()).status_code == 403
