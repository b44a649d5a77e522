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
_IDLE: Final = ((exp.Sub, "0"), (exp.Add, "0"), (exp.Mul, "1"))
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


def named(column: Column) -> frozenset[str]:
    """The columns that the column's derivations name."""
    trees = [sqlglot.parse_one(source, dialect="duckdb") for source in column.derive]
    return frozenset(found.name for tree in trees for found in tree.find_all(exp.Column))


def derived_value(
    column: Column, table: Table, currency: str, absent: AbstractSet[str] = frozenset()
) -> str:
    """The column's value, or the first derivation that gives one from the row as received.

    The `absent` columns are known to be null: what they alone could give is left out.
    """
    ways = [_way(way, column, table, currency, absent) for way in column.derive]
    tried = [way for way in ways if way is not None]
    if column.name in absent:
        return f"coalesce({', '.join([*tried, f'NULL::{_type(column)}'])})"
    return f"coalesce({', '.join([quote(column.name), *tried])})"


def model_sql(
    source: str, table: Table, currency: str = "", absent: AbstractSet[str] = frozenset()
) -> str | None:
    """An expression of the model as the engine runs it: names quoted, arithmetic exact.

    None when nothing but null can come of it, the `absent` columns being null.
    """
    tree = _meant(source, currency, absent)
    return None if tree is None else _rendered(tree, table, wide=True)


def _way(
    source: str, column: Column, table: Table, currency: str, absent: AbstractSet[str]
) -> str | None:
    """What one derivation gives, as the column's type.

    A single product is tried in 64 bits first: 128 take fifty times as long. CASE, since the
    engine computes what several COALESCE share, here the slow product, for every row.
    """
    tree = _meant(source, currency, absent)
    if tree is None:
        return None
    fast = tree.copy() if len(list(tree.find_all(exp.Mul))) == 1 else None
    exact = f"TRY_CAST(TRY({_rendered(tree, table, wide=True)}) AS {_type(column)})"
    if fast is None:
        return exact
    quick = f"TRY({_rendered(fast, table, wide=False)})"
    fits = f"TRY_CAST({quick} AS {_type(column)})"
    return f"CASE WHEN {quick} IS NOT NULL THEN {fits} ELSE {exact} END"


def _meant(source: str, currency: str, absent: AbstractSet[str]) -> exp.Expr | None:
    tree: exp.Expr = exp.paren(sqlglot.parse_one(source, dialect="duckdb"))
    for hole in list(tree.find_all(exp.Placeholder)):
        if hole.name == _CURRENCY:
            hole.replace(exp.Literal.string(currency))
    tree = _without(tree, absent)
    return None if isinstance(tree, exp.Null) else tree


def _rendered(tree: exp.Expr, table: Table, wide: bool) -> str:
    wide = wide and tree.find(exp.Mul) is not None
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
        less = _reduced(node, absent)
        if less is not None:
            tree = _put(tree, node, less)
    return tree


def _reduced(node: exp.Expr, absent: AbstractSet[str]) -> exp.Expr | None:
    """Something simpler that means the same, if there is."""
    if isinstance(node, exp.Column):
        return exp.null() if node.name in absent else None
    if isinstance(node, exp.Coalesce):
        return _first_given(node)
    if isinstance(node, exp.Nullif):
        return exp.null() if isinstance(node.this, exp.Null) else None
    if not isinstance(node, _NULL_IN_NULL_OUT):
        return None
    if any(isinstance(child, exp.Null) for child in node.iter_expressions()):
        return exp.null()
    return _neutral(node)


def _neutral(node: exp.Expr) -> exp.Expr | None:
    """What remains of `x - 0`, `x + 0`, `x * 1` and `(1)`."""
    inner: exp.Expr = node.this
    if isinstance(node, exp.Paren):
        return inner if isinstance(inner, exp.Literal) and node.parent else None
    right = node.args.get("expression")
    if isinstance(right, exp.Literal) and (type(node), right.this) in _IDLE:
        return inner
    return None


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
