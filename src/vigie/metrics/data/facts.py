"""What planning must know of the data itself: the days it spans, its targets, kept attributes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar

from sqlglot import exp

from vigie.kit.memory import Memory
from vigie.kit.periods import Period
from vigie.metrics.language.definition import Catalog, Dataset, Rollup
from vigie.metrics.planning.goals import TABLE, GoalSet, grouped
from vigie.metrics.planning.plan import Goal, Scan
from vigie.metrics.rollups.choice import Rollups
from vigie.metrics.rollups.frame import RollupFrame
from vigie.metrics.rows.frame import CORE, Frame, parameter, undeleted
from vigie.warehouse.reading import Reader
from vigie.warehouse.session import Session
from vigie.warehouse.standing import Standings, seen

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
        rollups: Rollups | None = None,
    ) -> None:
        self._catalog = catalog
        self.session = session
        self._known = known
        self._statements = statements or Memory(64)
        self._rollups = rollups
        self._staged: set[str] = set()

    @property
    def _standings(self) -> Standings:
        return self._once("standings", seen)

    def rollup(self, scan: Scan) -> str | None:
        """The rollup that `scan` is read from, if there is one for it."""
        return self._rollups.chosen(scan, self._standings) if self._rollups else None

    def read_from(self, scan: Scan) -> str:
        """Where `scan` is read, in words."""
        if self._rollups is None:
            return "from rows: rollups are left aside"
        return self._rollups.told(scan, self._standings)

    def span(self, dataset: str, time: str) -> Period | None:
        """The first and the last day of a dataset."""
        return self._once(("span", dataset, time), lambda s: self._span(s, dataset, time))

    def goals(self) -> tuple[GoalSet, ...]:
        """The targets there are, by metric, kind, scope and length."""
        return self._once("goals", self._goals)

    def scopes(self, goal: Goal) -> list[str]:
        """The keys of all that targets like `goal` are set for."""
        return self._once(("scopes", goal), lambda s: self._scopes(s, goal))

    def attributes(self, table: str) -> tuple[str, ...]:
        """The source columns that imports kept beside the model's own."""
        return self._once(("attributes", table), lambda s: _attributes(s, table))

    def rows(self, dataset: str, *columns: exp.Expr) -> tuple[int, ...]:
        """How many rows a dataset has, and how many of them carry each of `columns`."""
        key = ("rows", dataset, *(column.sql() for column in columns))
        return self._once(key, lambda s: self._rows(s, dataset, columns))

    def _once(self, key: object, ask: Callable[[Reader], _Found]) -> _Found:
        if key not in self._known:
            self._known[key] = ask(self.session)
        found: _Found = self._known[key]  # type: ignore[assignment]
        return found

    def _span(self, session: Reader, name: str, time: str) -> Period | None:
        dataset, time = _dated(self._catalog.datasets[name], time, self._catalog)
        rollup = self._rollup_of(dataset, time)
        # What is asked about a declared query reads its rows too: they are worked out once.
        staged = rollup is None and self.stage(dataset.name)
        key = ("span", dataset.name, time, rollup, staged, session.dialect.name)
        statement = self._statements.get(key)
        if statement is None:
            dataset = replace(dataset, is_shared=staged)
            rows = RollupFrame(rollup, self._catalog) if rollup else Frame(dataset, self._catalog)
            statement = session.dialect.write(_ends(rows, time))
            self._statements.keep(key, statement)
        first, last = session.row(statement) or (None, None)
        return Period(first, last) if first is not None else None

    def stage(self, name: str) -> bool:
        """Has the rows of a declared query stand in a table, where several things read them."""
        dataset = self._catalog.datasets[name]
        if name in self._staged or dataset.query is None or not isinstance(self.session, Session):
            return name in self._staged
        self.session.set_aside(name, self.session.dialect.write(undeleted(dataset.query)))
        self._staged.add(name)
        return True

    def is_staged(self, scan: Scan) -> bool:
        """Whether the rows of `scan` stand in a table."""
        is_read = not (scan.rollup or scan.goal or scan.rights)
        return scan.dataset in self._staged and is_read

    def _rollup_of(self, dataset: Dataset, time: str) -> Rollup | None:
        if self._rollups is None:
            return None
        return self._rollups.smallest(dataset.name, time, self._standings)

    def _goals(self, session: Reader) -> tuple[GoalSet, ...]:
        key = ("goals", session.dialect.name)
        statement = self._statements.get(key)
        if statement is None:
            statement = session.dialect.write(_periods_of_goals())
            self._statements.keep(key, statement)
        return grouped(
            (metric, kind, scope, Period(start, end))
            for metric, kind, scope, start, end in session.rows(statement)
        )

    def _scopes(self, session: Reader, goal: Goal) -> list[str]:
        statement = session.dialect.write(_scopes_of_goals())
        held = {"kpi_code": goal.metric, "target_kind": goal.kind, "scope_type": goal.scope}
        return [row[0] for row in session.rows(statement, held)]

    def _rows(self, session: Reader, name: str, columns: tuple[exp.Expr, ...]) -> tuple[int, ...]:
        frame = Frame(self._catalog.datasets[name], self._catalog)
        counts = [exp.Count(this=frame.expression(column)) for column in columns]
        query = frame.select([exp.Count(this=exp.Star()), *counts], frame.base())
        return tuple(session.row(session.dialect.write(query)) or ())


def _ends(frame: Frame, time: str) -> exp.Select:
    """The first and the last day that rows have."""
    date = frame.date(time)
    where = [exp.not_(date.copy().is_(exp.null())), *frame.base()]
    return frame.select([exp.Min(this=date), exp.Max(this=date.copy())], where)


def _dated(dataset: Dataset, time: str, catalog: Catalog) -> tuple[Dataset, str]:
    """The rows that hold the date, and its name there: a header is read without its lines."""
    *path, name = time.split(".")
    if len(path) == 1:
        table = dataset.relationships[path[0]].to
        header = next((d for d in catalog.datasets.values() if d.table == table), None)
        if header is not None:
            return header, name
    return dataset, time


def _periods_of_goals() -> exp.Select:
    """The periods that targets are set for, by metric, kind and scope."""
    names = (*_GOAL, "period_start", "period_end")
    return (
        exp.select(*(exp.column(name) for name in names))
        .from_(exp.table_(TABLE, db=CORE))
        .where("deleted_at IS NULL")
        .distinct()
    )


def _scopes_of_goals() -> exp.Select:
    """Who has targets of a metric, a kind and a scope."""
    same = (exp.column(name).eq(parameter(name)) for name in _GOAL)
    return (
        exp.select(exp.column("scope_id"))
        .from_(exp.table_(TABLE, db=CORE))
        .where("deleted_at IS NULL", *same)
        .distinct()
        .order_by("1")
    )


_GOAL: Final = ("kpi_code", "target_kind", "scope_type")


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
