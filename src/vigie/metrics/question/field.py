"""What rows are cut by and tested on: a dimension, with the way to it from one dataset."""

from dataclasses import dataclass

from vigie.metrics.language.definition import Dimension
from vigie.metrics.language.expression import Path
from vigie.metrics.question.condition import Operator


@dataclass(frozen=True, slots=True)
class Field:
    """A dimension and the many-to-one way to it from one dataset; `others` where it is empty."""

    dimension: Dimension
    path: Path
    others: tuple[Path, ...] = ()

    def __str__(self) -> str:
        return ".".join((*self.path, self.dimension.key))


@dataclass(frozen=True, slots=True)
class Test:
    """A filter on a field (None: on the dataset's date); `parameters` hold its values."""

    field: Field | None
    by_key: bool
    operator: Operator
    parameters: tuple[str, ...]
    is_policy: bool = False

    def __str__(self) -> str:
        held = f"({', '.join('$' + name for name in self.parameters)})" if self.parameters else ""
        return f"{self.field or 'date'} {self.operator.value} {held}".strip()
