"""Which line names the columns, and what their unique names are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from vigie.intake.reading import dates
from vigie.intake.reading.limits import Limits
from vigie.intake.reading.number import FORMATS, number
from vigie.intake.reading.source import LINE
from vigie.intake.reading.words import BLANKS, NULLS
from vigie.kit.errors import Invalid, UnreadableFile
from vigie.kit.i18n import Text, text

SEARCHED: Final = 30
"""How many records, from the top, may hold titles and the header."""

_EMPTY: Final = frozenset({*NULLS, *BLANKS})


@dataclass(frozen=True, slots=True)
class Header:
    """`position` is the header's place among the records, -1 when there is none."""

    position: int
    names: tuple[str, ...]
    warnings: tuple[Text, ...] = ()


def find(records: Sequence[Sequence[str]], columns: int, given: int | None = None) -> Header:
    """The header among the first `records` of a table `columns` wide.

    `given` is the position a person chose (-1: none). Titles above the header are records that
    are narrower, or mostly empty where those below are full.
    """
    position = _position(records, columns) if given is None else given
    if position < 0:
        names: Sequence[str] = [""] * columns
    else:
        # Spreadsheets drop the empty fields at the end of rows, never those of the header.
        names = records[position][:columns]
    unique, warnings = unique_names([*names, *[""] * (columns - len(names))])
    return Header(position, unique, warnings)


def given_position(lines: Sequence[int], header_row: int | None, name: str) -> int | None:
    """The place, among records that start on `lines`, of the header row that a person chose."""
    if header_row is None:
        return None
    if header_row == 0:
        return -1
    if header_row in lines:
        return lines.index(header_row)
    raise Invalid(
        "{file} has no record on line {line}, where its header was said to be.",
        file=name,
        line=header_row,
    )


def check_width(columns: int, name: str, limits: Limits) -> None:
    """Raises `UnreadableFile` for a table wider than any real export."""
    if columns > limits.columns:
        raise UnreadableFile(
            "{file} has {columns} columns and at most {limit} are read: "
            "keep only those that you need.",
            file=name,
            columns=columns,
            limit=limits.columns,
        )


def _position(records: Sequence[Sequence[str]], columns: int) -> int:
    fullest = max((_filled(record) for record in records[:SEARCHED]), default=0)
    for position, record in enumerate(records[:SEARCHED]):
        if len(record) >= columns and _filled(record) * 2 > fullest:
            return position if _names(record, records[position + 1 :]) else -1
    return -1


def _filled(record: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in record)


def _names(record: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a record names columns rather than being the first row."""
    if any(_is_value(cell) for cell in record):
        return False
    if any(_typed(below, index) for index in range(len(record))):
        return True
    # All words, above as below: a name is said once, a value may come again.
    cells = [cell.strip().casefold() for cell in record]
    again = sum(
        any(cell == row[index].strip().casefold() for row in below if index < len(row))
        for index, cell in enumerate(cells)
        if cell
    )
    return again == 0


def _typed(rows: Sequence[Sequence[str]], index: int) -> bool:
    cells = [row[index] for row in rows if index < len(row) and row[index].strip() not in _EMPTY]
    return bool(cells) and sum(_is_value(cell) for cell in cells) >= len(cells) * 0.8


def _is_value(cell: str) -> bool:
    """Whether a cell is a number (a year is a good name, too) or a date."""
    if cell.strip().isdecimal() and len(cell.strip()) == 4:
        return False
    if any(number(cell, form) is not None for form in FORMATS):
        return True
    return any(dates.day(cell, form) is not None for form in dates.FORMATS)


def unique_names(names: Sequence[str]) -> tuple[tuple[str, ...], tuple[Text, ...]]:
    """Names that differ whatever their letter case, and what had to be renamed for it."""
    taken: set[str] = {LINE}
    found: list[str] = []
    warnings: list[Text] = []
    for index, raw in enumerate(names, start=1):
        wanted = " ".join(raw.replace("\ufeff", "").split()) or f"column_{index}"
        name = _free(wanted, taken)
        taken.add(name.casefold())
        found.append(name)
        if name != wanted:
            warnings.append(
                text("Two columns are called {name}: the second is read as {new}.",
                     name=wanted, new=name)
            )  # fmt: skip
    return tuple(found), tuple(warnings)


def _free(wanted: str, taken: set[str]) -> str:
    name, count = wanted, 1
    while name.casefold() in taken:
        count += 1
        name = f"{wanted}_{count}"
    return name
