"""The tables that definitions read: their columns, and their rows as a dataset."""

from collections.abc import Mapping

from vigie.metrics.language.definition import Catalog, Dataset
from vigie.model.schema import ColumnType, Model

SYSTEM_COLUMNS = {
    "deleted_at": ColumnType.INSTANT,
    "source_id": ColumnType.TEXT,
    "source_key": ColumnType.TEXT,
    "source_line": ColumnType.INTEGER,
    "import_id": ColumnType.TEXT,
    "is_placeholder": ColumnType.BOOLEAN,
    "attributes": ColumnType.JSON,
}
COMPANY_SUFFIX = "_company"


def table_columns(table: str, model: Model) -> dict[str, ColumnType]:
    """Every column of a core table, money twins and system columns included."""
    found: dict[str, ColumnType] = {}
    for column in model.tables[table].columns.values():
        found[column.name] = column.type
        if column.converted:
            found[column.name + COMPANY_SUFFIX] = column.type
    return {**found, **SYSTEM_COLUMNS}


def columns_of(table: str, catalog: Catalog) -> Mapping[str, ColumnType]:
    """The columns of a core table or of a trait."""
    trait = catalog.traits.get(table)
    return trait.columns if trait else table_columns(table, catalog.model)


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
