"""`./run upgrade-check` sees a migration that the release of before cannot live with, and lets one pass that it can.

Each time in a clone of its own: a commit with one more migration, and the tests of the commit before it.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.soak
ROOT = Path(__file__).resolve().parents[2]
# It writes over connections of its own, so Django empties the tables afterwards.
ASKED = (
    "tests/accounts/test_actions.py::"
    "test_two_people_who_register_one_number_at_the_same_moment_make_one_organisation"
)
MIGRATION = '''"""For a test of the check itself."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "{last}")]
    operations = [migrations.RunSQL("""{sql}""")]
'''
NEW_TABLE = (
    "CREATE TABLE accounts_more (id bigint PRIMARY KEY, membership_id bigint REFERENCES accounts_membership)"
)
COLUMN_GONE = "ALTER TABLE accounts_organisation DROP COLUMN name CASCADE"


@pytest.fixture
def clone(tmp_path):
    """This commit, with the tools of this installation. What is not committed is not in it, as for a release."""
    where = tmp_path / "kloon"
    git = ["git", "-c", "user.name=Proef", "-c", "user.email=proef@huis.example"]

    def with_migration(sql):
        subprocess.run([*git, "clone", "-q", ROOT, where], check=True)
        last = max(path.stem for path in (where / "accounts" / "migrations").glob("0*.py"))
        new = where / "accounts" / "migrations" / f"{int(last[:4]) + 1:04}_proof.py"
        new.write_text(MIGRATION.format(last=last, sql=sql))
        subprocess.run([*git, "add", "-A"], cwd=where, check=True)
        subprocess.run([*git, "commit", "-qm", "proof"], cwd=where, check=True)
        return where

    return with_migration


def checked(where):
    """Exit code and what it says."""
    env = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    done = subprocess.run(
        [sys.executable, where / "run", "upgrade-check", "HEAD~1", "--no-data", ASKED],
        cwd=where,
        env=env,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_table_that_the_release_before_does_not_know_is_no_trouble(clone):
    code, said = checked(clone(NEW_TABLE))
    assert "1 passed" in said
    assert "kan leven met de tabellen van nu" in said
    assert code == 0


def test_negative_control_a_column_that_goes_while_the_release_before_reads_it_is_seen(clone):
    code, said = checked(clone(COLUMN_GONE))
    assert "kan NIET leven met de tabellen van nu" in said
    assert code == 1
