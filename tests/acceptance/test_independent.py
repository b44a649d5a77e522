"""Every indicator that a public data set carries, month by month and whole, against other SQL."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from tests.independent.answers import by_month, whole
from tests.independent.page import checked_on, write
from tests.independent.sql import METRICS, Asked, Figures, months, same, worked_out

from vigie.kit.periods import Period
from vigie.metrics.layer import MetricLayer
from vigie.warehouse.engine import Session
from vigie.workspace import Workspace

from .conftest import Importer
from .datasets import SETS

pytestmark = pytest.mark.real_data

DAYS = {
    "sales_order": "order_date",
    "invoice": "invoice_date",
    "opportunity": "coalesce(closed_at, created_at)",
    "stock_level": "snapshot_date",
}


@pytest.fixture(params=sorted(SETS))
def workspace(request: pytest.FixtureRequest, imported: Importer) -> Iterator[Workspace]:
    opened = Workspace.open(imported(request.param).company.directory)
    yield opened
    opened.close()


def test_figures_are_those_of_independent_sql(
    workspace: Workspace, request: pytest.FixtureRequest
) -> None:
    carried, wrong = set(), dict[str, str]()
    with workspace.warehouse.read() as session:
        spans = _spans(session)
        end = max(span.end for span in spans)
        layer = _asked_on(end, workspace)
        for metric in METRICS:
            if layer.readiness(metric).state != "missing":
                answers = _answers(metric, spans, layer, session)
                carried |= {metric} if any(wanted for _, wanted in answers) else set()
                wrong |= {f"{metric} {place}": told for place, told in _mistakes(answers)}
    assert wrong == {}
    name = request.node.callspec.params["workspace"]
    write(name, carried)
    assert checked_on(name) == carried


def _spans(session: Session) -> list[Period]:
    """The days of each kind of facts that there are."""
    found = [
        session.rows(f"SELECT min({day})::DATE, max({day})::DATE FROM core.{table}")[0]
        for table, day in DAYS.items()
    ]
    return [Period(*days) for days in found if days[0]]


def _asked_on(day: date, workspace: Workspace) -> MetricLayer:
    settings = replace(workspace.metrics.settings, today=lambda: day)
    return MetricLayer(workspace.metrics.catalog, workspace.warehouse, settings)


def _answers(
    metric: str, spans: list[Period], layer: MetricLayer, session: Session
) -> list[tuple[Figures, Figures]]:
    """What Vigie and the other SQL find: in each month that all facts span, then in all."""
    check = METRICS[metric]
    days = Period(min(span.start for span in spans), max(span.end for span in spans))
    known = Period(days.start, min(span.end for span in spans))
    monthly, once = months(known), Asked(days, (known if check.get("stands") else days).end)
    wanted = worked_out(check["sql"], [*monthly, once], session, layer.settings.revenue_basis)
    found = [*by_month(metric, monthly, layer), whole(metric, once, layer)]
    return list(zip(found, wanted, strict=True))


def _mistakes(answers: list[tuple[Figures, Figures]]) -> Iterator[tuple[int, str]]:
    """The places of the periods where the two differ, and how."""
    for place, (found, wanted) in enumerate(answers):
        try:
            same(found, wanted)
        except AssertionError as error:
            yield place, str(error)


def test_the_page_names_every_set() -> None:
    assert all(checked_on(name) for name in SETS)
