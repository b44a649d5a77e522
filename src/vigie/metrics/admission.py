"""Whether one row of a table stands within a reader's policy."""

from collections.abc import Sequence
from datetime import date

from sqlglot import exp

from vigie.kit.calendar.company import Calendar
from vigie.metrics.building import table_columns
from vigie.metrics.condition import Operator
from vigie.metrics.definition import Catalog, Dataset
from vigie.metrics.filters import Filter, Filters
from vigie.metrics.frame import Frame, parameter
from vigie.metrics.plan import Test
from vigie.metrics.policy import RowPolicy
from vigie.metrics.traits import DAY
from vigie.metrics.words import Words
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


def rows_of(table: str, catalog: Catalog) -> Dataset:
    """The rows of a table, from which every document that they belong to can be reached."""
    declared = catalog.model.tables[table]
    known = next((one for one in catalog.datasets.values() if one.table == table), None)
    return Dataset(
        name=table,
        label=declared.label,
        table=table,
        query=None,
        primary_key=declared.key,
        time=None,
        columns=table_columns(table, catalog.model),
        relationships=catalog.tables[table],
        through=catalog.fact_tables,
        paths=known.paths if known else {},
    )
