"""Two at the same moment, on real transactions."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from municipalities.changes import announce
from municipalities.models import Change
from spread import actions
from spread.actions import recomputing
from spread.models import IndicatorSnapshot, Level, MunicipalityLoad, Publication
from tests.spread.builders import TODAY, site, stay

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]


def at_once(*works):
    """Runs each in a thread with a connection of its own, all from the same moment; returns what they return."""
    barrier = Barrier(len(works))

    def run(work):
        try:
            barrier.wait(timeout=10)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, work) for work in works]]


def sweep():
    return actions.recompute_changed(on=TODAY)


def places_of_flanders():
    return IndicatorSnapshot.objects.get(level=Level.FLANDERS).places


def figures():
    """Everything that is computed, by area."""
    columns = ("level", *recomputing.AREA[1:], *recomputing.COLUMNS)
    return list(IndicatorSnapshot.objects.order_by(*recomputing.AREA).values_list(*columns))


def test_two_consumers_handle_every_announcement_once(towns):
    actions.recompute(on=TODAY)
    for municipality in towns:
        site(municipality, 5)
        announce(municipality, "places")
    handled = at_once(sweep, sweep, sweep)
    assert sum(handled) == len(towns)
    assert not Change.objects.unhandled().exists()
    assert places_of_flanders() == 30


def test_a_full_and_an_incremental_run_never_interleave(towns):
    for municipality in towns:
        site(municipality, 5)
        announce(municipality, "places")
    at_once(lambda: actions.recompute(on=TODAY), sweep, lambda: actions.recompute(on=TODAY))
    assert not Change.objects.unhandled().exists()
    assert places_of_flanders() == 30
    assert IndicatorSnapshot.objects.count() == 14


def test_writers_and_sweepers_together_end_in_the_figures_of_a_full_run(towns):
    actions.recompute(on=TODAY)

    def write():
        for municipality in towns:
            with transaction.atomic():
                made = site(municipality, 2, 3)
                announce(municipality, "places")
            with transaction.atomic():
                stay(made.units.get(places=2), persons=1)
                announce(municipality, "stay")

    def keep_sweeping():
        return sum(sweep() for _ in range(12))

    site(towns[0], 1)  # makes the provider that all writers share
    announce(towns[0], "places")
    handled = at_once(write, write, keep_sweeping, keep_sweeping)
    assert sum(handled[2:]) + sweep() == 4 * len(towns) + 1
    incremental = {row.pk: row for row in MunicipalityLoad.objects.all()}
    found = figures()
    assert places_of_flanders() == 2 * len(towns) * 5 + 1
    assert IndicatorSnapshot.objects.get(level=Level.FLANDERS).persons == 2 * len(towns)
    assert actions.recompute(on=TODAY) == 0
    assert {row.pk: row for row in MunicipalityLoad.objects.all()} == incremental
    assert figures() == found
    IndicatorSnapshot.objects.all().delete()
    MunicipalityLoad.objects.all().delete()
    actions.recompute(on=TODAY)
    assert figures() == found


def test_a_change_that_is_not_committed_yet_waits_for_the_next_run(gent):
    actions.recompute(on=TODAY)
    inside, swept = Barrier(2), Barrier(2)

    def write():
        with transaction.atomic():
            site(gent, 5)
            announce(gent, "places")
            inside.wait(timeout=10)
            swept.wait(timeout=10)

    def sweep_meanwhile():
        inside.wait(timeout=10)
        handled = sweep()
        swept.wait(timeout=10)
        return handled

    assert at_once(write, sweep_meanwhile)[1] == 0
    assert places_of_flanders() == 0
    assert sweep() == 1
    assert places_of_flanders() == 5


def test_a_week_that_is_published_by_two_workers_is_published_once(towns):
    for municipality in towns:
        site(municipality, 5)
    actions.recompute(on=TODAY)
    made = at_once(*[lambda: actions.publish_week(on=TODAY).pk] * 3)
    assert set(made) == {Publication.objects.get().pk}
