"""The text of a guide as HTML: CommonMark with tables; HTML in it is shown as text, and pictures are left out."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token

# No HTML from whoever writes, and no picture: a page of the portal asks no other server.
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


class Section(NamedTuple):
    """A part of a guide under one heading; what stands above the first heading has none."""

    anchor: str
    heading: str
    html: SafeString


def sections_of(text: str) -> list[Section]:
    """The text parted at its headings of the first and second level, in order; empty parts are left out."""
    parts: list[tuple[str, list[Token]]] = [("", [])]
    tokens = MARKDOWN.parse(text)
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.type == "heading_open" and token.tag in ("h1", "h2"):
            parts.append((plain(tokens[place + 1]), []))
            place += 3  # open, text, close
            continue
        parts[-1][1].append(token)
        place += 1
    taken: set[str] = set()
    return [
        Section(unique(f"deel-{slugify(heading)}", taken) if heading else "", heading, drawn(inside))
        for heading, inside in parts
        if heading or inside
    ]


def plain(inline: Token) -> str:
    """The words of a heading, without its marks."""
    return "".join(child.content for child in inline.children or [])


def unique(anchor: str, taken: set[str]) -> str:
    """The anchor, with a number behind it when an earlier heading has it already."""
    free, number = anchor, 2
    while free in taken:
        free, number = f"{anchor}-{number}", number + 1
    taken.add(free)
    return free


def drawn(tokens: list[Token]) -> SafeString:
    """HTML of these tokens. Tables get the style of the house, and scroll by themselves on a phone; markdown-it escapes
    every text and checks every link."""
    html: str = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    return mark_safe(html)  # noqa: S308 - made by markdown-it with HTML off: every text in it is escaped


def table_open(
    self: RendererProtocol, tokens: Sequence[Token], place: int, options: object, env: object
) -> str:
    return '<div class="table-scroll" role="region" aria-label="Tabel" tabindex="0"><table class="table">'


def table_close(
    self: RendererProtocol, tokens: Sequence[Token], place: int, options: object, env: object
) -> str:
    return "</table></div>"


MARKDOWN.add_render_rule("table_open", table_open)
MARKDOWN.add_render_rule("table_close", table_close)
