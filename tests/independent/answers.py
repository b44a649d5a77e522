"""What Vigie answers to the same questions, month by month and whole."""

from datetime import date

from vigie.kit.periods import Period
from vigie.metrics.answers.result import Result
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query

from .sql import METRICS, Asked, Figures


def by_month(metric: str, asked: list[Asked], layer: MetricLayer) -> list[Figures]:
    """The figures of `metric` in the months of `asked`, which follow one another."""
    by = ("month", *METRICS[metric].get("by", ()))
    span = Period(asked[0].days.start, asked[-1].days.end)
    days = {"date_from": span.start, "date_to": span.end, "as_of": asked[-1].day}
    result = layer.query(Query((metric,), by=by, **days))
    found: dict[date, Figures] = {one.days.start: {} for one in asked}
    place = result.column(metric)
    for row, keys in zip(result.rows, result.keys, strict=True):
        if row[place]:
            found[row[0]][keys[0] if keys else None] = row[place]
    return list(found.values())


def whole(metric: str, asked: Asked, layer: MetricLayer) -> Figures:
    """The figures of `metric` over the days of `asked`, or on its day."""
    by, check = tuple(METRICS[metric].get("by", ())), METRICS[metric]
    if check.get("stands"):
        return figures(layer.query(Query((metric,), by=by, as_of=asked.day)))
    days = {"date_from": asked.days.start, "date_to": asked.days.end}
    as_of = asked.day if check.get("as_of") else None
    return figures(layer.query(Query((metric,), by=by, **days, as_of=as_of)))


def figures(result: Result) -> Figures:
    """The last column of an answer, by the key of its member; nought and unknown left out."""
    pairs = zip(result.keys, result.rows, strict=True)
    return {key[0] if key else None: row[-1] for key, row in pairs if row[-1]}
