import random
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.models import Kind
from audit.models import AuditEvent
from housing.models import Category, Setting, Site, Stay, Unavailability, Unit
from municipalities.changes import announce, announce_all
from municipalities.models import Change, Statistic
from spread import actions, tasks
from spread.actions import recomputing
from spread.counting import count_loads, count_loads_of_days, successors_of_today
from spread.keys import published_keys
from spread.models import IndicatorSnapshot, Level, MunicipalityLoad, RatioClass, SpreadKey
from tests.spread.builders import TODAY, hat, site, statistic, stay, town

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)

NOT_FIGURES = {"id", "input_hash", "target_hash", "computed_at"}


def rows(on=TODAY):
    """Everything that was computed for a day, without when."""
    names = [
        field.attname for field in IndicatorSnapshot._meta.concrete_fields if field.name not in NOT_FIGURES
    ]
    order = ("level", "municipality_id", "reference_region_id", "province_id", "key_id")
    return list(IndicatorSnapshot.objects.filter(on=on).order_by(*order).values(*names))


def of(municipality, on=TODAY):
    return IndicatorSnapshot.objects.get(on=on, level=Level.MUNICIPALITY, municipality=municipality)


def flanders(on=TODAY):
    return IndicatorSnapshot.objects.get(on=on, level=Level.FLANDERS)


def test_one_row_per_area_on_each_level(towns):
    assert actions.recompute(on=TODAY) == 6 + 4 + 3 + 1
    levels = [row["level"] for row in rows()]
    assert {level: levels.count(level) for level in Level.values} == {
        "municipality": 6,
        "region": 4,
        "province": 3,
        "flanders": 1,
    }


def test_each_word_is_counted_as_housing_defines_it(gent):
    lived_in = site(gent, 4, 3, category=Category.PUBLIC)
    stay(lived_in.units.get(places=4), persons=2)
    site(
        gent, 5, setting=Setting.COLLECTIVE, checked_on=TODAY - timedelta(days=60)
    )  # not looked at: not deployable
    held = site(gent, 6)
    stay(held.units.get(), persons=3, status=Stay.Status.HELD)
    closed = site(gent, 50)
    closed.closed_on, closed.closed_reason = TODAY, "verkocht"
    closed.save()
    left = site(gent, 2)
    stay(left.units.get(), since=date(2026, 1, 1), until=TODAY)  # left this morning: free again
    actions.recompute(on=TODAY)
    load = MunicipalityLoad.objects.get(municipality=gent)
    assert (load.places, load.own_places) == (4 + 3 + 5 + 6 + 2, 4 + 3 + 5)
    assert (load.deployable, load.free, load.occupied, load.persons) == (4 + 3 + 2, 3 + 2, 4, 2)


def test_all_municipalities_are_counted_in_one_statement(towns, django_assert_num_queries):
    for municipality in towns:
        stay(site(municipality, 3, 4).units.first())
    successors = successors_of_today()
    with django_assert_num_queries(1):
        loads = count_loads(successors, on=TODAY)
    assert [loads[municipality.pk].places for municipality in towns] == [7] * 6


def test_several_days_are_counted_in_one_statement_each_as_on_its_own(towns, django_assert_num_queries):
    first, second, third = towns[:3]
    stay(site(first, 3, 4).units.first(), since=TODAY - timedelta(days=5), persons=2)
    stay(site(second, 5).units.get(), since=TODAY, persons=1)
    yesterday, successors = TODAY - timedelta(days=1), successors_of_today()
    asked = {yesterday: {first.pk, second.pk}, TODAY: {second.pk, third.pk}}
    with django_assert_num_queries(1):
        found = count_loads_of_days(successors, asked)
    assert found == {
        (day, pk): count_loads(successors, on=day, only=[pk])[pk] for day, pks in asked.items() for pk in pks
    }
    assert [found[day, second.pk].occupied for day in asked] == [0, 5]
    assert count_loads_of_days(successors, {}) == {}


@pytest.mark.parametrize("touched", [1, 5])
def test_an_incremental_run_takes_a_fixed_number_of_queries(towns, django_assert_num_queries, touched):
    actions.recompute(on=TODAY)
    for municipality in towns[:touched]:
        site(municipality, 9)
        announce(municipality, "places")
    with django_assert_num_queries(18):
        assert actions.recompute_changed(on=TODAY) == touched


