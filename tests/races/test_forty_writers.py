"""Forty people at the same moment propose, accept, extend, move and end on ten units: nobody twice, no answer lost."""

import random
import uuid
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from audit.models import AuditEvent
from audit.trail import IllegalTransition
from housing import actions as housing
from housing.models import Stay, Unit
from matching import actions
from matching.models import Proposal
from tests.factories import HouseholdFactory, SiteFactory, UnitFactory
from tests.together import all_at_once

TODAY = timezone.localdate()
WRITERS, STEPS, UNITS, HOUSEHOLDS = 40, 8, 10, 24
NAMED = (
    housing.Taken,
    housing.NotAvailable,
    housing.DoesNotFit,
    housing.StayEndsTooEarly,
    housing.BeginsTooLate,
    housing.NotThereThatDay,
    housing.SameUnit,
    IllegalTransition,
)
OVERLAPS = """
    SELECT one.id, other.id FROM housing_stay one JOIN housing_stay other ON one.id < other.id
    WHERE one.status <> 'cancelled' AND other.status <> 'cancelled' AND one.period && other.period
    AND (one.unit_id = other.unit_id OR one.household_id = other.household_id)
"""
OVER_FULL = """
    SELECT stay.id FROM housing_stay stay JOIN housing_unit unit ON unit.id = stay.unit_id
    WHERE stay.status <> 'cancelled'
    AND (SELECT count(*) FROM housing_stay_persons person WHERE person.stay_id = stay.id) > unit.places
"""
DURING_WORKS = """
    SELECT stay.id FROM housing_stay stay JOIN housing_unavailability works ON works.unit_id = stay.unit_id
    WHERE stay.status <> 'cancelled' AND works.period && stay.period
"""

pytestmark = pytest.mark.django_db(transaction=True)


def rows(question):
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()


class Writer:
    """One clerk with a hat: each step is one verb on something that others are busy with too."""

    def __init__(self, number, *, by, units, households):
        self.chance = random.Random(number)
        self.by, self.units, self.households = by, units, households
        self.answers = []

    def work(self):
        # Forty threads share one interpreter here, so that waiting takes longer than it does for people.
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '20s'; SET statement_timeout = '25s'")
        for _ in range(STEPS):
            verb = self.chance.choice(
                [*[self.propose, self.accept, self.move] * 3, self.extend, self.extend, self.arrive, self.end]
            )
            try:
                self.answers.append((verb.__name__, verb()))
            except NAMED as refusal:
                self.answers.append((verb.__name__, refusal))
        return self.answers

    def day(self, earliest=0):
        return TODAY + timedelta(days=self.chance.randint(earliest, 12))

    def open_stay(self):
        stays = list(Stay.objects.granted().filter(ended_at__isnull=True).order_by("pk"))
        return self.chance.choice(stays) if stays else None

    def propose(self):
        return actions.propose(
            household=self.chance.choice(self.households),
            unit=self.chance.choice(self.units),
            move_in_on=self.day(),
            form_token=uuid.uuid4(),
            by=self.by,
        )

    def accept(self):
        proposals = list(Proposal.objects.open().order_by("pk"))
        if not proposals:
            return "nothing to do"
        verb = self.chance.choice([actions.accept_proposal] * 3 + [actions.withdraw_proposal])
        return verb(proposal=self.chance.choice(proposals), by=self.by)

    def extend(self):
        stay = self.open_stay()
        until = self.chance.choice([None, self.day(), self.day(3)])
        return housing.change_planned_end(stay=stay, until=until, by=self.by) if stay else "nothing to do"

    def arrive(self):
        stay = self.open_stay()
        return (
            housing.confirm_move_in(stay=stay, moved_in_on=self.day(-6), by=self.by)
            if stay
            else "nothing to do"
        )

    def move(self):
        """To one of those that seem free, as the page offers them: others choose the same ones."""
        stay, on = self.open_stay(), self.day()
        units = list(Unit.objects.free(on=on).filter(places__gte=3).order_by("pk")) or self.units
        unit = self.chance.choice(units)
        return housing.move_stay(stay=stay, unit=unit, moves_on=on, by=self.by) if stay else "nothing to do"

    def end(self):
        stay = self.open_stay()
        reason = self.chance.choice(["place_ended", "returned"])
        return (
            housing.end_stay(stay=stay, ends_on=self.day(), reason=reason, by=self.by)
            if stay
            else "nothing to do"
        )


