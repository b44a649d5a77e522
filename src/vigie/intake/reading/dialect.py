"""How a delimited text separates its fields, told by how evenly it cuts."""

import csv
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from vigie.intake.reading.formats import ReadOptions

DELIMITERS: Final = (";", "\t", "|", ",")
ALIGNED: Final = " "
"""Columns set apart by runs of spaces."""

_HINT: Final = re.compile(r"sep=(.)\s*", re.IGNORECASE)
"""What Excel writes on the first line to say its own delimiter."""
_SAMPLE_LINES: Final = 2000


@dataclass(frozen=True, slots=True)
class Dialect:
    """Field delimiter, quotation mark ('' for none) and what precedes a quotation mark inside one.

    `columns` is the number of fields of most records.
    """

    delimiter: str
    quote: str = '"'
    escape: str = '"'
    columns: int = 1

    def records(self, lines: Iterable[str], *, strict: bool = False) -> Iterator[list[str]]:
        """The fields of each record; `strict` raises `csv.Error` on broken quotation."""
        doubled = self.escape == self.quote
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            doublequote=doubled,
            escapechar=None if doubled or not self.quote else self.escape,
            strict=strict,
        )


def recognise(sample: Sequence[str], options: ReadOptions) -> Dialect:
    """The dialect that cuts the lines of `sample` most evenly into the most fields."""
    lines = [line for line in sample[:_SAMPLE_LINES] if line.strip()]
    quote = _quote(lines) if options.quote is None else options.quote
    escape = _escape(lines, quote)
    hint = _HINT.fullmatch(lines[0]) if lines else None
    given = options.delimiter or (hint[1] if hint else None)
    candidates = [given] if given else list(DELIMITERS)
    tried = [_fit(lines, Dialect(delimiter, quote, escape)) for delimiter in candidates]
    evenness, best = max(tried, key=lambda fit: fit[0])
    if evenness > 0 or given:
        return best
    return _aligned(lines) or best


def is_hint(line: str) -> bool:
    """Whether a first line says the delimiter rather than holding data."""
    return _HINT.fullmatch(line) is not None


def _fit(lines: Sequence[str], dialect: Dialect) -> tuple[float, Dialect]:
    counts = Counter(_counts(lines, dialect))
    columns, times = max(counts.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 0))
    share = times / max(1, counts.total())
    found = Dialect(dialect.delimiter, dialect.quote, dialect.escape, columns)
    return share**3 * math.log(columns), found


def _counts(lines: Sequence[str], dialect: Dialect) -> list[int]:
    try:
        return [len(row) for row in dialect.records(lines) if row]
    except csv.Error:
        return []


def _quote(lines: Sequence[str]) -> str:
    """The double quotation mark, unless fields are wrapped in single ones."""
    single = sum(bool(re.search(r"(^|[;,\t|])'[^']*'([;,\t|]|\s*$)", line)) for line in lines)
    return "'" if single > len(lines) * 0.8 and not any('"' in line for line in lines) else '"'


def _escape(lines: Sequence[str], quote: str) -> str:
    """A backslash where one stands before a quotation mark inside a field."""
    if not quote:
        return ""
    inside = re.compile(rf"\\{quote}(?![;,\t|]|\s*$)")
    return "\\" if any(inside.search(line) for line in lines) else quote


def _aligned(lines: Sequence[str]) -> Dialect | None:
    counts = Counter(len(line.split()) for line in lines)
    columns, times = max(counts.items(), key=lambda item: item[1], default=(1, 0))
    numeric = sum(line.split()[-1][:1].isdigit() for line in lines)
    if columns < 2 or times < counts.total() * 0.95 or numeric < len(lines) * 0.5:
        return None
    return Dialect(ALIGNED, "", "", columns)