def test_a_second_run_on_the_same_input_writes_nothing(towns):
    site(towns[0], 4)
    actions.recompute(on=TODAY)
    before = list(IndicatorSnapshot.objects.order_by("pk").values())
    assert actions.recompute(on=TODAY) == 0
    assert list(IndicatorSnapshot.objects.order_by("pk").values()) == before


def test_a_stay_only_writes_the_rows_whose_figures_change(gent, towns):
    unit = site(gent, 4).units.get()
    actions.recompute(on=TODAY)
    stay(unit, persons=3)
    announce(gent, "stay")
    actions.recompute_changed(on=TODAY)
    fresh = IndicatorSnapshot.objects.filter(input_hash=flanders().input_hash)
    assert sorted(fresh.values_list("level", flat=True)) == ["flanders", "municipality", "province", "region"]
    assert (of(gent).occupied, of(gent).persons, flanders().persons) == (4, 3, 3)


def test_places_in_one_town_move_the_targets_of_all(gent, towns):
    for municipality in towns:
        site(municipality, 30)
    actions.recompute(on=TODAY)
    before = of(towns[1]).target
    site(gent, 300)
    announce(gent, "places")
    actions.recompute_changed(on=TODAY)
    assert of(towns[1]).target > before
    assert sum(of(municipality).target for municipality in towns) == flanders().places == 480


@pytest.mark.parametrize("seed", range(4))
def test_after_any_changes_the_incremental_figures_are_those_of_a_full_run(towns, seed):
    dice = random.Random(seed)
    actions.recompute(on=TODAY)
    for _ in range(40):
        touched = [anything(dice, towns) for _ in range(dice.randint(1, 4))]
        announce_all([municipality for municipality in touched if municipality], "places")
        actions.recompute_changed(on=TODAY)
    incremental = rows()
    assert {row["level"]: row["target"] for row in incremental}["flanders"] > 0
    IndicatorSnapshot.objects.all().delete()
    MunicipalityLoad.objects.all().delete()
    actions.recompute(on=TODAY)
    assert rows() == incremental


def anything(dice, towns):
    """Does one thing that can happen in a town; returns the town, or None when PostgreSQL refused it."""
    try:
        with transaction.atomic():
            return one_thing(dice, towns)
    except IntegrityError:  # people live there
        return None


def one_thing(dice, towns):
    municipality = dice.choice(towns)
    units = Unit.objects.filter(site__municipality=municipality).order_by("pk")
    unit = dice.choice(units) if units else None
    match dice.randint(0, 7) if unit else 0:
        case 0 | 1:
            site(
                municipality, *(dice.randint(1, 40) for _ in range(dice.randint(1, 3))),
                category=dice.choice([Category.PUBLIC, Category.PRIVATE, Category.VILLAGE]),
                setting=dice.choice(list(Setting)), checked_on=TODAY - timedelta(days=dice.randint(0, 45)),
            )  # fmt: skip
        case 2 | 3:
            if Stay.objects.standing().filter(unit=unit).exists():
                return None
            stay(
                unit, persons=dice.randint(1, 4), status=dice.choice([Stay.Status.HELD, Stay.Status.LIVED_IN])
            )
        case 4:
            Stay.objects.filter(unit=unit, status=Stay.Status.HELD).update(status=Stay.Status.CANCELLED)
        case 5:
            Stay.objects.filter(unit=unit).update(period=DateRange(TODAY - timedelta(days=30), TODAY))
        case 6:
            Site.objects.filter(pk=unit.site_id).update(closed_on=TODAY, closed_reason="gestopt")
        case 7:
            if not unit.unavailabilities.exists():
                Unavailability.objects.create(unit=unit, period=DateRange(TODAY, None), reason="werken")
    return municipality


def test_a_stay_computes_no_target_and_reads_no_statistics(
    gent, towns, monkeypatch, django_assert_num_queries
):
    unit = site(gent, 4).units.get()
    actions.recompute(on=TODAY)
    stay(unit, persons=3)
    announce(gent, "stay")
    with monkeypatch.context() as patch:
        patch.setattr(recomputing, "all_figures", lambda *args: 1 / 0)
        with django_assert_num_queries(16):
            actions.recompute_changed(on=TODAY)
    assert (of(gent).persons, flanders().persons, flanders().target) == (3, 3, 4)


