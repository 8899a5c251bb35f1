"""Keys of elsewhere and our own in the portal: there to compare with, without cost and without harm."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from spread import actions
from spread.explanations import explain
from spread.files import read_key_file
from spread.keys import PUBLISHED, published_keys
from spread.models import IndicatorSnapshot, Level, SpreadKey
from tests.spread.builders import TODAY, site, statistic
from tests.spread.test_views import text_of

pytestmark = pytest.mark.django_db
BEGIN = date(2026, 1, 1)


def computed_too(code, **changes):
    """A new version of a shipped key, of which figures are kept."""
    data = next(data for data in published_keys() if data["code"] == code)
    fields = {name: value for name, value in data.items() if name not in ("code", "valid_from")}
    return actions.add_key(code=code, begins_on=BEGIN, by=None, **(fields | {"computed": True} | changes))


def told(key, municipality):
    row = IndicatorSnapshot.objects.get(key=key, on=TODAY, municipality=municipality)
    return row, explain(row, None)


def test_each_shipped_key_is_a_row_that_reads_as_its_file(key):
    rows = {row.code: row for row in SpreadKey.objects.all()}
    assert rows.keys() == {path.stem for path in PUBLISHED.glob("*.json")}
    for path in PUBLISHED.glob("*.json"):
        assert rows[path.stem].read() == read_key_file(path).key
        rows[path.stem].full_clean()


def test_only_the_leading_key_costs_anything_each_night(key, towns):
    site(towns[0], 40)
    actions.recompute(on=TODAY)
    assert set(IndicatorSnapshot.objects.values_list("key", flat=True)) == {key.pk}


def test_a_key_whose_figures_are_partly_missing_counts_with_the_others_and_says_so(key, towns):
    site(towns[0], 540)
    koenigstein = computed_too("de_koenigstein")
    actions.recompute(on=TODAY)
    row, explanation = told(koenigstein, towns[0])
    assert row.target == 270  # by inhabitants alone
    assert [factor.label for factor in explanation.missing] == ["Belastingontvangsten na verevening"]
    assert "Dit cijfer ontbreekt voor (bijna) alle gemeenten." in explanation.missing[0].how


def test_a_key_without_any_figure_has_no_targets_and_stops_nothing(key, towns):
    site(towns[0], 40)
    term = {"code": "gdp", "name": "Bbp", "weight": 1, "indicator": "gdp", "transform": "share"}
    nothing = computed_too("eu_2015_may", terms=[term])
    actions.recompute(on=TODAY)
    assert not nothing.snapshots.exists()
    assert IndicatorSnapshot.objects.current().get(level=Level.FLANDERS).target == 40


def test_carrying_capacity_says_that_too_little_is_known(key, towns):
    site(towns[0], 540)
    ours = computed_too("draagkracht")
    actions.recompute(on=TODAY)
    row, explanation = told(ours, towns[0])
    assert row.target == 270
    how = explanation.factors[0].how
    assert "(factor 1)" in how
    assert "maar 25 % van het gewicht bekend" in how
    assert "Niet bekend: Werkzoekenden per inwoner, Leefloners per inwoner" in how


def test_carrying_capacity_moves_the_target_once_enough_is_known(key, towns):
    site(towns[0], 540)
    for i, municipality in enumerate(towns):
        statistic(municipality, "unemployed", 1_000 if i == 0 else 10)
        statistic(municipality, "living_wage_recipients", 500 if i == 0 else 5)
    ours = computed_too("draagkracht")
    actions.recompute(on=TODAY)
    row, explanation = told(ours, towns[0])
    assert row.explanation["terms"][0]["score"]["known"] == "75.00"
    assert row.explanation["terms"][0]["score"]["enough"] is True
    assert sum(line["value"] for line in explanation.rows if line["value"] is not None) == row.target
    rows = IndicatorSnapshot.objects.filter(key=ours, level=Level.MUNICIPALITY)
    assert sum(row.target for row in rows) == 540
    assert {line.explanation["terms"][0]["score"]["factor"] for line in rows} != {"1.0000"}


def test_a_floor_that_lifts_a_target_is_a_line_of_the_sum(key, towns):
    site(towns[0], 5_400)
    statistic(towns[1], "unemployed", 0)
    term = {
        "code": "income",
        "name": "Werk",
        "weight": 1,
        "indicator": "income_per_inhabitant",
        "transform": "share",
    }
    flat = computed_too("per_inwoner", terms=[term], floor_multiple="0.5")
    actions.recompute(on=TODAY)
    row, explanation = told(flat, towns[0])
    assert row.explanation["raised"] is True
    assert row.target == 1_350
    assert [line["how"] for line in explanation.rows if line["label"] == "Ondergrens"] == [
        "Het doel was lager dan de ondergrens."
    ]
    assert sum(line["value"] for line in explanation.rows if line["value"] is not None) == row.target
    _, payer = told(flat, towns[5])
    assert "Deel dat naar gemeenten onder de ondergrens ging." in [line["how"] for line in payer.rows]


def test_the_page_of_a_key_says_which_figures_are_missing(towns, sign_in, official):
    client = sign_in(official)
    page = reverse("admin:spread_spreadkey_change", args=[SpreadKey.objects.get(code="eu_2015_september").pk])
    text = text_of(client.get(page))
    assert "bruto binnenlands product" in text
    assert "werkloosheidsgraad" in text
    assert "Geen." not in text
    assert (
        "Werkloosheid (omgekeerd): 10 % (omgekeerd aandeel: wie minder heeft, krijgt meer; hoogstens 60 % van het "
        "gemiddelde van Inwoners en Bbp)"
    ) in text
    page = reverse("admin:spread_spreadkey_change", args=[SpreadKey.objects.get(code="de_koenigstein").pk])
    assert "Belastingontvangsten na verevening: 66,67 %" in text_of(client.get(page))
    page = reverse("admin:spread_spreadkey_change", args=[SpreadKey.objects.get(code="per_inwoner").pk])
    assert "Geen." in text_of(client.get(page))


def test_a_name_that_no_key_and_no_source_knows_is_refused(key):
    term = {"name": "Geluk", "weight": 1, "indicator": "happiness", "transform": "share"}
    with pytest.raises(ValidationError, match="het cijfer “happiness” bestaat niet"):
        computed_too("per_inwoner", terms=[term])


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"leading": True, "computed": False}, "spread_key_leading_is_computed"),
        ({"floor_multiple": "1.5"}, "spread_key_floor_fits"),
    ],
)
def test_the_database_keeps_a_key_computable(key, change, constraint):
    SpreadKey.objects.exclude(code="per_inwoner").filter(leading=True).delete()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        SpreadKey.objects.filter(code="per_inwoner").update(**change)
