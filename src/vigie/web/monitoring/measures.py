"""What is counted: requests, questions, imports, streams, sizes. No label names a person."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from vigie.people.audit import Wish
from vigie.web.cockpit import IN, Cockpit
from vigie.workspace import WAREHOUSE

SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
EXACT: Final = 13  # hexadecimal digits that a number of Prometheus holds exactly


class Measures:
    """The counts of one process."""

    def __init__(self, cockpit: Cockpit) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "vigie_requests", "Requests answered.", ("method", "route", "status"),
            registry=self._registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "vigie_request_seconds", "Time until an answer was sent whole.", ("route",),
            registry=self._registry, buckets=SECONDS,
        )  # fmt: skip
        self._registry.register(_Standing(cockpit))

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Counts one answered request by the template of its route."""
        self._requests.labels(method, route, str(status)).inc()
        if route != "/events":  # open for as long as its page
            self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """Everything, in Prometheus' own words."""
        return generate_latest(self._registry)


class _Standing(Collector):
    """What is looked up at the moment when somebody asks."""

    def __init__(self, cockpit: Cockpit) -> None:
        self._cockpit = cockpit

    def describe(self) -> Iterable[GaugeMetricFamily]:
        return ()  # nothing is looked up to be registered

    def collect(self) -> Iterable[CounterMetricFamily | GaugeMetricFamily]:
        workspace, meter = self._cockpit.workspace, self._cockpit.workspace.metrics.meter
        yield _counter("vigie_figures_computed", "Questions that were worked out.", meter.done)
        yield _counter("vigie_figures_remembered", "Questions known already.", meter.spared)
        yield _counter("vigie_figures_seconds", "Time spent working out.", meter.seconds)
        yield _gauge("vigie_open_streams", "Pages told of changes.", workspace.events.listeners)
        yield _gauge("vigie_data_version", "Committed writes.", workspace.warehouse.version)
        file = workspace.directory / "data" / WAREHOUSE
        yield _gauge("vigie_warehouse_bytes", "Size of the warehouse.", file.stat().st_size)
        yield from self._imports()
        last = next(iter(workspace.people.audit.entries(Wish(limit=1))), None)
        yield _gauge("vigie_audit_entries", "Entries of the audit.", last.number if last else 0)
        seal = int(last.seal[:EXACT], 16) if last else 0
        yield _gauge(
            "vigie_audit_seal", f"First {EXACT} hexadecimal digits of the last seal.", seal
        )

    def _imports(self) -> Iterable[CounterMetricFamily | GaugeMetricFamily]:
        reports = self._cockpit.workspace.intake.imports()
        by_status = CounterMetricFamily(
            "vigie_imports", "Imports by how they ended.", labels=["status"]
        )
        for status in sorted({report.status for report in reports}):
            count = sum(report.status == status for report in reports)
            by_status.add_metric([status.value], count)
        yield by_status
        if last := next((r for r in reports if r.status in IN), None):
            age = datetime.now(UTC) - (last.finished_at or last.started_at).astimezone(UTC)
            yield _gauge(
                "vigie_last_import_age_seconds", "Since data came in.", age.total_seconds()
            )


def _counter(name: str, meaning: str, value: float) -> CounterMetricFamily:
    return CounterMetricFamily(name, meaning, value=value)


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, value=value)
