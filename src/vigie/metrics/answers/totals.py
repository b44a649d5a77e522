"""The row of all rows together: each figure computed anew, never summed from those shown."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from vigie.metrics.answers.result import Result, ResultColumn


def with_totals(result: Result, whole: Result) -> Result:
    """`result` with the figures of `whole`, the same question in one piece.

    A rank and a mean over periods have no total; all shares together are the whole.
    """
    values = dict(zip((c.name for c in whole.columns), whole.rows[0], strict=True))
    return replace(result, totals=tuple(_totals(result.columns, values)))


def _totals(columns: tuple[ResultColumn, ...], values: dict[str, Any]) -> Iterator[Any]:
    for column in columns:
        if column.show == "share" and column.measure == "value":
            yield 1.0 if values.get(_figure(column)) else None
        else:
            yield values.get(column.name)


def _figure(share: ResultColumn) -> str:
    """The column that a share is of."""
    return f"{share.metric}_{share.comparison}" if share.comparison else share.metric or ""