@pytest.mark.parametrize("more", [0, 5])
def test_a_night_copies_the_targets_that_still_stand_and_equals_a_computation(gent, towns, more):
    for municipality in towns:
        site(municipality, 30)
    actions.recompute(on=TODAY)
    later = site(gent, 9, available=DateRange(TOMORROW, None))
    stay(later.units.get(), since=TOMORROW, persons=2)
    if more:
        site(towns[1], more)
    actions.recompute(on=TOMORROW)
    copied = rows(TOMORROW)
    IndicatorSnapshot.objects.filter(on=TOMORROW).delete()
    IndicatorSnapshot.objects.update(target_hash="")
    actions.recompute(on=TOMORROW)
    assert rows(TOMORROW) == copied
    assert (of(gent, TOMORROW).persons, of(gent).persons) == (2, 0)


def test_other_statistics_move_targets_also_beside_a_stay(gent, towns):
    unit = site(gent, 400).units.get()
    actions.recompute(on=TODAY)
    before = of(gent).target
    stay(unit, persons=3)
    announce(gent, "stay")
    Statistic.objects.filter(municipality=gent, indicator="population").update(value=1_000_000)
    announce(gent, "statistics")
    actions.recompute_changed(on=TODAY)
    assert of(gent).target > before
    assert of(gent).persons == 3


def test_another_day_changes_figures_although_nobody_did_anything(gent):
    site(gent, 5, available=DateRange(date(2025, 1, 1), TOMORROW))
    later = site(gent, 7, available=DateRange(TOMORROW, None))
    stay(later.units.get(), since=TOMORROW, persons=2)
    actions.recompute(on=TODAY)
    assert (of(gent).deployable, of(gent).persons) == (5, 0)
    actions.recompute(on=TOMORROW)
    assert (of(gent, TOMORROW).deployable, of(gent, TOMORROW).persons) == (7, 2)
    assert (of(gent).deployable, of(gent).persons) == (5, 0)


def test_the_first_change_of_a_new_day_counts_everything_again(towns):
    site(towns[0], 5, available=DateRange(date(2025, 1, 1), TOMORROW))
    actions.recompute(on=TODAY)
    announce(towns[3], "places")
    actions.recompute_changed(on=TOMORROW)
    assert of(towns[0], TOMORROW).deployable == 0
    assert not MunicipalityLoad.objects.exclude(on=TOMORROW).exists()


def test_an_earlier_day_is_never_written_again(towns):
    actions.recompute(on=TOMORROW)
    with pytest.raises(actions.EarlierDay, match="23/11/2026"):
        actions.recompute(on=TODAY)
    assert rows(TODAY) == []


def test_a_figure_of_a_later_date_never_changes_an_earlier_snapshot(gent, towns):
    for municipality in towns:
        site(municipality, 40)
    actions.recompute(on=TODAY)
    before = rows(TODAY)
    statistic(gent, "population", 500_000, period=TOMORROW)
    announce(gent, "statistics")
    actions.recompute_changed(on=TODAY)
    assert rows(TODAY) == before
    actions.recompute(on=TOMORROW)
    assert rows(TODAY) == before
    assert of(gent, TOMORROW).population == 500_000
    assert of(gent, TOMORROW).target > of(gent).target


def test_a_municipality_that_merges_away_takes_its_places_along(towns):
    gent, deinze, *_ = towns
    site(gent, 10)
    site(deinze, 4)
    actions.recompute(on=TODAY)
    deinze.merged_into, deinze.merged_on = gent, TODAY
    deinze.save()
    announce(deinze, "places")
    actions.recompute_changed(on=TODAY)
    assert of(gent).places == 14
    assert not IndicatorSnapshot.objects.filter(municipality=deinze).exists()
    assert not MunicipalityLoad.objects.filter(municipality=deinze).exists()


