"""The values that a board's filters offer."""

from typing import Final

from vigie.kit.errors import VigieError
from vigie.metrics.layer import MetricLayer
from vigie.metrics.query import Query
from vigie.web.bar import OFFERED
from vigie.web.memory import Memory

WITNESSES: Final = ("revenue", "order_intake")  # whose rows name the members


class Members:
    """Knows the members of each offered dimension, once per data version."""

    def __init__(self, layer: MetricLayer) -> None:
        self._layer = layer
        self._known: Memory[tuple[str, ...]] = Memory(50)

    def offered(self, version: int) -> dict[str, tuple[str, ...]]:
        """The dimensions worth a menu, with their values in order."""
        found = {name: self._of(name, version) for name in OFFERED}
        return {name: values for name, values in found.items() if len(values) > 1}

    def _of(self, dimension: str, version: int) -> tuple[str, ...]:
        return self._known.get((dimension, version), lambda: self._ask(dimension))

    def _ask(self, dimension: str) -> tuple[str, ...]:
        for metric in WITNESSES:
            try:
                rows = self._layer.query(Query((metric,), by=(dimension,), order=(dimension,))).rows
            except VigieError:
                continue
            if values := tuple(str(row[0]) for row in rows if row[0] is not None):
                return values
        return ()
