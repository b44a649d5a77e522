"""A document's totals, which many sources give only line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from vigie.model.schema import Column, Model, Table
from vigie.warehouse.ddl import COMPANY_SUFFIX

_SUMS: Final = (
    ("net_amount", "net_amount"),
    ("amount", "net_amount"),
    ("cost_amount", "cost_amount"),
)


@dataclass(frozen=True)
class Total:
    """`header.column` is the sum of `line.summed` over the lines whose `reference` is its key."""

    header: Table
    column: Column
    line: Table
    reference: str
    summed: str

    @property
    def converted(self) -> bool:
        return self.column.converted and self.line.columns[self.summed].converted

    @property
    def twin(self) -> str:
        return self.column.name + COMPANY_SUFFIX


def totals(model: Model) -> Iterator[Total]:
    """Every total that a document of the model holds over its lines."""
    for line in model.tables.values():
        header = model.document(line)
        if header is None or header is line or line.name != f"{header.name}_line":
            continue
        reference = next(c.name for c in line.references if c.references == header.name)
        for name, summed in _SUMS:
            if name in header.columns and summed in line.columns:
                yield Total(header, header.columns[name], line, reference, summed)


def held_totals(model: Model, table: Table) -> frozenset[str]:
    """The columns of `table` that its lines may give."""
    return frozenset(total.column.name for total in totals(model) if total.header is table)
