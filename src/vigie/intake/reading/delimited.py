"""CSV and its kin, staged: the engine reads what is regular, the splitter explains what is not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from vigie.intake.reading import dialect as dialects
from vigie.intake.reading import header as headers
from vigie.intake.reading.dialect import ALIGNED, Dialect
from vigie.intake.reading.formats import ReadOptions
from vigie.intake.reading.header import Header
from vigie.intake.reading.limits import Limits
from vigie.intake.reading.source import RejectedLine
from vigie.intake.reading.splitter import Record, split
from vigie.intake.reading.staging import Staged, stage_rows, stage_text
from vigie.intake.reading.texts import head, survey
from vigie.kit.errors import UnreadableFile
from vigie.warehouse.engine import Session

_HEAD: Final = 100  # records that are enough to find the header


@dataclass(frozen=True, slots=True)
class Layout:
    """The dialect of a text, its header, and the last physical line that the header takes."""

    dialect: Dialect
    header: Header
    header_line: int  # 0 when there is none
    skip: int


@dataclass(frozen=True, slots=True)
class Cut:
    """A staged text and the lines that are not in it."""

    staged: Staged
    rejected: tuple[RejectedLine, ...]


def layout(path: Path, name: str, options: ReadOptions, limits: Limits) -> Layout:
    """How the UTF-8 text at `path` is laid out, told from its first lines."""
    sample = head(path)
    dialect = dialects.recognise(sample, options)
    headers.check_width(dialect.columns, name, limits)
    records = split(path, dialect, name, limits)
    if sample and dialects.is_hint(sample[0]):
        next(records)
    top = list(islice(records, _HEAD))
    cells = [_cells(record, dialect) for record in top]
    given = headers.given_position([record.line for record in top], options.header_row, name)
    found = headers.find(cells, dialect.columns, given)
    if found.position < 0:
        return Layout(dialect, found, 0, 0)
    line = top[found.position].line
    chosen = top[found.position]
    last = chosen.last if isinstance(chosen, Record) else line
    return Layout(dialect, found, line, last)


def stage(
    path: Path, name: str, layout: Layout, session: Session, shelf: Path, limits: Limits
) -> Cut:
    """Stages the rows below the header of the UTF-8 text at `path`.

    rows + rejected + header and blank lines = physical records. Raises `UnreadableFile` when
    there is no row at all.
    """
    cut = _quickly(path, layout, session, shelf) or _slowly(
        path, name, layout, session, shelf, limits
    )
    cut = replace(cut, staged=cut.staged.without_empty_rows(session))
    if not cut.staged.rows:
        raise _no_row(name, cut.rejected)
    return cut


def _quickly(path: Path, layout: Layout, session: Session, shelf: Path) -> Cut | None:
    """The engine's own reading, if every line below the header became one row.

    A line that it refuses, or takes for a part of another, makes fewer rows than lines: never
    more. So equal counts prove that nothing was lost.
    """
    if layout.dialect.delimiter == ALIGNED or layout.dialect.escape == "\\":
        return None
    lines = survey(path)
    if not lines.tidy:
        return None
    staged = stage_text(session, path, layout.header.names, layout.dialect, layout.skip, shelf)
    if staged.rows == lines.count - layout.skip:
        return Cut(staged, ())
    staged.drop()
    return None


def _slowly(
    path: Path, name: str, layout: Layout, session: Session, shelf: Path, limits: Limits
) -> Cut:
    rejected: list[RejectedLine] = []

    def rows() -> Iterator[tuple[int, Sequence[str]]]:
        for record in split(path, layout.dialect, name, limits):
            if record.line <= layout.skip:
                continue
            if isinstance(record, Record):
                yield record.line, record.fields
            else:
                rejected.append(record)

    staged = stage_rows(session, lambda: layout.header.names, rows(), shelf)
    return Cut(staged, tuple(rejected))


def _cells(record: Record | RejectedLine, dialect: Dialect) -> list[str]:
    if isinstance(record, Record):
        return record.fields
    return next(dialect.records([record.raw]), [record.raw])


def _no_row(name: str, rejected: Sequence[RejectedLine]) -> UnreadableFile:
    if rejected:
        return UnreadableFile(
            "No line of {file} can be read as a row. Line {line}: {reason}.",
            file=name,
            line=rejected[0].line,
            reason=rejected[0].reason,
        )
    return UnreadableFile("{file} has a header and no row below it: export it again.", file=name)
