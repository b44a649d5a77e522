"""What planning must know of the data itself: the days it spans, its targets, kept attributes."""

from collections.abc import Callable
from typing import TypeVar

from sqlglot import exp

from vigie.kit.periods import Period
from vigie.metrics.definition import Catalog, Dataset
from vigie.metrics.frame import CORE, Frame
from vigie.metrics.goals import TABLE, GoalSet
from vigie.metrics.memory import Memory
from vigie.metrics.scans import length_of_target
from vigie.warehouse.reading import Reader

_Found = TypeVar("_Found")
Known = dict[object, object]


class DataFacts:
    """Facts of one data version; each is asked of the engine once, and noted in `known`.

    `statements` holds the SQL that does not change with the data.
    """

    def __init__(
        self,
        catalog: Catalog,
        session: Reader,
        known: Known,
        statements: Memory[str] | None = None,
    ) -> None:
        self._catalog = catalog
        self._session = session
        self._known = known
        self._statements = statements or Memory(64)

    def span(self, dataset: str, time: str) -> Period | None:
        """The first and the last day of a dataset."""
        return self._once(("span", dataset, time), lambda s: self._span(s, dataset, time))

    def goals(self) -> tuple[GoalSet, ...]:
        """The targets there are, by metric, kind, scope and length."""
        return self._once("goals", self._goals)

    def attributes(self, table: str) -> tuple[str, ...]:
        """The source columns that imports kept beside the model's own."""
        return self._once(("attributes", table), lambda s: _attributes(s, table))

    def rows(self, dataset: str, *columns: exp.Expr) -> tuple[int, ...]:
        """How many rows a dataset has, and how many of them carry each of `columns`."""
        key = ("rows", dataset, *(column.sql() for column in columns))
        return self._once(key, lambda s: self._rows(s, dataset, columns))

    def _once(self, key: object, ask: Callable[[Reader], _Found]) -> _Found:
        if key not in self._known:
            self._known[key] = ask(self._session)
        found: _Found = self._known[key]  # type: ignore[assignment]
        return found

    def _span(self, session: Reader, name: str, time: str) -> Period | None:
        dataset = self._catalog.datasets[name]
        key = ("span", name, time, session.dialect.name)
        statement = self._statements.get(key)
        if statement is None:
            statement = session.dialect.write(_ends(dataset, time, self._catalog))
            self._statements.keep(key, statement)
        first, last = session.row(statement) or (None, None)
        return Period(first, last) if first is not None else None

    def _goals(self, session: Reader) -> tuple[GoalSet, ...]:
        key = ("goals", session.dialect.name)
        statement = self._statements.get(key)
        if statement is None:
            statement = session.dialect.write(_goal_sets())
            self._statements.keep(key, statement)
        return tuple(GoalSet(*row) for row in session.rows(statement))

    def _rows(self, session: Reader, name: str, columns: tuple[exp.Expr, ...]) -> tuple[int, ...]:
        frame = Frame(self._catalog.datasets[name], self._catalog)
        counts = [exp.Count(this=frame.expression(column)) for column in columns]
        query = frame.select([exp.Count(this=exp.Star()), *counts], frame.base())
        return tuple(session.row(session.dialect.write(query)) or ())


def _ends(dataset: Dataset, time: str, catalog: Catalog) -> exp.Select:
    """The first and the last day that rows of `dataset` have."""
    frame = _dated(dataset, time, catalog)
    date = frame.date(time.rpartition(".")[2])
    where = [exp.not_(date.copy().is_(exp.null())), *frame.base()]
    return frame.select([exp.Min(this=date), exp.Max(this=date.copy())], where)


def _dated(dataset: Dataset, time: str, catalog: Catalog) -> Frame:
    """The rows that hold the date: a header is read without its lines."""
    path = time.split(".")[:-1]
    if path:
        table = dataset.relationships[path[0]].to
        header = next((d for d in catalog.datasets.values() if d.table == table), None)
        if header is not None and len(path) == 1:
            return Frame(header, catalog)
    return Frame(dataset, catalog)


def _goal_sets() -> exp.Select:
    names = ("kpi_code", "target_kind", "scope_type")
    rows = exp.table_(TABLE, db=CORE, alias="fact")
    return (
        exp.select(
            *(exp.column(name) for name in names),
            length_of_target().as_("span"),
            exp.Min(this=exp.column("period_start")),
            exp.Max(this=exp.column("period_end")),
        )
        .from_(rows)
        .where("deleted_at IS NULL")
        .group_by("1", "2", "3", "4")
    )


def _attributes(session: Reader, table: str) -> tuple[str, ...]:
    keys = exp.Explode(this=exp.func("JSON_KEYS", exp.column("attributes")))
    query = (
        exp.select(keys.as_("name"))
        .from_(exp.table_(table, db=CORE))
        .where("attributes IS NOT NULL")
        .distinct()
        .order_by("1")
    )
    return tuple(row[0] for row in session.rows(session.dialect.write(query)))
