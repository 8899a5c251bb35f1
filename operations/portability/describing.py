"""What stands in the files, for machines (Frictionless Data Package, specs.frictionlessdata.io) and for people."""

import re
from typing import Any

from django.apps import apps
from django.db import models

from operations.portability.tables import Column, Table

MISSING = "\\N"  # how an empty value is written; between quotes it would be those two characters
# Frictionless has no word for every type of PostgreSQL; beside it stands PostgreSQL's own.
TYPES = (
    (r"(big|small)?int.*", {"type": "integer"}),
    (r"numeric.*|double.*|real", {"type": "number"}),
    (r"boolean", {"type": "boolean", "trueValues": ["t"], "falseValues": ["f"]}),
    (r"date", {"type": "date"}),
    (r"timestamp.*", {"type": "datetime", "format": "any"}),
    (r"time.*", {"type": "time", "format": "any"}),
    (r"uuid", {"type": "string", "format": "uuid"}),
    (r"jsonb?", {"type": "any"}),
)
README = """Dit pakket is een volledige uitvoer van de Vlaamse huisvestingstool, versie {version}, van {when}.

datapackage.json      wat er is: elke tabel met kolommen, sleutels, aantal rijen en SHA-256 (Frictionless Data Package)
tables/*.csv          een tabel per bestand: UTF-8, RFC 4180, eerste rij zijn de kolomnamen; {missing} is leeg (NULL)
documents/            de bestanden, onder de naam die in de tabellen staat
documents.jsonl       een regel per bestand: naam, lengte, SHA-256
woordenboek.md        wat elke tabel en kolom betekent, in het Nederlands
{numbers}
Inlezen in een lege installatie van dezelfde versie: manage.py import_instance PAKKET
Wie aangemeld was (sessies) gaat niet mee. Dit pakket bevat persoonsgegevens: bewaar en vervoer het versleuteld.
"""
ENCRYPTED_STAYS = """\
Nummers van mensen    staan versleuteld in de tabellen (enc:…); lezen kan alleen met FIELD_ENCRYPTION_KEYS van de
                      installatie waar dit pakket vandaan komt. Die sleutels zitten niet in dit pakket.
"""
ENCRYPTED_FOR = """\
numbers/*.p7m         nummers van mensen, leesbaar voor wie de sleutel heeft bij het certificaat waarvoor ze
                      versleuteld zijn (CMS): openssl cms -decrypt -inform DER -in 00001.p7m -inkey SLEUTEL
                      Per regel de waarde zoals ze in de tabellen staat (enc:…), een tab, en het nummer.
"""


def models_by_table() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def resource(table: Table, model: type[models.Model] | None) -> dict[str, Any]:
    """The description of one table, without what is known only after it was written."""
    return {
        "name": table.name.lower().replace("_", "-"),
        "path": f"tables/{table.name}.csv",
        "profile": "tabular-data-resource",
        "title": str(model._meta.verbose_name_plural) if model else table.name,
        "encoding": "utf-8",
        "dialect": {
            "delimiter": ",",
            "quoteChar": '"',
            "doubleQuote": True,
            "lineTerminator": "\n",
            "header": True,
        },
        "schema": {
            "fields": [described(column, _field(model, column.name)) for column in table.columns],
            "primaryKey": table.key,
            "foreignKeys": [
                {
                    "fields": list(reference.columns),
                    "reference": {
                        "resource": reference.table.lower().replace("_", "-"),
                        "fields": list(reference.fields),
                    },
                }
                for reference in table.references
            ],
            "missingValues": [MISSING],
        },
        "postgresqlTable": table.name,
        "generatedColumns": table.generated,
    }


def described(column: Column, field: Any) -> dict[str, Any]:
    """One column: name, type, Dutch title, and the codes that it can have with what they mean."""
    known = next((kind for pattern, kind in TYPES if re.fullmatch(pattern, column.kind)), {"type": "string"})
    found: dict[str, Any] = {"name": column.name, **known, "postgresqlType": column.kind}
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if field is not None:
        found["title"] = str(field.verbose_name)
        if field.help_text:
            found["description"] = str(field.help_text)
        if codes := codes_of(field):
            found["codes"] = codes
        if field.unique:
            constraints["unique"] = True
    return found | ({"constraints": constraints} if constraints else {})


def codes_of(field: Any) -> dict[str, str]:
    return {str(code): str(meaning) for code, meaning in field.flatchoices or () if code is not None}


def _field(model: type[models.Model] | None, column: str) -> Any:
    if model is None:
        return None
    return next((field for field in model._meta.concrete_fields if field.column == column), None)


def dictionary(tables: list[Table], by_table: dict[str, type[models.Model]]) -> str:
    """The same for people: a chapter for each table, a line for each column."""
    lines = ["# Woordenboek van de gegevens\n"]
    for table in sorted(tables, key=lambda table: table.name):
        model = by_table.get(table.name)
        personal = {*getattr(model, "PERSONAL", ()), *getattr(model, "WRITTEN", ())} if model else set()
        lines += [
            f"## {table.name}: {model._meta.verbose_name_plural if model else 'zonder model'}\n",
            "| Kolom | Betekenis | Soort | Mag leeg | Wijst naar | Codes | Van mensen |",
            "|---|---|---|---|---|---|---|",
        ]
        points = {name: reference.table for reference in table.references for name in reference.columns}
        for column in table.columns:
            field = _field(model, column.name)
            codes = (
                "; ".join(f"{code} = {meaning}" for code, meaning in codes_of(field).items()) if field else ""
            )
            cells = [
                f"`{column.name}`", str(field.verbose_name) if field else "", column.kind,
                "nee" if column.required else "ja", points.get(column.name, ""), codes,
                "ja" if field is not None and field.name in personal else "",
            ]  # fmt: skip
            lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
        lines.append("")
    return "\n".join(lines)