def test_forty_writers_leave_no_overlap_and_lose_no_answer(reference, local, gent):
    site = SiteFactory(turnaround_days=1)
    units = [UnitFactory(site=site, places=1 + number % 4) for number in range(UNITS)]
    households = [
        HouseholdFactory(registered_by=local.organisation, size=1 + number % 3)
        for number in range(HOUSEHOLDS)
    ]
    for household, unit in zip(households[:6], units[3:9], strict=True):
        if household.persons.count() <= unit.places:
            hold = housing.hold_unit(
                household=household, unit=unit, move_in_on=TODAY - timedelta(days=9), by=local
            )
            housing.start_stay(stay=hold, by=local)
    writers = [Writer(number, by=local, units=units, households=households) for number in range(WRITERS)]

    results = all_at_once(*(partial(Writer.work, writer) for writer in writers))

    assert [result for result in results if isinstance(result, BaseException)] == []
    answers = [answer for result in results for answer in result]
    assert len(answers) == WRITERS * STEPS
    assert rows(OVERLAPS) == rows(OVER_FULL) == rows(DURING_WORKS) == []
    done = Counter(name for name, answer in answers if isinstance(answer, Stay | Proposal))
    refused = Counter(type(answer).__name__ for _, answer in answers if isinstance(answer, NAMED))
    assert {"propose", "accept", "extend", "move", "end"} <= done.keys(), f"{done}, {refused}"
    assert refused["Taken"] > 0, f"nobody stood in anybody's way: {done}, {refused}"
    # Each success left its trace: what a caller was told is what is stored.
    assert AuditEvent.objects.filter(verb="stay.moved").count() == done["move"]
    assert (
        AuditEvent.objects.filter(verb="proposal.made").count() == done["propose"] == Proposal.objects.count()
    )
    assert AuditEvent.objects.filter(verb="stay.ended").count() == done["end"] + done["move"]
    assert Stay.objects.filter(ended_at__isnull=False).count() == done["end"] + done["move"]


def test_two_households_that_change_places_never_wait_for_each_other_for_ever(reference, local, gent):
    """One goes from a to b, the other from b to a: both lock the lower unit first, and both are refused."""
    one, other = UnitFactory(), UnitFactory()
    stays = []
    for unit in (one, other):
        household = HouseholdFactory(registered_by=local.organisation)
        hold = housing.hold_unit(
            household=household, unit=unit, move_in_on=TODAY - timedelta(days=9), by=local
        )
        stays.append(housing.start_stay(stay=hold, by=local))
    for _ in range(3):
        results = all_at_once(
            partial(housing.move_stay, stay=stays[0], unit=other, moves_on=TODAY, by=local),
            partial(housing.move_stay, stay=stays[1], unit=one, moves_on=TODAY, by=local),
        )
        assert all(isinstance(result, housing.Taken) for result in results), results
    assert Stay.objects.count() == 2


def test_negative_control_two_who_lock_units_in_another_order_do_run_into_a_deadlock(reference, local, gent):
    units = [UnitFactory(), UnitFactory()]

    def lock(order):
        with transaction.atomic():
            for unit in order:
                Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(0.3)")

    results = all_at_once(partial(lock, units), partial(lock, units[::-1]))
    assert any(isinstance(result, OperationalError) for result in results), results
    assert all(result is None or isinstance(result, DatabaseError) for result in results)


def test_a_site_gets_longer_while_people_are_placed_and_leave_there(reference, local, company):
    """Both change stays under the locks of the units; the one waits for the other, and neither for ever."""
    ends = TODAY + timedelta(days=60)
    site = SiteFactory(
        organisation=company.organisation, available=DateRange(TODAY - timedelta(days=60), ends)
    )
    units = [UnitFactory(site=site) for _ in range(6)]
    households = [HouseholdFactory(registered_by=local.organisation) for _ in units]
    stays = [
        housing.start_stay(
            stay=housing.hold_unit(
                household=household, unit=unit, move_in_on=TODAY - timedelta(days=9), by=local
            ),
            by=local,
        )
        for household, unit in zip(households[:3], units[:3], strict=True)
    ]
    longer = partial(
        housing.change_availability, site=site, until=ends + timedelta(days=30), reason="verlengd", by=local
    )
    results = all_at_once(
        longer,
        longer,
        *(partial(housing.end_stay, stay=stay, ends_on=TODAY, reason="returned", by=local) for stay in stays),
        *(
            partial(housing.hold_unit, household=household, unit=unit, move_in_on=TODAY, by=local)
            for household, unit in zip(households[3:], units[3:], strict=True)
        ),
    )
    assert [result for result in results if isinstance(result, Exception)] == []
    assert Stay.objects.filter(ended_at__isnull=False, period__endswith=TODAY).count() == 3
