"""What a page holds that a journey goes on with: links, and forms as a browser would send them."""

from html.parser import HTMLParser
from typing import NamedTuple


class Form(NamedTuple):
    """Where it goes (empty: the page itself) and what it sends when nobody changes a thing."""

    action: str
    fields: dict[str, str]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "form":
            self.forms.append(Form(given.get("action", ""), {}))
        elif self.forms and (name := given.get("name")):
            self._field(tag, name, given)
        elif self.forms and tag == "option" and self._select and "selected" in given:
            self.forms[-1].fields[self._select] = given.get("value", "")

    def _field(self, tag: str, name: str, given: dict[str, str]) -> None:
        fields = self.forms[-1].fields
        if tag == "select":
            self._select = name
            fields.setdefault(name, "")
        elif tag == "textarea":
            fields.setdefault(name, "")
        elif tag == "input":
            kind = given.get("type", "text")
            if kind in {"checkbox", "radio"} and "checked" not in given:
                return
            if kind not in {"file", "submit", "button"}:
                fields[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""


def forms_and_links(html: str) -> tuple[list[Form], list[str]]:
    """In the order of the page."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms, reader.links
