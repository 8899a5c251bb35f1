"""The glossary: words of the field and of the law, in plain Dutch (config/help/words.toml)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.utils.text import slugify

FILE = Path(__file__).resolve().parent / "words.toml"


class Word(NamedTuple):
    """A word, what it means, other forms of it, and the words that it belongs with (their anchors)."""

    word: str
    means: str
    forms: tuple[str, ...]
    see: tuple[str, ...]

    @property
    def anchor(self) -> str:
        return slugify(self.word.replace("/", " "))


class UnknownWord(LookupError):
    """A text points to a word that the glossary does not have."""


@cache
def all_words() -> tuple[Word, ...]:
    """Every word, by the alphabet."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["word"]
    words = [
        Word(row["word"], row["means"], tuple(row.get("forms", ())), tuple(row.get("see", ())))
        for row in rows
    ]
    return tuple(sorted(words, key=lambda word: word.anchor))


def word_at(anchor: str) -> Word:
    """Raises UnknownWord."""
    for word in all_words():
        if word.anchor == anchor:
            return word
    raise UnknownWord(anchor)
