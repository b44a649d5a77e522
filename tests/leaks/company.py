"""The generated company as a workspace, and the same without what a reader may not see."""

import csv
import json
import shutil
from collections.abc import Collection
from pathlib import Path

from vigie.model.schema import Model, Table
from vigie.people.declaration import OWN
from vigie.settings import Settings
from vigie.warehouse.ddl import COMPANY_SUFFIX, CORE, engine_columns
from vigie.warehouse.names import qualified, quote
from vigie.warehouse.session import Session
from vigie.workspace import Workspace

from .generated import LAST_DAY, Owner, Row, Rows

MARK = "kept_beside"  # what a source had beside the model's columns: it stays with the row


def establish(folder: Path, rows: Rows, roles: str) -> Workspace:
    """A workspace that holds the company, with roles of its own and a row that waits."""
    workspace = Workspace.create(folder, Settings(company="Qui voit quoi"))
    (folder / OWN).write_text(roles, encoding="utf-8")
    with workspace.warehouse.write() as session:
        for table in workspace.model.tables.values():
            if found := rows.found[table.name]:
                _insert(session, table, found)
    workspace.intake.commit(workspace.intake.plan([_late(folder.parent / "late", rows)]))
    return workspace


def _insert(session: Session, table: Table, found: list[tuple[Owner, Row]]) -> None:
    whole = [_whole(table, owner, row) for owner, row in found]
    names = list(dict.fromkeys(name for row in whole for name in row))
    line = f"({', '.join('?' for _ in names)})"
    session.execute(
        f"INSERT INTO {qualified(CORE, table.name)} ({', '.join(map(quote, names))}) "
        f"VALUES {', '.join(line for _ in whole)}",
        [row.get(name) for row in whole for name in names],
    )


def _whole(table: Table, owner: Owner, row: Row) -> Row:
    """A row as an import leaves it: money in the company's currency, what a source had beside."""
    converted = [c.name for c in table.columns.values() if c.converted and c.name in row]
    return {
        **row,
        **{f"{name}_company": row[name] for name in converted},
        "attributes": json.dumps({MARK: owner.value}),
        "import_id": "generated",
        "source_line": 1,
        "loaded_at": LAST_DAY,
    }


def _late(folder: Path, rows: Rows) -> Path:
    """Contacts as files bring them: one for each owner, and one who has no name and so waits."""
    folder.mkdir()
    path = folder / "contact.csv"
    found = [{**row, "contact_id": f"{row['contact_id']}-late"} for _, row in rows.found["contact"]]
    with path.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, [*found[0], MARK], restval="")
        writer.writeheader()
        writer.writerows(
            {**row, MARK: owner.value}
            for row, (owner, _) in zip(found, rows.found["contact"], strict=True)
        )
        writer.writerows(
            {**row, "contact_id": "", MARK: owner.value}
            for row, (owner, _) in zip(found, rows.found["contact"], strict=True)
        )
    return path


def without(
    folder: Path, pristine: Path, hidden: Collection[Owner], columns: Collection[str] = ()
) -> Workspace:
    """A copy of the company without the rows of some owners, as if they had never come in.

    Where a reader may not see some `columns` of the rest, they say something else.
    """
    shutil.copytree(pristine, folder)
    workspace = Workspace.open(folder)
    words = [owner.value for owner in hidden]
    with workspace.warehouse.write() as session:
        for table in workspace.model.tables if hidden else ():
            place = qualified(CORE, table)
            session.execute(f"DELETE FROM {place} WHERE attributes ->> '{MARK}' IN ?", [words])
        _alter(session, workspace.model, columns)
    return workspace


def _alter(session: Session, model: Model, names: Collection[str]) -> None:
    """Has columns, by `table.column`, say something else."""
    changes: dict[str, list[str]] = {}
    for name in sorted(names):
        table, _, column = name.partition(".")
        for one, kind in engine_columns(model.tables[table]).items():
            if one.removesuffix(COMPANY_SUFFIX) == column:
                change = f"{quote(one)} = {_otherwise(quote(one), kind)}"
                changes.setdefault(table, []).append(change)
    for table, values in changes.items():
        session.execute(f"UPDATE {qualified(CORE, table)} SET {', '.join(values)}")


def _otherwise(column: str, kind: str) -> str:
    match kind:
        case "VARCHAR":
            return f"'altered ' || {column}"
        case "JSON":
            return """'{"something": "else"}'"""
        case "DATE" | "TIMESTAMP":
            return f"{column} + INTERVAL 400 DAY"
        case _:
            return f"{column} / 2 + 1"
