"""Rows of core that other rows' changes call for: totals of documents, amounts of lines."""

from collections.abc import Iterator
from itertools import groupby

from vigie.intake.candidate import BAD, ROW
from vigie.intake.derivation import is_derived
from vigie.intake.literal import literal
from vigie.intake.totals import Total, totals
from vigie.model.schema import Model, Table
from vigie.warehouse.ddl import COMPANY_SUFFIX, CORE, ENGINE_TYPES, HISTORY, REPLACED_BY
from vigie.warehouse.names import qualified, quote

_NUMBERED = f"row_number() OVER () AS {ROW}, 0::BIGINT AS {BAD}"
TOLERANCE = "0.05"  # between a total and the sum of its rounded lines, document currency


def documents(model: Model) -> Iterator[tuple[Table, Table, list[Total]]]:
    """Each document table, its line table, and the totals that it holds over them."""
    for (header, line), group in groupby(totals(model), lambda t: (t.header.name, t.line.name)):
        yield model.tables[header], model.tables[line], list(group)


def summed_columns(held: list[Total]) -> frozenset[str]:
    """What a renewal of the totals fills."""
    names = {total.column.name for total in held}
    return frozenset(names | {total.twin for total in held if total.converted})


def sums(header: Table, line: Table, held: list[Total], import_id: str) -> str:
    """Candidates: every document whose lines the import changed, with the sums of its lines."""
    key = quote(header.key[0])
    summed = _sums(line, held, import_id, key)
    return f"SELECT {_NUMBERED}, s.* FROM ({summed}) s"


def misfits(header: Table, line: Table, total: Total, import_id: str) -> str:
    """Documents whose own total is not the sum of their lines: key, total as text."""
    key, name = quote(header.key[0]), quote(total.column.name)
    return (
        f"SELECT 0::BIGINT, h.{key}, NULL FROM {qualified(CORE, header.name)} h "
        f"JOIN ({_sums(line, [total], import_id, key)}) s ON s.{key} = h.{key} "
        f"WHERE abs(h.{name} - s.{name}) > {TOLERANCE} "
        f"AND NOT {is_derived(total.column.name, 'h.derived')}"
    )


def lineless(header: Table, line: Table, total: Total, import_id: str) -> str:
    """Documents of the import whose total nothing gives: key."""
    key, name = quote(header.key[0]), quote(total.column.name)
    return (
        f"SELECT 0::BIGINT, h.{key}, NULL FROM {qualified(CORE, header.name)} h "
        f"ANTI JOIN {qualified(CORE, line.name)} l ON l.{quote(total.reference)} = h.{key} "
        f"WHERE h.import_id = {literal(import_id)} AND h.{name} IS NULL"
    )


def lines_of(line: Table, reference: str, revised: str) -> str:
    """Candidates: the lines of documents whose revision changed them, nothing filled.

    A line that stands for a whole document follows it on its own (`whole`).
    """
    keys = ", ".join(quote(name) for name in line.key)
    return (
        f"SELECT {_NUMBERED}, {keys} "
        f"FROM {qualified(CORE, line.name)} "
        f"WHERE {quote(reference)} IN ({revised}) AND is_placeholder IS NOT TRUE"
    )


def _sums(line: Table, held: list[Total], import_id: str, key: str) -> str:
    reference = quote(held[0].reference)
    columns: list[str] = []
    for total in held:
        columns.append(_sum(total.summed, total.column.name, total))
        if total.converted:
            columns.append(_sum(total.summed + COMPANY_SUFFIX, total.twin, total))
    return (
        f"SELECT {reference} AS {key}, {', '.join(columns)} FROM {qualified(CORE, line.name)} "
        f"WHERE {reference} IN ({_changed(line, reference, import_id)}) GROUP BY {reference}"
    )


def _sum(summed: str, name: str, total: Total) -> str:
    """A sum, unless one of the lines does not say: half a total is no total."""
    column = quote(summed)
    known = f"count({column}) = count(*)"
    value = f"TRY_CAST(sum({column}) AS {ENGINE_TYPES[total.column.type]})"
    return f"CASE WHEN {known} THEN {value} END AS {quote(name)}"


def _changed(line: Table, reference: str, import_id: str) -> str:
    """The documents that a line came to, or went from, in the import."""
    this = literal(import_id)
    return (
        f"SELECT {reference} FROM {qualified(CORE, line.name)} WHERE import_id = {this} "
        f"UNION SELECT {reference} FROM {qualified(HISTORY, line.name)} "
        f"WHERE {quote(REPLACED_BY)} = {this}"
    )
