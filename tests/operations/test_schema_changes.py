"""What `./run check` says of a migration that would make the previous release wait or stumble."""

from typing import ClassVar

import pytest
from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    RemoveIndexConcurrently,
    ValidateConstraint,
)
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from audit.gradual import AddForeignKeyGradually, AddIndexGradually, SetNotNull
from audit.together import Together
from config.local.schema_changes import RULES, judged
from operations.upgrades.released import MARKER, released_and_new
from operations.upgrades.statements import written

MADE = migrations.CreateModel(
    "Thing",
    [
        ("id", models.BigAutoField(primary_key=True)),
        ("name", models.CharField(max_length=20)),
        ("note", models.CharField(max_length=20, null=True)),
    ],
    options={"indexes": [Index(fields=["name"], name="thing_name")]},
)
OTHER = migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))])
POINTS = models.ForeignKey("shed.other", models.CASCADE, null=True)
CHECK = CheckConstraint(condition=~Q(name=""), name="thing_named")


class Graph:
    """As the loader of Django: the app `shed`, with a table of the last release and one migration after it."""

    unmigrated_apps: ClassVar[set[str]] = set()

    def __init__(self, migration: migrations.Migration) -> None:
        before = migrations.Migration("0001_initial", "shed")
        before.operations = [MADE, OTHER]
        self.nodes = {("shed", "0001_initial"): before, ("shed", "0002_new"): migration}
        self.graph = self


def problems_of(*operations, atomic=True, **waived):
    """The rules that a migration with these operations breaks, in order of the alphabet."""
    migration = migrations.Migration("0002_new", "shed")
    migration.operations = list(operations)
    migration.atomic = atomic
    migration.NO_WAITING_BECAUSE = {rule.replace("_", "-"): reason for rule, reason in waived.items()}
    found = written(Graph(migration), [("shed", "0001_initial")], [("shed", "0002_new")])
    return sorted(line.split(": ")[1] for line in judged([step._asdict() for step in found]))


def add(**options):
    return migrations.AddField("thing", "more", models.CharField(max_length=5, **options))


def nothing(apps, editor):
    """A step through the rows."""


@pytest.mark.parametrize(
    ("rule", "operation"),
    [
        ("ban-drop-default", add(default="")),
        ("renaming-column", migrations.RenameField("thing", "name", "title")),
        ("renaming-table", migrations.RenameModel("thing", "Object")),
        ("ban-drop-column", migrations.RemoveField("thing", "name")),
        ("ban-drop-table", migrations.DeleteModel("thing")),
        ("changing-column-type", migrations.AlterField("thing", "name", models.IntegerField())),
        ("changing-column-type", migrations.AlterField("thing", "name", models.CharField(max_length=30))),
        (
            "adding-not-nullable-field",
            migrations.AlterField("thing", "note", models.CharField(max_length=20)),
        ),
        ("require-concurrent-index-creation", migrations.AddIndex("thing", Index("note", name="thing_note"))),
        ("require-concurrent-index-deletion", migrations.RemoveIndex("thing", "thing_name")),
        ("constraint-missing-not-valid", migrations.AddConstraint("thing", CHECK)),
        ("adding-foreign-key-constraint", migrations.AddField("thing", "other", POINTS)),
        (
            "disallowed-unique-constraint",
            migrations.AddConstraint("thing", UniqueConstraint(fields=["name"], name="thing_once")),
        ),
        (
            "adding-field-with-default",
            migrations.AddField(
                "thing",
                "length",
                models.GeneratedField(
                    expression=models.functions.Length("name"),
                    output_field=models.BigIntegerField(),
                    db_persist=True,
                ),
            ),
        ),
        (
            "adding-required-field",
            migrations.RunSQL("ALTER TABLE shed_thing ADD COLUMN more bigint NOT NULL"),
        ),
        (
            "ban-concurrent-index-creation-in-transaction",
            migrations.RunSQL("CREATE INDEX CONCURRENTLY thing_note ON shed_thing (note)"),
        ),
        (
            "adding-serial-primary-key-field",
            migrations.RunSQL("ALTER TABLE shed_thing ADD COLUMN key bigserial PRIMARY KEY"),
        ),
        ("renaming-object", migrations.RunSQL("ALTER INDEX thing_name RENAME TO thing_title")),
        ("ban-truncate-cascade", migrations.RunSQL("TRUNCATE shed_thing CASCADE")),
    ],
)
def test_a_change_that_the_previous_release_cannot_live_with_is_named(rule, operation):
    assert rule in problems_of(operation)


