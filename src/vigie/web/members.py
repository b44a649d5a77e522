"""The members of dimensions: what filters offer, and what people call a chosen one."""

from collections.abc import Iterable
from itertools import islice
from typing import Final

from vigie.kit.errors import VigieError
from vigie.kit.i18n import Locale
from vigie.kit.spelling import folded
from vigie.metrics.language.reach import possible
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query
from vigie.model.words import word
from vigie.web.filters import condition
from vigie.web.memory import Memory

OFFERED: Final = ("team", "region", "channel", "category")
# Whose rows name the members, the quickest first: an order is read without its lines.
WITNESSES: Final = ("orders", "revenue", "order_intake", "open_opportunities")
TRIED: Final = 6  # indicators that are asked before a member is given up
LISTED: Final = 60  # members that a search shows
HELD: Final = 20_000  # members that are searched without asking, letters without accents too

Names = dict[str, str]  # key → name, in the order of names


class Members:
    """Knows the members of dimensions, once per data version."""

    def __init__(self, layer: MetricLayer) -> None:
        self._layer = layer
        self._known: Memory[Names] = Memory(1000)
        self._carried: Memory[tuple[str, ...]] = Memory(500)

    def offered(self, version: int) -> dict[str, Names]:
        """The dimensions worth a menu, with their members."""
        found = {name: self._names(name, version, ()) for name in OFFERED}
        return {name: members for name, members in found.items() if len(members) > 1}

    def carried(self, metrics: Iterable[str]) -> list[str]:
        """The dimensions that any of these indicators can be narrowed by."""
        known = self._layer.catalog.metrics
        found = {name for metric in metrics if metric in known for name in self._of(metric)}
        return [name for name in self._layer.catalog.dimensions if name in found]

    def name(self, dimension: str, key: str, version: int, locale: Locale) -> str:
        """What people call the member of that key; the key itself when nothing names it."""
        if dimension in self._layer.catalog.enumerated:
            return self._said(dimension, key, locale)
        return self.known(dimension, key, version) or key

    def known(self, dimension: str, key: str, version: int) -> str | None:
        """The name of a member whom the reader sees; None for anybody else."""
        where = condition(f"{dimension}.key", [key])
        return self._names(dimension, version, (where,)).get(key)

    def everybody(self, dimension: str, version: int) -> Names:
        """All members, or as many as are held, in the order of names."""
        return self._names(dimension, version, (), HELD)

    def sees(self, dimension: str, key: str, version: int) -> bool:
        """Whether any row of that member is in sight."""
        where = condition(f"{dimension}.key", [key])
        known = dimension in self._layer.catalog.dimensions
        return known and bool(self._names(dimension, version, (where,)))

    def like(self, dimension: str, words: str, version: int, locale: Locale) -> Names:
        """The first members whose names hold `words`, in the order of names."""
        if dimension in self._layer.catalog.enumerated:
            keys = self._names(dimension, version, ())
            said = {key: self._said(dimension, key, locale) for key in keys}
            kept = {key: name for key, name in said.items() if folded(words) in folded(name)}
            return dict(sorted(kept.items(), key=lambda pair: folded(pair[1])))
        known = self._names(dimension, version, (), HELD)
        if len(known) < HELD:
            wanted = folded(words)
            found = ((key, name) for key, name in known.items() if wanted in folded(name))
            return dict(islice(found, LISTED))
        quoted = words.replace("'", "''")
        where = (f"{dimension} contains '{quoted}'",) if words else ()
        return self._names(dimension, version, where, LISTED)

    def _said(self, dimension: str, key: str, locale: Locale) -> str:
        one = self._layer.catalog.dimensions[dimension]
        return word(key, one.table, one.key).to(locale)

    def _of(self, metric: str) -> tuple[str, ...]:
        return self._carried.get(metric, lambda: tuple(possible(metric, self._layer.catalog)))

    def _names(
        self, dimension: str, version: int, where: tuple[str, ...], limit: int | None = None
    ) -> Names:
        key = (dimension, version, where, limit)
        return self._known.get(key, lambda: self._ask(dimension, where, limit))

    def _ask(self, dimension: str, where: tuple[str, ...], limit: int | None) -> Names:
        for metric in self._witnesses(dimension):
            query = Query((metric,), by=(dimension,), where=where, order=(dimension,), limit=limit)
            try:
                answer = self._layer.query(query)
            except VigieError:
                continue
            pairs = zip(answer.keys, answer.rows, strict=True)
            if names := {str(k[0]): str(row[0]) for k, row in pairs if k[0] is not None}:
                return names
        return {}

    def _witnesses(self, dimension: str) -> list[str]:
        """The indicators whose rows may name members of `dimension`, the likeliest first."""
        shown = (metric.id for metric in self._layer.catalog.shown)
        known = self._layer.catalog.metrics
        asked = dict.fromkeys((*(one for one in WITNESSES if one in known), *shown))
        return [metric for metric in asked if dimension in self._of(metric)][:TRIED]
