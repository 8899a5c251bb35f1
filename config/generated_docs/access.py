"""docs/access.md: who can open which page, from config.access."""

from itertools import groupby

from django.urls import URLPattern, URLResolver, get_resolver

from config.access import BACK_OFFICE, FOUND, HATS, HIDDEN, PAGES, REFUSED, THINGS, Group, Page, expected

INTRODUCTION = """# Who can open which page

<!-- Written by `manage.py generate_docs` from config/access/; a change here is lost. -->

`tests/house/test_access.py` asks every page with every hat whether this table is true, by looking (GET) and by sending
(POST); an address without a row fails. A page about a thing is asked with one example of it, so the table shows what
happens with one's own thing and with somebody else's.

**yes**: opens. **look**: opens, but takes no form. **no**: the page that says that this is for others (403).
**–**: there is no such thing for this reader (404). Open pages (**open**) ask for no signing in; all others lead a
visitor, and a user who was switched off, to the sign-in page, and who signed in without an organisation to
registering one.
"""
BACK_OFFICE_INTRODUCTION = """
## Back office

Windows that only look, except where the table says that something is added.
"""
SHORT = {
    "company": "Company",
    "association": "Association",
    "local": "Council",
    "reader": "Reader there",
    "officer": "Data protection there",
    "neighbour": "Other council",
    "governor": "Governor",
    "other_governor": "Other governor",
    "facility": "Facility",
    "vlot": "VLOT",
    "other_vlot": "Other VLOT team",
    "abb": "ABB",
}


def document() -> str:
    paths = dict(named_paths(get_resolver()))
    lines = [INTRODUCTION, "| Column | Hat |", "|---|---|"]
    lines += [f"| {SHORT[hat]} | {HATS[hat]} |" for hat in SHORT]
    for area, pages in groupby(PAGES, key=area_of):
        lines += ["", f"## {area}", "", heading("Page", "About")]
        lines += [row(page, paths) for page in pages]
    lines += [BACK_OFFICE_INTRODUCTION, heading("Page"), *(group_row(group) for group in BACK_OFFICE), ""]
    return "\n".join(lines)


def area_of(page: Page) -> str:
    return page.url.partition(":")[0] if ":" in page.url else "portal"


def heading(*first: str) -> str:
    names = [*first, *SHORT.values()]
    return f"| {' | '.join(names)} |\n|{'---|' * len(names)}"


def row(page: Page, paths: dict[str, str]) -> str:
    cells = [word(page, hat) for hat in SHORT]
    thing = THINGS[page.thing] if page.thing else ""
    opened = " **open**" if "anonymous" in page.yes.split() else ""
    return f"| `/{paths[page.url]}`{opened} | {thing} | {' | '.join(cells)} |"


def word(page: Page, hat: str) -> str:
    if hat in page.looks.split():
        return "look"
    status = expected(page, hat)
    if hat in page.yes.split():
        return "yes"
    return {REFUSED: "no", HIDDEN: "–", FOUND: "sign in"}[status]


def group_row(group: Group) -> str:
    hidden = dict.fromkeys(group.hidden.split(), "–")
    cells = ["yes" if hat in group.yes.split() else hidden.get(hat, "no") for hat in SHORT]
    return f"| `{group.pattern}` | {' | '.join(cells)} |"


def named_paths(resolver: URLResolver, names: str = "", prefix: str = "") -> list[tuple[str, str]]:
    """Full name and path of every address that has a name."""
    found = []
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            found.append((f"{names}{entry.name}", path))
        else:
            found += named_paths(entry, f"{names}{entry.namespace}:" if entry.namespace else names, path)
    return found
