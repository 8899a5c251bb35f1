"""A folder for copies, a pair of keys, and something to copy."""

import pytest

from operations.backup.vault import new_key
from tests.house.conftest import files_of_the_world, made_world, world


@pytest.fixture
def copies(settings, tmp_path):
    """Copies go to a folder of the test, sealed with a key of the test."""
    secret, public = new_key()
    (tmp_path / "key").write_text(f"# public key: {public}\n{secret}\n")
    settings.BACKUP_FOLDER, settings.ERASURE_LOG_FOLDER = str(tmp_path / "copies"), str(tmp_path / "erased")
    settings.BACKUP_RECIPIENTS, settings.BACKUP_IDENTITY_FILE = [public], str(tmp_path / "key")
    settings.WAL_SPOOL, settings.DRILL_FOLDER = "", str(tmp_path)
    (tmp_path / "media").mkdir(exist_ok=True)
    return tmp_path / "copies"
