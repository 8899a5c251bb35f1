"""How fairly places are spread, against what each municipality can carry."""

from spread.models.frozen import FrozenFigures, FrozenFiguresQuerySet
from spread.models.keys import SpreadKey, SpreadKeyQuerySet
from spread.models.publications import Publication, PublicationQuerySet
from spread.models.scenarios import Scenario, ScenarioQuerySet
from spread.models.signals import Desk, Signal, SignalKind, SignalQuerySet, SignalRule
from spread.models.snapshots import (
    IndicatorSnapshot,
    IndicatorSnapshotQuerySet,
    Level,
    MunicipalityLoad,
    RatioClass,
)

__all__ = [
    "Desk",
    "FrozenFigures",
    "FrozenFiguresQuerySet",
    "IndicatorSnapshot",
    "IndicatorSnapshotQuerySet",
    "Level",
    "MunicipalityLoad",
    "Publication",
    "PublicationQuerySet",
    "RatioClass",
    "Scenario",
    "ScenarioQuerySet",
    "Signal",
    "SignalKind",
    "SignalQuerySet",
    "SignalRule",
    "SpreadKey",
    "SpreadKeyQuerySet",
]
