"""The documents beside the dump: each is kept once, whatever the number of copies that it belongs to."""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple

import pyrage
from django.conf import settings

from operations.backup import store
from operations.backup.store import Kept
from operations.backup.vault import CannotOpen, Measured, fingerprint, seal, unseal


class Copied(NamedTuple):
    """How many documents belong to the copy, their bytes, and how many were not there yet."""

    number: int
    size: int
    new: int


class Digested:
    """Digests what is read through it, so that a file is read once."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        piece = self.source.read(size)
        self.digest.update(piece)
        return piece


def files_under(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Every file, by its place under the folder, in order; what goes while we look is passed over."""
    for path in sorted(folder.rglob("*")):
        try:
            found = path.stat()
        except FileNotFoundError:
            continue
        if path.is_file():
            yield str(path.relative_to(folder)), found


def copy_documents(
    *, name: str, before: Sequence[Kept], to: Sequence[pyrage.x25519.Recipient], anew: bool = False
) -> Copied:
    """Keep every file under MEDIA_ROOT for the copy `name`. What the copy `before` held with the same size and time of
    change is not read again, as long as it is still in the store; `anew` reads and seals everything."""
    media, known = Path(settings.MEDIA_ROOT), {kept.path: kept for kept in before}
    number = size = new = 0
    unfinished = store.copy_folder(name) / f".{store.DOCUMENTS}.part"
    with unfinished.open("w", encoding="utf-8") as lines:
        for path, stat in files_under(media) if media.exists() else ():
            kept = known.get(path)
            if (
                anew
                or kept is None
                or (kept.size, kept.changed) != (stat.st_size, stat.st_mtime_ns)
                or not store.object_path(kept.object).exists()
            ):
                try:
                    kept = keep(media, path, stat, to, anew=anew)
                except FileNotFoundError:  # erased in the meantime
                    continue
                new += kept.object not in {known[path].object if path in known else ""}
            lines.write(json.dumps(list(kept)) + "\n")
            number, size = number + 1, size + kept.size
        lines.flush()
        os.fsync(lines.fileno())
    unfinished.replace(store.copy_folder(name) / store.DOCUMENTS)
    return Copied(number, size, new)


def keep(
    media: Path, path: str, stat: os.stat_result, to: Sequence[pyrage.x25519.Recipient], *, anew: bool = False
) -> Kept:
    """Put one file in the store, also when it is there already if `anew`. Its object is named after its place and what
    is in it, so that it is there once, and nobody can ask by its fingerprint whether a well-known file is there."""
    content = fingerprint(media / path)
    name = hashlib.sha256(f"{path}\n{content.sha256}".encode()).hexdigest()
    target = store.object_path(name)
    if anew or not target.exists():
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (media / path).open("rb") as file:
            source = Digested(file)
            seal(source, target, to)
        if (
            source.digest.hexdigest() != content.sha256
        ):  # written to while we read it: the next copy has it whole
            target.unlink()
            return keep(media, path, (media / path).stat(), to, anew=anew)
    return Kept(path, content.size, stat.st_mtime_ns, content.sha256, name)


def bring_back(kept: Kept, folder: Path, keys: Sequence[pyrage.x25519.Identity]) -> bool:
    """Write one document to its place under `folder`; False when it is not what it was."""
    target = folder / kept.path
    if not target.resolve().is_relative_to(folder.resolve()):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("wb") as file:
            measured = Measured(file)
            unseal(store.object_path(kept.object), measured, keys)
    except CannotOpen:
        target.unlink()
        return False
    target.chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o640)
    os.utime(target, ns=(kept.changed, kept.changed))
    return measured.sealed() == (kept.size, kept.sha256)


def sweep_objects() -> int:
    """Remove the objects that no copy names any more; returns how many."""
    folder = store.root() / "documents"
    if not folder.exists():
        return 0
    wanted = {kept.object for copy in store.copies() for kept in store.documents_of(copy.name)}
    gone = 0
    for path in folder.glob("*/*.age"):
        if path.stem not in wanted:
            path.unlink()
            gone += 1
    return gone
