"""Long work that is killed half-way is as if it never began; the next worker does it once (34, 37, 38)."""

import random
import threading
import time
from datetime import timedelta

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind
from audit.models import AuditEvent
from config.cache import HouseCache
from households.models import Channel, ForgetLine, Household, Person, Relation, RetentionTerm
from households.protection.actions import plan_forgetting
from housing import actions as housing
from housing.models import Offer, Stay, Unit
from municipalities.changes import announce
from municipalities.models import Change, Municipality
from spread import actions as spread
from spread.models import IndicatorSnapshot, MunicipalityLoad
from tests.factories import HouseholdFactory, PersonFactory, SiteFactory, UnitFactory, hat
from tests.faults.rig.waiting import until
from tests.housing.test_imports import judged, row

pytestmark = [pytest.mark.faults, pytest.mark.stack, pytest.mark.soak]
ROWS = 1500
TODAY = timezone.localdate()


def test_an_import_that_is_killed_at_half_begins_again_and_ends_as_one_that_was_not(
    broker, workers, database, folder, client_for, settings, measured
):
    settings.MEDIA_ROOT = folder / "media"
    company = hat(Kind.COMPANY)
    client = client_for(company)
    found = judged(client, [row(number) for number in range(1, ROWS + 1)])
    client.post(reverse("housing:import_confirm", args=[found.pk]))
    shown = HouseCache(broker.url, {"KEY_PREFIX": "huisvestingstool"})

    def done():
        found.refresh_from_db()
        return (shown.get(f"import-{found.pk}-{found.status}") or (0, 0))[0]

    first = workers.start()
    until(lambda: done() >= ROWS / 2, seconds=120, step=0.02)
    workers.kill(first)
    found.refresh_from_db()
    assert (found.status, Offer.objects.count()) == ("writing", 0)

    workers.start()
    took = until(lambda: Offer.objects.count() == ROWS, seconds=240)
    numbers = Offer.objects.values_list("house_number", flat=True)
    assert sorted(map(int, numbers)) == list(range(1, ROWS + 1))
    found.refresh_from_db()
    assert found.status == "done"
    measured(f"{ROWS} rows, killed past the half: 0 stayed; all of them, each once, {took:.0f} s later")


def locked(cluster, database, table):
    """Whoever writes there waits; closing what this gives lets go."""
    lock = cluster.connect(database)
    lock.execute("BEGIN")
    lock.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
    return lock


def kill_when_it_waits(cluster, database, workers, worker):
    """In the middle of its transaction, by number."""
    blocked = (
        "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = %s"
    )
    with cluster.connect(database) as other:
        until(lambda: other.execute(blocked, [database]).fetchone()[0], seconds=90)
    workers.kill(worker)


def test_a_forgetting_that_is_killed_forgot_nothing_of_that_batch_and_the_next_one_does_all(
    cluster, database, broker, workers, clerk, measured
):
    monday = TODAY - timedelta(days=TODAY.weekday())
    term = RetentionTerm.objects.valid(on=monday).get(kind="households")
    old, young = (
        [
            HouseholdFactory(registered_by=clerk.organisation, left_on=day, left_reason="returned")
            for _ in range(30)
        ]
        for day in (term.before(on=monday) - timedelta(days=1), term.before(on=monday))
    )
    plan_forgetting(week=monday)
    lock = locked(cluster, database, "audit_auditevent")
    worker = workers.start(beat=False, LOCK_TIMEOUT="60s", STATEMENT_TIMEOUT="60s")
    broker.nudge("households.protection.tasks.forget_what_is_due")
    kill_when_it_waits(cluster, database, workers, worker)
    lock.close()
    erased = Household.objects.filter(erased_at__isnull=False)
    assert erased.count() == 0

    again = workers.start(beat=False)
    workers.ready(again)
    for _ in range(3):
        broker.nudge("households.protection.tasks.forget_what_is_due")
    until(lambda: workers.log(again).count("forget_what_is_due") >= 6, seconds=60)
    assert set(erased.values_list("pk", flat=True)) == {household.pk for household in old}
    assert sum(ForgetLine.objects.filter(kind="households").values_list("forgotten", flat=True)) == len(old)
    trail = " ".join(
        map(str, AuditEvent.objects.filter(verb__startswith="forgetting").values_list("changes"))
    )
    assert not any(person.family_name in trail for person in young[0].persons.all())
    measured("killed in its batch: 0 of 30 forgotten; then 30 of 30, asked three times; 0 early, 0 overdue")


