"""Operations of migrations on tables with rows that people use meanwhile: no lock is held longer than a moment.

For a migration with `atomic = False`: each statement stands by itself, and waits for a lock no longer than
`manage.py migrate` allows. A migration that was broken off halfway is begun again: what is there already is left.
A CHECK has Django's own AddConstraintNotValid, and ValidateConstraint in a next migration.
"""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently, NotInTransactionMixin
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddField, AlterField
from django.db.migrations.state import ProjectState
from django.db.models import ForeignKey, Index, Model


class AddIndexGradually(AddIndexConcurrently):
    """An index that is made while people write in the table.

    One that an earlier try left unfinished is dropped first: PostgreSQL keeps it, marked as invalid, and uses it never.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self._ensure_not_in_transaction(schema_editor)
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            add_index(model, self.index, schema_editor)


def add_index(model: type[Model], index: Index, editor: BaseDatabaseSchemaEditor) -> None:
    """CREATE INDEX CONCURRENTLY, unless a whole one with this name stands there.

    It waits for every transaction that began before it, and holds nobody up meanwhile: so that wait has no limit.
    """
    stands = _ask(
        editor, "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(quote_ident(%s))", index.name
    )
    if stands is True:
        return
    if stands is False:
        editor.execute(f"DROP INDEX CONCURRENTLY {editor.quote_name(index.name)}")
    patience = _ask(editor, "SELECT current_setting('lock_timeout')")
    editor.execute("SET lock_timeout = 0")
    editor.add_index(model, index, concurrently=True)  # type: ignore[call-arg]
    editor.execute(f"SET lock_timeout = '{patience or 0}'")


class AddForeignKeyGradually(NotInTransactionMixin, AddField):
    """A column that points to another table: the column, the constraint NOT VALID, VALIDATE, then the index.

    The column may be empty: a table with rows has nothing to fill it with yet. Raises ValueError when it may not.
    """

    def __init__(self, model_name: str, name: str, field: Any, preserve_default: bool = True) -> None:
        if not (isinstance(field, ForeignKey) and field.null):
            raise ValueError("AddForeignKeyGradually adds a ForeignKey with null=True.")
        super().__init__(model_name, name, field, preserve_default)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self._ensure_not_in_transaction(schema_editor)
        model = to_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        field = model._meta.get_field(self.name)
        assert isinstance(field, ForeignKey)  # noqa: S101 - for mypy; __init__ refused others
        quote = schema_editor.quote_name
        table, column = quote(model._meta.db_table), quote(field.column)
        kind = field.db_parameters(schema_editor.connection)["type"]
        schema_editor.execute(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {column} {kind} NULL")
        if field.db_constraint:  # type: ignore[attr-defined]
            pointed = field.remote_field.model._meta
            suffix = f"_fk_{pointed.db_table}_{field.target_field.column}"
            made = schema_editor._create_fk_sql(model, field, suffix)  # type: ignore[attr-defined]
            name = str(made.parts["name"]).strip('"')
            if not _ask(schema_editor, "SELECT true FROM pg_constraint WHERE conname = %s", name):
                schema_editor.execute(f"{made} NOT VALID", params=None)
            schema_editor.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {quote(name)}")
        if field.db_index:  # type: ignore[attr-defined]
            name = schema_editor._create_index_name(model._meta.db_table, [field.column])  # type: ignore[attr-defined]
            add_index(model, Index(field.name, name=name), schema_editor)

    def describe(self) -> str:
        return f"Add foreign key {self.name} to {self.model_name} without holding its rows"


class SetNotNull(NotInTransactionMixin, AlterField):
    """A column that may not be empty from now on: a CHECK NOT VALID, VALIDATE, SET NOT NULL, and the CHECK away.

    PostgreSQL believes the validated CHECK and does not read the table again under its lock. For the release *after*
    the one that fills the column: the previous release still writes rows without. `field` is the field as it becomes;
    it differs from before in `null` alone.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self._ensure_not_in_transaction(schema_editor)
        model = to_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        quote = schema_editor.quote_name
        name = f"{model._meta.db_table}_{self.name}_filled"[:63]
        table, column = quote(model._meta.db_table), quote(model._meta.get_field(self.name).column)
        if not _ask(schema_editor, "SELECT true FROM pg_constraint WHERE conname = %s", name):
            schema_editor.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT {quote(name)} CHECK ({column} IS NOT NULL) NOT VALID"
            )
        schema_editor.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {quote(name)}")
        schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL")
        schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {quote(name)}")


def _ask(editor: BaseDatabaseSchemaEditor, question: str, *words: str) -> Any:
    """The one value that the database answers; None when it has none, or when statements are only written down."""
    if editor.collect_sql:
        return None
    with editor.connection.cursor() as cursor:
        cursor.execute(question, words or None)
        found = cursor.fetchone()
    return found[0] if found else None
