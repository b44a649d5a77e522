"""What the door hands over: staged relations, their columns, and the lines that are not in them."""

from bisect import bisect_right
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePath

from vigie.intake.reading.formats import FileFormat, NumberFormat, ValueKind
from vigie.kit.i18n import Text

LINE = "#line"
"""The first column of every staged relation: a number that is unique in the relation."""


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """One column as received, and how its values read.

    `number` and `date_format` say how to read the values *if* they are mapped to a number or to a
    date, whatever `kind` is: 20260131 is an integer that may be a date.
    """

    name: str  # unique in its source, as the file writes it
    kind: ValueKind
    number: NumberFormat = NumberFormat()  # noqa: RUF009  frozen
    date_format: str | None = None  # strptime form, EXCEL_SERIAL, or None: ISO
    time_zone: str = "Europe/Paris"  # of the company, for instants with an offset
    uniform: bool = False  # every filled value has the plain shape of its kind: a bare cast is safe
    whole_floats: bool = False  # integers written as floats: 17850.0
    padded: bool = True  # some values have spaces around them
    fill_rate: float = 1.0  # share of rows with a value, 0 to 1
    samples: tuple[str, ...] = ()  # up to five distinct values, verbatim
    distinct: int = 0  # an estimate


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A line that could not become a row. `line` is in the numbering of the relation."""

    line: int
    raw: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Part:
    """One of the files that a source reads together."""

    name: str  # relative to the folder or archive that holds it
    sha256: str
    first: int  # "#line" of the first line that was read from this file
    skipped: int = 0  # lines above it, the header that the first file gave already


@dataclass(frozen=True, slots=True)
class Source:
    """One relation: a delimited file, several of the same shape, a sheet, an archive's member."""

    name: str  # shown to people: "ventes.xlsx › Feuil1"
    file: Path  # the file or folder as given
    member: str | None  # within an archive or folder
    sha256: str  # of the received file; of the parts' digests when several are read together
    format: FileFormat
    relation: str  # what stands after FROM: "#line" BIGINT, then every column as VARCHAR
    columns: tuple[SourceColumn, ...]
    rows: int
    rejected: tuple[RejectedLine, ...]
    warnings: tuple[Text, ...]
    parts: tuple[Part, ...] = ()
    numbered: bool = False  # the relation itself holds what `ordinal_within` would count

    def column(self, name: str) -> SourceColumn | None:
        """The column called `name`, letter case aside."""
        return next((c for c in self.columns if c.name.casefold() == name.casefold()), None)

    def locate(self, line: int) -> tuple[str, int]:
        """The file that a "#line" comes from, and the line's number in that file."""
        if not self.parts:
            return self.name, line
        part = self.parts[bisect_right(self.parts, line, key=_first) - 1]
        return part.name, line - part.first + 1 + part.skipped

    @property
    def names(self) -> tuple[str, ...]:
        """What a mapping's file pattern (`sales*.csv*`) may match."""
        own = (self.file.name, self.member or "", self.format.sheet or "", self.name)
        return tuple(dict.fromkeys(n for n in (*own, *(p.name for p in self.parts)) if n))

    def matches(self, pattern: str) -> bool:
        """Whether a mapping's file pattern (`sales*.csv*`) names this source."""
        wanted = pattern.casefold()
        return any(
            fnmatch(name.casefold(), wanted) or fnmatch(PurePath(name).name.casefold(), wanted)
            for name in self.names
        )


def _first(part: Part) -> int:
    return part.first
