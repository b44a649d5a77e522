"""Rollups of one dataset by one date: their rows are made together, in one pass."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from vigie.metrics.language.definition import Catalog, Rollup
from vigie.metrics.rows.cuts import CUT, grouping_sets, which
from vigie.metrics.rows.frame import Frame, parameter
from vigie.metrics.rows.windowed import partial_sums
from vigie.warehouse.dialects.dialect import REFERENCE
from vigie.warehouse.rollups import Batch, Extent


@dataclass(frozen=True)
class Family:
    """Makes rows of rollups that keep the same metrics by the same day."""

    rollups: Sequence[Rollup]
    catalog: Catalog

    def batch(self, names: Sequence[str], extent: Extent) -> Batch:
        """How the rows of some of the rollups are made, in a pass for all of them."""
        some = [rollup for rollup in self.rollups if rollup.name in names]
        cuts = list(dict.fromkeys(frozenset(rollup.columns) for rollup in some))
        places = {rollup.name: cuts.index(frozenset(rollup.columns)) for rollup in some}
        return Batch(REFERENCE.write(self._select(some, cuts, extent)), CUT, places)

    def _select(
        self, rollups: Sequence[Rollup], cuts: Sequence[frozenset[str]], extent: Extent
    ) -> exp.Select:
        first = rollups[0]
        frame = Frame(self.catalog.datasets[first.dataset], self.catalog)
        date = frame.date(first.day)
        names = list(dict.fromkeys(name for rollup in rollups for name in rollup.columns))
        keys = [frame.dotted(name) for name in names]
        places = [frozenset(map(names.index, cut)) for cut in cuts]
        heads = [
            exp.alias_(which(keys, places), CUT),
            exp.alias_(date, first.day, quoted=True),
            *(exp.alias_(key, name, quoted=True) for key, name in zip(keys, names, strict=True)),
        ]
        sums = partial_sums([self.catalog.metrics[name] for name in first.metrics], frame)
        query = frame.select([*heads, *sums], [*frame.base(), *_within(extent, date)])
        query.set("group", grouping_sets(date, keys, places))
        return query


def _within(extent: Extent, date: exp.Expr) -> list[exp.Expr]:
    match extent:
        case Extent.WHOLE:
            return []
        case Extent.UNDATED:
            return [date.copy().is_(exp.null())]
        case Extent.DAYS:
            # The two ends let the engine skip blocks, and rows without a day.
            days = exp.select(exp.Explode(this=exp.cast(parameter("days"), "DATE[]")))
            return [
                date.copy() >= exp.cast(parameter("first"), "DATE"),
                date.copy() <= exp.cast(parameter("last"), "DATE"),
                exp.In(this=date.copy(), query=days.subquery()),
            ]
