"""A metric is ready only where its data can tell: filters and targets are data too."""

from collections.abc import Callable

import pytest
from tests.metrics.conftest import Fill

from vigie.metrics.data.facts import DataFacts
from vigie.metrics.data.readiness import Readiness, readiness
from vigie.metrics.language.definition import Catalog
from vigie.warehouse.engine import Session

Judge = Callable[[str], Readiness]


@pytest.fixture
def judge(catalog: Catalog, session: Session, fill: Fill) -> Judge:
    """Four lines sold of four products, of which nothing is known."""
    fill("invoice", {"invoice_id": "F1", "invoice_date": "2026-03-01", "status": "posted"})
    for name in "ABCD":
        fill("product", {"product_id": name, "name": name})
        line = {"line_id": name, "invoice_id": "F1", "product_id": name}
        fill("invoice_line", {**line, "net_amount_company": 100})
    return lambda name: readiness(catalog.metrics[name], DataFacts(catalog, session, {}), catalog)


def test_a_filter_on_an_empty_column_can_tell_nothing(judge: Judge) -> None:
    assert judge("sustainable_share").missing == ("product.eco_label",)
    assert judge("new_product_share").missing == ("product.launched_on",)
    assert judge("revenue").state == "ready"


def test_a_filter_is_known_as_far_as_its_column_is_filled(judge: Judge, session: Session) -> None:
    session.execute("UPDATE core.product SET launched_on = '2020-01-01' WHERE product_id <> 'A'")
    known = judge("new_product_share")
    assert (known.state, known.coverage, known.least) == ("partial", 0.75, "product.launched_on")


def test_an_empty_cell_may_say_no(judge: Judge, session: Session) -> None:
    session.execute("UPDATE core.product SET eco_label = 'B Corp' WHERE product_id = 'A'")
    assert judge("sustainable_share").state == "ready"


def test_without_a_target_of_its_kind_nothing_can_be_held_against_it(
    judge: Judge, fill: Fill
) -> None:
    target = {
        **{"kpi_code": "orders", "scope_type": "company", "scope_id": "company"},
        **{"period_start": "2026-03-01", "period_end": "2026-03-31", "target_value": 1},
    }
    fill("target", {**target, "target_kind": "objective"})
    assert judge("target_attainment").missing == ("target.objective",)
    fill("target", {**target, "kpi_code": "revenue", "target_kind": "objective"})
    assert judge("target_attainment").state == "ready"
    assert judge("budget_variance").missing == ("target.budget",)
