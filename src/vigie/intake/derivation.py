"""Values that Vigie works out where a file gives none, by the model's `derive` expressions."""

from collections.abc import Set as AbstractSet
from typing import Final

import sqlglot
from sqlglot import exp

from vigie.intake.expression import made_exact, widened
from vigie.intake.literal import literal
from vigie.model.schema import Column, Table
from vigie.warehouse.ddl import ENGINE_TYPES
from vigie.warehouse.names import quote

_CURRENCY: Final = "company_currency"
_NULL_IN_NULL_OUT: Final = (
    exp.Add,
    exp.Sub,
    exp.Mul,
    exp.Div,
    exp.DPipe,
    exp.Neg,
    exp.Paren,
    exp.Cast,
)


def derivable(table: Table) -> tuple[Column, ...]:
    """The columns that have a derivation."""
    return tuple(column for column in table.columns.values() if column.derive)


def derived_value(
    column: Column, table: Table, currency: str, absent: AbstractSet[str] = frozenset()
) -> str:
    """The column's value, or the first derivation that gives one from the row as received.

    The `absent` columns are known to be null: what they alone could give is left out.
    """
    ways = [model_sql(way, table, currency, absent) for way in column.derive]
    tried = [f"TRY_CAST(TRY({way}) AS {_type(column)})" for way in ways if way is not None]
    if column.name in absent:
        return f"coalesce({', '.join([*tried, f'NULL::{_type(column)}'])})"
    return f"coalesce({', '.join([quote(column.name), *tried])})"


def model_sql(
    source: str, table: Table, currency: str = "", absent: AbstractSet[str] = frozenset()
) -> str | None:
    """An expression of the model as the engine runs it: names quoted, arithmetic exact.

    None when nothing but null can come of it, the `absent` columns being null.
    """
    tree: exp.Expr = exp.paren(sqlglot.parse_one(source, dialect="duckdb"))
    for hole in list(tree.find_all(exp.Placeholder)):
        if hole.name == _CURRENCY:
            hole.replace(exp.Literal.string(currency))
    tree = _without(tree, absent)
    if isinstance(tree, exp.Null):
        return None
    wide = tree.find(exp.Mul) is not None
    for column in list(tree.find_all(exp.Column)):
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


def _without(tree: exp.Expr, absent: AbstractSet[str]) -> exp.Expr:
    """The expression with null in place of the absent columns, carried up through arithmetic."""
    for node in reversed(list(tree.walk())):
        if isinstance(node, exp.Column) and node.name in absent:
            tree = _put(tree, node, exp.null())
        elif isinstance(node, _NULL_IN_NULL_OUT):
            if any(isinstance(child, exp.Null) for child in node.iter_expressions()):
                tree = _put(tree, node, exp.null())
        elif isinstance(node, exp.Nullif) and isinstance(node.this, exp.Null):
            tree = _put(tree, node, exp.null())
        elif isinstance(node, exp.Coalesce):
            tree = _put(tree, node, _first_given(node))
    return tree


def _first_given(coalesce: exp.Coalesce) -> exp.Expr:
    given = [a for a in (coalesce.this, *coalesce.expressions) if not isinstance(a, exp.Null)]
    if len(given) > 1:
        return exp.Coalesce(this=given[0], expressions=given[1:])
    return given[0] if given else exp.null()


def _put(tree: exp.Expr, node: exp.Expr, by: exp.Expr) -> exp.Expr:
    if node is tree:
        return by
    node.replace(by)
    return tree


def _type(column: Column) -> str:
    return ENGINE_TYPES[column.type]
