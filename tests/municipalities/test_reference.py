import csv
import time
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import Sum
from stdnum.be import vat

from municipalities.models import (
    Indicator,
    Municipality,
    PostalCode,
    Province,
    ReferenceRegion,
    Statistic,
    StatisticSource,
)
from municipalities.reference import DATA, load_reference_data

pytestmark = pytest.mark.django_db


def test_there_are_285_municipalities_in_five_provinces_and_fifteen_regions(reference):
    today = Municipality.objects.current()
    per_province = Counter(today.values_list("province__code", flat=True))
    assert per_province == {"ANT": 67, "LIM": 38, "OVL": 55, "VBR": 63, "WVL": 62}
    assert today.count() == 285
    assert ReferenceRegion.objects.filter(municipalities__in=today).distinct().count() == 15
    assert {province.name for province in Province.objects.all()} == set(Province.Code.labels)


def test_population_and_area_add_up_to_flanders(reference):
    on = date(2025, 1, 1)
    in_force = Statistic.objects.latest_by(on=on)
    totals = Counter()
    for indicator, value in in_force.values_list("indicator", "value"):
        totals[indicator] += value
    assert totals[Indicator.POPULATION] == 6_864_752
    assert totals[Indicator.AREA_KM2].quantize(Decimal("0.1")) == Decimal("13625.8")


def test_every_figure_names_a_source_with_a_day_of_retrieval(reference):
    assert Statistic.objects.count() == 5 * 285
    assert StatisticSource.objects.count() == 4
    assert not StatisticSource.objects.filter(retrieved_on=None).exists()
    margins = Statistic.objects.filter(indicator=Indicator.POPULATION, period=date(2025, 1, 1))
    assert margins.filter(margin=0).count() == 266
    assert margins.aggregate(Sum("margin"))["margin__sum"] == 22


def test_every_municipality_has_postcodes_and_valid_enterprise_numbers(reference):
    today = Municipality.objects.current()
    assert not today.filter(postal_codes=None).exists()
    for numbers in today.values_list("kbo_number", "ocmw_kbo_number"):
        assert all(vat.is_valid(number) for number in numbers)


@pytest.mark.parametrize(
    ("old", "new"),
    [("44011", "44083"), ("11007", "11002"), ("11002", "11002"), ("11056", "46030"), ("73040", "71072")],
)
def test_an_old_code_finds_its_successor(reference, old, new):
    assert Municipality.objects.resolve(old).nis_code == new


def test_every_merged_municipality_leads_to_one_of_today_with_its_date(reference):
    by_code = Municipality.objects.by_code()
    with (DATA / "mergers.csv").open(encoding="utf-8") as file:
        mergers = list(csv.DictReader(file))
    assert len(mergers) == 42
    for merger in mergers:
        found = Municipality.objects.resolve(merger["nis_code"])
        assert found.merged_into is None
        assert by_code[merger["nis_code"]] == found
    assert len(by_code) == 285 + 42
    dates = Counter(
        Municipality.objects.filter(merged_into__isnull=False).values_list("merged_on", flat=True)
    )
    assert dates == {date(2019, 1, 1): 15, date(2025, 1, 1): 27}


def test_a_code_follows_two_mergers_in_a_row(reference, gent):
    middle = Municipality.objects.resolve("44083")
    middle.merged_into, middle.merged_on = gent, date(2031, 1, 1)
    middle.save()
    assert Municipality.objects.resolve("44011") == gent
    assert Municipality.objects.by_code()["44011"] == gent


def test_an_unknown_code_does_not_resolve(reference):
    with pytest.raises(Municipality.DoesNotExist):
        Municipality.objects.resolve("21004")


def test_loading_a_second_time_changes_nothing_and_says_so(reference, capsys, django_assert_max_num_queries):
    before = list(Municipality.objects.order_by("pk").values())
    started = time.perf_counter()
    with django_assert_max_num_queries(25):
        call_command("load_reference_data")
    assert time.perf_counter() - started < 3
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6
    assert all(line.endswith("geen wijzigingen") for line in lines)
    assert list(Municipality.objects.order_by("pk").values()) == before


def test_loading_mends_what_was_changed_and_removes_strange_postcodes(reference, gent):
    Municipality.objects.filter(pk=gent.pk).update(name="Gand")
    PostalCode.objects.create(code="9999", place="Nergens", municipality=gent)
    loaded = {item.what: item for item in load_reference_data()}
    gent.refresh_from_db()
    assert gent.name == "Gent"
    assert (loaded["Gemeenten"].changed, loaded["Postcodes"].removed) == (1, 1)


def test_loading_leaves_a_figure_that_an_official_corrected(reference, gent):
    figure = gent.statistics.get(indicator=Indicator.POPULATION, period=date(2025, 1, 1))
    Statistic.objects.filter(pk=figure.pk).update(value=figure.value + 1)
    loaded = load_reference_data()[-1]
    corrected = Statistic.objects.get(pk=figure.pk)
    assert corrected.value == figure.value + 1
    assert (loaded.added, loaded.changed, loaded.kept_apart) == (0, 0, 1)


def test_a_figure_is_the_latest_that_had_begun_never_a_later_one(reference, gent, source):
    def population(on):
        return Statistic.objects.filter(municipality=gent, indicator="population").latest_by(on=on).get()

    in_2024, in_2025 = population(date(2024, 12, 31)), population(date(2025, 1, 1))
    assert in_2024.period == date(2024, 1, 1)
    assert in_2025.period == date(2025, 1, 1)
    gent.statistics.create(indicator="population", period=date(2027, 1, 1), value=999, source=source)
    assert population(date(2026, 11, 23)) == in_2025
    assert population(date(2027, 1, 1)).value == 999


def test_before_the_first_figure_there_is_none_and_no_zero(reference, gent):
    early = Statistic.objects.filter(municipality=gent).latest_by(on=date(2019, 12, 31))
    assert not early.exists()
    assert not Statistic.objects.filter(indicator=Indicator.LIVING_WAGE_RECIPIENTS).exists()


def test_figures_read_as_people_write_them(reference):
    antwerp = Municipality.objects.get(nis_code="11002")
    in_force = {row.indicator: row for row in antwerp.statistics.latest_by(on=date(2025, 1, 1))}
    assert in_force["population"].shown_value == "562.001"
    assert in_force["population"].shown_margin == "± 2"
    assert in_force["area_km2"].shown_value == "208,22 km²"
    assert in_force["income_per_inhabitant"].shown_value == "17.257 euro"
    assert in_force["households"].shown_margin == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"merged_into": 1},  # no date
        {"reference_region": None},
        {"latitude": None, "longitude": None},
        {"latitude": 4.0, "longitude": 51.0},
        {"name": "Antwerpen"},
    ],
)
def test_the_database_refuses_a_municipality_that_cannot_be(reference, gent, wrong):
    if "merged_into" in wrong:
        wrong = {"merged_into": Municipality.objects.get(nis_code="11002")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Municipality.objects.filter(pk=gent.pk).update(**wrong)


def test_a_municipality_cannot_merge_into_itself(reference, gent):
    with pytest.raises(IntegrityError), transaction.atomic():
        Municipality.objects.filter(pk=gent.pk).update(merged_into=gent, merged_on=date(2030, 1, 1))


@pytest.mark.parametrize("wrong", [{"value": -1}, {"margin": -1}, {"indicator": "happiness"}])
def test_the_database_refuses_a_figure_that_cannot_be(gent, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        gent.statistics.filter(indicator="population", period=date(2025, 1, 1)).update(**wrong)
