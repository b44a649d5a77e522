"""What a reader may see: rows by filters that the planner puts into every fact, columns by name."""

from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True, slots=True)
class RowPolicy:
    """Filters in the words of a query's `where`, all of which a row must pass.

    A metric whose rows cannot carry one of the filtered dimensions is refused, never shown whole.
    """

    filters: tuple[str, ...] = ()


EVERY_ROW: Final = RowPolicy()


@dataclass(frozen=True, slots=True)
class Guard:
    """Keeps the figures of single colleagues from a reader, who may see `own`."""

    entity: str = "sales_rep"  # the dimension whose members are people
    least: int = 0  # so many of them stand behind every figure shown
    lists: bool = False  # whether figures may be cut by them
    own: frozenset[str] = frozenset()
    base: int = 0  # what a rate of one person is counted from, at least; whoever reads
    purpose: str | None = None  # why people are measured, told beside their figures

    @property
    def is_open(self) -> bool:
        """Whether the reader may see the figures of single colleagues."""
        return self.least < 2 and self.lists


@dataclass(frozen=True, slots=True)
class Sight:
    """All that a reader may see: the rows, the columns not at all, those only as a key.

    Columns are named `table.column`; `table.attributes` stands for what sources kept beside.
    """

    rows: RowPolicy = EVERY_ROW
    hidden: frozenset[str] = frozenset()
    veiled: frozenset[str] = frozenset()  # the key of the row is shown instead
    withheld: frozenset[str] = frozenset()  # metrics, by name
    guard: Guard | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is kept from the reader."""
        return self == WHOLE

    @property
    def sees_all_rows(self) -> bool:
        """Whether no row is kept from the reader."""
        return not self.rows.filters

    def hides(self, table: str, column: str) -> bool:
        """Whether a column's values are kept from the reader; money twins follow their column."""
        name = f"{table}.{column.removesuffix('_company')}"
        return name in self.hidden or name in self.veiled

    def __and__(self, other: "Sight") -> "Sight":
        """What both let be seen."""
        return replace(
            self.under(other.rows),
            hidden=self.hidden | other.hidden,
            veiled=self.veiled | other.veiled,
            withheld=self.withheld | other.withheld,
            guard=other.guard or self.guard,
        )

    def under(self, policy: RowPolicy | None) -> "Sight":
        """This sight, narrowed further by `policy`."""
        more = [f for f in (policy.filters if policy else ()) if f not in self.rows.filters]
        return replace(self, rows=RowPolicy((*self.rows.filters, *more))) if more else self


WHOLE: Final = Sight()
