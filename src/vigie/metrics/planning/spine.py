"""The list of periods that a statement is given: each label of each slot, and its days."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from vigie.kit.calendar.company import Calendar
from vigie.kit.periods import Grain
from vigie.metrics.planning.plan import Plan
from vigie.metrics.question.timeline import Slot, Timeline

COLUMNS: Final = ("slot", "label", "bucket", "start", "day", "days", "ends")
NO_PERIOD: Final = date.min
FIRST_DAY: Final = date(1900, 1, 1)  # of any engine: no period begins before
SpineRow = tuple[int, date | None, date | None, date, date, int, date]


def has_spine(plan: Plan) -> bool:
    """Whether the statement needs the list of periods."""
    return plan.grain or any(scan.windowed for scan in plan.scans)


def spine(plan: Plan, lines: Timeline, calendar: Calendar, today: date) -> dict[str, list[Any]]:
    """Parallel lists: each period shown, in each slot, with the days that answer for it."""
    rows: list[SpineRow] = list(_window_rows(plan, lines))
    for slot in lines.slots:
        if slot.ranges:
            rows += _listed_rows(slot, lines)
        elif lines.grain is None:
            if slot.span is not None and slot.whole is not None:
                end = slot.until if slot.index == 0 else slot.span.end
                rows.append((slot.index, None, None, slot.span.start, end, 1, slot.whole.end))
        else:
            rows += _rows(slot, lines.grain, lines, calendar, today)
    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    return {f"spine_{name}": list(column) for name, column in zip(COLUMNS, columns, strict=True)}


def _rows(
    slot: Slot, grain: Grain, lines: Timeline, calendar: Calendar, today: date
) -> Iterator[SpineRow]:
    """The days of each period of a calendar that engines know."""
    for label, bucket in zip(lines.labels, slot.buckets, strict=True):
        if bucket is not None:
            end = min(bucket.end, today) if slot.index == 0 else bucket.end
            day = end if bucket.start <= end else date.min
            first = calendar.start(bucket.start, grain)
            ends = calendar.period(bucket.start, grain).end
            yield slot.index, label, first, bucket.start, day, 1, ends


def _listed_rows(slot: Slot, lines: Timeline) -> Iterator[SpineRow]:
    """The runs of days of each period; on the last day of the last one stands its balance."""
    labels = lines.labels if lines.grain else (None,)
    for label, runs in zip(labels, slot.ranges, strict=True):
        for run in runs:
            bucket = label if run is runs[-1] else label and NO_PERIOD
            yield slot.index, label, bucket, run.start, run.end, 1, run.end


def _window_rows(plan: Plan, lines: Timeline) -> Iterator[SpineRow]:
    """The days of each window that is read: every one of a mean, with how many there are."""
    used = {bounds.slot for scan in plan.scans for bounds in scan.bounds}
    used |= {scan.before.slot for scan in plan.scans if scan.before}
    labels = lines.labels if lines.grain else (None,)
    for slot in lines.windows:
        if slot.index in used:
            for label, ranges in zip(labels, slot.ranges, strict=True):
                for one in ranges:
                    # As empty as the label: Spark takes no list of days with some unknown ones.
                    bucket = label and one.start
                    yield slot.index, label, bucket, one.start, one.end, len(ranges), one.end
