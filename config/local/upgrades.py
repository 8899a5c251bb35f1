"""`./run upgrade-check`: the release of before on the tables of now.

While a new release is brought in, the previous one still runs, on tables that are changed already. So its own code and
its own tests, of its own commit, are run against a database that its migrations made and that ours then changed; and a
database with its demo is migrated, to see that no row is lost on the way.
"""

import io
import json
import re
import subprocess
import sys
import tarfile
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

from config.local import packages
from config.local.embedded import Embedded
from config.local.packages import PYTHON, REQUIREMENTS, ROOT, site_packages
from config.local.processes import Trouble
from config.local.schema_changes import MARKER
from config.local.screen import seconds, step

# Every page for every hat, and the verbs that write; words of the command line choose others.
CHOSEN = ("tests/house/test_access.py", "tests/*/test_actions.py")
WITHOUT_DATA = "--no-data"
PINS = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)
COUNTS = """
import json
from django.db import connection
with connection.cursor() as cursor:
    names = connection.introspection.table_names(cursor)
    counts = {}
    for name in names:
        cursor.execute(f'SELECT count(*) FROM "{name}"')
        counts[name] = cursor.fetchone()[0]
print(json.dumps(counts))
"""
GROWS = {"django_migrations", "django_content_type", "auth_permission"}


def upgrade_check(words: list[str], surroundings: dict[str, str]) -> int:
    """Words: a commit or tag (else the last release), tests of that release (else CHOSEN), --no-data to leave out its
    demo. `surroundings` is the environment, with keys. Exit code 1 when the release of before cannot live with the
    tables of now."""
    packages.ensure("test")
    tests = [word for word in words if word.startswith("tests/")]
    given = [word for word in words if word not in tests and word != WITHOUT_DATA]
    commit = _commit(given[0] if given else json.loads(MARKER.read_text())["commit"])
    before = _code_of(commit)
    python = _python_of(before)
    with Embedded(
        ROOT / "var" / "upgrade" / "servers", site_packages(), durable=False, environ={}
    ) as servers:
        with step("databank en berichtenserver"):
            servers.erase()
            servers.start_database()
            servers.start_broker()
        plain = surroundings | servers.addresses | {"SECURE": "false", "STATEMENT_TIMEOUT": "0"}
        problems = [] if WITHOUT_DATA in words else _with_data(before, python, plain)
        problems += _with_tests(before, python, plain, tests)
    print()
    for problem in problems:
        print(f"  {problem}")
    print(f"\n{commit[:10]} {'kan NIET leven' if problems else 'kan leven'} met de tabellen van nu.")
    return 1 if problems else 0


def _commit(name: str) -> str:
    found = subprocess.run(
        ["git", "rev-parse", "--verify", f"{name}^{{commit}}"], cwd=ROOT, capture_output=True, text=True
    )
    if found.returncode:
        raise Trouble(f"Deze kloon kent {name} niet. Haal eerst de hele geschiedenis op.")
    return found.stdout.strip()


def _code_of(commit: str) -> Path:
    folder = ROOT / "var" / "upgrade" / commit[:12]
    if not folder.exists():
        with step(f"code van {commit[:10]}"):
            packed = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True)
            with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
                archive.extractall(folder, filter="data")
    return folder


def _python_of(before: Path) -> Path:
    """Ours when it has exactly the packages of before, and perhaps more; else one of its own, made by its own ./run."""
    pins = [
        dict(PINS.findall((root / "test.txt").read_text()))
        for root in (before / "requirements", REQUIREMENTS)
    ]
    if pins[0].items() <= pins[1].items():
        return PYTHON
    own = before / ".venv" / "bin" / "python"
    if not own.exists():
        subprocess.run([sys.executable, before / "run", "test", "--version"], cwd=before, check=True)
    return own


