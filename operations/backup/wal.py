"""The write-ahead log: it arrives in a folder (`pg_receivewal`, or an `archive_command`), and is sealed and kept."""

import gzip
import io
import re
from collections.abc import Sequence
from pathlib import Path

import pyrage
from django.conf import settings

from operations.backup import store
from operations.backup.vault import Measured, Sealed, recipients, seal, unseal

# A segment, the history of a timeline, or the note of a base backup; what is being written begins with a dot.
NAMES = re.compile(r"[0-9A-F]{24}(\.[0-9A-F]{8}\.backup)?|[0-9A-F]{8}\.history")
# The segment that pg_receivewal is filling: sealed each time as far as it is, and left there.
UNDER_WAY = re.compile(r"[0-9A-F]{24}\.partial")


class Clash(Exception):
    """Two servers archive to one place: a segment is there already, with something else in it."""


def ship_wal() -> int:
    """Seal what waits in WAL_SPOOL, oldest first, and take it away there; returns how many. None without WAL_SPOOL.

    What dies half way is done again: a segment leaves the spool when it is on the disk of the store. Raises Clash.
    """
    if not settings.WAL_SPOOL:
        return 0
    spool, folder, to, shipped = Path(settings.WAL_SPOOL), store.wal_folder(), recipients(), 0
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in sorted(path for path in spool.iterdir() if NAMES.fullmatch(path.name)):
        target, content = folder / f"{path.name}.age", path.read_bytes()
        mark = folder / f"{path.name}.sha256"
        if target.exists():
            if mark.read_text() != _digest(content).sha256:
                raise Clash(f"{path.name} is er al, met iets anders erin.")
        else:
            store.write_whole(mark, _digest(content).sha256.encode())
            # Most of a segment that was closed by the clock is empty.
            seal(io.BytesIO(gzip.compress(content, compresslevel=1)), target, to)
        path.unlink()
        (folder / f"{path.name}.partial.age").unlink(missing_ok=True)
        shipped += 1
    for path in (path for path in spool.iterdir() if UNDER_WAY.fullmatch(path.name)):
        seal(io.BytesIO(gzip.compress(path.read_bytes(), compresslevel=1)), folder / f"{path.name}.age", to)
    return shipped


def bring_back_wal(since: str, folder: Path, keys: Sequence[pyrage.x25519.Identity]) -> int:
    """Write every segment from `since` on, as PostgreSQL's restore_command wants them, to `folder`; returns how many.

    The number of the timeline, the first eight signs, plays no part in what is older. Raises CannotOpen.
    """
    brought = 0
    for path in sorted(store.wal_folder().glob("*.age")):
        name = path.name.removesuffix(".age")
        if is_needed(name, since):
            packed = io.BytesIO()
            unseal(path, packed, keys)
            (folder / name.removesuffix(".partial")).write_bytes(gzip.decompress(packed.getvalue()))
            brought += 1
    return brought


def is_needed(name: str, since: str) -> bool:
    """Whether a file of the log is of any use to who begins in the segment `since`."""
    return name.endswith(".history") or name[8:24] >= since[8:24]


def sweep_wal(since: str) -> int:
    """Remove what no base that is left needs; returns how many segments."""
    gone = 0
    folder = store.wal_folder()
    for path in folder.glob("*.age") if folder.exists() else ():
        name = path.name.removesuffix(".age")
        if not is_needed(name, since):
            path.unlink()
            (folder / f"{name}.sha256").unlink(missing_ok=True)
            gone += 1
    return gone


def _digest(content: bytes) -> Sealed:
    measured = Measured()
    measured.write(content)
    return measured.sealed()