def test_a_municipality_without_population_is_counted_and_gets_no_target(gent):
    new = town("99999", population=None, income=None)
    site(gent, 40)
    site(new, 8)
    actions.recompute(on=TODAY)
    assert (of(new).places, of(new).target, of(new).ratio_class) == (8, None, RatioClass.NONE)
    assert flanders().places == flanders().target == 48


def test_announcements_are_handled_once_and_only_when_the_figures_are_there(gent, monkeypatch):
    actions.recompute(on=TODAY)
    site(gent, 4)
    announce(gent, "places")
    with monkeypatch.context() as patch:
        patch.setattr(
            recomputing, "_write", lambda *args, **rest: 1 / 0
        )  # dies after the announcements were taken
        with pytest.raises(ZeroDivisionError):
            actions.recompute_changed(on=TODAY)
    assert Change.objects.unhandled().count() == 1
    assert of(gent).places == 0
    assert actions.recompute_changed(on=TODAY) == 1
    assert of(gent).places == 4
    assert actions.recompute_changed(on=TODAY) == 0


def test_without_announcements_a_sweep_costs_one_query(key, django_assert_num_queries):
    with django_assert_num_queries(3):  # and the savepoint that the transaction is in a test
        assert actions.recompute_changed(on=TODAY) == 0


def test_the_tasks_do_the_work_of_today(gent, time_machine):
    time_machine.move_to("2026-11-23 12:00+01:00")
    site(gent, 4)
    assert tasks.recompute_all() > 0
    site(gent, 3)
    announce(gent, "places")
    assert tasks.recompute_changed() == 1
    assert of(gent).places == 7


def test_the_nightly_run_clears_announcements_handled_long_ago(gent, time_machine):
    time_machine.move_to("2026-11-23 12:00+01:00")
    for days in (31, 29):
        announce(gent, "places")
        Change.objects.unhandled().update(handled_at=timezone.now() - timedelta(days=days))
    waiting = announce(gent, "places")
    tasks.recompute_all()
    assert Change.objects.count() == 2
    assert Change.objects.unhandled().get() == waiting


def test_a_full_run_leaves_one_trace_and_a_sweep_none(gent):
    actions.recompute(on=TODAY)
    site(gent, 3)
    announce(gent, "places")
    actions.recompute_changed(on=TODAY)
    event = AuditEvent.objects.get(verb="spread.recomputed")
    assert event.user_name == "Systeem"
    assert event.changes["on"] == "2026-11-23"


def test_the_command_computes_and_says_what_it_did(towns, capsys):
    call_command("recompute_spread", op=TODAY)
    assert "Spreiding van 23/11/2026: 14 rijen geschreven." in capsys.readouterr().out
    with pytest.raises(CommandError, match="niet meer gewijzigd"):
        call_command("recompute_spread", op=date(2026, 1, 1))


# Keys


def fields(**changes):
    data = dict(next(published_keys()))
    del data["valid_from"], data["code"]
    return data | changes


def test_a_new_version_ends_the_one_before_it(key, official):
    added = actions.add_key(code=key.code, begins_on=TOMORROW, by=official, **fields(name="Tweede"))
    key.refresh_from_db()
    assert (added.version, added.valid.lower, added.created_by) == (2, TOMORROW, official.user)
    assert key.valid.upper == TOMORROW
    assert SpreadKey.objects.in_force(on=TODAY).get() == key
    assert SpreadKey.objects.in_force(on=TOMORROW).get() == added
    assert AuditEvent.objects.about(added).get().verb == "spread_key.added"


def test_figures_of_each_day_are_of_the_key_of_that_day(towns, key, official):
    site(towns[0], 100)
    actions.recompute(on=TODAY)
    added = actions.add_key(code=key.code, begins_on=TOMORROW, by=official, **fields(total=1_000))
    actions.recompute(on=TOMORROW)
    assert (flanders().target, flanders().key) == (100, key)
    assert (flanders(TOMORROW).target, flanders(TOMORROW).key) == (1_000, added)
    assert IndicatorSnapshot.objects.current().get(level=Level.FLANDERS).key == added


def test_a_new_version_never_begins_on_a_day_that_was_computed(towns, key, official):
    actions.recompute(on=TODAY)
    with pytest.raises(actions.BeginsTooEarly, match="24/11/2026"):
        actions.add_key(code=key.code, begins_on=TODAY, by=official, **fields())


