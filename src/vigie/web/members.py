"""The members of dimensions: what filters offer, and what people call a chosen one."""

from typing import Final

from vigie.kit.errors import VigieError
from vigie.metrics.layer import MetricLayer
from vigie.metrics.query import Query
from vigie.web.filters import condition
from vigie.web.memory import Memory

OFFERED: Final = ("team", "region", "channel", "category")
# Whose rows name the members, the quickest first: an order is read without its lines.
WITNESSES: Final = ("orders", "revenue", "order_intake", "open_opportunities")

Names = dict[str, str]  # key → name, in the order of names


class Members:
    """Knows the members of dimensions, once per data version."""

    def __init__(self, layer: MetricLayer) -> None:
        self._layer = layer
        self._known: Memory[Names] = Memory(500)

    def offered(self, version: int) -> dict[str, Names]:
        """The dimensions worth a menu, with their members."""
        found = {name: self._names(name, version) for name in OFFERED}
        return {name: members for name, members in found.items() if len(members) > 1}

    def name(self, dimension: str, key: str, version: int) -> str:
        """What people call the member of that key; the key itself when nothing names it."""
        return self._names(dimension, version, key).get(key, key)

    def _names(self, dimension: str, version: int, key: str | None = None) -> Names:
        return self._known.get((dimension, version, key), lambda: self._ask(dimension, key))

    def _ask(self, dimension: str, key: str | None) -> Names:
        where = () if key is None else (condition(f"{dimension}.key", [key]),)
        for metric in WITNESSES:
            query = Query((metric,), by=(dimension,), where=where, order=(dimension,))
            try:
                answer = self._layer.query(query)
            except VigieError:
                continue
            pairs = zip(answer.keys, answer.rows, strict=True)
            if names := {str(k[0]): str(row[0]) for k, row in pairs if k[0] is not None}:
                return names
        return {}
