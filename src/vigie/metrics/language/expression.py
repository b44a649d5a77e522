"""The SQL words that a definition may hold: parsed once, their columns known by their path."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from vigie.kit.i18n import Text, text

Path = tuple[str, ...]  # relationship names from the dataset's own rows to a table
DIALECT = "duckdb"


class Unreadable(Exception):  # noqa: N818
    """Words that are not one SQL expression; `problem` says why."""

    def __init__(self, problem: Text) -> None:
        super().__init__(str(problem))
        self.problem = problem


def parse(words: str) -> exp.Expr:
    """A scalar or boolean expression over columns; raises Unreadable."""
    tree = _parsed(words)
    if not isinstance(tree, exp.Condition) or isinstance(tree, exp.Query):
        raise Unreadable(text("'{words}' is not an SQL expression.", words=words))
    return tree


def parse_query(words: str) -> exp.Expr:
    """A SELECT; raises Unreadable."""
    tree = _parsed(words)
    if not isinstance(tree, exp.Query):
        raise Unreadable(text("'{words}' is not an SQL query.", words=words))
    return tree


def _parsed(words: str) -> exp.Expr:
    """A tree of one's own: what holds it may set its parent."""
    return _tree(words).copy()


@lru_cache(maxsize=4096)
def _tree(words: str) -> exp.Expr:
    try:
        tree = sqlglot.parse_one(words, dialect=DIALECT)
    except SqlglotError as error:
        raise Unreadable(text("'{words}' is not an SQL expression.", words=words)) from error
    if tree.find(exp.Placeholder, exp.Parameter):
        raise Unreadable(text("'{words}' has a hole: write the value itself.", words=words))
    return tree


def place(column: exp.Column) -> tuple[Path, str]:
    """The path and the name of a column written `step.step.name`."""
    parts = [part.name for part in column.parts]
    return tuple(parts[:-1]), parts[-1]


def columns(tree: exp.Expr | None) -> Iterator[tuple[Path, str]]:
    """Every column that `tree` reads."""
    if tree is not None:
        yield from (place(column) for column in tree.find_all(exp.Column))


def alias(path: Path) -> str:
    """The name under which the table at the end of `path` is joined."""
    return "__".join(path) if path else "fact"


def located(tree: exp.Expr) -> exp.Expr:
    """`tree` with every column named by the table that it is joined under."""

    def locate(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column):
            path, name = place(node)
            return exp.column(name, table=alias(path), quoted=True)
        return node

    return tree.transform(locate)


def substituted(tree: exp.Expr, values: Mapping[str, exp.Expr]) -> exp.Expr:
    """`tree` with each bare column replaced by the expression of that name."""

    def replace(node: exp.Expr) -> exp.Expr:
        return exp.paren(values[node.name].copy()) if isinstance(node, exp.Column) else node

    return tree.transform(replace)