def test_data_that_is_no_key_is_refused(key, official):
    broken = [{**term, "weight": "0.5"} for term in key.terms]
    with pytest.raises(ValidationError, match="moeten samen 1 zijn"):
        actions.add_key(code="proef", begins_on=TODAY, by=official, **fields(terms=broken, leading=False))


def test_a_key_may_be_corrected_until_it_was_used(key):
    key.name = "Beter gezegd"
    key.save()
    assert SpreadKey.objects.get(pk=key.pk).name == "Beter gezegd"


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Anders"},
        {"terms": []},
        {"total": 5},
        {"valid": DateRange(date(2023, 1, 1), None)},
        {"valid": DateRange(date(2022, 3, 14), TODAY)},
    ],
)
def test_a_key_that_was_used_cannot_change(towns, key, change):
    actions.recompute(on=TODAY)
    with pytest.raises(IntegrityError, match="is in use"), transaction.atomic():
        SpreadKey.objects.filter(pk=key.pk).update(**change)


def test_a_key_that_was_used_can_still_end_after_its_last_figure(towns, key):
    actions.recompute(on=TODAY)
    SpreadKey.objects.filter(pk=key.pk).update(valid=DateRange(date(2022, 3, 14), TOMORROW))
    assert not SpreadKey.objects.in_force(on=TOMORROW).exists()


def test_two_versions_never_count_on_the_same_day(key):
    with pytest.raises(IntegrityError, match="spread_key_one_version_a_day"), transaction.atomic():
        SpreadKey.objects.create(
            code=key.code, version=9, valid=DateRange(TODAY, None), **fields(leading=False)
        )


def test_two_keys_never_lead_on_the_same_day(key):
    with pytest.raises(IntegrityError, match="spread_key_one_leading_a_day"), transaction.atomic():
        SpreadKey.objects.create(code="ander", version=1, valid=DateRange(TODAY, None), **fields())


def test_a_second_key_is_computed_beside_the_leading_one_and_not_shown(towns, key, official):
    site(towns[0], 40)
    second = actions.add_key(code="ander", begins_on=TODAY, by=official, **fields(leading=False, total=10))
    actions.recompute(on=TODAY)
    assert {row["key_id"] for row in rows()} == {key.pk, second.pk}
    assert set(IndicatorSnapshot.objects.current().values_list("key", flat=True)) == {key.pk}


def test_loading_the_published_keys_twice_adds_them_once(key):
    assert actions.load_published_keys() == []
    assert SpreadKey.objects.filter(code="be_spreidingsplan_2016").count() == 1


def test_the_database_keeps_level_and_area_together(key, gent):
    actions.recompute(on=TODAY)
    with pytest.raises(IntegrityError, match="snapshot_level_and_area_agree"), transaction.atomic():
        IndicatorSnapshot.objects.filter(level=Level.FLANDERS).update(municipality=gent)


def test_the_database_keeps_the_gap_right(towns):
    site(towns[0], 40)
    actions.recompute(on=TODAY)
    with pytest.raises(IntegrityError, match="snapshot_gap_is_places_minus_target"), transaction.atomic():
        IndicatorSnapshot.objects.filter(level=Level.FLANDERS).update(gap=7)


def test_only_what_is_valid_on_the_day_counts(gent, key):
    Statistic.objects.filter(municipality=gent).delete()
    statistic(gent, "population", 1_000, period=date(2024, 1, 1))
    statistic(gent, "population", 2_000, period=date(2026, 1, 1))
    site(gent, 4)
    actions.recompute(on=date(2025, 6, 1))
    assert of(gent, date(2025, 6, 1)).population == 1_000
    actions.recompute(on=TODAY)
    assert of(gent).population == 2_000


def test_a_governor_is_no_author_of_keys(gent):
    from spread.rules import may_add_key, may_see_spread

    reader = hat(Kind.ABB, role="reader")
    company = hat(Kind.COMPANY)
    assert not may_add_key(hat(Kind.GOVERNOR, province=gent.province))
    assert not may_add_key(reader)
    assert may_see_spread(reader)
    assert not may_see_spread(company)
    assert not may_see_spread(None)
