"""docs/processing-register.md: what is kept of people, from what every app declares (audit.processing)."""

from audit.processing import processings, terms
from households.protection.register import fields_of

INTRODUCTION = """# Register of processing

<!-- Written by `manage.py generate_docs` from `personal.py` of every app; a change here is lost. -->

GDPR article 30. In Dutch, as people read it on `/privacy/verwerkingsregister/`, which adds the terms that are valid
today (they are data: `households.RetentionTerm`). `tests/house/test_personal_data.py` compares the declarations with
the models.
"""


def document() -> str:
    parts = [INTRODUCTION]
    for line in processings().values():
        since = terms()[line.term].counts_from if line.term else ""
        parts.append(
            f"""## {line.name} (`{line.code}`)

| | |
|---|---|
| Van wie | {line.whose} |
| Waarvoor | {line.purpose} |
| Grond | {line.ground} |
| Wie ziet het | {line.recipients} |
| Hoelang | {f"een termijn (`{line.term}`) na {since}" if line.term else line.kept} |
"""
        )
        rows = [f"- {thing.capitalize()}: {', '.join(names)}." for thing, names in fields_of(line)]
        parts.append("\n".join([*rows, ""]) if rows else "")
    return "\n".join(part for part in parts if part)
