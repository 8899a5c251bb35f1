"""The text of a guide as HTML: Markdown with four things more.

**Bewaren**                         a name that stands on the screen, letter by letter (tests/help asks whether it does)
[Locaties](pagina:housing:site_list)    a page of the portal by its URL name
[slaapplek](woord:slaapplek)        a word of the glossary
[Een plaats zoeken](hulp:plaats-zoeken)  another guide
![wat men ziet](plaats-zoeken)      a picture in static/help
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

from vlot.guidance.rendering import Section, plain, unique

# No HTML in it; no more marks than the guides use.
MARKDOWN = MarkdownIt("commonmark", {"html": False})
PICTURES = Path(settings.BASE_DIR) / "static" / "help"


class UnknownLink(ValueError):
    """A link in a guide whose beginning is none of `pagina:`, `woord:` and `hulp:`."""


def sections_of(text: str) -> list[Section]:
    """The text parted at its headings of the second level, in order; what stands above the first has no heading."""
    parts: list[tuple[str, list[Token]]] = [("", [])]
    tokens = MARKDOWN.parse(text)
    place = 0
    while place < len(tokens):
        if tokens[place].type == "heading_open" and tokens[place].tag == "h2":
            parts.append((plain(tokens[place + 1]), []))
            place += 3  # open, text, close
            continue
        parts[-1][1].append(tokens[place])
        place += 1
    taken: set[str] = set()
    return [
        Section(unique(f"deel-{slugify(heading)}", taken) if heading else "", heading, drawn(inside))
        for heading, inside in parts
        if heading or inside
    ]


def drawn(tokens: list[Token]) -> SafeString:
    for token in inline(tokens):
        if token.type == "link_open":
            token.attrSet("href", address(str(token.attrGet("href"))))
        elif token.type == "strong_open":
            token.attrSet("class", "screen-name")
        elif token.type == "image":
            token.type, token.content = "html_inline", picture(str(token.attrGet("src")), token.content)
    html: str = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    return mark_safe(html)  # noqa: S308 - made by markdown-it with HTML off: every text in it is escaped


def inline(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from token.children or []


def address(link: str) -> str:
    """Raises UnknownLink, or NoReverseMatch for a page that does not exist."""
    kind, _, name = link.partition(":")
    match kind:
        case "pagina":
            return reverse(name)
        case "woord":
            return f"{reverse('glossary')}#{name}"
        case "hulp":
            return reverse("help_guide", args=[name])
    raise UnknownLink(link)


class Picture(NamedTuple):
    """A picture that a text names, with what it says to who does not see it."""

    name: str
    alt: str


def picture(name: str, alt: str) -> str:
    """The picture with its size, so that the text below it does not jump; raises FileNotFoundError."""
    with Image.open(PICTURES / f"{name}.webp") as image:
        width, height = image.size
    return format_html(
        '<img class="help-picture" src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        static(f"help/{name}.webp"),
        alt,
        width,
        height,
    )


def pictures_of(text: str) -> list[Picture]:
    return [
        Picture(str(token.attrGet("src")), token.content)
        for token in inline(MARKDOWN.parse(text))
        if token.type == "image"
    ]


def links_of(text: str) -> list[str]:
    return [str(token.attrGet("href")) for token in inline(MARKDOWN.parse(text)) if token.type == "link_open"]


def screen_names_of(text: str) -> list[str]:
    """What stands in bold: names of buttons, pages and fields."""
    found, inside = [], None
    for token in inline(MARKDOWN.parse(text)):
        if token.type == "strong_open":
            inside = ""
        elif token.type == "strong_close":
            found.append(inside or "")
            inside = None
        elif inside is not None:
            inside += token.content
    return found
