"""When the demo loads, when it refuses, and that one seed and day give one Flanders."""

from datetime import UTC, date, datetime
from hashlib import sha256
from random import Random

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.actions import register_authorities
from accounts.demo import accounts
from accounts.models import Kind, Organisation
from config.demo.distribution import FLANDERS, apportion, people_by_town
from config.demo.loader import CannotLoad, load, population
from config.demo.tables import write
from config.demo.world import towns_of_today
from households.models import Household, Person
from housing.models import Offer, Site, Stay, Unit
from municipalities.models.places import MunicipalityQuerySet
from tests import factories

SCALE = 0.04
DAY = date(2026, 11, 23)


@pytest.fixture
def demo_mode(settings):
    settings.DEMO_MODE = True


def fingerprint() -> str:
    """What there is, without the numbers that the database hands out."""
    rows = [
        *Organisation.objects.order_by("name", "kbo_number").values_list("name", "kbo_number", "phone"),
        *Offer.objects.order_by("form_token").values_list(
            "form_token", "status", "street", "house_number", "available"
        ),
        *Site.objects.order_by("name", "street", "municipality__nis_code").values_list(
            "name", "checked_on", "closed_on"
        ),
        *Unit.objects.order_by("site__offer__form_token", "label").values_list(
            "label", "places", "step_free"
        ),
        *Person.objects.order_by("household__form_token", "given_name", "birth_year", "sex").values_list(
            "given_name", "family_name", "birth_year"
        ),
        *Stay.objects.order_by(
            "household__form_token", "period", "status", "unit__site__offer__form_token"
        ).values_list("period", "status", "unit__label"),
    ]
    return sha256(repr(rows).encode()).hexdigest()


def fingerprint_of_a_load(on: date) -> str:
    with transaction.atomic():
        load(on=on, scale=SCALE)
        found = fingerprint()
        transaction.set_rollback(True)
    return found


def test_the_same_day_gives_the_same_flanders_and_another_day_another(reference, demo_mode):
    first = fingerprint_of_a_load(DAY)
    assert fingerprint_of_a_load(DAY) == first
    assert fingerprint_of_a_load(date(2026, 11, 24)) != first


@pytest.mark.parametrize("on", [date(2026, 2, 28), date(2028, 2, 29), date(2026, 12, 31)])
def test_it_loads_on_awkward_days(reference, demo_mode, on):
    with time_machine.travel(
        datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    ):  # the verbs look at the clock
        assert load(on=on, scale=SCALE) is not None


def test_outside_demo_mode_it_refuses_and_writes_nothing(reference, settings):
    settings.DEMO_MODE = False
    with pytest.raises(CommandError, match="kan alleen in de demo"):
        call_command("load_demo_data")
    with pytest.raises(CommandError, match="alleen in de demo"):
        call_command("demo_accounts")
    assert not Household.objects.exists()
    assert not accounts().exists()


def test_where_people_already_work_it_refuses(reference, demo_mode, local):
    factories.HouseholdFactory(registered_by=local.organisation)
    with pytest.raises(CannotLoad, match="alleen in een lege"):
        load(on=DAY, scale=SCALE)
    assert not accounts().exists()


def test_without_reference_data_it_says_what_to_do_first(db, demo_mode, monkeypatch):
    monkeypatch.setattr(MunicipalityQuerySet, "current", MunicipalityQuerySet.none)
    with pytest.raises(CommandError, match="load_reference_data"):
        call_command("load_demo_data")


def test_without_demo_data_there_are_no_accounts_to_print(reference, demo_mode):
    with pytest.raises(CommandError, match="load_demo_data"):
        call_command("demo_accounts")


def test_a_failure_half_way_leaves_nothing_behind(reference, demo_mode, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("stuk")

    monkeypatch.setattr("config.demo.loader.tell", fail)
    with pytest.raises(RuntimeError, match="stuk"):
        load(on=DAY, scale=SCALE)
    assert not Site.objects.exists()
    assert not Organisation.objects.filter(kind=Kind.COMPANY).exists()


def test_rows_without_a_place_in_the_order_are_not_forgotten_in_silence(db):
    with pytest.raises(LookupError, match="Site"):
        write({Site: []}, order=[Unit])


def test_apportioning_keeps_the_total_and_gives_nothing_to_weight_zero():
    parts = apportion(100, {"a": 1.0, "b": 1.0, "c": 1.0, "d": 0.0})
    assert sum(parts.values()) == 100
    assert parts["d"] == 0
    assert max(parts.values()) - min(parts[key] for key in "abc") == 1


def test_the_expected_people_sum_to_the_published_total(reference):
    register_authorities()
    people = people_by_town(towns_of_today(lambda: population(DAY)), Random(1))
    assert round(sum(people.values())) == FLANDERS
    assert people["33016"] == 0
    assert people["44021"] == 1_200
