"""Where: municipalities, their dated figures, and the outbox of what changed in them.

Everything is reference data with a source, except `Change`, which other apps write through
`municipalities.changes.announce`.
"""

from municipalities.models.figures import DECIMALS, UNITS, Indicator, Statistic, StatisticSource
from municipalities.models.outbox import Change
from municipalities.models.places import Boundary, Municipality, PostalCode, Province, ReferenceRegion

__all__ = [
    "DECIMALS",
    "UNITS",
    "Boundary",
    "Change",
    "Indicator",
    "Municipality",
    "PostalCode",
    "Province",
    "ReferenceRegion",
    "Statistic",
    "StatisticSource",
]
