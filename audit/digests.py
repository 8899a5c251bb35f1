"""The digest of one event of the trail, and the day on which it counts: both given by PostgreSQL when a row is written.

Whatever writes (a save, a bulk insert, COPY), the trigger fills in both. Nobody waits for anybody: a transaction takes
a *shared* advisory lock on its day, which only the sealing of that day (audit.seals) asks for alone, when the day is
over.
"""

import pgtrigger

LOCKS = (
    7_402_115  # the family of advisory locks of the trail; within it, a day is its number since 2000-01-01
)
CHAIN = -1  # in that family: one sealing at a time
DAY_IN_TRANSACTION = "audit.day"


def digest_of(row: str) -> str:
    """SQL that computes the digest of one event from its columns, with functions of PostgreSQL itself only: 64
    hexadecimal digits, SHA-256 of a JSON array, in which no two different rows are written alike."""
    return (
        f"encode(sha256(convert_to(jsonb_build_array({row}.id,"
        f" to_char({row}.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),"
        f" to_char({row}.recorded_on, 'YYYY-MM-DD'), {row}.verb, {row}.target_type, {row}.target_id,"
        f" {row}.user_id, {row}.user_name, {row}.organisation_name, {row}.changes)::text, 'UTF8')), 'hex')"
    )


def open_day() -> str:
    """SQL for the day on which an event counts: today, and never one that is sealed already."""
    return (
        "GREATEST((clock_timestamp() AT TIME ZONE 'Europe/Brussels')::date,"
        " (SELECT max(day) + 1 FROM audit_dayseal))"
    )


# Once the lock on a day is held, that day cannot be sealed before this transaction is over: its other rows go there
# too, without asking again. The day is asked once more after waiting, because it may have been sealed meanwhile.
COUNTS_AND_DIGESTS = pgtrigger.Trigger(
    name="counts_and_digests",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("open_day", "date")],
    func=f"""
        NEW.recorded_on := nullif(current_setting('{DAY_IN_TRANSACTION}', true), '')::date;
        IF NEW.recorded_on IS NULL THEN
            LOOP
                open_day := {open_day()};
                PERFORM pg_advisory_xact_lock_shared({LOCKS}, open_day - date '2000-01-01');
                EXIT WHEN open_day = {open_day()};
            END LOOP;
            PERFORM set_config('{DAY_IN_TRANSACTION}', to_char(open_day, 'YYYY-MM-DD'), true);
            NEW.recorded_on := open_day;
        END IF;
        NEW.digest := {digest_of("NEW")};
        RETURN NEW;
    """,
)
