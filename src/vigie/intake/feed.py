"""One relation feeding one table, and the order in which feeds are taken."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from vigie.intake.mapping import FillKind, TableMapping
from vigie.intake.reading import Source
from vigie.kit.errors import Invalid
from vigie.model.schema import Column, ColumnType, Model, Table
from vigie.warehouse.ddl import COMPANY_SUFFIX, ENGINE_TYPES
from vigie.warehouse.names import quote

_FIRST = "currency_rate"  # amounts are converted as soon as they come in


@dataclass(frozen=True)
class Feed:
    """A staged relation and the table that it fills."""

    number: int  # unique in the plan: names the feed's temporary tables
    source: Source
    mapping: TableMapping
    table: Table
    prefix: str = ""  # of the source system's keys

    @property
    def candidates(self) -> str:
        """The view of rows as the mapping makes them."""
        return quote(f"candidate_{self.number}")

    @cached_property
    def targets(self) -> dict[str, Column]:
        """The columns that the mapping fills, money twins included."""
        known = targets(self.table)
        return {name: known[name] for name in self.mapping.columns}

    @cached_property
    def unfilled_keys(self) -> tuple[Column, ...]:
        """Key columns that the mapping does not fill: derived from the row, or null."""
        return tuple(self.table.columns[k] for k in self.table.key if k not in self.targets)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of the candidate table that will stand in core."""
        return (*self.targets, *(column.name for column in self.unfilled_keys))

    @cached_property
    def bits(self) -> dict[str, int]:
        """Target column → its bit in `#bad`, for the columns whose values may not parse."""
        fallible = [
            name
            for name, column in self.targets.items()
            if self.mapping.columns[name].kind in (FillKind.COLUMN, FillKind.EXPRESSION)
            and column.type not in (ColumnType.TEXT, ColumnType.KEY, ColumnType.ENUM)
        ]
        return {name: bit for bit, name in enumerate(fallible)}

    def engine_type(self, name: str) -> str:
        return ENGINE_TYPES[self.targets[name].type]


def targets(table: Table) -> dict[str, Column]:
    """Everything that a file may fill in `table`: its columns and their company twins."""
    columns = {name: column for name, column in table.columns.items() if not column.computed}
    twins = {
        name + COMPANY_SUFFIX: column
        for name, column in table.columns.items()
        if column.converted and name + COMPANY_SUFFIX not in columns
    }
    return {**columns, **twins}


def in_order(feeds: Iterable[Feed], model: Model) -> list[Feed]:
    """Parents before children; of one table, rows gathered from lines before rows of its own."""
    rank = {name: place for place, name in enumerate(_tables(model))}
    return sorted(feeds, key=lambda f: (rank[f.table.name], not f.mapping.distinct_on, f.number))


def _tables(model: Model) -> Iterator[str]:
    """Every table, after those that its rows cannot be without."""
    parents: dict[str, set[str]] = {
        table.name: {
            column.references
            for column in table.references
            if column.references and column.orphan == "reject" and column.references != table.name
        }
        for table in model.tables.values()
    }
    yield from (name for name in (_FIRST,) if name in parents)
    try:
        yield from (name for name in TopologicalSorter(parents).static_order() if name != _FIRST)
    except CycleError as error:
        raise Invalid(
            "The model's tables {tables} refuse each other's orphans in a circle.",
            tables=", ".join(error.args[1]),
        ) from error
