"""What stands on the screens of the portal, read from the templates and the Dutch texts in the code."""

import ast
import re
from functools import cache
from html import unescape

from django.utils.text import capfirst

from tests.house.sources import ROOT, app_sources

MARKUP = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]*>", re.S)
QUOTED = re.compile(r"\"([^\"{}]+)\"")


def bare(text: str) -> str:
    """Without double spaces and without the marks around it: "Slaapplekken:" is called "Slaapplekken"."""
    return " ".join(text.split()).strip(" :.,?·()–")


def fragments(template: str) -> set[str]:
    """Each text between two tags, and each text that a tag is given, as one reads it: without double spaces."""
    template = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", template, flags=re.S)
    texts = MARKUP.split(template)
    texts += [text for tag in re.findall(r"\{%.*?%\}", template, re.S) for text in QUOTED.findall(tag)]
    texts += [sentence for text in texts for sentence in text.split(". ")]
    texts += re.findall(r"(?:aria-label|value)=\"([^\"{}]+)\"", template)
    return {bare(unescape(text)) for text in texts} - {""}


def strings(tree: ast.Module) -> set[str]:
    """Every text in a module, as one reads it; of one with parts to fill in the parts around them."""
    return {
        bare(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@cache
def on_screen() -> frozenset[str]:
    found: set[str] = set()
    for path in (ROOT / "templates").rglob("*.html"):
        if "help" not in path.relative_to(ROOT / "templates").parts[0]:
            found |= fragments(path.read_text(encoding="utf-8"))
    for source in app_sources():
        if not source.path.startswith(
            ("config/help/", "config/demo/", "config/management/", "config/local/")
        ):
            found |= strings(source.tree)
    return frozenset(found | {str(capfirst(text)) for text in found})
