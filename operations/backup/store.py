"""The folder of copies: what lies where, and the manifest of each copy.

copies/<name>/manifest.json       what this copy is, in plain text: parts, fingerprints, row counts; nobody's data
copies/<name>/*.age               its parts
copies/<name>/documents.jsonl     which documents belong to it, by their random names
documents/<aa>/<object>.age       each document once, for all copies
wal/<segment>.age                 the write-ahead log since the oldest base
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from operations.backup.vault import NotConfigured

FORMAT = 1
DUMP, BASE, CONTENTS = "database.dump.age", "base.tar.gz.age", "contents.json.age"
MANIFEST, DOCUMENTS = "manifest.json", "documents.jsonl"


class Damaged(Exception):
    """A copy is not what its manifest says."""


class Kept(NamedTuple):
    """One document of a copy: its place under MEDIA_ROOT, size in bytes, time of change (ns), fingerprint of what is in
    it, and the object that holds it."""

    path: str
    size: int
    changed: int
    sha256: str
    object: str


@dataclass
class Manifest:
    """What a copy is. `parts`: file -> [bytes, sha256]; `tables`: table -> rows; `began_in`: first segment it needs."""

    name: str
    kind: str
    made_at: str
    version: str
    postgres: str = ""
    owner: str = ""
    parts: dict[str, list[Any]] = field(default_factory=dict)
    tables: dict[str, int] = field(default_factory=dict)
    documents: int = 0
    documents_size: int = 0
    began_in: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.made_at)

    @property
    def size(self) -> int:
        return sum(size for size, _ in self.parts.values())


def root() -> Path:
    """The folder of copies. Raises NotConfigured when none is set."""
    if not settings.BACKUP_FOLDER:
        raise NotConfigured("BACKUP_FOLDER is leeg: zeg waar de reservekopieën moeten staan.")
    return Path(settings.BACKUP_FOLDER)


def copy_folder(name: str) -> Path:
    return root() / "copies" / name


def object_path(name: str) -> Path:
    return root() / "documents" / name[:2] / f"{name}.age"


def wal_folder() -> Path:
    return root() / "wal"


def new_folder(name: str) -> Path:
    """Where a copy is made; it only counts when its manifest is there."""
    folder = copy_folder(name)
    folder.mkdir(mode=0o700, parents=True)
    return folder


def write_whole(path: Path, data: bytes) -> None:
    """Whole and on the disk, or not at all."""
    unfinished = path.with_name(f".{path.name}.part")
    with unfinished.open("wb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def write_manifest(manifest: Manifest) -> bytes:
    """The last thing of a copy. Returns its bytes."""
    data = json.dumps(asdict(manifest), indent=1, sort_keys=True).encode()
    write_whole(copy_folder(manifest.name) / MANIFEST, data)
    return data


def read_manifest(name: str) -> Manifest:
    """Raises Damaged when it is not there or not readable."""
    try:
        found = json.loads((copy_folder(name) / MANIFEST).read_bytes())
        if found["format"] != FORMAT:
            raise Damaged(f"{name} heeft een vorm die deze versie niet kent ({found['format']}).")
        return Manifest(**found)
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise Damaged(f"Het manifest van {name} is niet te lezen ({type(problem).__name__}).") from problem


def copies(kind: str = "") -> list[Manifest]:
    """The copies that are whole, newest first. One that cannot be read keeps no other from being made or brought back:
    `damaged` names it."""
    found = []
    for name in names():
        with suppress(Damaged):
            found.append(read_manifest(name))
    return sorted(
        (copy for copy in found if not kind or copy.kind == kind), key=lambda copy: copy.moment, reverse=True
    )


def damaged() -> list[str]:
    """The copies whose manifest is there and cannot be read: nobody knows what they need."""
    found = []
    for name in names():
        try:
            read_manifest(name)
        except Damaged:
            found.append(name)
    return found


def names() -> list[str]:
    """Of every copy that was finished: its manifest is there."""
    return sorted(path.parent.name for path in (root() / "copies").glob(f"*/{MANIFEST}"))


def unfinished() -> list[str]:
    """Of every copy that was begun and never finished, or is being made now."""
    folders = (path for path in (root() / "copies").glob("*") if path.is_dir())
    return sorted(path.name for path in folders if not (path / MANIFEST).exists())


def documents_of(name: str) -> Iterator[Kept]:
    """The documents that belong to a copy. Raises Damaged."""
    path = copy_folder(name) / DOCUMENTS
    if not path.exists():
        return
    try:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                yield Kept(*json.loads(line))
    except (ValueError, TypeError) as problem:
        raise Damaged(f"De lijst van documenten van {name} is niet te lezen.") from problem


def remove_copy(name: str) -> None:
    """The manifest first: what is half gone is no copy any more."""
    (copy_folder(name) / MANIFEST).unlink(missing_ok=True)
    shutil.rmtree(copy_folder(name))
