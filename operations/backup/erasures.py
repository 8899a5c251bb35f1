"""The log of erasing, kept with the copies and outside them: what was erased after a copy is erased again in it."""

import io
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from operations.backup import store

FILE = "wissingen.jsonl"


def log_path() -> Path:
    """In ERASURE_LOG_FOLDER, else beside the copies. Numbers only: it may lie there unencrypted."""
    return (Path(settings.ERASURE_LOG_FOLDER) if settings.ERASURE_LOG_FOLDER else store.root()) / FILE


def write_log() -> int:
    """Add what was erased since the last time; returns how many lines there are. A line that is there stays, also when
    this database does not know it: then it is itself an older copy that was brought back."""
    output, path = io.StringIO(), log_path()
    call_command("erasure_log", stdout=output)
    before = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    known = set(before)
    lines = [*before, *(line for line in output.getvalue().splitlines() if line not in known)]
    if lines != before or not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        store.write_whole(path, "".join(f"{line}\n" for line in lines).encode())
    return len(lines)
