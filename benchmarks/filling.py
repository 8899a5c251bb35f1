"""Statements that fill a table name the columns they are about; what the model needs besides is added here."""

import re

from django.db import connection, models


def complete(statement: str, model: type[models.Model]) -> str:
    """An "INSERT ... (columns) SELECT ... FROM ..." with a plain value for every other column that may not be empty.

    So a measurement goes on when a model gets one more column. Raises LookupError for a column without a plain value.
    """
    listed = re.search(r"\(([^)]*)\)", statement)
    if listed is None:
        raise LookupError(statement)
    named = {name.strip() for name in listed[1].split(",")}
    others = [
        field
        for field in model._meta.concrete_fields
        if not (field.primary_key or field.generated or field.null or field.column in named)
    ]
    columns = "".join(f", {field.column}" for field in others)
    values = "".join(f", {plain_value(field)}" for field in others)
    head, rest = statement[: listed.end() - 1], statement[listed.end() - 1 :]
    select, source = rest.split("\nFROM", 1)
    return f"{head}{columns}{select}{values}\nFROM{source}"


def plain_value(field: models.Field) -> str:
    """As SQL: what the model begins with, or no text."""
    if not field.has_default() and not isinstance(field, models.CharField | models.TextField):
        raise LookupError(f"{field} has no plain value")
    value = field.get_db_prep_save(field.get_default() if field.has_default() else "", connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_literal(%s)", [str(value)])
        literal = str(cursor.fetchone()[0])
    return literal.replace("%", "%%")
