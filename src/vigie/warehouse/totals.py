"""Counts and sums of a table's columns: what a copy must have in common with its original."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from sqlglot import exp

from vigie.model.schema import Table
from vigie.warehouse.ddl import MONTH, engine_columns
from vigie.warehouse.reading import Reader

_EPOCH: Final = "1970-01-01"
Totals = Mapping[str, Mapping[str, Decimal]]
"""Month → what is counted or summed → the figure."""


def totals(reader: Reader, table: Table, source: exp.Expr, values: Mapping[str, object]) -> Totals:
    """The rows of `source`, the filled values of each column, the sums of numbers and of days."""
    named = dict(_sums(table))
    query = exp.select(
        exp.column(MONTH, table="own", quoted=True),
        *(exp.alias_(tree, name, quoted=True) for name, tree in named.items()),
    )
    query = query.from_(source).group_by("1")
    return {
        month: {
            name: Decimal(value or 0).normalize() for name, value in zip(named, row, strict=True)
        }
        for month, *row in reader.rows(reader.dialect.write(query), values)
    }


def _sums(table: Table) -> Iterator[tuple[str, exp.Expr]]:
    yield "rows", exp.Count(this=exp.Star())
    for name, kind in engine_columns(table).items():
        column = exp.column(name, table="own", quoted=True)
        yield f"{name}, filled", exp.Count(this=column)
        if kind in ("DATE", "TIMESTAMP"):
            day = exp.cast(column.copy(), "DATE")
            epoch = exp.cast(exp.Literal.string(_EPOCH), "DATE")
            yield f"{name}, days", exp.Sum(this=exp.Sub(this=day, expression=epoch))
        elif kind.startswith("DECIMAL") or kind == "BIGINT":
            yield f"{name}, sum", exp.Sum(this=column.copy())
        elif kind == "VARCHAR":
            yield f"{name}, letters", exp.Sum(this=exp.Length(this=column.copy()))
