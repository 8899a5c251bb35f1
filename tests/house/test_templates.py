"""Every template is used, and works under the strict content security policy without asking another server."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from tests.house.sources import ROOT, app_sources

FOLDER = ROOT / "templates"
TEMPLATES = sorted(path for path in FOLDER.rglob("*") if path.is_file())

BY_DJANGO = {"403.html", "404.html"}  # asked for by Django's own error views

# No addresses: names of languages. A link that people may follow out of the portal is added here with its reason.
NOT_ASKED = ("http://www.w3.org/2000/svg",)


def name_of(path: Path) -> str:
    return str(path.relative_to(FOLDER))


def texts() -> dict[str, str]:
    return {name_of(path): path.read_text(encoding="utf-8") for path in TEMPLATES}


PARAMETERS = [pytest.param(name, text, id=name) for name, text in texts().items()]
MARKUP = [parameter for parameter in PARAMETERS if parameter.values[0].endswith((".html", ".svg"))]


def folders_of_libraries() -> list[Path]:
    """Where Django's form renderer and the installed libraries keep their own templates."""
    folders = [Path(app.path) / "templates" for app in apps.get_app_configs()]
    return [folder for folder in folders if ROOT / ".venv" in folder.parents or ROOT not in folder.parents]


def is_of_the_back_office(name: str) -> bool:
    """The page of one model, which the admin finds by its name."""
    parts = name.split("/")
    return parts[0] == "admin" and len(parts) == 4 and parts[2] in apps.all_models[parts[1]]


def without_comments(text: str) -> str:
    text = re.sub(r"\{% verbatim %\}.*?\{% endverbatim %\}", "", text, flags=re.S)
    return re.sub(r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}|<!--.*?-->", "", text, flags=re.S)


def test_every_template_is_used_somewhere():
    places = "\n".join([*(source.text for source in app_sources()), *texts().values()])
    unused = [
        name
        for name in texts()
        if name not in BY_DJANGO
        and f'"{name}"' not in places
        and f"'{name}'" not in places
        and not any((folder / name).exists() for folder in folders_of_libraries())  # in the place of theirs
        and not is_of_the_back_office(name)
    ]
    assert unused == []


def inline_code(text: str) -> list[str]:
    """What the content security policy blocks: scripts and styles that stand in the page itself."""
    text = without_comments(text)
    found = re.findall(r"<style\b", text)
    found += [
        tag
        for tag in re.findall(r"<script\b[^>]*>", text)
        if "src=" not in tag and 'type="application/json"' not in tag
    ]
    found += re.findall(r"""\sstyle\s*=\s*["'][^"']*""", text)
    found += re.findall(r"""\son[a-z]+\s*=\s*["'][^"']*""", text)
    found += re.findall(r"""(?:href|action)\s*=\s*["']\s*javascript:[^"']*""", text)
    return found


@pytest.mark.parametrize(("name", "text"), MARKUP)
def test_a_template_has_no_script_or_style_of_its_own(name, text):
    assert inline_code(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "<p style='color: red'>",
        '<a onclick="go()">',
        "<script>go()</script>",
        "<style>p {}</style>",
        '<a href="javascript:go()">',
    ],
)
def test_negative_control_inline_code_is_noticed(text):
    assert inline_code(text)


def foreign_addresses(text: str) -> list[str]:
    found = re.findall(r"""https?://[^\s"'<>{}|)]+|(?<=["'])//[a-z][^\s"'<>]*""", without_comments(text))
    return [address for address in found if not address.startswith(NOT_ASKED)]


@pytest.mark.parametrize(("name", "text"), PARAMETERS)
def test_a_template_asks_no_other_server(name, text):
    assert foreign_addresses(text) == []


def test_negative_control_an_address_of_another_server_is_noticed():
    assert foreign_addresses('<script src="https://cdn.example/x.js"></script>')
    assert foreign_addresses('<img src="//cdn.example/x.png">')
    assert not foreign_addresses('<a href="/aanbod/">Aanbod</a> {# https://docs.example #}')


@pytest.mark.parametrize(
    "path",
    sorted(path for path in (ROOT / "static").rglob("*") if path.suffix in (".css", ".js", ".svg")),
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_our_own_scripts_and_styles_ask_no_other_server(path):
    text = re.sub(r"/\*.*?\*/|^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.S | re.M)
    assert [
        address for address in re.findall(r"https?://[^\s\"')]+", text) if not address.startswith(NOT_ASKED)
    ] == []


@pytest.mark.parametrize(("name", "text"), MARKUP)
def test_texts_are_dutch_without_gettext(name, text):
    """One language of service, written literally."""
    if name.startswith(("admin/", "allauth/")):
        return
    assert not re.search(r"\{%\s*(trans|translate|blocktrans|blocktranslate)\b", text)
