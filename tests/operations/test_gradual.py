"""A migration on a table that people use: it gives way, comes back, and goes on where it was."""

import pytest
from django.db import OperationalError, connection, migrations, models
from django.db.migrations.state import ProjectState
from django.db.models import Index
from psycopg.errors import LockNotAvailable

from audit.gradual import AddForeignKeyGradually, AddIndexGradually, SetNotNull
from operations.upgrades.patience import patiently

THING = migrations.CreateModel(
    "Thing",
    [("id", models.BigAutoField(primary_key=True)), ("note", models.CharField(max_length=20, null=True))],
)
OTHER = migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))])
POINTS = models.ForeignKey("shed.other", models.CASCADE, null=True)
LOCK = 918_273


@pytest.fixture
def other(db):
    """A second connection, outside the transaction of the test; its tables go with it."""
    second = connection.copy()
    try:
        yield second
    finally:
        with second.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS shed_thing, shed_other")
        second.close()


@pytest.fixture
def shed(other):
    """The state of an app with two tables, and the function that carries out an operation on them."""
    state = ProjectState()

    def carry_out(operation):
        nonlocal state
        after = state.clone()
        operation.state_forwards("shed", after)
        with other.schema_editor(atomic=False) as editor:
            operation.database_forwards("shed", editor, state, after)
        state = after

    carry_out(THING)
    carry_out(OTHER)
    return carry_out


def asked(other, question):
    with other.cursor() as cursor:
        cursor.execute(question)
        return [row[0] for row in cursor.fetchall()]


def test_who_cannot_have_a_lock_gives_way_and_comes_back(other):
    """The lock is held by this test's transaction; it is given back between two tries."""
    told = []
    holds = connection.copy()
    try:
        with holds.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])

        def tell(line):
            told.append(line)
            if len(told) == 2:
                with holds.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])

        def work():
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])

        before = asked(other, "SELECT current_setting('lock_timeout')")
        patiently(work, other, lock_timeout="50ms", tries=5, tell=tell, first_pause=0.01)
        assert len(told) == 2
        assert "Poging 2 van 5" in told[1]
        assert asked(other, "SELECT current_setting('lock_timeout')") == before

        with holds.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        with pytest.raises(OperationalError) as refused:
            patiently(work, other, lock_timeout="20ms", tries=2, tell=lambda line: None, first_pause=0.01)
        assert isinstance(refused.value.__cause__, LockNotAvailable)
    finally:
        holds.close()


def test_another_error_is_not_tried_again(other):
    tried = []

    def work():
        tried.append(1)
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    with pytest.raises(Exception, match="division by zero"):
        patiently(work, other, lock_timeout="1s", tries=5, tell=lambda line: None)
    assert len(tried) == 1


def test_an_index_that_was_left_unfinished_is_made_anew_and_a_whole_one_stays(shed, other):
    add = AddIndexGradually("thing", Index("note", name="thing_note"))
    with other.cursor() as cursor:
        cursor.execute("CREATE INDEX thing_note ON shed_thing (note)")
        cursor.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'thing_note'::regclass")
    shed(add)
    whole = "SELECT oid FROM pg_class JOIN pg_index ON oid = indexrelid WHERE relname = 'thing_note' AND indisvalid"
    (made,) = asked(other, whole)
    again = AddIndexGradually("thing", Index("note", name="thing_note"))
    with other.schema_editor(atomic=False) as editor:
        state = ProjectState()
        THING.state_forwards("shed", state)
        again.database_forwards("shed", editor, state, state)
    assert asked(other, whole) == [made]


def test_a_foreign_key_comes_valid_indexed_and_a_second_time_nothing_happens(shed, other):
    shed(AddForeignKeyGradually("thing", "other", POINTS))
    keys = "SELECT convalidated FROM pg_constraint WHERE contype = 'f' AND conrelid = 'shed_thing'::regclass"
    indexes = "SELECT indisvalid FROM pg_index WHERE indrelid = 'shed_thing'::regclass AND NOT indisprimary"
    assert asked(other, keys) == [True]
    assert asked(other, indexes) == [True]
    with pytest.raises(ValueError, match="null=True"):
        AddForeignKeyGradually("thing", "other", models.ForeignKey("shed.other", models.CASCADE))


def test_a_column_that_has_an_empty_row_is_not_filled(shed, other):
    filled = SetNotNull("thing", "note", models.CharField(max_length=20))
    with other.cursor() as cursor:
        cursor.execute("INSERT INTO shed_thing (note) VALUES (NULL)")
    with pytest.raises(Exception, match="violated by some row"):
        shed(filled)
    with other.cursor() as cursor:
        cursor.execute("UPDATE shed_thing SET note = 'x'")
    shed(filled)  # goes on with the CHECK that the first try left
    required = (
        "SELECT attnotnull FROM pg_attribute WHERE attrelid = 'shed_thing'::regclass AND attname = 'note'"
    )
    assert asked(other, required) == [True]
    assert asked(other, "SELECT conname FROM pg_constraint WHERE conname = 'shed_thing_note_filled'") == []
