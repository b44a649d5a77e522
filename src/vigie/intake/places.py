"""Waiting rows known again by their place: no key tells which row a mended one was.

A row whose key was missing, or was another row's, has nothing that a later file could repeat but
its file, its line, and the cells that nobody had found wrong.
"""

from collections.abc import Iterator

from vigie.intake.candidate import ROW
from vigie.intake.derivation import named
from vigie.intake.feed import Feed
from vigie.intake.fill import columns_read
from vigie.intake.literal import literal, literals
from vigie.intake.reading import LINE, SourceColumn
from vigie.intake.revision import OWNER, Revised
from vigie.warehouse.ddl import CORE
from vigie.warehouse.names import qualified, quote


def mended(feed: Feed, revised: Revised, sound: str, waiting: str) -> str:
    """The waiting rows that a `sound` revision is, a query for row numbers of the quarantine.

    File, line, source system and every cell without a fault are the same, and the file brings
    again what came in with the row, if anything did: the next file of the same name does not.
    `sound` is said of `r`, the revisions, `waiting` of `q`.
    """
    source, core = feed.source, qualified(CORE, feed.table.name)
    blamed = "(SELECT list(e.column_name) FROM meta.quarantine_error e WHERE e.row_id = q.row_id)"
    same = "".join(f" AND {_same(feed, column)}" for column in source.columns)
    return (
        f"SELECT q.row_id FROM (SELECT *, {blamed} AS blamed FROM meta.quarantine_row q "
        f"WHERE {waiting}) q JOIN {source.relation} s ON s.{quote(LINE)} = q.line "
        f"JOIN {revised.relation} r ON r.{ROW} = q.line AND {sound} "
        f"WHERE q.source_name = {literal(source.name)} AND q.prefix = {literal(feed.prefix)}{same} "
        f"AND (q.import_id IN (SELECT {OWNER} FROM {revised.relation}) "
        f"OR q.import_id NOT IN (SELECT import_id FROM {core}))"
    )


def received_cell(waiting: str, column: str) -> str:
    """The text that a waiting row had in a column of its file, whatever that is called."""
    pointer = "/" + column.replace("~", "~0").replace("/", "~1")
    return f"json_extract_string({waiting}.raw, {literal(pointer)})"


def _same(feed: Feed, column: SourceColumn) -> str:
    """The cell says what it said, unless it was at fault."""
    same = f"s.{quote(column.name)} IS NOT DISTINCT FROM {received_cell('q', column.name)}"
    blame = literals(_read_from(feed, column))
    return f"({same} OR list_has_any(q.blamed, [{blame}]))" if blame else same


def _read_from(feed: Feed, column: SourceColumn) -> Iterator[str]:
    """The columns of the table that the cell gives, keys worked out from it included."""
    given = [
        name
        for name, fill in feed.mapping.columns.items()
        if column in columns_read(fill, feed.source)
    ]
    yield from given
    for key in feed.unfilled_keys:
        if named(key) & set(given):
            yield key.name
