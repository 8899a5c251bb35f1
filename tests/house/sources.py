"""Our own source files, as text and as syntax trees."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


class Source(NamedTuple):
    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """Read anew each time: the trees of all files together are millions of objects, kept by every worker."""
        return ast.parse(self.text)


def read(path: Path) -> Source:
    return Source(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))


def python_files(folder: str) -> Iterator[Path]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def app_names() -> list[str]:
    ours = [app.label for app in apps.get_app_configs() if Path(app.path).parent == ROOT]
    return ["config", *ours]


def app_sources() -> list[Source]:
    """Every module of the apps and the project package, without migrations."""
    return [read(path) for name in app_names() for path in python_files(name)]


def modules_called(name: str) -> list[Source]:
    """`<app>/<name>.py` and `<app>/<name>/*.py` of every app."""
    return [
        source
        for source in app_sources()
        if source.path.endswith(f"/{name}.py") or f"/{name}/" in source.path
    ]


def called_name(call: ast.Call) -> str:
    """The last word of what is called: `record` for `audit.trail.record(...)`."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def calls(node: ast.AST) -> Iterator[ast.Call]:
    for found in ast.walk(node):
        if isinstance(found, ast.Call):
            yield found
