"""The Dutch of the portal as it is written: sentences in templates, in mails and in the code."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from typing import NamedTuple

from tests.house.sources import ROOT, app_sources

COMMENTS = re.compile(
    r"<script\b.*?</script>|\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}|\{% verbatim %\}.*?\{% endverbatim %\}",
    re.S,
)
IN_A_LINE = re.compile(r"</?(?:a|strong|em|span|abbr)\b[^>]*>")
A_WORD = re.compile(r"\{% term \"[^\"]*\" \"([^\"]*)\" %\}")
CHOICES = re.compile(r"\{% (?:if|elif|else|endif|for|empty|endfor)\b.*?%\}")
SENTENCES = re.compile(r"(?<=[.?!:;])\s+")
# A text is Dutch when it has one of the words that nearly every Dutch sentence has, and none of SQL or English.
DUTCH = re.compile(r"\b(?:de|het|een|u|uw|van|is|niet|en|op|te)\b")
NOT_DUTCH = re.compile(r"\b(?:the|SELECT|WHERE|BEGIN|JOIN|FROM|IF)\b|\(\?P?")
# What no screen shows: made-up people, what runs on a terminal, and the generated docs.
NOT_ON_SCREEN = (
    "config/demo/",
    "operations/portability/",
    "config/local/",
    "config/generated_docs/",
    "config/management/",
    "operations/management/",
)


class Text(NamedTuple):
    where: str
    words: str


@cache
def texts() -> tuple[Text, ...]:
    return (*in_templates(), *in_code(), *in_guides())


def in_templates() -> Iterator[Text]:
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix not in (".html", ".txt"):
            continue
        name = str(path.relative_to(ROOT))
        for part in readable(path.read_text(encoding="utf-8")):
            yield Text(name, part)


def readable(template: str) -> Iterator[str]:
    """What a template writes, in pieces that belong together; a value is one word."""
    template = COMMENTS.sub("", template)
    given = [
        text for tag in re.findall(r"\{%.*?%\}", template, re.S) for text in re.findall(r"\"([^\"]+)\"", tag)
    ]
    template = A_WORD.sub(r"\1", IN_A_LINE.sub("", template))
    template = re.sub(r"\{\{.*?\}\}", "X", CHOICES.sub("\n", template))
    pieces = re.split(r"<[^>]*>|\n", re.sub(r"\{%.*?%\}", "", template, flags=re.S))
    for piece in [*pieces, *given]:
        if words := " ".join(unescape(piece).split()):
            yield words


def in_code() -> Iterator[Text]:
    for source in app_sources():
        if source.path.startswith(NOT_ON_SCREEN) or "/management/" in source.path:
            continue
        for text in strings_of(source.tree):
            words = " ".join(text.split())
            if DUTCH.search(words) and not NOT_DUTCH.search(words):
                yield Text(source.path, words)


def strings_of(tree: ast.Module) -> Iterator[str]:
    """Every text but the docstrings; of one with values to fill in the whole, a value is one word."""
    left_out: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):  # a docstring
            left_out.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            left_out |= {id(part) for part in ast.walk(node)} - {id(node)}
    for node in ast.walk(tree):
        if id(node) in left_out:
            continue
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else "X"
                for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def in_guides() -> Iterator[Text]:
    """The guides of VLOT and the help."""
    for folder in ("vlot/published_guides", "config/help/guides"):
        for path in sorted((ROOT / folder).glob("*.md")):
            for line in path.read_text(encoding="utf-8").splitlines():
                if words := line.strip("-#*> 0123456789."):
                    yield Text(str(path.relative_to(ROOT)), words)


def sentences(text: str) -> list[str]:
    return [sentence for sentence in SENTENCES.split(text) if sentence]


def length(sentence: str) -> int:
    return len(re.findall(r"[\w’'-]+", sentence))
