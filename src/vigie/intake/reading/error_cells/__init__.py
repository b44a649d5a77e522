"""The cells of a workbook that hold an error, by sheet."""

import zipfile
from pathlib import Path

from vigie.intake.reading.error_cells import ods, xls, xlsb, xlsx
from vigie.intake.reading.error_cells.place import Errors


def error_cells(path: Path) -> Errors:
    """The error cells (`#REF!`, `#DIV/0!` …) of an xlsx, xlsb, ods or xls workbook, by sheet."""
    if not zipfile.is_zipfile(path):
        return xls.errors(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if "content.xml" in names:
            return ods.errors(archive)
        return xlsb.errors(archive) if xlsb.BOOK in names else xlsx.errors(archive)


__all__ = ["Errors", "error_cells"]
