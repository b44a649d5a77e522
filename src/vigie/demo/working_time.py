"""The hours of the sales force: work, overtime, leave, training and travel."""

from typing import Final

import numpy as np

from vigie.demo.calendar import weekday
from vigie.demo.frame import Array
from vigie.demo.sink import Sink
from vigie.demo.world import World
from vigie.warehouse.parquet import Words

_KINDS: Final = ("worked", "overtime", "leave", "training", "travel")
_WORKED, _OVERTIME, _LEAVE, _TRAINING, _TRAVEL = range(5)


def on_leave(world: World) -> Array:
    """Which reps (columns) are on holiday on which days (rows) of the span."""
    chance = world.seeds.stream("leave")
    span, count = world.span, len(world.people.reps)
    away = np.zeros((len(span.days), count), dtype=bool)
    for year in range(span.start.year, span.until.year + 1):
        summer = np.datetime64(f"{year}-07-13") + 7 * chance.integers(0, 5, count)
        short = np.datetime64(f"{year}-01-05") + 7 * chance.integers(0, 50, (2, count))
        weeks = [(summer, 21), (short[0], 7), (short[1], 5), (np.full(count, _noel(year)), 9)]
        for first, days in weeks:
            gap = (span.days[:, None] - first[None, :]).astype(np.int64)
            away |= (gap >= 0) & (gap < days)
    return away


def _noel(year: int) -> np.datetime64:
    return np.datetime64(f"{year}-12-24")


def write(world: World, sink: Sink) -> None:
    """Writes the hours of every rep and working day."""
    chance = world.seeds.stream("working time")
    span, away = world.span, on_leave(world)
    day, rep = np.nonzero(span.is_open(span.days)[:, None] & np.ones_like(away))
    leave = away[day, rep]
    training = (chance.random(len(day)) < 0.012) & ~leave
    outside = ~np.array([r.inside for r in world.people.reps])[rep]
    season = 1 + 0.3 * np.isin(span.days[day].astype("datetime64[M]").astype(int) % 12, (5, 8, 9))
    friday = weekday(span.days[day]) == 4
    hours = np.where(friday, 7.0, 8.0)
    overtime = (chance.random(len(day)) < 0.16 * season) & ~leave & ~training
    rows = [
        (_WORKED, np.flatnonzero(~leave & ~training), hours),
        (_LEAVE, np.flatnonzero(leave), hours),
        (_TRAINING, np.flatnonzero(training), hours),
        (_OVERTIME, np.flatnonzero(overtime), chance.integers(1, 6, len(day)) / 2),
        (
            _TRAVEL,
            np.flatnonzero(outside & ~leave & ~training),
            chance.integers(1, 7, len(day)) / 2,
        ),
    ]
    where = np.concatenate([index for _, index, _ in rows])
    kind = np.concatenate([np.full(len(index), code) for code, index, _ in rows])
    spent = np.concatenate([values[index] for _, index, values in rows])
    order = np.lexsort((kind, rep[where], day[where]))
    sink.write(
        "working_time",
        {
            "sales_rep_id": Words(world.people.rep_ids, rep[where][order]),
            "date": span.days[day[where][order]],
            "kind": Words(_KINDS, kind[order]),
            "hours": spent[order],
        },
    )
