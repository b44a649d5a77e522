"""How far a figure can be relied upon: the rows that lack what it needs, and those that wait."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import floor
from typing import Final

from vigie.intake.service import Intake
from vigie.kit.formats import Formatter, Number
from vigie.kit.i18n import Label, Text, text
from vigie.metrics.language.columns import datasets
from vigie.metrics.language.definition import Metric
from vigie.metrics.layer import MetricLayer
from vigie.web.memory import Memory

ENOUGH: Final = 0.98  # a share below is told on a tile too


@dataclass(frozen=True, slots=True)
class Trust:
    """What is there of what a figure needs, and what waits in quarantine."""

    covered: float | None = 1.0  # 0 to 1, of the rows that carry it; None: not told to the reader
    carrying: Label | None = None  # what these rows are called
    waiting: int = 0  # rows
    rows: int = 0  # that came in

    @property
    def is_whole(self) -> bool:
        return self.covered == 1 and not self.waiting

    @property
    def is_told(self) -> bool:
        """Whether anything is known of the rows: their share counts those of others as well."""
        return self.covered is not None

    def measured(self, share: Number | None, carrying: Label) -> "Trust":
        """The same with the share of the rows of the very period."""
        return self if share is None else replace(self, covered=float(share), carrying=carrying)

    def lacks(self, f: Formatter, least: float = 1.0) -> Iterator[Text]:
        """Every shortcoming whose share is below `least`."""
        if self.covered is not None and self.covered < least:
            # 99.6 per cent are not all of them.
            share = f.percent(floor(round(100 * self.covered, 6)) / 100, 0)
            if self.carrying:
                yield text("{label}: {share}", label=self.carrying, share=share)
            else:
                yield text("complete rows: {share}", share=share)
        if self.waiting and self.rows < least * (self.rows + self.waiting):
            yield text("rows in quarantine: {rows}", rows=f.number(self.waiting))


class Trusts:
    """Knows how far each indicator's data are whole, once per data version."""

    def __init__(self, layer: MetricLayer, intake: Intake) -> None:
        self._layer = layer
        self._intake = intake
        self._known: Memory[Trust] = Memory(500)
        self._waiting: Memory[Mapping[str, int]] = Memory(1)

    def of(self, metric: Metric, version: int) -> Trust:
        """How far the data of `metric` are whole, all periods taken together."""
        return self._known.get((metric.id, version), lambda: self._ask(metric, version))

    def _ask(self, metric: Metric, version: int) -> Trust:
        ready = self._layer.readiness(metric.id)
        if ready.state == "missing":
            return Trust()
        waiting = self._waiting.get(version, self._intake.waiting)
        read = datasets(metric, self._layer.catalog)
        tables = {table for dataset in read for table in dataset.tables}
        return Trust(
            covered=ready.coverage,
            waiting=sum(waiting.get(table, 0) for table in tables),
            rows=ready.rows,
        )
