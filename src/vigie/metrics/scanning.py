"""Groups what must be read into as few scans as possible: one per dataset, date and set of days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vigie.kit.errors import Refused
from vigie.metrics.definition import Catalog, Dataset, Dimension, Metric, MetricType
from vigie.metrics.filters import Filters
from vigie.metrics.plan import Bounds, Read, Scan, ScanKind
from vigie.metrics.timeline import Slot, Timeline
from vigie.metrics.words import Words


@dataclass(frozen=True, slots=True)
class _Reading:
    """How one leaf is read; leaves that agree share a scan."""

    kind: ScanKind
    dataset: str
    time: str | None
    first_by: str | None
    window_days: int | None
    at_start: bool
    alone: str | None  # a share is read by itself


@dataclass(frozen=True, slots=True)
class Scanning:
    scans: tuple[Scan, ...]
    reads: tuple[Read, ...]


def scanning(
    leaves: dict[str, str],
    dimensions: Sequence[Dimension],
    filters: Filters,
    timeline: Timeline,
    words: Words,
) -> Scanning:
    """The scans for `leaves` (leaf → the metric that asks for it), in all unplanned slots."""
    catalog = words.catalog
    used = {
        leaf: _chosen(leaf, asker, dimensions, filters, words) for leaf, asker in leaves.items()
    }
    groups: dict[_Reading, list[str]] = {}
    for metric in used.values():
        groups.setdefault(_reading(metric, catalog), []).append(metric.id)
    scans: list[Scan] = []
    for reading, names in groups.items():
        dataset = catalog.datasets[reading.dataset]
        asker = next(asker for leaf, asker in leaves.items() if used[leaf].id in names)
        for slots in _together(reading, timeline):
            name = f"{reading.dataset}_{len(scans) + 1}"
            scans.append(
                Scan(
                    name=name,
                    kind=reading.kind,
                    dataset=reading.dataset,
                    time=reading.time,
                    metrics=tuple(dict.fromkeys(names)),
                    fields=tuple(words.field(one, dataset, asker) for one in dimensions),
                    tests=filters.tests(dataset, catalog.metrics[names[0]]),
                    bounds=tuple(_bounds(name, reading, slot) for slot in slots),
                    grain=timeline.grain,
                    first_by=reading.first_by,
                    window_days=reading.window_days,
                    at_start=reading.at_start,
                )
            )
    reads = tuple(
        Read(leaf, metric.id, tuple(scan.name for scan in scans if metric.id in scan.metrics))
        for leaf, metric in used.items()
    )
    return Scanning(tuple(scans), reads)


def time_of(metric: Metric, dataset: Dataset) -> str | None:
    return metric.time or dataset.time


def _chosen(
    leaf: str, asker: str, dimensions: Sequence[Dimension], filters: Filters, words: Words
) -> Metric:
    """The leaf itself, or the first alternative whose rows carry all that is asked."""
    asked = [*dimensions, *filters.dimensions]
    metric = words.catalog.metrics[leaf]
    for name in (leaf, *metric.alternatives):
        dataset = words.catalog.reading(name)
        if all(words.reaches(one, dataset) for one in asked):
            return words.catalog.metrics[name]
    dataset = words.catalog.reading(leaf)
    missing = next(one for one in asked if not words.reaches(one, dataset))
    words.field(missing, dataset, asker)
    raise words.refusal(asker, missing)


def _reading(metric: Metric, catalog: Catalog) -> _Reading:
    of_rows = catalog.metrics[metric.whole] if metric.whole else metric
    dataset = catalog.datasets[of_rows.dataset or ""]
    kind = {
        MetricType.BALANCE: ScanKind.BALANCE,
        MetricType.SHARE: ScanKind.SHARE,
    }.get(metric.type, ScanKind.FLOW)
    time = time_of(of_rows, dataset)
    if time is None:
        raise Refused(
            "'{metric}' has no date: give its dataset '{dataset}' a 'time'.",
            metric=metric.id,
            dataset=dataset.name,
        )
    alone = metric.id if kind is ScanKind.SHARE else None
    window, at_start = metric.window_days, metric.at_start
    return _Reading(kind, dataset.name, time, metric.first_by, window, at_start, alone)


def _together(reading: _Reading, timeline: Timeline) -> Iterator[list[Slot]]:
    """Slots that one pass can tell apart: their days do not overlap. A balance needs its own."""
    slots = [s for s in timeline.slots if not (s.comparison and s.comparison.is_planned)]
    if reading.kind is ScanKind.BALANCE:
        yield from ([slot] for slot in slots)
        return
    groups: list[list[Slot]] = []
    for slot in slots:
        home = next((g for g in groups if not any(_overlap(slot, other) for other in g)), None)
        if home is None:
            groups.append([slot])
        else:
            home.append(slot)
    yield from groups


def _overlap(one: Slot, other: Slot) -> bool:
    if one.span is None or other.span is None:
        return True
    return one.span.start <= other.span.end and other.span.start <= one.span.end


def _bounds(scan: str, reading: _Reading, slot: Slot) -> Bounds:
    return Bounds(scan, slot.index, reading.kind is ScanKind.BALANCE or slot.span is not None)
