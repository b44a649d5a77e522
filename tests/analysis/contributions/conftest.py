"""A layer that reads rows which are thrown away with their session."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from tests.metrics.conftest import Fill, catalog, fill, model, session, warehouse

from vigie.analysis.contributions.explain import contributions
from vigie.analysis.contributions.question import Question
from vigie.analysis.contributions.result import Contributions
from vigie.metrics.language.definition import Catalog
from vigie.metrics.language.policy import RowPolicy
from vigie.metrics.layer import MetricLayer, MetricSettings
from vigie.warehouse.engine import Session

__all__ = ["catalog", "fill", "model", "session", "warehouse"]

TODAY = date(2026, 12, 31)
Explain = Callable[..., Contributions]


@dataclass(frozen=True)
class Open:
    """A source of rows that are not committed: what one session sees."""

    session: Session
    version: int = 0

    @contextmanager
    def read(self) -> Iterator[Session]:
        yield self.session


@pytest.fixture
def layer(catalog: Catalog, session: Session) -> MetricLayer:
    return MetricLayer(catalog, Open(session), MetricSettings(today=lambda: TODAY))


@pytest.fixture
def explain(layer: MetricLayer) -> Explain:
    """Explains a change in the words of a question."""

    def explained(metric: str, *, policy: RowPolicy | None = None, **words: Any) -> Contributions:
        return contributions(layer, Question(metric, **words), policy=policy)

    return explained


@pytest.fixture
def sell(fill: Fill) -> Callable[..., None]:
    """Enters orders of one line: (day, customer, product, quantity, amount)."""
    count = 0

    def entered(*orders: tuple[str, str | None, str | None, int, str]) -> None:
        nonlocal count
        for day, customer, product, quantity, amount in orders:
            count += 1
            key = f"O{count}"
            head = {"order_id": key, "order_date": day, "account_id": customer}
            fill("sales_order", {**head, "status": "confirmed"})
            line = {"line_id": key, "order_id": key, "product_id": product}
            fill("sales_order_line", {**line, "quantity": quantity, "net_amount_company": amount})

    return entered