def test_rows_and_tables_do_not_change_in_one_transaction():
    assert problems_of(add(null=True), migrations.RunPython(nothing)) == ["rows-beside-tables"]
    assert problems_of(Together([add(null=True)]), migrations.RunPython(nothing)) == ["rows-beside-tables"]
    assert problems_of(migrations.RunPython(nothing)) == []


def test_what_only_adds_is_in_order():
    assert problems_of(add(null=True)) == []
    assert problems_of(add(default="", db_default="")) == []
    assert problems_of(AddConstraintNotValid("thing", CHECK)) == []


@pytest.mark.parametrize(
    "operation",
    [
        AddIndexGradually("thing", Index("note", name="thing_note")),
        RemoveIndexConcurrently("thing", "thing_name"),
        AddForeignKeyGradually("thing", "other", POINTS),
    ],
)
def test_the_gradual_ways_are_in_order(operation):
    assert problems_of(operation, atomic=False) == []


def test_filling_a_column_for_good_needs_a_word_about_the_release_before():
    """PostgreSQL does not wait with SetNotNull; whether the release before fills the column, no tool can know."""
    filled = SetNotNull("thing", "note", models.CharField(max_length=20))
    reason = "0.2.0 fills it everywhere"
    assert problems_of(filled, atomic=False) == ["set-not-null"]
    assert problems_of(filled, atomic=False, set_not_null=reason) == []


def test_not_valid_and_validate_in_one_transaction_hold_the_table_after_all():
    both = [AddConstraintNotValid("thing", CHECK), ValidateConstraint("thing", "thing_named")]
    assert problems_of(*both) == ["constraint-missing-not-valid"]
    assert problems_of(*both, atomic=False) == []


def test_a_table_of_this_release_is_empty_and_may_change():
    new = migrations.CreateModel(
        "New", [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField())]
    )
    assert (
        problems_of(
            new,
            migrations.AddIndex("new", Index("name", name="new_name")),
            migrations.AddField("new", "other", POINTS),
            migrations.RenameField("new", "name", "title"),
            migrations.RemoveIndex("new", "new_name"),
        )
        == []
    )


def test_a_rule_is_broken_for_a_reason_or_not_at_all():
    drop = migrations.RemoveField("thing", "note")
    assert problems_of(drop, ban_drop_column="nothing has read it since 0.1.0") == []
    assert problems_of(drop, ban_drop_column=" ") == ["ban-drop-column"]
    assert problems_of(add(null=True), ban_drop_column="nothing to drop") == ["ban-drop-column"]


def test_a_statement_that_cannot_be_read_is_no_statement_in_order():
    assert problems_of(migrations.RunSQL("ALTER TABLE shed_thing OPHOGEN")) != []


def test_every_rule_says_what_to_do_instead():
    assert all(len(advice) > 20 for advice in RULES.values())


def test_the_last_release_is_a_state_of_this_repository():
    """Each migration of the marker is still here, so that whoever runs that release can go on from it."""
    loader = MigrationLoader(None)
    released, new = released_and_new(loader)
    assert {app for app, _ in released} >= {"accounts", "audit", "households", "housing"}
    assert set(released) | set(new) == set(loader.graph.nodes)
    assert MARKER.exists()
