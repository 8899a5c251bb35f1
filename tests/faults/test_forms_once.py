"""A form that is sent twice, and a web that dies while it works on one (faults 1, 5 and 7)."""

import random
import string
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from audit.models import AuditEvent
from households.models import Household, Person
from tests.faults.rig.forms import household_form
from tests.faults.rig.waiting import until
from tests.faults.rig.web import signed_in

pytestmark = [pytest.mark.faults, pytest.mark.stack]
PAGE = "/huishoudens/nieuw/"


@pytest.fixture
def person(start_web, clerk):
    return signed_in(
        start_web(RATE_LIMITING="false"), clerk
    )  # nobody registers this many families in a minute


@pytest.fixture
def form(person):
    """What the page sends, each time with another token and another family."""
    page, chance = person.page_with_form(PAGE), random.Random(1)

    def fill():
        given, name = ("".join(chance.choices(string.ascii_lowercase, k=12)).capitalize() for _ in range(2))
        others = {"persons-0-given_name": given, "persons-0-born": str(chance.randint(1940, 2008))}
        return household_form(page, name) | others | {"form_token": str(uuid.uuid4())}

    return fill


def sent_twice(person, form):
    """Both at the same moment."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda _: person.ask(PAGE, data=form), range(2)))


def in_one_place(pairs):
    return {
        (one.status, other.status, one.headers.get("Location") == other.headers.get("Location"))
        for one, other in pairs
    }


def test_a_form_that_is_sent_twice_is_one_household_and_leads_twice_to_it(person, form):
    pairs = [sent_twice(person, form()) for _ in range(6)]
    assert in_one_place(pairs) == {(302, 302, True)}
    assert Household.objects.count() == Person.objects.count() == 6


@pytest.mark.soak
def test_two_hundred_forms_sent_twice_are_two_hundred_households(person, form, measured):
    pairs = [sent_twice(person, form()) for _ in range(200)]
    assert in_one_place(pairs) == {(302, 302, True)}
    assert Household.objects.count() == Person.objects.count() == 200
    slowest = max(answer.seconds for pair in pairs for answer in pair)
    measured(f"200 of 200 pairs one row and one address; slowest answer {slowest:.2f} s")


def held_before_the_commit(cluster, database, person, *forms):
    """Sends these forms, and keeps them from committing: the trail, which each writes last, is locked for them.

    Gives the answers to come and what lets go.
    """
    lock = cluster.connect(database)
    lock.execute("BEGIN")
    lock.execute("LOCK TABLE audit_auditevent IN EXCLUSIVE MODE")
    pool = ThreadPoolExecutor(len(forms))
    answers = [pool.submit(person.ask, PAGE, data=form) for form in forms]

    def waiting():
        with cluster.connect(database) as other:
            found = other.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = %s",
                [database],
            )
            return found.fetchone()[0] == len(forms)

    until(waiting, seconds=2.5, step=0.05)

    def let_go():
        lock.close()
        pool.shutdown()

    return answers, let_go


@pytest.mark.soak
def test_negative_control_without_the_constraint_a_form_sent_twice_is_two_households(
    cluster, database, person, form
):
    once = form()
    with cluster.connect(database) as owner:
        owner.execute("ALTER TABLE households_household DROP CONSTRAINT households_household_form_token_key")
    answers, let_go = held_before_the_commit(cluster, database, person, once, once)
    let_go()
    assert [answer.result().status for answer in answers] == [302, 302]
    assert Household.objects.count() == 2


@pytest.mark.soak
def test_a_web_that_is_killed_before_the_commit_leaves_nothing_and_the_form_can_be_sent_again(
    cluster, database, person, form, measured
):
    once, events = form(), AuditEvent.objects.count()
    (answer,), let_go = held_before_the_commit(cluster, database, person, once)
    begun = time.monotonic()
    person.web.kill_workers()
    assert answer.result().status == 0, "no answer: nobody was told that it was saved"
    let_go()
    until(lambda: person.ask("/").status == 200, seconds=5, step=0.05)
    up = time.monotonic() - begun

    assert Household.objects.count() == Person.objects.count() == 0
    assert AuditEvent.objects.count() == events
    assert [person.ask(PAGE, data=once).status for _ in range(2)] == [302, 302]
    assert Household.objects.count() == Person.objects.count() == 1
    measured(f"0 half rows; pages {up:.1f} s after both processes of the web were killed")