@pytest.fixture
def figures(database):
    """Some places in ten towns, and their figures; gives what stands in the two tables of counters."""
    towns = list(Municipality.objects.current().order_by("nis_code")[:10])
    for town in towns:
        for _ in range(4):
            UnitFactory(site=SiteFactory(municipality=town), places=4)
    spread.recompute(on=TODAY)
    Change.objects.update(handled_at=timezone.now())

    def counted():
        areas = ("level", "municipality_id", "reference_region_id", "province_id")
        loads = list(MunicipalityLoad.objects.order_by("municipality_id").values())
        return loads, list(IndicatorSnapshot.objects.order_by(*areas, "key_id").values())

    return counted


def test_a_computation_that_is_killed_leaves_the_old_figures_and_the_next_one_does_all(
    cluster, database, broker, workers, figures, measured
):
    town = Municipality.objects.current().order_by("nis_code").first()
    before = figures()
    UnitFactory(site=SiteFactory(municipality=town), places=9)
    announce(town, "places")
    lock = locked(cluster, database, "spread_indicatorsnapshot")
    worker = workers.start(beat=False, LOCK_TIMEOUT="60s", STATEMENT_TIMEOUT="60s")
    broker.nudge("spread.tasks.recompute_changed")
    kill_when_it_waits(cluster, database, workers, worker)
    lock.close()
    assert figures() == before, "the old figures, with their time"
    assert Change.objects.unhandled().count() == 1

    workers.start()
    took = until(lambda: not Change.objects.unhandled().exists(), seconds=60)
    after = figures()
    assert after != before
    assert spread.recompute(on=TODAY) == 0, "counted anew in full, nothing is different"
    measured(f"old figures stood; new ones {took:.1f} s after the next worker was started; 0 differences")


BOOKINGS, THREADS, MOST = 10_000, 4, 1_800  # seconds, on a machine that others use too
SITES, UNITS = 20, 25  # of each town, units of each site


class Desk:
    """Somebody of one town, with units and households of its own that nobody else books."""

    def __init__(self, town, households):
        self.by = hat(Kind.LOCAL_AUTHORITY, municipality=town)
        sites = [SiteFactory(municipality=town) for _ in range(SITES)]
        rooms = [Unit(site=site, label=f"K {number}", places=4) for site in sites for number in range(UNITS)]
        # From which day on each is free.
        self.free = [(unit, TODAY - timedelta(days=40)) for unit in Unit.objects.bulk_create(rooms)]
        self.households = Household.objects.bulk_create(
            Household(registered_by=self.by.organisation, channel=Channel.COUNTER, wanted_from=TODAY)
            for _ in range(households)
        )
        Person.objects.bulk_create(
            PersonFactory.build(household=household, relation=Relation.REFERENCE)
            for household in self.households
        )

    def book(self, chance):
        """One household more: it comes, or not; it stays, or leaves and makes room for the next."""
        unit, day = self.free.pop(chance.randrange(len(self.free)))
        hold = housing.hold_unit(household=self.households.pop(), unit=unit, move_in_on=day, by=self.by)
        if chance.random() < 0.15:
            housing.cancel_hold(stay=hold, by=self.by)
            self.free.append((unit, day))
            return
        stay = housing.start_stay(stay=hold, by=self.by)
        left = day + timedelta(days=chance.randint(1, 9))
        if chance.random() < 0.5 and left < TODAY:
            housing.end_stay(stay=stay, ends_on=left, reason="returned", by=self.by)
            self.free.append((unit, left))


def test_counters_are_the_full_count_after_many_bookings_beside_the_worker(
    database, workers, figures, measured
):
    """In ten towns people book, call off and leave, in four threads, while the worker brings the figures up to date
    every five seconds."""
    towns = Municipality.objects.current().order_by("nis_code")[:10]
    desks = [Desk(town, BOOKINGS // 10) for town in towns]
    spread.recompute(on=TODAY)
    Change.objects.update(handled_at=timezone.now())
    workers.start()
    begun, done, seen = time.monotonic(), [], set()

    def work(number):
        chance, mine = random.Random(number), desks[number::THREADS]
        while mine := [desk for desk in mine if desk.households]:
            if time.monotonic() - begun > MOST:
                break
            chance.choice(mine).book(chance)
            done.append(number)
        connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        seen.add(
            IndicatorSnapshot.objects.order_by("-computed_at").values_list("computed_at", flat=True).first()
        )
        time.sleep(2)
    lasted = time.monotonic() - begun
    took = until(lambda: not Change.objects.unhandled().exists(), seconds=60)
    assert len(done) == BOOKINGS, f"only {len(done)} in {lasted:.0f} s"
    assert len(seen) > 3, "the worker counted while people booked"
    kept = figures()
    assert spread.recompute(on=TODAY) == 0
    assert figures() == kept
    measured(
        f"{BOOKINGS} bookings in {THREADS} threads in {lasted:.0f} s, {Stay.objects.standing().count()} stays stand;"
        f" the worker counted at least {len(seen)} times meanwhile; figures up to date {took:.1f} s after the last;"
        " 0 differences with a full count"
    )
