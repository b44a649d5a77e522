"""Every column of text that the file holds: searched, and rid of what is no longer to be known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vigie.warehouse.ddl import CORE, HISTORY, META
from vigie.warehouse.names import qualified, quote
from vigie.warehouse.session import Session

_OWN: Final = frozenset({"state", "rollup"})  # of META: what they hold is said by Vigie
_KINDS: Final = ("VARCHAR", "JSON", "VARCHAR[]")


@dataclass(frozen=True, slots=True)
class TextColumn:
    """One column that may hold words."""

    schema: str
    table: str
    name: str
    kind: str

    def without(self, patterns: Sequence[str], token: str) -> str:
        """Its value with `token` wherever one of the patterns is found."""
        if self.kind.endswith("[]"):
            return f"list_transform({quote(self.name)}, lambda t: {_without('t', patterns, token)})"
        column = quote(self.name)
        replaced = _without(f"{column}::VARCHAR", patterns, token)
        return f"({replaced})::JSON" if self.kind == "JSON" else replaced


def columns(session: Session) -> Iterator[tuple[str, str, list[TextColumn]]]:
    """The text columns of each table that holds rows: schema, table, columns."""
    rows = session.rows(
        "SELECT schema_name, table_name, list((column_name, data_type) ORDER BY column_index) "
        "FROM duckdb_columns() WHERE NOT internal AND schema_name IN (?, ?, ?) "
        "AND data_type IN (SELECT unnest(?)) GROUP BY ALL ORDER BY ALL",
        [CORE, HISTORY, META, list(_KINDS)],
    )
    filled = _filled(session, [(schema, table) for schema, table, _ in rows])
    for schema, table, found in rows:
        if (schema, table) in filled and not (schema == META and table in _OWN):
            yield schema, table, [TextColumn(schema, table, name, kind) for name, kind in found]


def _filled(session: Session, tables: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those that hold rows, most of them do not: asked at once."""
    asked = " UNION ALL ".join(
        f"SELECT {number:d} WHERE EXISTS (SELECT 1 FROM {qualified(*table)})"
        for number, table in enumerate(tables)
    )
    return {tables[number] for (number,) in session.rows(asked)} if asked else set()


def count(session: Session, of: Sequence[TextColumn], patterns: Sequence[str]) -> int:
    """How many rows of their table have one of the patterns in one of these columns."""
    if not of or not patterns:
        return 0
    place = qualified(of[0].schema, of[0].table)
    return int(session.scalar(f"SELECT count(*) FROM {place} WHERE {_any(of, patterns)}"))


def scrub(
    session: Session,
    of: Sequence[TextColumn],
    patterns: Sequence[str],
    token: str,
    where: str = "TRUE",
    parameters: Sequence[object] = (),
) -> int:
    """Puts `token` in the place of the patterns in these columns of one table; gives the rows."""
    if not of or not patterns:
        return 0
    place = qualified(of[0].schema, of[0].table)
    condition = f"({where}) AND ({_any(of, patterns)})"
    rows = int(session.scalar(f"SELECT count(*) FROM {place} WHERE {condition}", parameters))
    if rows:
        values = [f"{quote(one.name)} = {one.without(patterns, token)}" for one in of]
        if of[0].schema != META:
            values.append("row_hash = NULL")
        session.execute(f"UPDATE {place} SET {', '.join(values)} WHERE {condition}", parameters)
    return rows


def _any(of: Sequence[TextColumn], patterns: Sequence[str]) -> str:
    """The condition that a pattern is found: one expression, which the engine reads once."""
    said = ", ".join(f"{quote(one.name)}::VARCHAR" for one in of)
    return f"regexp_matches(concat_ws(chr(31), {said}), {_text(together(patterns))})"


def together(patterns: Sequence[str]) -> str:
    """One pattern, for the engine alone, that finds what any of them finds."""
    return "|".join(f"(?:{one})" for one in patterns)


def _without(value: str, patterns: Sequence[str], token: str) -> str:
    # Twice: two of them may share the space between.
    for one in (*patterns, *patterns):
        value = f"regexp_replace({value}, {_text(one)}, {_text(_BACK.format(token))}, 'g')"
    return value


_BACK: Final = r"\1{}\2"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def in_parquet(session: Session, path: Path, patterns: Sequence[str]) -> bool:
    """Whether one of the patterns is found in a row of a Parquet file."""
    found = session.row(f"SELECT 1 FROM {_file(path)} t WHERE {_row(patterns)} LIMIT 1")
    return found is not None


def parquet_without(session: Session, path: Path, patterns: Sequence[str], target: Path) -> None:
    """Writes a Parquet file anew at `target`, without the rows in which a pattern is found."""
    session.execute(
        f"COPY (SELECT * FROM {_file(path)} t WHERE NOT ({_row(patterns)})) "
        f"TO {_text(str(target))} (FORMAT parquet, COMPRESSION zstd)"
    )


def _file(path: Path) -> str:
    return f"read_parquet({_text(str(path))})"


def _row(patterns: Sequence[str]) -> str:
    return f"regexp_matches(t::VARCHAR, {_text(together(patterns))})" if patterns else "FALSE"
