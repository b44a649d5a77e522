"""Whether one row of a table stands within a reader's policy."""

from collections.abc import Sequence
from datetime import date

from sqlglot import exp

from vigie.kit.calendar.company import Calendar
from vigie.metrics.language.definition import Dataset
from vigie.metrics.language.policy import RowPolicy
from vigie.metrics.language.tables import rows_of
from vigie.metrics.planning.traits import DAY
from vigie.metrics.question.condition import Operator
from vigie.metrics.question.field import Test
from vigie.metrics.question.filters import Filter, Filters
from vigie.metrics.question.words import Words
from vigie.metrics.rows.frame import Frame, parameter
from vigie.warehouse.reading import Reader


def admits(
    table: str,
    key: Sequence[str],
    policy: RowPolicy,
    words: Words,
    calendar: Calendar,
    session: Reader,
    today: date,
) -> bool:
    """Whether the row passes every filter; one whose table cannot carry a filter does not."""
    rows = rows_of(table, words.catalog)
    filters = Filters(words, calendar)
    for written in policy.filters:
        filters.add(written, is_policy=True)
    if any(
        one.dimension is None or not words.reaches(one.dimension, rows) for one in filters.parsed
    ):
        return False
    frame = Frame(rows, words.catalog)
    where = [frame.test(_test(one, rows, words), None) for one in filters.parsed]
    held: dict[str, object] = dict(filters.values)
    if frame.asks_day:
        held[DAY] = today
    for index, (column, value) in enumerate(zip(rows.primary_key, key, strict=True)):
        text = exp.cast(frame.column((), column), "VARCHAR")
        where.append(text.eq(parameter(f"key_{index}")))
        held[f"key_{index}"] = value
    query = frame.select([exp.Count(this=exp.Star())], where)
    found = session.row(session.dialect.write(query), held)
    return bool(found and found[0])


def _test(one: Filter, rows: Dataset, words: Words) -> Test:
    assert one.dimension is not None  # noqa: S101 - looked at by the caller
    field = words.field(one.dimension, rows, rows.name)
    return Test(field, one.by_key, Operator(one.operator), one.parameters, is_policy=True)
