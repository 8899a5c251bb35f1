"""docs/accessibility.md: what the walk over every page found, from config/accessibility/results.json."""

from collections import defaultdict

from config.accessibility.results import STATES, Look, looks, summary

INTRODUCTION = """# Accessibility of every page

<!-- Written by `manage.py generate_docs` from config/accessibility/results.json; a change here is lost. -->

`./run soak tests/accessibility` opens every page of the access table, of the back office and of one's own account in a
real Chromium, as one hat that may open it, and writes what it found to `config/accessibility/results.json`. A part runs
with `-k`; a look that is not repeated keeps its own date. The statement on `/toegankelijkheid/` is made from the same
file.

| State | Asked |
|---|---|
| with data, form with errors | axe (WCAG 2.2 AA) at 1280 and 320 px, HTML by a parser of the standard and by our own rules, keyboard walk (everything reached, in order, focus seen and not covered, no trap), reflow at 320 px, text spacing (1.4.12), edges and focus in forced colours |
| without data, with long texts | axe at 1280 px, HTML, reflow at 320 px, text spacing |
| without JavaScript | every form shows a button, and the first one posts |

What no program sees (whether a text is clear, whether an order makes sense, a screen reader's own ways) was looked at by
us, not by people with a disability or an outside expert: see the statement.

{looks} looks at {pages} pages, {faulty} with a finding, between {begun} and {ended}.

| Page | {states} |
|---|{columns}|
"""  # noqa: E501 - rows of a table


def document() -> str:
    found = summary()
    head = INTRODUCTION.format(
        looks=found.looks,
        pages=found.pages,
        faulty=len(found.faulty),
        begun=found.begun,
        ended=found.ended,
        states=" | ".join(STATES),
        columns="|".join("---" for _ in STATES),
    )
    by_page: dict[str, dict[str, Look]] = defaultdict(dict)
    for look in looks():
        by_page[look.page][look.state] = look
    rows = [
        f"| {page} | " + " | ".join(cell(states.get(state)) for state in STATES) + " |"
        for page, states in sorted(by_page.items())
    ]
    return head + "\n".join(rows) + "\n"


def cell(look: Look | None) -> str:
    """Empty for a state that this page has not."""
    if look is None:
        return ""
    return f"{'ok' if not look.faults else f'**{len(look.faults)}**'} {look.on:%d/%m}"
