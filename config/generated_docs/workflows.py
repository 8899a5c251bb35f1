"""docs/workflows.md: every status and every step, from TRANSITIONS and WAITS_FOR."""

from django.db import models

from accounts.models import Kind, Membership
from config.generated_docs.models import our_models

INTRODUCTION = """# Workflows

<!-- Written by `manage.py generate_docs` from TRANSITIONS and WAITS_FOR; a change here is lost. -->

Every thing that a person decides about has a status. `audit.trail.change_status` is the only way in which it changes:
it locks the row, looks up the row's own status in `TRANSITIONS`, saves and records. Labels are as people read them.
"""


def document() -> str:
    flows = [model for model in our_models() if hasattr(model, "TRANSITIONS")]
    return "\n".join([INTRODUCTION, *(chapter(model) for model in flows)])


def chapter(model: type[models.Model]) -> str:
    """A picture and a table of one workflow."""
    statuses = list(model.Status)  # type: ignore[attr-defined]
    transitions = model.TRANSITIONS  # type: ignore[attr-defined]
    start = model().status  # type: ignore[attr-defined]
    picture = [f'    state "{status.label}" as {status.value}' for status in statuses]
    picture.append(f"    [*] --> {start.value}")
    rows = []
    for status in statuses:
        following = [target for target in statuses if target in transitions[status]]
        picture += [f"    {status.value} --> {target.value}" for target in following]
        picture += [] if following else [f"    {status.value} --> [*]"]
        then = ", ".join(target.label for target in following) or "(end)"
        rows.append(f"| {status.label} | `{status.value}` | {waits_for(model, status)} | {then} |")
    return "\n".join(
        [
            f"## {str(model._meta.verbose_name).capitalize()} (`{model._meta.label}`)\n",
            "```mermaid",
            "stateDiagram-v2",
            *picture,
            "```\n",
            "| Status | Code | Waits for | Can become |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


WAITERS = {"provider": "aanbieder", "manager": str(Membership.Role.MANAGER.label), "system": "the worker"}


def waits_for(model: type[models.Model], status: str) -> str:
    """Who has to do something now; "aanbieder" is the organisation that offers, of whichever kind."""
    kind = model.WAITS_FOR[status]  # type: ignore[attr-defined]
    if kind is None:
        return "nobody"
    return WAITERS.get(kind) or str(Kind(kind).label)
