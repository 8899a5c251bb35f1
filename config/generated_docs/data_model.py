"""docs/data-model.md: what is kept, how it hangs together, and what PostgreSQL refuses."""

from django.apps import AppConfig
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models

from config.generated_docs.models import models_of, our_apps

INTRODUCTION = """# Data model

<!-- Written by `manage.py generate_docs` from the models; a change here is lost. -->

Per app, lowest layer first: a picture of its tables and what they point to, the fields that hold data of natural
persons (`PERSONAL`), and every promise that PostgreSQL keeps, with the sentence that people read when something would
break it. Tables of history (`pghistory`) stand beside most of these and are left out.
"""
KINDS: list[tuple[type[models.BaseConstraint], str]] = [
    (ExclusionConstraint, "no overlap"),
    (models.UniqueConstraint, "unique"),
    (models.CheckConstraint, "check"),
]


def document() -> str:
    return "\n".join([INTRODUCTION, *(chapter(app) for app in our_apps())])


def chapter(app: AppConfig) -> str:
    ours = models_of(app)
    lines = [f"## {app.verbose_name} (`{app.label}`)\n", "```mermaid", "erDiagram"]
    for model in ours:
        lines += entity(model) + relations(model)
    lines += ["```\n", *personal(ours), *constraints(ours)]
    return "\n".join(lines)


def entity(model: type[models.Model]) -> list[str]:
    """The table with its columns: type, name, Dutch name."""
    columns = []
    for field in model._meta.concrete_fields:
        key = " PK" if field.primary_key else ""
        columns.append(
            f"        {field.get_internal_type()} {field.attname}{key} {quoted(field.verbose_name)}"
        )
    return [f"    {model.__name__} {{", *columns, "    }"]


def relations(model: type[models.Model]) -> list[str]:
    """A line per reference; the ends say how many, as mermaid writes it."""
    lines = []
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        other = field.related_model
        if not isinstance(other, type):
            continue
        if field.many_to_many:
            ends = "}o--o{"
        else:
            ends = f"{'|o' if field.one_to_one else '}o'}--{'o|' if field.null else '||'}"
        lines.append(f"    {model.__name__} {ends} {other.__name__} : {quoted(field.verbose_name)}")
    return lines


def personal(ours: list[type[models.Model]]) -> list[str]:
    fields = [f"`{model.__name__}.{name}`" for model in ours for name in sorted(model.PERSONAL)]  # type: ignore[attr-defined]
    written = [
        f"`{model.__name__}.{name}`" for model in ours for name in sorted(getattr(model, "WRITTEN", ()))
    ]
    return [
        f"Data of natural persons: {', '.join(fields) or 'none'}.",
        "",
        f"Typed by people, replaced in a copy for testing as well: {', '.join(written) or 'none'}.",
        "",
    ]


def constraints(ours: list[type[models.Model]]) -> list[str]:
    rows = [
        f"| {model.__name__} | `{constraint.name}` | {kind_of(constraint)} | {constraint.violation_error_message} |"
        for model in ours
        for constraint in model._meta.constraints
    ]
    return (
        ["| Table | Promise | Kind | When it would break |", "|---|---|---|---|", *rows, ""] if rows else []
    )


def kind_of(constraint: models.BaseConstraint) -> str:
    return next(word for kind, word in KINDS if isinstance(constraint, kind))


def quoted(text: object) -> str:
    return '"' + str(text).replace('"', "'") + '"'
