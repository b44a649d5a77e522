"""What a reader may see: filters that the planner puts into every fact before it aggregates."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowPolicy:
    """Filters in the words of a query's `where`, all of which a row must pass.

    A metric whose rows cannot carry one of the filtered dimensions is refused, never shown whole.
    """

    filters: tuple[str, ...] = ()
