"""Rules for everything in templates/ and static/, whoever wrote it."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE)
INLINE = {
    "an inline script": SCRIPT,
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "an address of another site": re.compile(r"(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE),
}
MEANS_HIDDEN = re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|<!--.*?-->", re.DOTALL)


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds(what):
    guilty = [
        str(path.relative_to(ROOT))
        for path in TEMPLATES
        if INLINE[what].search(MEANS_HIDDEN.sub("", path.read_text()))
    ]
    assert guilty == [], f"{what} in {guilty}"


@pytest.mark.parametrize(
    ("what", "source"),
    [
        ("an inline script", "<script>alert(1)</script>"),
        ("an inline style", '<p style="color: red">'),
        ("an event attribute", '<a onclick="x()">'),
        ("an address of another site", '<link href="//cdn.example/x.css">'),
    ],
)
def test_the_search_finds_what_it_looks_for(what, source):
    assert INLINE[what].search(source)


def test_templates_address_the_reader_formally():
    informal = re.compile(r"\b(je|jij|jouw|jullie)\b", re.IGNORECASE)
    texts = [*TEMPLATES, *(ROOT / "templates").rglob("*.txt"), *(ROOT / "static/js").glob("*.js")]
    assert [str(path.relative_to(ROOT)) for path in texts if informal.search(path.read_text())] == []


def test_all_scripts_together_stay_small():
    assert sum(path.stat().st_size for path in (ROOT / "static/js").rglob("*.js")) <= 50 * 1024


def test_colours_live_in_the_tokens_only():
    """A colour anywhere else would be outside the contrast that the tokens promise."""
    colour = re.compile(r":[^;{}]*(?<![\w-])#[0-9a-f]{3,8}\b", re.IGNORECASE)
    allowed = {"tokens.css", "print.css", "map.css"}
    sheets = [path for path in (ROOT / "static/css").glob("*.css") if path.name not in allowed]
    assert [path.name for path in sheets if colour.search(path.read_text())] == []


def test_every_class_name_of_a_component_has_a_rule():
    """A typo in a class name shows nowhere else."""
    styled = set(
        re.findall(r"\.([a-z][\w-]*)", "".join(p.read_text() for p in (ROOT / "static/css").glob("*.css")))
    )
    hooks = {"field--input", "field--choices", "field--parts", "icon", "brand__name-part", "file-current"}
    used: dict[str, str] = {}
    for folder in ("components", "forms"):
        for path in (ROOT / "templates" / folder).glob("*.html"):
            for names in re.findall(r'class="([^"]*)"', path.read_text()):
                for name in re.sub(r"{%.*?%}|{{.*?}}", " ", names).split():
                    if not name.endswith("--"):
                        used[name] = path.name
    assert {name: where for name, where in used.items() if name not in styled | hooks} == {}
