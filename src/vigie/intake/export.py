"""The quarantine as a file: the rows as received, what is wrong in them, ready to be corrected."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import xlsxwriter

from vigie.intake.quarantine import QuarantinedRow, Selection, rows, sentence
from vigie.intake.spreadsheet import neutral
from vigie.kit.errors import UsageError
from vigie.kit.i18n import SOURCE_LOCALE, Locale
from vigie.model.schema import Model
from vigie.warehouse.engine import Session

ROW_IDS: Final = "vigie_rows"
TABLES: Final = "vigie_tables"
ERRORS: Final = "vigie_errors"
OWN_COLUMNS: Final = (ROW_IDS, TABLES, ERRORS)
_PAGE: Final = 10_000


@dataclass
class _Line:
    """One received line, whichever tables refused it."""

    row: QuarantinedRow
    ids: list[str]
    tables: list[str]
    errors: list[str]


def export(
    session: Session,
    model: Model,
    path: Path,
    selection: Selection,
    locale: Locale = SOURCE_LOCALE,
) -> int:
    """Writes one line for each received line that waits; gives their number."""
    lines = _lines(session, model, selection, locale)
    names = list(dict.fromkeys(name for line in lines for name in line.row.raw))
    header = [*names, *OWN_COLUMNS]
    cells = [_cells(line, names) for line in lines]
    match path.suffix.lower():
        case ".csv":
            _write_csv(path, header, cells)
        case ".xlsx":
            _write_xlsx(path, header, cells)
        case _:
            raise UsageError(
                "{file} cannot be written: end its name with .csv or .xlsx.", file=path.name
            )
    return len(lines)


def _lines(session: Session, model: Model, selection: Selection, locale: Locale) -> list[_Line]:
    lines: dict[tuple[str, str, int], _Line] = {}
    for row in _all(session, model, selection):
        place = (row.import_id, row.source, row.line)
        line = lines.setdefault(place, _Line(row, [], [], []))
        line.ids.append(str(row.row_id))
        line.tables.append(row.table)
        line.errors += [sentence(error).to(locale) for error in row.errors]
    return list(lines.values())


def _all(session: Session, model: Model, selection: Selection) -> Iterator[QuarantinedRow]:
    offset = 0
    while page := rows(session, model, selection, _PAGE, offset):
        yield from page
        offset += len(page)


def _cells(line: _Line, names: Sequence[str]) -> list[str]:
    received = [neutral(line.row.raw.get(name) or "") for name in names]
    return [
        *received,
        " ".join(line.ids),
        " ".join(table for table in line.tables if table),
        neutral(" ".join(dict.fromkeys(line.errors))),
    ]


def _write_csv(path: Path, header: list[str], cells: list[list[str]]) -> None:
    """With the mark by which spreadsheet programs recognise UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([neutral(name) for name in header])
        writer.writerows(cells)


def _write_xlsx(path: Path, header: list[str], cells: list[list[str]]) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("quarantine")
        text_format = book.add_format({"num_format": "@"})
        for place, row in enumerate([header, *cells]):
            for column, value in enumerate(row):
                sheet.write_string(place, column, value, text_format)
