"""Workbooks (xlsx, xlsb, xls, ods): every visible sheet that holds rows."""

import datetime as dt
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from vigie.intake.reading import header as headers
from vigie.intake.reading.error_cells import error_cells
from vigie.intake.reading.formats import ReadOptions
from vigie.intake.reading.header import Header
from vigie.intake.reading.kinds import password_protected
from vigie.intake.reading.limits import Budget
from vigie.intake.reading.received import Received
from vigie.intake.reading.sheet_cells import Grid
from vigie.intake.reading.words import NULLS
from vigie.kit.errors import NotFound, UnreadableFile
from vigie.kit.i18n import Text, text
from vigie.kit.spelling import nearest

_EXACT_INTEGERS: Final = 10**15  # Excel keeps fifteen digits, a float about as many
_HEAD: Final = 100
_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that holds rows; `header_line` counts from 1 as Excel does, 0 for no header."""

    name: str
    header: Header
    header_line: int
    grid: Grid
    warnings: tuple[Text, ...] = ()

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """The rows below the header, with Excel's own row numbers."""
        for line, cells in _lines(self.grid):
            if line > self.header_line:
                yield line, cells


def sheets(received: Received, options: ReadOptions, budget: Budget) -> Iterator[Sheet]:
    """The sheets of a workbook, or the one that `options` name.

    Raises `UnreadableFile` when it is protected, damaged, or has no row; `NotFound` for a sheet
    that it does not have.
    """
    _check_archive(received, budget)
    workbook = _opened(received)
    found, errors = False, error_cells(received.path)
    for name in _chosen(workbook, received.name, options.sheet):
        grid = Grid(workbook.get_sheet_by_name(name), errors.get(name, {}))
        sheet = _sheet(grid, received.name, options, budget)
        if sheet:
            found = True
            yield sheet
    if not found:
        raise UnreadableFile(
            "{file} has no sheet with rows below a header: export it again.", file=received.name
        )


def cell_text(cell: object) -> str:
    """A cell as a text file would write it: exact, shortest, dates in ISO.

    >>> cell_text(12.0), cell_text(731.9399999999999)
    ('12', '731.94')
    """
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return _number_text(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ")
    if isinstance(cell, dt.timedelta):
        minutes, seconds = divmod(int(cell.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return "" if cell is None else str(cell)


def _number_text(cell: float) -> str:
    if cell == int(cell) and abs(cell) < _EXACT_INTEGERS:
        return str(int(cell))
    # Excel shows fifteen digits of the binary float that it stores; so do we.
    return f"{cell:.15g}"


def _opened(received: Received) -> CalamineWorkbook:
    try:
        return load_workbook(received.path)
    except PasswordError as error:
        raise password_protected(received.name) from error
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFile(
            "{file} is damaged: open it in Excel or LibreOffice and save it again.",
            file=received.name,
        ) from error


def _chosen(workbook: CalamineWorkbook, file: str, wanted: str | None) -> list[str]:
    visible = [
        meta.name
        for meta in workbook.sheets_metadata
        if meta.visible == SheetVisibleEnum.Visible and meta.typ == SheetTypeEnum.WorkSheet
    ]
    if wanted is None:
        return visible
    names = [name for name in workbook.sheet_names if name.casefold() == wanted.casefold()]
    if not names:
        raise NotFound(
            "{file} has no sheet {sheet}; the nearest is {nearest}.",
            file=file,
            sheet=wanted,
            nearest=nearest(wanted, workbook.sheet_names) or visible[0],
        )
    return names


def _sheet(grid: Grid, file: str, options: ReadOptions, budget: Budget) -> Sheet | None:
    name, width = grid.sheet.name, grid.sheet.width
    headers.check_width(width, file, budget.limits)
    top = list(islice(_lines(grid), _HEAD))
    if not top:
        return None
    given = headers.given_position([line for line, _ in top], options.header_row, file)
    header = headers.find([cells for _, cells in top], width, given)
    line = top[header.position][0] if header.position >= 0 else 0
    if top[-1][0] <= line:
        return None
    return Sheet(name, header, line, grid, header.warnings + _told(grid, file))


def _told(grid: Grid, file: str) -> tuple[Text, ...]:
    """That cells hold errors; `#N/A` is how spreadsheets write that there is nothing."""
    said = [word for word in grid.errors.values() if word not in NULLS]
    if not said:
        return ()
    return (
        text(
            "{count} cells of {file} › {sheet} hold an error such as {word}: correct their "
            "formulas, or what they say is taken for the value.",
            count=len(said),
            file=file,
            sheet=grid.sheet.name,
            word=said[0],
        ),
    )


def _lines(grid: Grid) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, numbered as Excel numbers them."""
    for line, row in enumerate(grid.rows(), start=1):
        cells = [cell_text(cell) for cell in row]
        if any(cells):
            yield line, cells


def _check_archive(received: Received, budget: Budget) -> None:
    """Unpacks a workbook to nowhere: its real size is known before anything holds it."""
    if not zipfile.is_zipfile(received.path):
        return
    unpacked, packed = 0, received.path.stat().st_size
    try:
        with zipfile.ZipFile(received.path) as archive:
            for info in archive.infolist():
                with archive.open(info) as member:
                    while piece := member.read(_PIECE):
                        unpacked += len(piece)
                        budget.spend(received.name, len(piece), unpacked, packed)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UnreadableFile(
            "{file} is damaged: open it in Excel or LibreOffice and save it again.",
            file=received.name,
        ) from error
