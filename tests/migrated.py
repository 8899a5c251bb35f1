"""One database is migrated and filled with the reference data; every run, and every worker of it, begins with a copy.

It stays in the test cluster (`var/test`) until something that it was made of changes, or the day does.
"""

import ast
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases
from django.utils import timezone

from tests.reference import install_reference_data

ROOT = Path(settings.BASE_DIR)
PREFIX = "migrated_"


@contextmanager
def copies_of_migrated() -> Iterator[None]:
    """Test databases made in this block are copies of the migrated one, which the first to come makes.

    Who makes or removes one does so alone (`making`); whoever copies it shares `using` until his end, so that another
    run, of another state of the code, does not take it away.
    """
    name = PREFIX + fingerprint()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(hashtext('migrated/making'))")
        cursor.execute("SELECT pg_advisory_lock_shared(hashtext(%s))", [name])
        cursor.execute("SELECT EXISTS (SELECT FROM pg_database WHERE datname = %s)", [name])
        if not cursor.fetchone()[0]:
            _remove_others(cursor, name)
            # Half made is not made: it has its name when it is whole.
            _make("unfinished")
            cursor.execute(f"ALTER DATABASE unfinished RENAME TO {connection.ops.quote_name(name)}")
        cursor.execute("SELECT pg_advisory_unlock(hashtext('migrated/making'))")
        connection.settings_dict["TEST"]["TEMPLATE"] = name
        yield


def fingerprint() -> str:
    """Of everything that the migrated database is made of: migrations and what they import, files with reference data,
    settings, packages, and the day on which figures and terms began."""
    found = hashlib.sha256(str(timezone.localdate()).encode())
    for path in sorted(_sources()):
        found.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return found.hexdigest()[:16]


def _sources() -> set[Path]:
    folders = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == ROOT]
    sources = {ROOT / "config" / "settings.py", ROOT / "requirements" / "test.txt", Path(__file__)}
    sources |= set((ROOT / "municipalities").glob("*.py")) | {ROOT / "tests" / "reference.py"}
    for folder in folders:
        migrations = list(folder.rglob("migrations/*.py"))
        sources |= {path for path in folder.rglob("*") if path.suffix in {".csv", ".json", ".txt"}}
        sources |= {*migrations, *(module for path in migrations for module in _imported(path))}
    return sources


def _imported(path: Path) -> Iterator[Path]:
    """The modules of ours that a file imports; of a package all modules."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            at = ROOT / name.replace(".", "/")
            if at.with_suffix(".py").is_file():
                yield at.with_suffix(".py")
            elif at.is_dir() and at.parent != ROOT:
                yield from at.glob("*.py")


def _remove_others(cursor: Any, name: str) -> None:
    """Those of other states of the code that no run uses now, and one that was never finished."""
    cursor.execute("DROP DATABASE IF EXISTS unfinished")
    cursor.execute(
        "SELECT datname FROM pg_database WHERE datname LIKE %s AND datname <> %s", [f"{PREFIX}%", name]
    )
    for (other,) in cursor.fetchall():
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [other])
        if cursor.fetchone()[0]:
            cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(other)}")
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [other])


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
