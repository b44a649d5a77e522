"""The tables that the sales model needs, as statements: created once, widened later."""

from collections.abc import Iterator, Mapping
from typing import Final

from vigie.model.schema import Column, ColumnType, Model, Table
from vigie.warehouse.names import qualified, quote

CORE: Final = "core"  # the rows that metrics read
HISTORY: Final = "history"  # what imports replaced, for undo
META: Final = "meta"  # imports, quarantine, data version
ROLLUPS: Final = "rollups"  # sums by day of rows of core

SCHEMA: Final = 1  # raised by what an earlier Vigie could read wrongly; columns are only added

ENGINE_TYPES: Final[Mapping[ColumnType, str]] = {
    ColumnType.KEY: "VARCHAR",
    ColumnType.TEXT: "VARCHAR",
    ColumnType.INTEGER: "BIGINT",
    ColumnType.QUANTITY: "DECIMAL(18,4)",
    ColumnType.MONEY: "DECIMAL(18,4)",
    ColumnType.PRICE: "DECIMAL(18,6)",
    ColumnType.RATIO: "DECIMAL(9,6)",
    ColumnType.DECIMAL: "DECIMAL(18,6)",
    ColumnType.BOOLEAN: "BOOLEAN",
    ColumnType.DATE: "DATE",
    ColumnType.INSTANT: "TIMESTAMP",
    ColumnType.ENUM: "VARCHAR",
    ColumnType.JSON: "JSON",
}

SYSTEM_COLUMNS: Final[Mapping[str, str]] = {
    "source_id": "VARCHAR",
    "source_key": "VARCHAR",
    "source_line": "BIGINT",
    "source_updated_at": "TIMESTAMP",
    "import_id": "VARCHAR",
    "loaded_at": "TIMESTAMP",
    "row_hash": "UBIGINT",
    "deleted_at": "TIMESTAMP",
    "is_placeholder": "BOOLEAN",
    "derived": "VARCHAR",
    "attributes": "JSON",
}
REPLACED_BY: Final = "replaced_by"
COMPANY_SUFFIX: Final = "_company"
MONTH: Final = "vigie_month"  # in copies only: the slice that a row belongs to


def engine_columns(table: Table) -> dict[str, str]:
    """Column name → engine type of a core table, money twins and system columns included."""
    columns: dict[str, str] = {}
    for column in table.columns.values():
        columns.update(_with_twin(column))
    return {**columns, **SYSTEM_COLUMNS}


def statements(model: Model, existing: Mapping[tuple[str, str], set[str]]) -> Iterator[str]:
    """What brings an engine that already has `existing` columns up to the model."""
    for schema in (CORE, HISTORY, META, ROLLUPS):
        yield f"CREATE SCHEMA IF NOT EXISTS {quote(schema)}"
    yield f"CREATE TABLE IF NOT EXISTS {META}.state (name VARCHAR, value BIGINT)"
    yield (
        f"CREATE TABLE IF NOT EXISTS {META}.rollup (name VARCHAR, digest VARCHAR, "
        "tables VARCHAR[], kept BOOLEAN, rows BIGINT, base_rows BIGINT, size BIGINT)"
    )
    for table in model.tables.values():
        columns = engine_columns(table)
        yield from _bring_up(CORE, table.name, columns, existing)
        history = {**columns, REPLACED_BY: "VARCHAR"}
        yield from _bring_up(HISTORY, table.name, history, existing)


def _with_twin(column: Column) -> dict[str, str]:
    engine_type = ENGINE_TYPES[column.type]
    if not column.converted:
        return {column.name: engine_type}
    return {column.name: engine_type, column.name + COMPANY_SUFFIX: engine_type}


def _bring_up(
    schema: str,
    table: str,
    columns: Mapping[str, str],
    existing: Mapping[tuple[str, str], set[str]],
) -> Iterator[str]:
    name = qualified(schema, table)
    present = existing.get((schema, table))
    if present is None:
        definitions = ", ".join(f"{quote(c)} {t}" for c, t in columns.items())
        yield f"CREATE TABLE {name} ({definitions})"
        return
    for column, engine_type in columns.items():
        if column not in present:
            yield f"ALTER TABLE {name} ADD COLUMN {quote(column)} {engine_type}"