def _with_data(before: Path, python: Path, env: dict[str, str]) -> list[str]:
    """The demo of the release of before, migrated: what is lost or does not go."""
    env = env | {"DATABASE_URL": _database("demo_before", env), "DEMO_MODE": "true"}
    with step("demo van de vorige versie"):
        for command in ("migrate", "load_reference_data", "load_organisations", "load_demo_data"):
            _manage(before, python, env, command)
    counted = json.loads(_manage(before, python, env, "shell", "-v", "0", "-c", COUNTS).splitlines()[-1])
    begun = time.monotonic()
    with step("migraties van nu, op die gegevens"):
        try:
            _manage(ROOT, PYTHON, env, "migrate", "--no-input")
        except Trouble as problem:
            return [f"Met gegevens lukt de migratie niet: {problem}"]
    print(f"  {sum(counted.values())} rijen, gemigreerd in {seconds(begun)}")
    now = json.loads(_manage(ROOT, PYTHON, env, "shell", "-v", "0", "-c", COUNTS).splitlines()[-1])
    return [
        f"Tabel {name} had {count} rijen en heeft er {now.get(name, 0)}."
        for name, count in counted.items()
        if now.get(name, 0) < count and name not in GROWS
    ]


def _with_tests(before: Path, python: Path, env: dict[str, str], tests: Sequence[str]) -> list[str]:
    """The tests of the release of before, on its tables after our migrations."""
    own = env | {"DATABASE_URL": _database("test_housing", env)}
    with step("tabellen van de vorige versie"):
        _manage(before, python, own, "migrate", "--no-input")
    known = _asked(own, "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')")
    with step("migraties van nu"):
        _manage(ROOT, PYTHON, own, "migrate", "--no-input")
    _let_tables_be_emptied(own, known)
    chosen = list(tests) or sorted(
        str(path.relative_to(before)) for pattern in CHOSEN for path in before.glob(pattern)
    )
    command = [
        python,
        "-m",
        "pytest",
        "--reuse-db",
        "-q",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
        *chosen,
    ]
    static = {"STATIC_ROOT": str(before / "var" / "no_static")}
    done = subprocess.run([str(word) for word in command], cwd=before, env=env | static)
    return [f"Tests van de vorige versie: pytest eindigt met {done.returncode}."] if done.returncode else []


def _let_tables_be_emptied(env: dict[str, str], known: list[str]) -> None:
    """Between some of its tests Django empties every table that it knows with TRUNCATE, which PostgreSQL refuses while
    a table of now points to one of them. The portal itself empties no table; so here those keys go."""
    keys = _asked(
        env,
        "SELECT format('ALTER TABLE %%I DROP CONSTRAINT %%I', relname, conname)"
        " FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid"
        " WHERE contype = 'f' AND relname <> ALL (%s::text[]) AND confrelid::regclass::text = ANY (%s::text[])",
        known,
        known,
    )
    for statement in keys:
        _asked(env, statement)


def _asked(env: dict[str, str], statement: str, *values: list[str]) -> list[str]:
    """The first column of what a database answers; nothing for a statement that has no answer."""
    code = (
        "import json, os, sys, psycopg\n"
        "with psycopg.connect(os.environ['DATABASE_URL'], autocommit=True) as connection:\n"
        "    cursor = connection.execute(sys.argv[1], json.loads(sys.argv[2]) or None)\n"
        "    print(json.dumps([row[0] for row in cursor] if cursor.description else []))"
    )
    done = subprocess.run(
        [PYTHON, "-c", code, statement, json.dumps(values)],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    return list(json.loads(done.stdout))


def _database(name: str, env: dict[str, str]) -> str:
    """A new, empty database beside the one of the environment; its address."""
    host = unquote(env["DATABASE_URL"].partition("@")[2].partition("/")[0])
    code = (
        f"import psycopg; psycopg.connect(host={host!r}, user='housing', dbname='postgres', autocommit=True)"
        f".execute('CREATE DATABASE {name}')"
    )
    subprocess.run([PYTHON, "-c", code], env=env, check=True)
    return f"{env['DATABASE_URL'].rpartition('/')[0]}/{name}"


def _manage(code: Path, python: Path, env: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [str(python), "-W", "ignore", "manage.py", *words], cwd=code, env=env, capture_output=True, text=True
    )
    if done.returncode:
        raise Trouble(f"manage.py {words[0]} in {code.name}: {done.stderr.strip()[-600:]}")
    return done.stdout
