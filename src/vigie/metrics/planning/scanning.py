"""Groups what must be read into as few scans as possible: one per dataset, date and set of days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from vigie.kit.errors import Refused
from vigie.kit.periods import Grain
from vigie.metrics.language.additivity import SUMMED
from vigie.metrics.language.comparison import Comparison
from vigie.metrics.language.definition import (
    Catalog,
    Dataset,
    Dimension,
    Metric,
    MetricType,
)
from vigie.metrics.language.windows import Window
from vigie.metrics.planning.documents import rights
from vigie.metrics.planning.needs import Need, Needs
from vigie.metrics.planning.plan import Bounds, Credit, Read, Scan, ScanKind
from vigie.metrics.planning.traits import DAY, asks_day, read_by
from vigie.metrics.question.field import Field
from vigie.metrics.question.filters import Filters
from vigie.metrics.question.timeline import Slot, Timeline
from vigie.metrics.question.windowing import runs
from vigie.metrics.question.words import Words


@dataclass(frozen=True, slots=True)
class _Reading:
    """How one leaf is read; leaves that agree share a scan."""

    kind: ScanKind
    dataset: str
    time: str | None
    first_by: str | None
    at_start: bool
    against: Comparison | None
    alone: str | None  # a share is read by itself, and so is what is paired or credited
    adds: bool = False  # sums that windows add up again; told apart where there are windows

    @property
    def adds_days(self) -> bool:
        """Whether it reads the days of its slots, and no others."""
        return self.kind in (ScanKind.FLOW, ScanKind.SHARE)


@dataclass(frozen=True, slots=True)
class _Pass:
    """One scan of a reading: the slots that it can tell apart, and how."""

    slots: list[Slot]
    windowed: bool = False
    step: Grain | None = None
    mean: bool = False
    before: Slot | None = None


@dataclass(frozen=True, slots=True)
class Scanning:
    scans: tuple[Scan, ...]
    reads: tuple[Read, ...]


def scanning(
    needs: Needs,
    dimensions: Sequence[Dimension],
    filters: Filters,
    timeline: Timeline,
    words: Words,
    level: str = "",
) -> Scanning:
    """The scans for `needs` in all unplanned slots; `level` starts their names.

    What is aimed at is no fact: `pledges` reads it.
    """
    catalog = words.catalog
    needs = {n: a for n, a in needs.items() if catalog.metrics[n[0]].type is not MetricType.GOAL}
    askers: dict[str, str] = {}
    for (leaf, _), asker in needs.items():
        askers.setdefault(leaf, asker)
    used = {
        leaf: _chosen(leaf, asker, dimensions, filters, words) for leaf, asker in askers.items()
    }
    is_windowed = any(window for _, window in needs) or any(s.ranges for s in timeline.slots)
    groups: dict[_Reading, list[Need]] = {}
    for leaf, window in needs:
        reading = _reading(used[leaf], catalog, is_windowed)
        groups.setdefault(reading, []).append((used[leaf].id, window))
    scans: list[Scan] = []
    for reading, read in groups.items():
        names = [name for name, _ in read]
        dataset = catalog.datasets[reading.dataset]
        asker = next(asker for leaf, asker in askers.items() if used[leaf].id in names)
        for one in _passes(reading, {window for _, window in read}, timeline):
            name = f"{level}{reading.dataset}_{len(scans) + 1}"
            scans.append(
                _described(
                    Scan(
                        name=name,
                        kind=reading.kind,
                        dataset=reading.dataset,
                        time=reading.time,
                        metrics=tuple(dict.fromkeys(names)),
                        fields=tuple(words.field(one, dataset, asker) for one in dimensions),
                        tests=filters.tests(dataset, catalog.metrics[names[0]]),
                        bounds=tuple(_bounds(name, reading, slot) for slot in one.slots),
                        grain=timeline.grain,
                        first_by=reading.first_by,
                        at_start=reading.at_start,
                        windowed=one.windowed,
                        runs=_runs(name, one.slots) if one.windowed and reading.adds_days else (),
                        step=one.step,
                        mean=one.mean,
                        credit=_credit(catalog.metrics[names[0]], filters, words),
                        before=_bounds(name, reading, one.before) if one.before else None,
                        members=_members(catalog.metrics[names[0]], dataset, asker, words),
                    ),
                    filters,
                    words,
                )
            )
    reads = tuple(
        Read(leaf, metric.id, tuple(scan.name for scan in scans if metric.id in scan.metrics))
        for leaf, metric in used.items()
    )
    return Scanning(tuple(scans), reads)


def _described(scan: Scan, filters: Filters, words: Words) -> Scan:
    catalog = words.catalog
    traits = read_by(scan, catalog)
    day = DAY if asks_day(traits, catalog) else None
    read = [catalog.datasets[scan.dataset], *(catalog.traits[name] for name in sorted(traits))]
    return replace(scan, traits=traits, day=day, rights=rights(read, filters, words))


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


def _reading(metric: Metric, catalog: Catalog, is_windowed: bool) -> _Reading:
    of_rows = catalog.metrics[metric.whole] if metric.whole else metric
    dataset = catalog.datasets[of_rows.dataset or ""]
    kind = {
        MetricType.BALANCE: _balance_kind(metric),
        MetricType.SHARE: ScanKind.SHARE,
        MetricType.MATCHED: ScanKind.MATCHED,
    }.get(metric.type, ScanKind.FLOW)
    time = dataset.time_of(of_rows)
    if time is None:
        raise Refused(
            "'{metric}' has no date: give its dataset '{dataset}' a 'time'.",
            metric=metric.id,
            dataset=dataset.name,
        )
    alone = metric.id if kind in _ALONE or metric.conversion else None
    adds = is_windowed and kind is ScanKind.FLOW and metric.aggregate in SUMMED
    against = metric.against
    return _Reading(
        kind, dataset.name, time, metric.first_by, metric.at_start, against, alone, adds
    )


def _passes(reading: _Reading, over: set[Window | None], timeline: Timeline) -> Iterator[_Pass]:
    """A balance alone; listed days and windows together, with the periods where sums allow it."""
    plain = _counted(timeline.slots) if None in over else []
    if reading.kind is ScanKind.BALANCE:
        yield from (_Pass([slot], step=Grain.DAY if slot.ranges else None) for slot in plain)
        return
    if reading.kind in (ScanKind.MEAN, ScanKind.DUE):
        slots = [*plain, *(slot for slot in _counted(timeline.windows) if slot.window in over)]
        yield _Pass(slots, windowed=True)
        return
    if reading.kind is ScanKind.MATCHED:
        yield from _pairs(reading, plain, timeline)
        return
    reached = [slot for slot in _counted(timeline.windows) if slot.window in over]
    means = [slot for slot in reached if slot.window and slot.window.is_mean]
    ends = [slot for slot in reached if slot not in means]
    ends += [slot for slot in plain if slot.ranges]
    plain = [slot for slot in plain if not slot.ranges]
    if ends and reading.adds:
        ends = [*(slot for slot in plain if slot.index in timeline.settled), *ends]
        plain = [slot for slot in plain if slot not in ends]
    for slots, mean in ((ends, False), (means, True)):
        if slots:
            yield _Pass(slots, True, _step(slots) if reading.adds else None, mean)
    for slots in _together(plain):
        yield _Pass(slots)


def _pairs(reading: _Reading, slots: list[Slot], timeline: Timeline) -> Iterator[_Pass]:
    for slot in slots:
        before = timeline.windows[0]
        for one in timeline.windows:
            if one.of == slot.index and one.window and one.window.against is reading.against:
                before = one
        yield _Pass([slot], windowed=True, before=before)


def _balance_kind(metric: Metric) -> ScanKind:
    if metric.due:
        return ScanKind.DUE
    return ScanKind.MEAN if metric.averaged else ScanKind.BALANCE


def _credit(metric: Metric, filters: Filters, words: Words) -> Credit | None:
    """What converts, cut down to what the reader may see of it."""
    if metric.conversion is None:
        return None
    converting = words.catalog.metrics[metric.conversion.metric]
    dataset = words.catalog.reading(converting.id)
    time = dataset.time_of(converting) or ""
    tests = filters.rights(dataset, metric)
    return Credit(converting.id, dataset.name, time, tests, rights([dataset], filters, words))


def _members(metric: Metric, dataset: Dataset, asker: str, words: Words) -> tuple[Field, ...]:
    if metric.matching is None:
        return ()
    return tuple(
        words.field(words.dimension(name), dataset, asker) for name in metric.matching.members
    )


def _counted(slots: Sequence[Slot]) -> list[Slot]:
    """Those that are read from facts."""
    return [slot for slot in slots if not (slot.comparison and slot.comparison.is_planned)]


def _runs(scan: str, slots: Sequence[Slot]) -> tuple[Bounds, ...]:
    """The days of `slots` as runs without gaps or overlaps, named by their place."""
    return tuple(Bounds(f"{scan}_run", place) for place, _ in enumerate(runs(slots)))


def _step(slots: Sequence[Slot]) -> Grain:
    """The longest periods that no range of days of `slots` cuts."""
    ranges = [one for slot in slots for some in slot.ranges for one in some]
    own = [one for slot in slots if not slot.window for one in (*slot.buckets, slot.span)]
    ranges += [one for one in own if one]
    edges = [day for one in ranges for day in (one.start, one.end + timedelta(days=1))]
    return Grain.MONTH if all(day.day == 1 for day in edges) else Grain.DAY


def _together(slots: Sequence[Slot]) -> Iterator[list[Slot]]:
    """Slots that one pass can tell apart: their days do not overlap."""
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
    if reading.kind in (ScanKind.MEAN, ScanKind.DUE):
        return Bounds(scan, slot.index, False)
    is_bounded = reading.kind is ScanKind.BALANCE or slot.span is not None or bool(slot.window)
    return Bounds(scan, slot.index, is_bounded)


_ALONE: Final = (ScanKind.SHARE, ScanKind.MATCHED, ScanKind.MEAN, ScanKind.DUE)
