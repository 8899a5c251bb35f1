"""No page or task leaves something in its session of PostgreSQL: behind PgBouncer the next transaction has another."""

import ast
import re
from collections.abc import Iterator

import pytest

from config.database.session import OTHERS, TIMEOUTS, as_options, as_query
from tests.house.sources import ROOT, Source, app_sources

# What lives longer than a transaction. SET LOCAL, set_config(..., true) and pg_advisory_xact_lock do not.
OF_A_SESSION = re.compile(
    r"\bpg_(try_)?advisory_(lock|unlock)"
    r"|^\s*(LISTEN|PREPARE|DISCARD|DEALLOCATE)\s"
    r"|(^|;)\s*SET (?!LOCAL\b|CONSTRAINTS\b|NOT NULL)\w"
    r"|set_config\([^)]*,\s*false\)"
    r"|WITH HOLD"
    r"|CREATE (UNLOGGED )?TEMP"
)
# Who has a session of his own: beside the portal, straight on PostgreSQL (docs/operations.md says which commands).
STRAIGHT = {
    "config/database/session.py": "what PgBouncer itself says at the beginning of a session",
    "config/scrubbing/": "makes a copy for testing, as the owner",
    "audit/gradual.py": "operations of migrations, as the owner",
    "operations/upgrades/": "migrate, as the owner",
    "operations/backup/": "the keeper of copies: what it reads and streams, PgBouncer does not pass on",
    "operations/portability/": "a whole instance in or out, on the command line; all ends with the transaction",
}


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT pg_advisory_lock(1)",
        "SELECT pg_try_advisory_lock(%s)",
        "LISTEN changes",
        "SET statement_timeout = 0",
        "SELECT 1; SET lock_timeout = 0",
        "SELECT set_config('a.b', %s, false)",
        "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
        "CREATE TEMPORARY TABLE kept AS SELECT 1",
    ],
)
def test_what_would_stay_in_a_session_is_recognised(statement):
    assert OF_A_SESSION.search(statement)


@pytest.mark.parametrize(
    "statement",
    ["SELECT pg_advisory_xact_lock(1)", "SET LOCAL lock_timeout = '1s'", "SET CONSTRAINTS ALL IMMEDIATE",
     "SELECT set_config('a.b', %s, true)", "UPDATE a SET b = 1", "ON CONFLICT DO UPDATE SET x = 1"],
)  # fmt: skip
def test_what_ends_with_the_transaction_may(statement):
    assert not OF_A_SESSION.search(statement)


def strings(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_nothing_of_ours_stays_in_a_session():
    found = {
        (source.path, text)
        for source in app_sources()
        if not source.path.startswith(("config/local/", *STRAIGHT))
        for text in strings(source)
        if OF_A_SESSION.search(text)
    }
    assert found == set()


def test_every_setting_of_a_session_is_also_given_by_pgbouncer():
    text = (ROOT / "config" / "production" / "pgbouncer.ini").read_text()
    given = dict(re.findall(r"^(\w+) = host=.* connect_query='(.*)'$", text, flags=re.MULTILINE))
    web, jobs = (given[name].replace("''", "'") for name in ("huisvestingstool", "huisvestingstool_taken"))
    assert web == as_query(TIMEOUTS)
    assert jobs == as_query(TIMEOUTS | {"statement_timeout": "55s"})
    assert "pool_mode = transaction" in text


def test_the_two_ways_to_begin_a_session_say_the_same():
    options = dict(part.split("=", 1) for part in as_options(TIMEOUTS).split("-c ")[1:])
    query = dict(re.findall(r"SET (\S+) = '(.*?)'", as_query(TIMEOUTS)))
    assert {name: value.strip() for name, value in options.items()} == query == {**TIMEOUTS, **OTHERS}
