"""Whether the migrations since the last release leave the previous release running: `./run check`, and `./run release`.

The statements come from `manage.py new_migrations`; squawk judges them. What it says about style is left out: Django
writes those statements.
"""

import json
import os
import re
import secrets
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from config.local import packages
from config.local.packages import PYTHON, ROOT, VENV
from config.local.processes import Trouble

MARKER = ROOT / "config" / "production" / "release.json"
NOWHERE = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}
ROWS = "rows-beside-tables"
FILLED = "set-not-null"
# Each rule of squawk that counts, with what to do instead. docs/adr/0026 has them in order.
RULES = {
    "adding-required-field": "verplichte kolom zonder db_default: de vorige versie kan geen rij meer toevoegen",
    "ban-drop-default": "AddField met een default die Django weer weghaalt: zet db_default op het veld",
    "adding-not-nullable-field": "gebruik SetNotNull: CHECK NOT VALID, VALIDATE, en dan pas SET NOT NULL",
    "adding-field-with-default": "PostgreSQL rekent deze kolom voor elke rij uit: vul ze in stappen",
    "changing-column-type": "herschrijft de tabel: nieuwe kolom, overnemen, en een versie later de oude weg",
    "renaming-column": "de vorige versie vraagt de oude naam: nieuwe kolom, en een versie later de oude weg",
    "renaming-table": "de vorige versie vraagt de oude naam: nieuwe tabel, en een versie later de oude weg",
    "renaming-object": "de vorige versie vraagt de oude naam",
    "ban-drop-column": "de vorige versie leest en schrijft ze nog: haal ze weg een versie nadat niets ze gebruikt",
    "ban-drop-table": "de vorige versie leest en schrijft ze nog: haal ze weg een versie nadat niets ze gebruikt",
    "ban-truncate-cascade": "maakt ook andere tabellen leeg",
    "constraint-missing-not-valid": "AddConstraintNotValid, en in een volgende migratie ValidateConstraint",
    "adding-foreign-key-constraint": "AddForeignKeyNotValid, en in een volgende migratie ValidateConstraint",
    "adding-serial-primary-key-field": "houdt de tabel vast zolang de index van de sleutel gemaakt wordt",
    "disallowed-unique-constraint": "een unieke index maken met AddIndexGradually, dan de constraint erop",
    "require-concurrent-index-creation": "AddIndexGradually in een migratie met atomic = False",
    "require-concurrent-index-deletion": "RemoveIndexConcurrently in een migratie met atomic = False",
    "ban-concurrent-index-creation-in-transaction": "zet atomic = False op de migratie",
    FILLED: "schrijft de vorige versie hier nooit leeg? Zo ja, zeg dat; zo nee, wacht een versie",
    ROWS: "rijen en tabellen in één transactie: zet de rijen (RunPython) in een migratie van hun eigen",
}
UNREAD = "squawk kan deze vraag niet lezen, en oordeelde dus niet"


def problems() -> list[str]:
    """Everything in the new migrations that would make somebody wait or stumble, a line each."""
    done = _manage("new_migrations")
    return list(judged(json.loads(done)))


def judged(migrations: list[dict[str, Any]]) -> Iterator[str]:
    """A line for each broken rule that the migration does not give a reason for; and for each reason without use."""
    broken = _squawk(migrations)
    for place, migration in enumerate(migrations):
        name = f"{migration['app']}.{migration['name']}"
        found = broken.get(place, {})
        if migration["rows_beside_tables"]:
            found[ROWS] = ""
        if filled := [text for text in migration["statements"] if "SET NOT NULL" in text]:
            found[FILLED] = filled[0]
        for rule, statement in found.items():
            if not migration["waived"].get(rule, "").strip():
                yield f"{name}: {rule}: {RULES.get(rule, UNREAD)}.{statement and f' [{statement}]'}"
        for rule in migration["waived"].keys() - found.keys():
            yield f"{name}: {rule}: staat in NO_WAITING_BECAUSE, maar deze migratie doet dat niet."


def _squawk(migrations: list[dict[str, Any]]) -> dict[int, dict[str, str]]:
    """By place in the list: each broken rule with the first statement that breaks it."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for place, migration in enumerate(migrations):
            if migration["statements"]:
                lines = [" ".join(statement.split()) for statement in migration["statements"]]
                framed = ["BEGIN;", *lines, "COMMIT;"] if migration["atomic"] else lines
                files.append(Path(folder, f"{place}.sql"))
                files[-1].write_text("\n".join(framed))
        if not files:
            return {}
        done = subprocess.run(
            [VENV / "bin" / "squawk", "--reporter", "json", "--pg-version", "15.0", *files],
            capture_output=True,
            text=True,
        )
        try:
            answer = json.loads(done.stdout)
        except ValueError as problem:
            raise Trouble(f"squawk gaf geen antwoord: {done.stderr[:500]}") from problem
        broken: dict[int, dict[str, str]] = {}
        for finding in answer:
            path = Path(finding["file"])
            if finding["rule_name"] in RULES:
                statement = path.read_text().splitlines()[finding["line"]].strip()
                broken.setdefault(int(path.stem), {}).setdefault(finding["rule_name"], statement[:160])
            elif finding["level"] == "Error":  # it could not read the statement, so it judged nothing
                broken.setdefault(int(path.stem), {})[finding["rule_name"]] = finding["message"]
        return broken


def release(words: list[str]) -> int:
    """Writes which migrations the version in settings and CHANGELOG.md has; the next ones are judged against it."""
    packages.ensure("test")
    version = words[0] if words else ""
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise Trouble("Zeg welke versie: ./run release 0.2.0")
    if f"## {version} " not in (ROOT / "CHANGELOG.md").read_text():
        raise Trouble(f"CHANGELOG.md heeft geen deel over versie {version}.")
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    kept = {
        "version": version,
        "commit": commit.stdout.strip(),
        "migrations": json.loads(_manage("new_migrations", "--last")),
    }
    MARKER.write_text(json.dumps(kept, indent=2) + "\n")
    print(
        f"Versie {version} staat in {MARKER.relative_to(ROOT)}. Leg dat vast, en zet er het merk v{version} op."
    )
    return 0


def _manage(*words: str) -> str:
    env = os.environ | NOWHERE | {"SECRET_KEY": secrets.token_urlsafe(50)}
    done = subprocess.run(
        [PYTHON, "-W", "ignore", "manage.py", *words], env=env, cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        raise Trouble(f"manage.py {words[0]}: {done.stderr.strip().splitlines()[-1:]}")
    return done.stdout
