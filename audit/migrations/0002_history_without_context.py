"""Writing history costs the same for the last row of a transaction as for the first.

The function of django-pghistory asks for a setting that is not there, and catches the error, for every row that is
written. PostgreSQL rolls back a subtransaction each time, and for that goes through every foreign key of the transaction
that still waits to be checked: the cost of a row grows with the rows before it. Asked in the way that gives nothing
instead of an error, it does not. What the function does is the same.
"""

from django.db import migrations

QUIET = """
CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS pghistory_context.id%TYPE LANGUAGE plpgsql AS $$
DECLARE
    _pgh_context_id uuid := nullif(current_setting('pghistory.context_id', true), '');
    _pgh_context_metadata jsonb := nullif(current_setting('pghistory.context_metadata', true), '');
BEGIN
    IF _pgh_context_id IS NULL OR _pgh_context_metadata IS NULL THEN RETURN NULL; END IF;
    INSERT INTO pghistory_context (id, metadata, created_at, updated_at)
    VALUES (_pgh_context_id, _pgh_context_metadata, now(), now())
    ON CONFLICT (id) DO UPDATE SET metadata = excluded.metadata, updated_at = excluded.updated_at
    WHERE pghistory_context.metadata != excluded.metadata;
    RETURN _pgh_context_id;
END;
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("pghistory", "0007_auto_20250421_0444")]

    operations = [migrations.RunSQL(QUIET, migrations.RunSQL.noop)]
