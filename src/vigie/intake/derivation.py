"""Values that Vigie works out where a file gives none, by the model's `derive` expressions."""

from typing import Final

import sqlglot
from sqlglot import exp

from vigie.intake.expression import made_exact, widened
from vigie.intake.literal import literal
from vigie.model.schema import Column, Table
from vigie.warehouse.ddl import ENGINE_TYPES
from vigie.warehouse.names import quote

_CURRENCY: Final = "company_currency"


def derivable(table: Table) -> tuple[Column, ...]:
    """The columns that have a derivation."""
    return tuple(column for column in table.columns.values() if column.derive)


def derived_value(column: Column, table: Table, currency: str) -> str:
    """The column's value, or the first derivation that gives one from the row as received."""
    ways = [
        f"TRY_CAST(TRY({model_sql(way, table, currency)}) AS {_type(column)})"
        for way in column.derive
    ]
    return f"coalesce({', '.join([quote(column.name), *ways])})"


def model_sql(
    source: str, table: Table, currency: str = "", known: frozenset[str] | None = None
) -> str:
    """An expression of the model as the engine runs it: names quoted, divisions exact.

    Columns that are not among the `known` ones, when these are given, count as null.
    """
    tree = exp.paren(sqlglot.parse_one(source, dialect="duckdb"))
    for hole in list(tree.find_all(exp.Placeholder)):
        if hole.name == _CURRENCY:
            hole.replace(exp.Literal.string(currency))
    wide = tree.find(exp.Mul) is not None
    for column in list(tree.find_all(exp.Column)):
        if known is not None and column.name not in known:
            column.replace(exp.null())
        engine_type = _type(table.columns[column.name])
        column.set("this", exp.to_identifier(column.name, quoted=True))
        if wide and engine_type.startswith("DECIMAL"):
            column.replace(exp.cast(column.copy(), widened(engine_type), dialect="duckdb"))
    return made_exact(tree).sql(dialect="duckdb")


def derived_list(columns: dict[str, str]) -> str:
    """The names of `columns` whose condition holds in a row, between commas; '' when none does."""
    if not columns:
        return "''"
    named = ", ".join(
        f"CASE WHEN {when} THEN {literal(name)} END" for name, when in columns.items()
    )
    return f"concat_ws(',', {named})"


def is_derived(name: str, derived: str) -> str:
    """Whether a row's `derived` list names the column."""
    return f"list_contains(string_split({derived}, ','), {literal(name)})"


def _type(column: Column) -> str:
    return ENGINE_TYPES[column.type]
