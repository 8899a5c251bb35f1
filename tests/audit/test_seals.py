"""The trail shows what was changed, removed or added behind its back, and what is written around a seal stays."""

import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from audit import verifying
from audit.digests import digest_of
from audit.models import AuditEvent, DaySeal
from audit.seals import seal_days, today
from audit.tasks import seal_days as seal_by_clock
from audit.trail import record, record_many
from municipalities.models import Municipality
from tests.together import all_at_once

DAY = timedelta(days=1)


def behind_its_back(sql: str, *values: object) -> None:
    """What somebody does who may switch off the triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def copy_of(number: int, **other: str) -> None:
    """One more row like that one, with other columns as SQL."""
    fields = [field.column for field in AuditEvent._meta.concrete_fields if not field.primary_key]
    chosen = ", ".join(other.get(name, name) for name in fields)
    behind_its_back(
        f"INSERT INTO audit_auditevent ({', '.join(fields)}) SELECT {chosen} FROM audit_auditevent WHERE id = %s",  # noqa: S608
        number,
    )


def found(**options: object) -> list[str]:
    return list(verifying.problems(**options))


@pytest.fixture
def trail(gent):
    """Two days that were sealed, today's and tomorrow's as far as the trail is concerned: each with three events."""
    days = []
    for day in (today(), today() + DAY):
        before = AuditEvent.objects.count()
        record("proof.made", gent, by=None, changes={"naam": "Łódź “é”", "bedrag": [1.5, None, {"a": True}]})
        record_many("proof.seen", [gent, gent], by=None)
        assert seal_days(until=day) == 1
        days.append([event.pk for event in AuditEvent.objects.order_by("pk")[before:]])
    return days


def test_an_honest_trail_fits_and_its_end_is_printed_to_be_kept_elsewhere(trail):
    out = StringIO()
    call_command("verify_audit", stdout=out)
    end = DaySeal.objects.latest("day")
    assert "Het spoor klopt tot en met" in out.getvalue()
    assert f"{end.day} {end.digest}" in out.getvalue()
    assert (end.events, end.numbers) == (3, trail[1])
    assert found(kept=end.digest) == found(since=end.day) == []


def test_what_is_written_after_a_seal_counts_on_a_day_that_is_not_sealed(trail, gent):
    event = record("proof.late", gent, by=None)
    event.refresh_from_db()
    assert event.recorded_on == today() + 2 * DAY
    assert found() == []


@pytest.mark.parametrize(
    "change",
    ["verb = 'proof.other'", "user_name = 'Iemand'", "occurred_at = occurred_at - interval '1 microsecond'",
     "changes = '{}'", "digest = repeat('0', 64)", "recorded_on = recorded_on + 1", "target_id = '1'"],
)  # fmt: skip
def test_a_row_that_was_changed_is_named_with_its_day(trail, change):
    number = trail[0][0]
    behind_its_back(f"UPDATE audit_auditevent SET {change} WHERE id = %s", number)  # noqa: S608
    gone = "verwijderd" if change.startswith("recorded_on") else "veranderd"
    assert f"{today():%d/%m/%Y}: rij {number} is {gone}." in found()


def test_a_row_that_was_changed_with_its_digest_is_named_by_the_seal(trail):
    number = trail[1][2]
    behind_its_back("UPDATE audit_auditevent SET verb = 'proof.other' WHERE id = %s", number)
    behind_its_back(f"UPDATE audit_auditevent r SET digest = {digest_of('r')} WHERE id = %s", number)  # noqa: S608
    assert found() == [f"{today() + DAY:%d/%m/%Y}: rij {number} is veranderd."]


def test_a_row_that_was_removed_or_added_is_named(trail):
    behind_its_back("DELETE FROM audit_auditevent WHERE id = %s", trail[0][1])
    copy_of(trail[1][0])
    added = AuditEvent.objects.latest("pk").pk
    assert found() == [
        f"{today():%d/%m/%Y}: rij {trail[0][1]} is verwijderd.",
        f"{today() + DAY:%d/%m/%Y}: rij {added} is toegevoegd na het zegel.",
    ]


@pytest.mark.parametrize("day", ["current_date + 30", "current_date - 30"])
def test_a_row_slipped_in_on_a_day_without_a_seal_does_not_fit(trail, day):
    copy_of(trail[0][0], recorded_on=day)
    assert found()


@pytest.mark.parametrize("place", [0, 1])
def test_a_seal_that_was_removed_is_missed(trail, place):
    kept = DaySeal.objects.latest("day").digest
    day = today() + place * DAY
    behind_its_back("DELETE FROM audit_dayseal WHERE day = %s", day)
    told = found(kept=kept)
    assert told and (any("sluit niet aan" in line for line in told) or "bestaat hier niet meer" in told[-1])


def test_days_that_nobody_sealed_are_told(trail):
    """As if both days lay a week back, the last seal gone with its day."""
    behind_its_back("UPDATE audit_dayseal SET day = day - 7")
    behind_its_back("UPDATE audit_auditevent SET recorded_on = recorded_on - 7")
    behind_its_back("DELETE FROM audit_dayseal WHERE day = (SELECT max(day) FROM audit_dayseal)")
    assert f"{today() - 6 * DAY:%d/%m/%Y}: deze dag heeft gebeurtenissen en geen zegel." in found()


def test_a_seal_that_was_made_again_over_other_rows_does_not_fit_the_next_one(trail):
    behind_its_back("UPDATE audit_dayseal SET digest = repeat('a', 64) WHERE day = %s", today())
    assert found() == [
        f"{today():%d/%m/%Y}: het zegel zelf past niet bij de 3 rijen van deze dag.",
        f"{today() + DAY:%d/%m/%Y}: het zegel sluit niet aan op dat van de dag ervoor.",
    ]


def test_the_command_names_what_is_wrong_and_fails(trail):
    behind_its_back("DELETE FROM audit_auditevent WHERE id = %s", trail[0][1])
    out = StringIO()
    with pytest.raises(CommandError, match="Het spoor klopt niet: 1 keer"):
        call_command("verify_audit", stdout=out)
    assert f"rij {trail[0][1]} is verwijderd" in out.getvalue()
    call_command("verify_audit", since=today() + DAY, stdout=out)


def test_a_seal_is_never_changed_or_removed_by_the_portal(trail):
    for change in (lambda: DaySeal.objects.update(events=9), DaySeal.objects.all().delete):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            change()


def test_days_without_events_are_sealed_too_and_each_day_once(trail, gent):
    assert seal_days(until=today() + 4 * DAY) == 3
    assert seal_days(until=today() + 4 * DAY) == 0
    assert found() == []


def test_the_clock_seals_only_days_that_are_over(gent):
    record("proof.made", gent, by=None)
    assert seal_by_clock() == 0
    assert not DaySeal.objects.exists()


# --- At the same moment ----------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_who_writes_around_the_seal_waits_for_nobody_and_no_row_is_lost():
    """A day is sealed only when who wrote on it is ready; a row that comes during the sealing goes to the next day."""
    thing = Municipality(pk=1, name="Proef")
    wrote, may_end = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            record("proof.slow", thing, by=None)
            wrote.set()
            may_end.wait(10)

    def during() -> list[int]:
        wrote.wait(10)
        record("proof.quick", thing, by=None)  # beside the one that is not over
        tried = [seal_days(until=today())]
        may_end.set()
        return tried

    assert all_at_once(slow, during)[1] == [0]
    writers = [lambda: [record("proof.many", thing, by=None) for _ in range(20)]] * 3
    sealers = [lambda: [seal_days(until=today() + place * DAY) for place in range(3)]] * 2
    problems = [done for done in all_at_once(*writers, *sealers) if isinstance(done, Exception)]
    assert problems == []
    seal_days(until=today() + 5 * DAY)
    assert found() == []
    assert sum(DaySeal.objects.values_list("events", flat=True)) == AuditEvent.objects.count() == 62
