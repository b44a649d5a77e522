"""From a statement tree to the SQL of one engine."""

from typing import Final, Protocol

from sqlglot import exp

REFERENCE_NAME: Final = "duckdb"


class Dialect(Protocol):
    """How one engine is spoken to."""

    @property
    def name(self) -> str:
        """The engine's name, as sqlglot knows it."""

    def write(self, tree: exp.Expr, *, pretty: bool = False) -> str:
        """`tree`, in the meaning that DuckDB gives it, as this engine's SQL."""


class Reference:
    """DuckDB itself: the tree says what it means already."""

    name = REFERENCE_NAME

    def write(self, tree: exp.Expr, *, pretty: bool = False) -> str:
        return tree.sql(REFERENCE_NAME, pretty=pretty)


REFERENCE: Final = Reference()
