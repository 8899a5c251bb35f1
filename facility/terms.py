"""The thresholds that the portal starts with. No Flemish rule for this was found: marked as our own assumption."""

from datetime import date
from decimal import Decimal
from typing import Any

FIRST = date(2022, 3, 14)


def proposed() -> dict[str, Any]:
    """One row of PurchaseTerms, without its period."""
    return {
        "warn_at": Decimal("0.80"),
        "regularise_days": 30,
        "highest_outside": Decimal(30_000),
        "source": (
            "Eigen aanname, te bevestigen: de grens voor opdrachten van beperkte waarde (wet overheidsopdrachten van "
            "17 juni 2016, artikel 92), en dertig dagen om te regulariseren."
        ),
    }
