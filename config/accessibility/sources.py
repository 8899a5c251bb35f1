"""Of which templates, styles, scripts and pictures a page was made when somebody looked, and whether they are the same.

A mark is six letters for one file with its contents. A look keeps the marks of every file its page was made of; it is
of now as long as all of these still exist. What Python writes into a page is not in it: that is asked by the suite.
"""

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.forms import renderers
from django.template import engines

LETTERS = 6


@cache
def mark(path: Path) -> str:
    """The mark of one file; the same on every machine, wherever the portal lies there. Read once, as a page that is
    being shown is."""
    name = "/".join(path.parts[-2:])
    digest = hashlib.sha256(name.encode() + b"\0" + path.read_bytes()).digest()
    return base64.b32encode(digest).decode().lower()[:LETTERS]


def marks(paths: Iterable[str | Path]) -> str:
    """The marks of the files of one page, in the order of the alphabet; what is no file has none."""
    return " ".join(sorted({mark(Path(path)) for path in paths if Path(path).is_file()}))


@cache
def marks_of_now() -> frozenset[str]:
    """Of every template, style, script and picture of this installation: a thousand, read once in each process."""
    return frozenset(mark(path) for path in (*templates(), *statics()))


def templates() -> list[Path]:
    """Our own, those of the libraries, and those of Django's forms."""
    forms = Path(renderers.__file__).parent / "templates"
    folders = [*(Path(folder) for engine in engines.all() for folder in engine.template_dirs), forms]
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def statics() -> list[Path]:
    return [Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([])]
