"""How the engine makes a rollup and renews a part of it: the SQL of its recipe."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, reduce
from hashlib import sha256

from sqlglot import exp

from vigie.metrics.language.definition import Rollup
from vigie.metrics.language.expression import Path
from vigie.metrics.rollups.family import Family
from vigie.metrics.rollups.keys import Noted
from vigie.metrics.rows.frame import FACT, Frame, parameter
from vigie.metrics.rows.windowed import partial_sums
from vigie.warehouse.ddl import CORE, HISTORY, REPLACED_BY
from vigie.warehouse.dialects.dialect import REFERENCE


class RollupRecipe:
    """The statements of one rollup, each written when it is first wanted."""

    def __init__(self, rollup: Rollup, family: Family) -> None:
        self.name = rollup.name
        self.day = rollup.day
        self.family = family
        self._rollup = rollup
        self._catalog = family.catalog
        self._dataset = family.catalog.datasets[rollup.dataset]
        self._home: Path = tuple(rollup.day.split(".")[:-1])  # the way to the table of the date

    @property
    def sources(self) -> tuple[str, ...]:
        """The core tables that it sums up."""
        return self._dataset.tables

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns, the day first."""
        return tuple(column.alias for column in self._columns)

    @cached_property
    def tables(self) -> frozenset[str]:
        """The core tables whose rows it depends on."""
        return frozenset([*self._dataset.tables, *map(self._table, self._frame.paths)])

    @cached_property
    def select(self) -> str:
        """The query of all its rows, by itself."""
        heads = [exp.Literal.number(i + 1) for i in range(1 + len(self._rollup.columns))]
        query = self._frame.select(self._columns, self._frame.base())
        return _sql(query.group_by(*heads, copy=False))

    @cached_property
    def digest(self) -> str:
        """Changes with what the rollup means."""
        return sha256(self.select.encode()).hexdigest()

    @cached_property
    def touched(self) -> Mapping[str, str] | None:
        """Core table → the days that its rows of import $import bear on.

        None for a declared query: any of its rows may bear on any other.
        """
        if self._dataset.query is not None or len(self._home) > 1:
            return None
        return dict(self._touched())

    @cached_property
    def _written(self) -> tuple[Noted, list[exp.Expr]]:
        """Its columns over rows of the dataset, and the frame that they were written in."""
        frame = Noted(self._dataset, self._catalog)
        metrics = [self._catalog.metrics[name] for name in self._rollup.metrics]
        columns = [
            exp.alias_(frame.date(self._rollup.day), self._rollup.day, quoted=True),
            *(exp.alias_(frame.dotted(name), name, quoted=True) for name in self._rollup.columns),
            *partial_sums(metrics, frame),
        ]
        frame.base()
        return frame, columns

    @property
    def _frame(self) -> Noted:
        return self._written[0]

    @property
    def _columns(self) -> list[exp.Expr]:
        return self._written[1]

    def _touched(self) -> Iterator[tuple[str, str]]:
        """The days of the rows that were, and that are, by the table that changes."""
        found: dict[str, list[exp.Expr]] = {self._dataset.table or "": [self._of_rows()]}
        for path in self._frame.paths:
            of_path = self._of_documents() if path == self._home else self._led_to(path)
            found.setdefault(self._table(path), []).append(of_path)
        for table, parts in found.items():
            yield table, _sql(reduce(_both, parts))

    def _of_rows(self) -> exp.Select:
        """The days of rows of the dataset that are, or were, of the import."""
        frame = Frame(self._dataset, self._catalog)
        date = frame.date(self._rollup.day)
        own = frame.leading(self._home)[1] if self._home else self._rollup.day
        return frame.select([date], [], _changed(self._dataset.table or "", [own])).distinct()

    def _of_documents(self) -> exp.Select:
        """The days that documents have, or had: a document may move in time."""
        name = self._rollup.day.rpartition(".")[2]
        date = exp.cast(exp.column(name, table=FACT, quoted=True), "DATE")
        return exp.select(date).from_(_changed(self._table(self._home), [name])).distinct()

    def _led_to(self, path: Path) -> exp.Select:
        """The days of the rows that lead to what changed: a customer and its region."""
        frame = Frame(self._dataset, self._catalog)
        date = frame.date(self._rollup.day)
        key = frame.column(*frame.leading(path))
        target = self._frame.step(path).to_column
        read = [name for of, name in self._frame.read if of == path]
        rows = _changed(self._table(path), dict.fromkeys([target, *read]))
        said = exp.Anonymous(this="row", expressions=[_own(name) for name in read])
        differ = exp.Count(this=exp.Distinct(expressions=[said])) > exp.Literal.number(1)
        once = exp.Count(this=exp.Star()).eq(exp.Literal.number(1))
        changed = exp.select(_own(target)).from_(rows).group_by(_own(target))
        changed = changed.having(exp.or_(once, differ), copy=False)
        return frame.select([date], [exp.In(this=key, query=changed.subquery())]).distinct()

    def _table(self, path: Path) -> str:
        return self._frame.step(path).to


def _changed(table: str, columns: Iterable[str]) -> exp.Expr:
    """The rows of core that the import wrote, and those of history that it replaced."""
    core, history = (
        exp.select(*(exp.column(name, quoted=True) for name in columns))
        .from_(exp.table_(table, db=schema))
        .where(exp.column(mark).eq(parameter("import")))
        for schema, mark in ((CORE, "import_id"), (HISTORY, REPLACED_BY))
    )
    return exp.union(core, history, distinct=False).subquery(FACT)


def _both(one: exp.Expr, other: exp.Expr) -> exp.Expr:
    return exp.union(one, other, copy=False)


def _own(name: str) -> exp.Column:
    return exp.column(name, table=FACT, quoted=True)


def _sql(tree: exp.Expr) -> str:
    return REFERENCE.write(tree)
