"""The one door to figures: questions in, exact and explained answers out."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Literal

from vigie.kit.allocation.rules import Allocation
from vigie.kit.calendar.company import Calendar
from vigie.kit.errors import VigieError
from vigie.kit.memory import Memory
from vigie.kit.meter import Meter
from vigie.metrics.answers.answer import answer
from vigie.metrics.answers.drill import Drill
from vigie.metrics.answers.profile import profile
from vigie.metrics.answers.result import Cell, Result
from vigie.metrics.answers.totals import with_totals
from vigie.metrics.data.facts import DataFacts, Known
from vigie.metrics.data.readiness import Readiness, last_day, readiness
from vigie.metrics.language.definition import Catalog
from vigie.metrics.language.policy import Guard, RowPolicy, Sight
from vigie.metrics.planning.aiming import Aims
from vigie.metrics.planning.goals import Fit
from vigie.metrics.planning.plan import Plan
from vigie.metrics.planning.planner import Facts, Prepared, prepare
from vigie.metrics.planning.spreading import Profile
from vigie.metrics.question.query import Query
from vigie.metrics.question.words import Words
from vigie.metrics.rights.admission import admits
from vigie.metrics.rights.narrowing import narrowed
from vigie.metrics.rights.protection import Protection
from vigie.metrics.rollups.choice import Rollups
from vigie.metrics.statements.passes import render_pass
from vigie.metrics.statements.sharing import read_often, share, staged
from vigie.metrics.statements.stitch import render
from vigie.warehouse.dialects.dialect import Dialect
from vigie.warehouse.reading import Reader, Source
from vigie.warehouse.rollups import Recipe
from vigie.warehouse.session import Session

__all__ = ["MetricLayer", "MetricSettings", "Readiness"]


@dataclass(frozen=True, slots=True)
class MetricSettings:
    """What a company says about its figures. `today` is asked at every query.

    `revenue_basis` belongs to the catalogue (`load_catalog`); it is repeated here for faces.
    """

    currency: str = "EUR"
    calendar: Calendar = field(default_factory=Calendar)
    revenue_basis: Literal["invoices", "orders"] = "invoices"
    today: Callable[[], date] = date.today
    allocation: Allocation = field(default_factory=Allocation)


class MetricLayer:
    """Answers queries from one source of rows with one catalogue; safe to share between threads."""

    def __init__(self, catalog: Catalog, source: Source, settings: MetricSettings) -> None:
        self.catalog = catalog
        self.settings = settings
        self._source = source
        self._answers: Memory[Result] = Memory(512)
        self._statements: Memory[str] = Memory(512)
        self.meter = Meter()  # shared by all who see a part of it
        self._known: dict[bool, tuple[int, Known]] = {}  # by whether rollups were believed
        self._rollups = Rollups(catalog)

    @property
    def recipes(self) -> Sequence[Recipe]:
        """How the rollups of the catalogue are made, for whoever keeps them."""
        return self._rollups.recipes

    @property
    def sight(self) -> Sight:
        """What the reader may see whom this layer answers."""
        return self.catalog.sight

    def seen_by(self, sight: Sight) -> "MetricLayer":
        """The same figures for a reader who may see no more than `sight`, whatever is asked."""
        seen = copy(self)
        seen.catalog = narrowed(self.catalog, self.sight & sight)
        return seen

    def query(
        self,
        query: Query,
        *,
        session: Reader | None = None,
        policy: RowPolicy | None = None,
        cache: bool = True,
        rollups: bool = True,
    ) -> Result:
        """The answer, computed or remembered; raises NotFound, Invalid or Refused.

        `rollups=False` reads the rows themselves, as an auditor may want; the answer is the same.
        """
        asked = self.query_many(
            [query], session=session, policy=policy, cache=cache, rollups=rollups
        )
        return asked[0]

    def query_many(
        self,
        queries: Sequence[Query],
        *,
        session: Reader | None = None,
        policy: RowPolicy | None = None,
        cache: bool = True,
        rollups: bool = True,
    ) -> list[Result]:
        """The answers to a board's questions, those not remembered read from one snapshot.

        With a `session`, everything is read through it and nothing is remembered: it may hold
        what is not committed. `cache=False` remembers no answer either; rollups are read all the
        same, being renewed with the rows: `rollups=False` leaves them aside.
        """
        today = self.settings.today()
        seen = self.sight.under(policy)
        remembers = cache and rollups and session is None

        def remembered(version: int) -> list[Result | None]:
            keys = ((query, seen, version, today) for query in queries)
            return [self._answers.get(key) if remembers else None for key in keys]

        held = [result for result in remembered(self._source.version) if result]
        if len(held) == len(queries):
            self.meter.spare(len(held))
            return held
        with self._reading(session) as reading:
            version = self._version_of(reading)
            found = remembered(version)  # a write may have come between: all are of one version
            facts = self._facts_of(reading, session is None, rollups)
            wanted = [query for query, known in zip(queries, found, strict=True) if known is None]
            self.meter.spare(len(queries) - len(wanted))
            asked = iter(self._asked(wanted, seen.rows, reading, facts, today, version))
            with self.meter.doing(len(wanted)):
                answers = [known or next(asked) for known in found]
        if remembers:
            for query, result in zip(queries, answers, strict=True):
                self._answers.keep((query, seen, version, today), result)
        return answers

    def explain(
        self,
        query: Query,
        *,
        policy: RowPolicy | None = None,
        session: Reader | None = None,
        rollups: bool = True,
    ) -> str:
        """The plan in words, with what each scan reads, then the SQL that carries it out."""
        with self._reading(session) as reading:
            facts = self._facts_of(reading, session is None, rollups)
            seen = self.sight.under(policy).rows
            plan = self._prepared(query, seen, facts, self.settings.today()).plan
            statement = render(plan, self.catalog, self.settings.calendar.fiscal_start)
            return "\n".join(
                [*plan.lines(facts.read_from), "", reading.dialect.write(statement, pretty=True)]
            )

    def rows_behind(
        self,
        query: Query,
        metric: str,
        cell: Cell,
        *,
        part: str | None = None,
        limit: int = 100,
        offset: int = 0,
        policy: RowPolicy | None = None,
        session: Reader | None = None,
    ) -> Result:
        """The source rows whose sum is the cell that `cell` names by its dimensions' names or keys.

        A ratio has two sides: `part` opens one of `result.parts`, the first by default.
        `total_rows` and `total` are those of all the rows, not of the page.
        """
        with self._reading(session) as reading:
            facts = self._facts_of(reading, session is None)
            words = Words(self.catalog, facts.attributes)
            rows_only = Facts(facts.span, Aims())
            drill = Drill(words, self.settings.calendar, rows_only)
            today = self.settings.today()
            seen = self.sight.under(policy).rows
            if guard := self.sight.guard:
                self._guarding(guard, seen, reading, facts, today).rows(query, cell)
            drilled = drill.prepared(query, metric, cell, part, seen, today)
            return drilled.read(reading, limit, offset, self._version_of(reading))

    def admits(self, table: str, key: Sequence[str], session: Reader | None = None) -> bool:
        """Whether the row of a core table is one that the reader may see."""
        if self.sight.sees_all_rows:
            return True
        with self._reading(session) as reading:
            facts = self._facts_of(reading, session is None)
            words = Words(self.catalog, facts.attributes)
            today = self.settings.today()
            return admits(
                table, key, self.sight.rows, words, self.settings.calendar, reading, today
            )

    def readiness(self, metric: str) -> Readiness:
        """Whether the warehouse holds what `metric` needs; raises NotFound.

        How many rows carry it is told to those alone who see all rows.
        """
        with self._reading(None) as session:
            facts = self._facts_of(session, True)
            known = Words(self.catalog, facts.attributes).metric(metric)
            found = readiness(known, facts, self.catalog)
        return found if self.sight.sees_all_rows else found.uncounted

    def tells(self, metric: str) -> bool:
        """Whether `metric` has figures for the reader: its rows carry what theirs are known by."""
        if self.sight.sees_all_rows:
            return metric in self.catalog.metrics
        try:
            with self._reading(None) as session:
                facts = self._facts_of(session, True)
                self._prepared(Query((metric,)), self.sight.rows, facts, self.settings.today())
        except VigieError:
            return False
        return True

    def last_day(self, metric: str) -> date | None:
        """The last day that `metric` has data for, even one to come; raises NotFound."""
        with self._reading(None) as session:
            facts = self._facts_of(session, True)
            known = Words(self.catalog, facts.attributes).metric(metric)
            return last_day(known, facts, self.catalog)

    def _asked(
        self,
        queries: Sequence[Query],
        policy: RowPolicy | None,
        session: Reader,
        facts: DataFacts,
        today: date,
        version: int,
    ) -> Iterator[Result]:
        """The answers, questions that read the same rows served by one pass over them."""
        questions: list[Prepared] = []
        for query in queries:
            questions.append(self._prepared(query, policy, facts, today))
            if query.totals:
                questions.append(self._prepared(query, policy, facts, today, total=True))
        results = iter(self._run(one, session, version) for one in self._shared(questions, facts))
        for query in queries:
            result = next(results)
            if query.totals:
                result = with_totals(result, next(results))
            yield self._protected(query, result, policy, session, facts, today)

    def _protected(
        self,
        query: Query,
        result: Result,
        policy: RowPolicy | None,
        session: Reader,
        facts: DataFacts,
        today: date,
    ) -> Result:
        """`result` without the figures of single colleagues, where they are not the reader's."""
        if self.sight.guard is None:
            return result
        return self._guarding(self.sight.guard, policy, session, facts, today).of(query, result)

    def _guarding(
        self,
        guard: Guard,
        policy: RowPolicy | None,
        session: Reader,
        facts: DataFacts,
        today: date,
    ) -> Protection:
        def ask(query: Query) -> Result:
            return self._run(self._prepared(query, policy, facts, today), session, 0)

        return Protection(guard, self.catalog, ask)

    def _shared(self, questions: Sequence[Prepared], facts: DataFacts) -> Sequence[Prepared]:
        """`questions`, what several of them read being read first."""
        session, start = facts.session, self.settings.calendar.fiscal_start
        if len(questions) < 2 or not isinstance(session, Session):
            return [staged(one, facts.is_staged) for one in questions]
        for dataset in read_often(questions):
            facts.stage(dataset)
        shared = share([staged(one, facts.is_staged) for one in questions], self.catalog, start)
        for one, values in shared.passes:
            statement = self._statements.get((one, session.dialect.name))
            if statement is None:
                statement = session.dialect.write(render_pass(one, self.catalog, start))
                self._statements.keep((one, session.dialect.name), statement)
            session.set_aside(one.table, statement, values)
        return shared.questions

    def _run(self, prepared: Prepared, session: Reader, version: int) -> Result:
        raw = session.rows(self._statement(prepared.plan, session.dialect), prepared.parameters)
        return answer(prepared, raw, self.catalog, version)

    def _prepared(
        self,
        query: Query,
        policy: RowPolicy | None,
        facts: DataFacts,
        today: date,
        *,
        total: bool = False,
    ) -> Prepared:
        words = Words(self.catalog, facts.attributes)
        weights = partial(self._weights, facts, today)
        aims = Aims(facts.goals, self.settings.allocation, weights)
        known = Facts(facts.span, aims, facts.rollup)
        return prepare(query, policy, words, known, self.settings.calendar, today, total=total)

    def _weights(self, facts: DataFacts, today: date, fit: Fit) -> Profile:
        """The figures that targets are shared out by: a rule of the company, whoever reads."""

        def ask(query: Query) -> Result:
            return self._run(self._prepared(query, None, facts, today), facts.session, 0)

        return profile(fit, facts.scopes(fit.goal), ask, self.catalog, today)

    def _statement(self, plan: Plan, dialect: Dialect) -> str:
        """The SQL of a plan, rendered once for all questions of its shape."""
        known = self._statements.get((plan, dialect.name))
        if known is None:
            tree = render(plan, self.catalog, self.settings.calendar.fiscal_start)
            known = dialect.write(tree)
            self._statements.keep((plan, dialect.name), known)
        return known

    @contextmanager
    def _reading(self, session: Reader | None) -> Iterator[Reader]:
        if session is not None:
            yield session
            return
        with self._source.read() as own:
            yield own

    def _version_of(self, reader: Reader) -> int:
        """The data version that `reader` sees."""
        return reader.version if isinstance(reader, Session) else self._source.version

    def _facts_of(self, reader: Reader, committed: bool, rollups: bool = True) -> DataFacts:
        """What planning knows of the data; remembered for one data version, when `committed`."""
        choice = self._rollups if rollups else None
        known: Known = {}
        if committed:
            version = self._version_of(reader)
            held = self._known.get(rollups)
            if held is None or held[0] != version:
                held = self._known[rollups] = (version, known)
            known = held[1]
        return DataFacts(self.catalog, reader, known, self._statements, choice)
