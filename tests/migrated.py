"""One database per run is migrated and filled with the reference data; every worker of that run begins with a copy."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases

from tests.reference import install_reference_data


@contextmanager
def copies_of(name: str) -> Iterator[None]:
    """Test databases made in this block are copies of the one with this name, which the first to come makes.

    Who makes it or takes it away does so alone (`making`); whoever copies it shares `using` until his end, and who is
    alone with it by then takes it away.
    """
    making, using = f"{name}/making", f"{name}/using"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [making])
        cursor.execute("SELECT EXISTS (SELECT FROM pg_database WHERE datname = %s)", [name])
        if not cursor.fetchone()[0]:
            _make(name)
        cursor.execute("SELECT pg_advisory_lock_shared(hashtext(%s))", [using])
        cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [making])
        connection.settings_dict["TEST"]["TEMPLATE"] = name
        yield
        cursor.execute("SELECT pg_advisory_unlock_shared(hashtext(%s))", [using])
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [making])
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [using])
        if cursor.fetchone()[0]:
            cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)}")


def _make(name: str) -> None:
    used = connection.settings_dict
    usual, own = used["NAME"], used["TEST"]["NAME"]
    used["TEST"]["NAME"] = name
    try:
        setup_databases(verbosity=0, interactive=False, aliases={connection.alias})
        install_reference_data()
    except BaseException:
        connection.creation.destroy_test_db(usual, verbosity=0)
        raise
    finally:
        connection.close()
        used["TEST"]["NAME"] = own
        settings.DATABASES[connection.alias]["NAME"] = used["NAME"] = usual
