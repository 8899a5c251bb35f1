"""The state of the installation for Prometheus: measured when it asks."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from operations.status.lines import LINES, ORDER, state
from operations.status.measures import measure


class StateCollector(Collector):
    """Each measure as `portal_<name>`, and each line of the page as `portal_state` (0 in order, 1 look, 2 wrong)."""

    def collect(self) -> Iterable[Any]:
        up = GaugeMetricFamily("portal_database_up", "Of de databank antwoordt")
        try:
            measured = measure(timezone.now())
        except (OperationalError, InterfaceError):  # the counters are still worth reading
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        labels = {line.measure: line.label for line in LINES}
        for name, value in measured.items():
            if value is not None:
                yield GaugeMetricFamily(f"portal_{name}", labels.get(name, name), value=value)
        levels = GaugeMetricFamily("portal_state", "0 in orde, 1 let op, 2 fout", labels=["line"])
        for shown in state(measured):
            levels.add_metric([shown.line.measure], ORDER[shown.level])
        yield levels
        version = GaugeMetricFamily("portal_version", "Versie die draait", labels=["version"])
        version.add_metric([settings.VERSION], 1)
        yield version


def exposition() -> bytes:
    """Everything in Prometheus' text format: the counters of all web processes, and the state."""
    registry = CollectorRegistry()
    registry.register(StateCollector())
    if settings.PROMETHEUS_MULTIPROC_DIR:
        MultiProcessCollector(registry)
        return generate_latest(registry)
    return generate_latest(REGISTRY) + generate_latest(registry)
