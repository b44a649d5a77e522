"""Where copies of a person may lie in a workspace beside its rows: files, state, bytes of files."""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy import String, Table, Text, bindparam, select, update

from vigie.people.audit_tables import entry
from vigie.privacy.copies import Copies
from vigie.privacy.needles import holds, needles
from vigie.privacy.plan import FOLDER
from vigie.privacy.redaction import Fate, is_backup, mentions, redact
from vigie.privacy.traces import Traces
from vigie.state.store import Store
from vigie.state.tables import metadata
from vigie.warehouse import texts
from vigie.warehouse.engine import Session, Warehouse

_ENGINES: Final = ("warehouse.duckdb", "state.sqlite")  # cleaned by those who own them
_PARQUET: Final = b"PAR1"


def files(workspace: Path, apart: frozenset[Path]) -> Iterator[Path]:
    """Every file of a workspace that no engine owns, but for files and folders kept `apart`."""
    for path in sorted(workspace.rglob("*")):
        is_engines = path.name.startswith(_ENGINES) or not apart.isdisjoint((path, *path.parents))
        if path.is_file() and not path.is_symlink() and not is_engines:
            yield path


def own_plans(workspace: Path) -> frozenset[Path]:
    """The plans that name a person for as long as the work lasts."""
    return frozenset((workspace / FOLDER).glob("*.json"))


def clean_files(
    workspace: Path, traces: Traces, session: Session, apart: frozenset[Path]
) -> Iterator[Fate]:
    """Rids every file of the person; what is `apart` stays as it is."""
    if not traces.everywhere:
        return
    for path in files(workspace, apart):
        with path.open("rb") as file:
            start = file.read(len(_PARQUET))
        if is_backup(path):
            yield Fate.UNTOUCHED
        elif start == _PARQUET:
            yield _clean_parquet(path, traces, session)
        elif traces.are_in(path.name):
            path.unlink()
            yield Fate.REMOVED
        else:
            yield redact(path, traces)


def _clean_parquet(path: Path, traces: Traces, session: Session) -> Fate:
    if not texts.in_parquet(session, path, traces.everywhere):
        return Fate.UNTOUCHED
    with TemporaryDirectory(dir=path.parent) as folder:
        without = Path(folder) / "rows"
        texts.parquet_without(session, path, traces.everywhere, without)
        without.chmod(path.stat().st_mode)
        without.replace(path)
    return Fate.REDACTED


def clean_state(store: Store, traces: Traces) -> int:
    """Rids every text of the state of the person; gives how many rows it changed.

    The audit is sealed: what it tells of persons is removed by itself (`Audit.blank`).
    """
    changed = 0
    if not traces.everywhere:
        return changed
    for table in metadata.sorted_tables:
        if table is not entry:
            changed += _clean_table(store, table, traces)
    return changed


def _clean_table(store: Store, table: Table, traces: Traces) -> int:
    columns = [
        column
        for column in table.columns
        if isinstance(column.type, String | Text) and not column.primary_key
    ]
    keys = list(table.primary_key.columns)
    if not columns:
        return 0
    with store.read() as connection:
        rows = connection.execute(select(*keys, *columns)).mappings().all()
    changed = 0
    for row in rows:
        new = {c.name: _without(row[c.name], traces) for c in columns if row[c.name]}
        new = {name: said for name, said in new.items() if said != row[name]}
        if new:
            where = [key == bindparam(f"key_{key.name}") for key in keys]
            told = {f"key_{key.name}": row[key.name] for key in keys}
            with store.write() as connection:
                connection.execute(update(table).where(*where).values(**new), told)
            changed += 1
    return changed


def _without(said: str, traces: Traces) -> str:
    for one in (*traces.everywhere, *traces.everywhere):
        said = re.sub(one, r"\g<1>∅\g<2>", said)
    return said


def search(
    workspace: Path, traces: Traces, warehouse: Warehouse, apart: frozenset[Path], copies: Copies
) -> Iterator[str]:
    """The places where a person is still found, by what files hold and by their bytes."""
    if not traces.everywhere:
        return
    with warehouse.read() as session:
        for schema, table, columns in texts.columns(session):
            if texts.count(session, columns, traces.everywhere):
                yield f"{schema}.{table}"
        for path in files(workspace, apart):
            name = path.relative_to(workspace).as_posix()
            if is_backup(path):
                # Made before: it holds whoever was there, packed beyond the reach of a search.
                yield f"backup {path.name}"
            elif traces.are_in(name) or _is_in(path, traces, session):
                yield f"file {path.name[:12]}"
        yield from copies.search(traces, session)
    wanted = needles(traces)
    for path in sorted((workspace / "data").iterdir()):
        if path.name.startswith(_ENGINES) and path.is_file() and holds(path, wanted):
            yield path.name


def _is_in(path: Path, traces: Traces, session: Session) -> bool:
    content = path.read_bytes()
    if content.startswith(_PARQUET):
        return texts.in_parquet(session, path, traces.everywhere)
    return mentions(content, traces)
