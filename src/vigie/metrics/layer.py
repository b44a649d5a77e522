"""The one door to figures: questions in, exact and explained answers out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from vigie.kit.periods import Calendar
from vigie.metrics.definition import Catalog
from vigie.metrics.policy import RowPolicy
from vigie.metrics.query import Query
from vigie.metrics.result import Cell, Result
from vigie.warehouse.engine import Session, Warehouse


@dataclass(frozen=True, slots=True)
class MetricSettings:
    """What a company says about its figures. `today` is asked at every query."""

    currency: str = "EUR"
    calendar: Calendar = Calendar()
    revenue_basis: Literal["invoices", "orders"] = "invoices"
    today: Callable[[], date] = date.today


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a metric can be trusted on this data."""

    state: Literal["ready", "partial", "missing"]
    coverage: float | None = None  # 0 to 1, of the rows that carry what is needed
    missing: tuple[str, ...] = ()  # tables or columns without data


class MetricLayer:
    """Answers queries from one warehouse with one catalogue."""

    def __init__(self, catalog: Catalog, warehouse: Warehouse, settings: MetricSettings) -> None:
        self.catalog = catalog
        self.settings = settings
        self._warehouse = warehouse

    def query(
        self,
        query: Query,
        *,
        session: Session | None = None,
        policy: RowPolicy | None = None,
        cache: bool = True,
    ) -> Result:
        """The answer, computed or remembered; raises Invalid, NotFound or Refused."""
        return self.query_many([query], session=session, policy=policy, cache=cache)[0]

    def query_many(
        self,
        queries: Sequence[Query],
        *,
        session: Session | None = None,
        policy: RowPolicy | None = None,
        cache: bool = True,
    ) -> list[Result]:
        """The answers to a board's questions, all from one snapshot."""
        raise Unfinished

    def explain(self, query: Query, *, policy: RowPolicy | None = None) -> str:
        """The plan in words and the SQL that carries it out."""
        raise Unfinished

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
    ) -> Result:
        """The source rows whose sum is the cell; `part` opens one side of a ratio."""
        raise Unfinished

    def readiness(self, metric: str) -> Readiness:
        """Whether the warehouse holds what `metric` needs."""
        raise Unfinished


class Unfinished(Exception):  # noqa: N818
    """Signatures first: the planner lands next."""
