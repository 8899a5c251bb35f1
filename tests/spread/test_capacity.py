"""Capacity of a province or of Flanders comes from the counters when counting would be slow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from municipalities.models import Municipality
from spread.actions import recompute
from spread.capacity import capacity_for
from tests.factories import OfferFactory, UnitFactory


@pytest.fixture
def large(monkeypatch):
    monkeypatch.setattr("spread.capacity.LARGE", 4)


@pytest.fixture
def counted(local):
    """Four places in one town, three in another province, five offered; counted by the worker."""
    here = local.organisation.municipality
    elsewhere = Municipality.objects.current().exclude(province=here.province).first()
    UnitFactory(places=4, site__municipality=here)
    UnitFactory(places=3, site__municipality=elsewhere)
    OfferFactory(status="submitted", estimated_places=5, municipality=here)
    recompute(on=timezone.localdate())


def test_counters_and_counting_say_the_same(counted, abb, governor, monkeypatch):
    today = timezone.localdate()
    as_they_are = [capacity_for(hat, on=today) for hat in (abb, governor)]
    monkeypatch.setattr("spread.capacity.LARGE", 4)
    assert [capacity_for(hat, on=today) for hat in (abb, governor)] == as_they_are
    assert as_they_are[0].validated > as_they_are[1].validated >= 4


def test_over_a_large_register_no_place_is_counted_and_each_hat_has_its_own_numbers(
    counted, large, abb, governor, local
):
    today = timezone.localdate()
    capacity_for(abb, on=today)
    with CaptureQueriesContext(connection) as asked:
        numbers = capacity_for(abb, on=today)
    assert len(asked) == 1 and "housing_unit" not in asked[0]["sql"]
    assert numbers.registered == numbers.validated + 5
    assert capacity_for(governor, on=today).validated < numbers.validated
    UnitFactory(places=2, site__municipality=local.organisation.municipality)
    assert capacity_for(local, on=today).validated == 6  # who sees one municipality always sees it as it is
    recompute(on=today)
    assert capacity_for(abb, on=today).validated == numbers.validated + 2
