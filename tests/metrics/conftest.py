"""One empty warehouse for all: each test writes into a session that is thrown away."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

import pytest

from vigie.kit.allocation.declared import TargetsForm
from vigie.kit.calendar.declared import CalendarForm
from vigie.metrics.answers.result import Result
from vigie.metrics.catalog.loader import load_catalog
from vigie.metrics.language.definition import Catalog
from vigie.metrics.language.policy import RowPolicy
from vigie.metrics.layer import MetricLayer, MetricSettings
from vigie.metrics.question.query import Query
from vigie.model.loader import load_model
from vigie.model.schema import Model
from vigie.warehouse.engine import Session, Warehouse
from vigie.warehouse.names import quote

TODAY = date(2026, 3, 15)
Ask = Callable[..., Result]
Fill = Callable[..., None]
MakeLayer = Callable[..., MetricLayer]


@cache
def _shipped(revenue_basis: str) -> Catalog:
    return load_catalog(load_model(), revenue_basis=revenue_basis)


@pytest.fixture(scope="session")
def model() -> Model:
    return load_model()


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return _shipped("invoices")


@pytest.fixture(scope="session")
def warehouse(model: Model) -> Iterator[Warehouse]:
    opened = Warehouse.open(None, model)
    yield opened
    opened.close()


@pytest.fixture
def session(warehouse: Warehouse) -> Iterator[Session]:
    with warehouse.read() as opened:
        yield opened


@pytest.fixture
def fill(session: Session) -> Fill:
    """Inserts rows, given as mappings, into a core table."""

    def insert(table: str, *rows: Mapping[str, Any]) -> None:
        for row in rows:
            columns = ", ".join(quote(column) for column in row)
            holes = ", ".join("?" for _ in row)
            session.execute(
                f"INSERT INTO core.{quote(table)} ({columns}) VALUES ({holes})",
                list(row.values()),
            )

    return insert


@pytest.fixture
def make_layer(warehouse: Warehouse) -> MakeLayer:
    """A layer over the shared warehouse, on a given day and calendar."""

    def make(
        today: date = TODAY,
        fiscal_start: int = 1,
        revenue_basis: Any = "invoices",
        calendar: CalendarForm | None = None,
        targets: TargetsForm | None = None,
    ) -> MetricLayer:
        settings = MetricSettings(
            calendar=(calendar or CalendarForm()).calendar(fiscal_start),
            revenue_basis=revenue_basis,
            today=lambda: today,
            allocation=(targets or TargetsForm()).allocation,
        )
        return MetricLayer(_shipped(revenue_basis), warehouse, settings)

    return make


@pytest.fixture
def layer(make_layer: MakeLayer) -> MetricLayer:
    return make_layer()


@pytest.fixture
def ask(layer: MetricLayer, session: Session) -> Ask:
    """Asks the layer in the words of a query."""

    def asked(*metrics: str, policy: RowPolicy | None = None, **words: Any) -> Result:
        return layer.query(Query(metrics, **words), session=session, policy=policy)

    return asked
