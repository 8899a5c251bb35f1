"""Values of an offer's columns as a row of a file keeps them until they are written."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from housing.models import Offer
from municipalities.models import Municipality

COLUMNS = {field.name: field for field in Offer._meta.concrete_fields}


def packed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of an offer's columns as JSON keeps them; `unpacked` gives them back, the municipality as its number."""

    def pack(value: Any) -> Any:
        match value:
            case Municipality():
                return value.pk
            case DateRange():
                return [value.lower.isoformat(), value.upper.isoformat() if value.upper else None]
            case date():
                return value.isoformat()
            case Decimal():
                return str(value)
            case _:
                return value

    return {
        "municipality_id" if name == "municipality" else name: pack(value) for name, value in values.items()
    }


def unpacked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values for the columns of an offer."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name == "municipality_id":
            found[name] = value
        elif name == "available" and value is not None:
            found[name] = DateRange(*(date.fromisoformat(day) if day else None for day in value))
        else:
            found[name] = COLUMNS[name].to_python(value)
    return found
