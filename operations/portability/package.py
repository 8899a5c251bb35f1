"""A folder or a zip with files that are written once, each with its length and SHA-256."""

import hashlib
import io
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

PIECE = 1024 * 1024  # bytes read at once


class NotWhole(Exception):
    """A file of the package is missing, or is not what was written."""


@dataclass
class Mark:
    """How long a file is, and its SHA-256 in hexadecimal digits."""

    size: int = 0
    sha256: str = ""


class Counting:
    """Passes on what is written or read, and keeps count."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self.mark = Mark()

    def write(self, piece: bytes | memoryview) -> None:
        self._file.write(piece)
        self._count(piece)

    def pieces(self) -> Iterator[bytes]:
        while piece := self._file.read(PIECE):
            self._count(piece)
            yield piece

    def _count(self, piece: bytes | memoryview) -> None:
        self._digest.update(piece)
        self.mark.size += len(piece)
        self.mark.sha256 = self._digest.hexdigest()


class Package:
    """Where an instance is written to or read from. Only its owner can read what is written."""

    def __init__(self, path: Path, archive: zipfile.ZipFile | None) -> None:
        self.path = path
        self._archive = archive

    @classmethod
    @contextmanager
    def new(cls, path: Path) -> Iterator["Package"]:
        """Raises FileExistsError when there is something already: an export is never written over another."""
        if path.suffix == ".zip":
            opener = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(opener, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                yield cls(path, archive)
        else:
            path.mkdir(mode=0o700)
            yield cls(path, None)

    @classmethod
    @contextmanager
    def existing(cls, path: Path) -> Iterator["Package"]:
        """Raises FileNotFoundError, or NotWhole for a file that is no zip."""
        if path.is_dir():
            yield cls(path, None)
            return
        try:
            archive = zipfile.ZipFile(path)
        except zipfile.BadZipFile as problem:
            raise NotWhole(f"{path.name} is geen zip.") from problem
        with archive:
            yield cls(path, archive)

    @contextmanager
    def writing(self, name: str) -> Iterator[Counting]:
        if self._archive is not None:
            with self._archive.open(name, "w", force_zip64=True) as file:
                yield Counting(file)
            return
        place = self.path / name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield Counting(file)

    @contextmanager
    def reading(self, name: str, expected: Mark | None = None) -> Iterator[Counting]:
        """The file, to be read to its end: then NotWhole says that it is not what was written."""
        try:
            file: BinaryIO | IO[bytes] = (
                self._archive.open(safe(name))
                if self._archive is not None
                else (self.path / safe(name)).open("rb")
            )
        except (KeyError, FileNotFoundError) as problem:
            raise NotWhole(f"{name} ontbreekt.") from problem
        except (
            zipfile.BadZipFile,
            RuntimeError,
        ) as problem:  # a header that is none, a password, a way unknown
            raise NotWhole(f"{name} is niet te lezen.") from problem
        with file:
            counting = Counting(file)
            try:
                yield counting
                for _ in counting.pieces():
                    """What nobody asked for counts as well."""
            except (zipfile.BadZipFile, zlib.error, EOFError) as problem:
                raise NotWhole(f"{name} is beschadigd.") from problem
        if expected is not None and counting.mark != expected:
            raise NotWhole(f"{name} is veranderd of niet volledig.")

    def text(self, name: str, expected: Mark | None = None) -> str:
        """A small file, whole."""
        with self.reading(name, expected) as file:
            return b"".join(file.pieces()).decode()

    def lines(self, name: str, expected: Mark | None = None) -> Iterator[str]:
        """A large file, line by line."""
        with self.reading(name, expected) as file:
            rest = b""
            for piece in file.pieces():
                *whole, rest = (rest + piece).split(b"\n")
                yield from (line.decode() for line in whole)
            if rest:
                yield rest.decode()

    def write(self, name: str, text: str) -> Mark:
        with self.writing(name) as file:
            file.write(text.encode())
        return file.mark


def safe(name: str) -> str:
    """The name of a file inside the package. Raises NotWhole for one that leads out of it."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or "\\" in name or "\0" in name:
        raise NotWhole(f"De naam {name!r} wijst buiten het pakket.")
    return name


def pieces_of(file: IO[bytes] | io.BufferedIOBase) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece
