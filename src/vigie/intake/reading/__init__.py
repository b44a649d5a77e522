"""The door through which every received file comes in: bytes become staged rows."""

from vigie.intake.reading.door import open_sources
from vigie.intake.reading.formats import (
    EXCEL_SERIAL,
    FileFormat,
    FileKind,
    NumberFormat,
    ReadOptions,
    ValueKind,
)
from vigie.intake.reading.parse import parse
from vigie.intake.reading.shelf import Shelf
from vigie.intake.reading.source import LINE, Part, RejectedLine, Source, SourceColumn

__all__ = [
    "EXCEL_SERIAL",
    "LINE",
    "FileFormat",
    "FileKind",
    "NumberFormat",
    "Part",
    "ReadOptions",
    "RejectedLine",
    "Shelf",
    "Source",
    "SourceColumn",
    "ValueKind",
    "open_sources",
    "parse",
]
