"""Rows taken so many at a time: the memory of an import does not grow with its files."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from vigie.intake.candidate import ROW
from vigie.model.schema import Table
from vigie.warehouse.ddl import engine_columns
from vigie.warehouse.engine import Session

_MOST: Final = 1 << 25  # values that are worked on at a time: more would be no quicker
_BYTES: Final = 32  # of memory that one of them may need


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows from one number up to another, which is left out; None stands for no end."""

    first: int | None = None
    end: int | None = None

    def of(self, column: str) -> str:
        """The condition that `column` numbers one of its rows."""
        bounds = [f"{column} >= {self.first}"] if self.first is not None else []
        bounds += [f"{column} < {self.end}"] if self.end is not None else []
        return " AND ".join(bounds) or "TRUE"

    def within(self, relation: str) -> str:
        """Its rows of a relation numbered by `#row`."""
        if self == WHOLE:
            return relation
        return f"(SELECT * FROM {relation} WHERE {self.of(ROW)})"


WHOLE: Final = Stretch()


def cells_in(memory: int) -> int:
    """How many values may be worked on at a time in so many bytes."""
    return min(_MOST, memory // _BYTES)


def stretches(
    session: Session, relation: str, rows: int, table: Table, cells: int
) -> Iterator[Stretch]:
    """The `rows` of a relation numbered by `#row`, cut into stretches of so many values."""
    at_once = max(1, cells // len(engine_columns(table)))
    starts = _starts(session, relation, at_once) if rows > at_once else []
    for first, end in pairwise([None, *starts, None]):
        yield Stretch(first, end)


def _starts(session: Session, relation: str, at_once: int) -> Iterator[int]:
    """The row at which each stretch but the first begins."""
    step = max(1, at_once // 8)
    held = 0
    for place, count in session.rows(
        f"SELECT {ROW} // {step}, count(*) FROM {relation} GROUP BY 1 ORDER BY 1"
    ):
        if held and held + count > at_once:
            yield place * step
            held = 0
        held += count
