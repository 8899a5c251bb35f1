"""The types of units that the planner starts with. Found: 55 m² with own kitchen and sanitary (Antwerpen, domain.md
2.5, source S84) and about EUR 50,000 with twelve weeks delivery (source S86). The rest is ours, and says so."""

from decimal import Decimal
from typing import Any

from facility.planner import NORMS, OURS

FOUND = (
    "Nooddorp Antwerpen: 55 m², eigen keuken en sanitair (domeinnota, bron S84). Ongeveer 50.000 euro en twaalf weken "
    "levering (bron S86)."
)


def first_units() -> list[dict[str, Any]]:
    """Rows of VillageUnit, without their period."""
    names = (
        "code", "name", "places", "living_area", "footprint", "own_sanitary", "own_kitchen", "price", "lead_days",
        "own", "source",
    )  # fmt: skip
    rows = (
        ("gezin-55", "Gezinseenheid 55 m²", 6, "55", "60", True, True, "50000", 84, False, FOUND),
        ("studio-28", "Studio 28 m²", 2, "28", "31", True, True, "31000", 84, True, OURS),
        ("kamer-14", "Kamer 14 m²", 2, "14", "15", False, False, "11500", 56, True, OURS),
        ("kamer-24", "Gezinskamer 24 m²", 5, "24", "26", False, False, "18000", 56, True, OURS),
    )
    return [
        {
            **dict(zip(names, row, strict=True)),
            **{name: Decimal(str(row[names.index(name)])) for name in ("living_area", "footprint", "price")},
        }
        for row in rows
    ]


def first_norms() -> list[dict[str, Any]]:
    """Rows of VillageNorm, without their period."""
    return [
        {"code": code, "value": Decimal(value), "own": own, "source": source}
        for code, (_, value, own, source) in NORMS.items()
    ]
