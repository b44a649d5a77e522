"""Every indicator, and every segment, of the demo company against SQL of another hand."""

from pathlib import Path

import pytest
import yaml
from tests.independent.answers import by_month, figures, whole
from tests.independent.page import DEMO, checked_on
from tests.independent.sql import (
    ELSEWHERE,
    METRICS,
    TRAITS,
    WRITTEN,
    Asked,
    months,
    same,
    worked_out,
)

from vigie.kit.periods import Period
from vigie.metrics.catalog.loader import load_catalog
from vigie.metrics.language.definition import Catalog
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query
from vigie.model.loader import load_model
from vigie.warehouse.engine import Session

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
HAND = HERE.parent / "metrics" / "fixtures"
SPAN = Period(*WRITTEN["days"])


@pytest.mark.parametrize("metric", METRICS)
def test_figure_is_that_of_independent_sql(
    metric: str, layer: MetricLayer, session: Session
) -> None:
    check = METRICS[metric]
    once = Asked(Period(*check.get("days", WRITTEN["days"])), check.get("day", WRITTEN["day"]))
    monthly = [] if check.get("as_of") else months(SPAN)
    *wanted, in_all = worked_out(check["sql"], [*monthly, once], session)
    same(whole(metric, once, layer), in_all)
    assert any([in_all, *wanted])
    for found, figure in zip(
        by_month(metric, monthly, layer) if monthly else [], wanted, strict=True
    ):
        same(found, figure)


@pytest.mark.parametrize("dimension", TRAITS)
def test_members_are_those_of_independent_sql(
    dimension: str, layer: MetricLayer, session: Session
) -> None:
    check = TRAITS[dimension]
    day = check.get("day", WRITTEN["day"])
    query = Query(
        (check["metric"],), by=(dimension,), date_from=SPAN.start, date_to=SPAN.end, as_of=day
    )
    found = figures(layer.query(query))
    assert len(found) > 1
    (wanted,) = worked_out(check["sql"], [Asked(SPAN, day)], session)
    same(found, wanted)


def test_every_shipped_metric_is_checked_by_hand_and_by_sql() -> None:
    """A metric joins the catalogue with both, or not at all."""
    catalog = load_catalog(load_model())
    shown = {metric.id for metric in catalog.shown}
    by_hand = {
        metric
        for file in HAND.glob("*.yaml")
        for question in yaml.safe_load(file.read_text(encoding="utf-8"))["questions"]
        for metric in question["metrics"]
    }
    by_sql = set(METRICS)
    for module, names in ELSEWHERE.items():
        written = (HERE / module).read_text(encoding="utf-8")
        by_sql |= {name for name in names if f'"{name}"' in written}
    assert (shown - by_hand, shown - by_sql) == (set(), set())
    assert by_sql <= shown
    assert checked_on(DEMO) == shown
    assert _told(catalog) == set(TRAITS)


def _told(catalog: Catalog) -> set[str]:
    return {one.id for one in catalog.dimensions.values() if one.table in catalog.traits}
