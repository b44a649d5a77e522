"""Parents that rows refer to and nobody has imported yet: flagged rows hold their place."""

from vigie.intake.literal import literal
from vigie.model.schema import ColumnType, Model, Table
from vigie.warehouse.ddl import CORE
from vigie.warehouse.engine import Session
from vigie.warehouse.names import qualified, quote


def hold_places(
    session: Session,
    model: Model,
    touched: list[Table],
    import_id: str,
    source_id: str,
    prefix: str,
) -> dict[str, int]:
    """Adds what the import's rows refer to in vain; gives how many rows for each table."""
    missing: dict[str, list[str]] = {}
    for table in touched:
        for column in table.references:
            if column.orphan == "placeholder" and column.references:
                relation = qualified(CORE, table.name)
                name = quote(column.name)
                missing.setdefault(column.references, []).append(
                    f"SELECT {name} AS key FROM {relation} "
                    f"WHERE import_id = {literal(import_id)} AND {name} IS NOT NULL"
                )
    counts = {
        parent: _add(session, model.tables[parent], wanted, import_id, source_id, prefix)
        for parent, wanted in missing.items()
    }
    return {table: count for table, count in counts.items() if count}


def _add(
    session: Session, table: Table, wanted: list[str], import_id: str, source_id: str, prefix: str
) -> int:
    key = quote(table.key[0])
    values = {
        key: "key",
        "source_id": literal(source_id),
        "source_key": f"substr(key, {len(prefix) + 1})",
        "import_id": literal(import_id),
        "loaded_at": "now()::TIMESTAMP",
        "row_hash": "hash(key)",
        "is_placeholder": "TRUE",
        "derived": "''",
        **_name(table, prefix),
    }
    return int(
        session.scalar(
            f"INSERT INTO {qualified(CORE, table.name)} ({', '.join(values)}) "
            f"SELECT {', '.join(values.values())} FROM (SELECT DISTINCT w.key "
            f"FROM ({' UNION ALL '.join(wanted)}) w "
            f"ANTI JOIN {qualified(CORE, table.name)} p ON w.key = p.{key})"
        )
    )


def _name(table: Table, prefix: str) -> dict[str, str]:
    """People need something to call the row by: its key, until its name is known."""
    name = table.name_column
    if not name or name in table.key or table.columns[name].type is not ColumnType.TEXT:
        return {}
    return {quote(name): f"substr(key, {len(prefix) + 1})", "derived": literal(name)}
