"""Values that stand in SQL where the engine takes no parameter."""

from collections.abc import Iterable


def literal(value: str | None) -> str:
    """`value` as an SQL string literal, or NULL."""
    return "NULL" if value is None else "'" + value.replace("'", "''") + "'"


def literals(values: Iterable[str]) -> str:
    """Several literals, between commas."""
    return ", ".join(literal(value) for value in values)
