"""A rollup read in the words of its dataset."""

from sqlglot import exp

from vigie.metrics.language.definition import Catalog, Rollup
from vigie.metrics.language.expression import Path, alias
from vigie.metrics.rows.frame import FACT, Frame
from vigie.warehouse.ddl import ROLLUPS


class NotKept(Exception):  # noqa: N818
    """A column of the dataset that a rollup neither keeps nor reaches."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


class RollupFrame(Frame):
    """The rows of a rollup; what its keys lead to is joined as it is to rows of the dataset."""

    def __init__(self, rollup: Rollup, catalog: Catalog) -> None:
        super().__init__(catalog.datasets[rollup.dataset], catalog)
        self._rollup = rollup
        self._kept = frozenset({rollup.day, *rollup.columns})

    def column(self, path: Path, name: str) -> exp.Column:
        """A column of the dataset; raises NotKept."""
        dotted = ".".join((*path, name))
        if dotted in self._kept:
            return exp.column(dotted, table=FACT, quoted=True)
        if not path:
            raise NotKept(dotted)
        try:
            self.column(*self.leading(path))
        except NotKept:
            raise NotKept(dotted) from None
        self._paths[path] = None
        return exp.column(name, table=alias(path), quoted=True)

    def date(self, words: str) -> exp.Expr:
        """The day of a row of the rollup; raises NotKept for another date."""
        return self.dotted(words)

    def base(self) -> list[exp.Expr]:
        """Nothing: only rows that the dataset counts were summed."""
        return []

    def source(self) -> exp.Expr:
        return exp.table_(self._rollup.name, db=ROLLUPS, alias=FACT)
