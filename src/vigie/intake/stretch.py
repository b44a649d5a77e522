"""Rows taken so many at a time: the memory of an import does not grow with its files."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from vigie.intake.candidate import ROW
from vigie.model.schema import Table
from vigie.warehouse.ddl import engine_columns
from vigie.warehouse.engine import Session

CELLS: Final = 1 << 25
"""Values that are worked on at a time: about as many times sixteen bytes."""


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
