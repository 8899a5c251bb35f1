"""docs/accessibility.md: what the walk over every page found, from config/accessibility/results.json."""

from collections import defaultdict

from config.accessibility.results import STATES, Look, absent, looks, summary

INTRODUCTION = """# Accessibility of every page

<!-- Written by `manage.py generate_docs` from config/accessibility/results.json; a change here is lost. -->

`./run soak tests/accessibility` opens every page of the access table, of the back office and of one's own account in a
real Chromium, as one hat that may open it, and writes what it found to `config/accessibility/results.json`. A part runs
with `-k`; a look that is not repeated keeps its own date. `LOOK_MINUTES=10 ./run soak tests/accessibility` walks ten
minutes: first where a fault was found (with `LOOK_AGAIN=yes` only there), then where nobody ever looked, then where
something changed, and not where nothing did. What was seen is kept when a walk stops or dies; another one goes on from
there. The statement on `/toegankelijkheid/` is made from the same
file.

Each look keeps a mark of every template, style and script that its page was made of. While all of these are the same,
the look is of now; the statement counts them.

| State | Asked |
|---|---|
| with data, form with errors | axe (WCAG 2.2 AA) at 1280 and 320 px, HTML by a parser of the standard and by our own rules, keyboard walk (everything reached, in order, focus seen and not covered, no trap), reflow at 320 px, text spacing (1.4.12), edges and focus in forced colours |
| open | suggestions of the search, menus, the warning before a session ends: with the keyboard, axe at 1280 and 320 px |
| without data, with long texts (words without a space, sixty rows) | axe at 1280 px, HTML, reflow at 320 px, text spacing |
| without JavaScript | every form shows a button; each is sent, and where it is refused an error is seen |

At 320 px all that can be opened in a page is open. An empty cell was not looked at yet; a dash is a state that this page
does not have (no form that refuses, nothing without a thing).

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
        f"| {page} | " + " | ".join(cell(page, state, states.get(state)) for state in STATES) + " |"
        for page, states in sorted(by_page.items())
    ]
    return head + "\n".join(rows) + "\n"


def cell(page: str, state: str, look: Look | None) -> str:
    if look is None:
        return "–" if (page, state) in absent() else ""
    return f"{'ok' if not look.faults else f'**{len(look.faults)}**'} {look.on:%d/%m}"
