"""Whatever people do one after another with one unit and one household: the database against whole days in a set."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from audit.trail import IllegalTransition
from housing import actions
from housing.models import Stay
from tests.factories import HouseholdFactory, StayFactory, UnitFactory

pytestmark = pytest.mark.django_db
FIRST = date(2026, 6, 1)
HORIZON = 40  # the oracle's last day: an open end takes every day up to it
UNITS, HOUSEHOLDS = 3, 3


def day(number):
    return FIRST + timedelta(days=number)


def days(begin, end):
    return set(range(begin, HORIZON if end is None else end))


# --- Two periods: nested, equal, touching, open-ended, same day

begins, ends = st.integers(0, 12), st.one_of(st.none(), st.integers(1, 15))
periods = st.tuples(begins, ends).filter(lambda period: period[1] is None or period[0] < period[1])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=periods, second=periods, same=st.sampled_from(["unit", "household"]))
@example(first=(0, 10), second=(3, 5), same="unit")  # nested
@example(first=(3, 5), second=(3, 5), same="unit")  # equal
@example(first=(0, 5), second=(5, 9), same="unit")  # touching: the day of leaving is free
@example(first=(0, None), second=(12, None), same="unit")  # both open-ended
@example(first=(0, 5), second=(5, None), same="household")
@example(first=(4, 5), second=(4, 5), same="household")  # one night, the same
def test_two_periods_go_together_exactly_when_they_share_no_day(gent, local, first, second, same):
    with transaction.atomic():
        unit = UnitFactory()
        household = HouseholdFactory(registered_by=local.organisation)
        mine = {"unit": {"unit": unit}, "household": {"household": household}}[same]
        StayFactory(period=range_of(first), **mine)
        try:
            with transaction.atomic():
                StayFactory(period=range_of(second), **mine)
            stored = True
        except IntegrityError:
            stored = False
        assert stored is not bool(days(*first) & days(*second))
        transaction.set_rollback(True)


def range_of(period):
    begin, end = period
    return DateRange(day(begin), None if end is None else day(end))


# --- Sequences of verbs


class Oracle:
    """Who is where on which day, in plain sets; what the verbs may do, in a few lines."""

    def __init__(self):
        self.stays = {}

    def clashes(self, household, unit, begin, end, *, but=()):
        return any(
            days(begin, end) & days(other["begin"], other["end"])
            for key, other in self.stays.items()
            if key not in but
            and other["status"] != "cancelled"
            and (other["household"] == household or other["unit"] == unit)
        )

    def hold(self, household, unit, begin):
        if self.clashes(household, unit, begin, None):
            return None
        return {
            "household": household,
            "unit": unit,
            "begin": begin,
            "end": None,
            "status": "held",
            "ended": False,
        }

    def is_open(self, key):
        return self.stays[key]["status"] == "lived_in" and not self.stays[key]["ended"]

    def fits(self, key, begin, end):
        stay = self.stays[key]
        return (end is None or begin < end) and not self.clashes(
            stay["household"], stay["unit"], begin, end, but={key}
        )

    def can_move(self, key, unit, on):
        stay = self.stays[key]
        in_time = stay["begin"] < on and (stay["end"] is None or on <= stay["end"])
        free = not any(
            days(on, None) & days(other["begin"], other["end"])
            for number, other in self.stays.items()
            if number != key
            and other["status"] != "cancelled"
            and (other["unit"] == unit or other["household"] == stay["household"])
        )
        return unit != stay["unit"] and in_time and free


steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["hold", "hold", "accept", "accept", "cancel", "extend", "move", "end", "arrive", "not_come"]
        ),
        st.integers(0, 5),  # which stay, or which household
        st.integers(0, UNITS - 1),
        st.integers(0, 10),  # which day
        st.booleans(),  # without an end
    ),
    min_size=3,
    max_size=14,
)
REFUSALS = (
    actions.Taken,
    actions.StayEndsTooEarly,
    actions.BeginsTooLate,
    actions.NotThereThatDay,
    actions.SameUnit,
    IllegalTransition,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
@example(
    steps=[
        ("hold", 0, 0, 0, True),
        ("accept", 0, 0, 0, True),
        ("move", 0, 1, 4, True),
        ("hold", 1, 0, 4, True),  # the unit that was left, on the day itself
        ("accept", 2, 0, 0, True),
        ("extend", 2, 0, 8, False),
        ("hold", 2, 0, 8, True),
        ("extend", 2, 0, 9, False),  # into the next: refused
        ("end", 2, 0, 6, False),
        ("move", 1, 0, 7, True),  # from the other unit back into a unit that is promised: refused
        ("cancel", 3, 0, 0, True),
        ("cancel", 1, 0, 0, True),  # granted: no hold any more
        ("not_come", 1, 0, 0, True),
        ("hold", 0, 1, 7, True),  # so the unit and the household are free again
        ("accept", 4, 0, 0, True),
        ("arrive", 4, 0, 7, True),
        ("not_come", 4, 0, 0, True),  # somebody saw it come: refused
    ]
)
def test_any_sequence_of_verbs_does_what_whole_days_in_a_set_say(gent, local, steps):
    with transaction.atomic():
        world = World(local)
        for step in steps:
            world.take(step)
        transaction.set_rollback(True)


class World:
    """The same steps on the database and on the oracle; both must agree after each."""

    def __init__(self, by):
        self.by, self.oracle, self.rows = by, Oracle(), []
        self.units = [UnitFactory() for _ in range(UNITS)]
        self.households = [HouseholdFactory(registered_by=by.organisation) for _ in range(HOUSEHOLDS)]

    def take(self, step):
        name, which, unit, on, without_end = step
        if name == "hold":
            household = which % HOUSEHOLDS
            expected = self.oracle.hold(household, unit, on)
            allowed = expected is not None
            self.both(allowed, lambda: self.hold(household, unit, on), lambda: self.remember(expected))
        elif self.rows:
            key = which % len(self.rows)
            getattr(self, name)(key, unit=unit, on=on, end=None if without_end else on)
        self.compare()

    def hold(self, household, unit, on):
        stay = actions.hold_unit(
            household=self.households[household], unit=self.units[unit], move_in_on=day(on), by=self.by
        )
        self.rows.append(stay)

    def remember(self, stay):
        self.oracle.stays[len(self.oracle.stays)] = stay

    def both(self, allowed, verb, then):
        try:
            with transaction.atomic():
                verb()
            done = True
        except REFUSALS:
            done = False
        assert done == allowed
        if done:
            then()

    def fresh(self, key):
        return Stay.objects.get(pk=self.rows[key].pk)

    def accept(self, key, **_):
        stay = self.oracle.stays[key]
        self.both(
            stay["status"] == "held",
            lambda: actions.start_stay(stay=self.fresh(key), by=self.by),
            lambda: stay.update(status="lived_in"),
        )

    def cancel(self, key, **_):
        stay = self.oracle.stays[key]
        self.both(
            stay["status"] == "held",
            lambda: actions.cancel_hold(stay=self.fresh(key), by=self.by),
            lambda: stay.update(status="cancelled"),
        )

    def extend(self, key, *, end, **_):
        stay = self.oracle.stays[key]
        self.both(
            self.oracle.is_open(key) and self.oracle.fits(key, stay["begin"], end),
            lambda: actions.change_planned_end(
                stay=self.fresh(key), until=None if end is None else day(end), by=self.by
            ),
            lambda: stay.update(end=end),
        )

    def arrive(self, key, *, on, **_):
        stay = self.oracle.stays[key]
        self.both(
            self.oracle.is_open(key) and self.oracle.fits(key, on, stay["end"]),
            lambda: actions.confirm_move_in(stay=self.fresh(key), moved_in_on=day(on), by=self.by),
            lambda: stay.update(begin=on, arrived=True),
        )

    def not_come(self, key, **_):
        stay = self.oracle.stays[key]
        self.both(
            self.oracle.is_open(key) and not stay.get("arrived"),
            lambda: actions.stay_not_come(stay=self.fresh(key), reason="unknown", by=self.by),
            lambda: stay.update(status="cancelled"),
        )

    def end(self, key, *, on, **_):
        stay = self.oracle.stays[key]
        self.both(
            self.oracle.is_open(key) and stay["begin"] < on and self.oracle.fits(key, stay["begin"], on),
            lambda: actions.end_stay(stay=self.fresh(key), ends_on=day(on), reason="place_ended", by=self.by),
            lambda: stay.update(end=on, ended=True),
        )

    def move(self, key, *, unit, on, **_):
        stay = self.oracle.stays[key]

        def verb():
            new = actions.move_stay(stay=self.fresh(key), unit=self.units[unit], moves_on=day(on), by=self.by)
            self.rows.append(new)

        def then():
            stay.update(end=on, ended=True)
            self.remember({**stay, "unit": unit, "begin": on, "end": None, "ended": False})

        self.both(self.oracle.is_open(key) and self.oracle.can_move(key, unit, on), verb, then)

    def compare(self):
        """Nobody twice, nothing twice, and every row as the oracle has it."""
        stored = {row.pk: row for row in Stay.objects.all()}
        for key, stay in self.oracle.stays.items():
            row = stored[self.rows[key].pk]
            assert row.status == stay["status"]
            assert row.period == range_of((stay["begin"], stay["end"]))
            assert (row.ended_at is not None) == stay["ended"]
        for number in range(HORIZON):
            there = [stay for stay in self.oracle.stays.values() if lives(stay, number)]
            assert (
                len({stay["unit"] for stay in there})
                == len({stay["household"] for stay in there})
                == len(there)
            )


def lives(stay, number):
    return stay["status"] != "cancelled" and number in days(stay["begin"], stay["end"])
