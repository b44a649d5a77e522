"""Every indicator, and every segment, of the demo company against SQL of another hand."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from vigie.metrics.definition import Catalog
from vigie.metrics.layer import MetricLayer
from vigie.metrics.loader import load_catalog
from vigie.metrics.query import Query
from vigie.model.loader import load_model
from vigie.warehouse.engine import Session

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
CHECKS = yaml.safe_load((HERE / "independent.yaml").read_text(encoding="utf-8"))
HAND = HERE.parent / "metrics" / "fixtures"


@pytest.mark.parametrize("metric", CHECKS["metrics"])
def test_figure_is_that_of_independent_sql(
    metric: str, layer: MetricLayer, session: Session
) -> None:
    check = CHECKS["metrics"][metric]
    first, last = check.get("days", CHECKS["days"])
    day = check.get("day", CHECKS["day"])
    by = tuple(check.get("by", ()))
    if check.get("stands"):
        query = Query((metric,), by=by, as_of=day)
    else:
        as_of = day if check.get("as_of") else None
        query = Query((metric,), by=by, date_from=first, date_to=last, as_of=as_of)
    _same(_answered(query, layer), _worked_out(check["sql"], first, last, day, session))


@pytest.mark.parametrize("dimension", CHECKS["traits"])
def test_members_are_those_of_independent_sql(
    dimension: str, layer: MetricLayer, session: Session
) -> None:
    check = CHECKS["traits"][dimension]
    first, last = CHECKS["days"]
    day = check.get("day", CHECKS["day"])
    query = Query((check["metric"],), by=(dimension,), date_from=first, date_to=last, as_of=day)
    found = _answered(query, layer)
    assert len(found) > 1
    _same(found, _worked_out(check["sql"], first, last, day, session))


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
    by_sql = set(CHECKS["metrics"])
    for module, names in CHECKS["elsewhere"].items():
        written = (HERE / module).read_text(encoding="utf-8")
        by_sql |= {name for name in names if f'"{name}"' in written}
    assert (shown - by_hand, shown - by_sql) == (set(), set())
    assert by_sql <= shown
    assert _told(catalog) == set(CHECKS["traits"])


def _told(catalog: Catalog) -> set[str]:
    return {one.id for one in catalog.dimensions.values() if one.table in catalog.traits}


def _answered(query: Query, layer: MetricLayer) -> dict[Any, Any]:
    result = layer.query(query)
    place = result.column(query.metrics[0])
    pairs = zip(result.keys, result.rows, strict=True)
    return {key[0] if key else None: row[place] for key, row in pairs if row[place]}


def _worked_out(sql: str, first: date, last: date, day: date, session: Session) -> dict[Any, Any]:
    written = sql.removeprefix("WITH ")
    rows = f"WITH {CHECKS['rows']}" + (f", {written}" if written != sql else f" {sql}")
    held = {"first": first, "last": last, "day": day}
    named = {name: one for name, one in held.items() if f"${name}" in rows}
    found = session.rows(rows, named)
    return {row[0] if len(row) > 1 else None: row[-1] for row in found if row[-1]}


def _same(found: dict[Any, Any], wanted: dict[Any, Any]) -> None:
    """Sums and counts exactly; divided money to its fourth decimal; ratios to nine digits."""
    assert found.keys() == wanted.keys() != set()
    for key, figure in wanted.items():
        if isinstance(figure, Decimal | int) and isinstance(found[key], Decimal | int):
            assert found[key] == figure, key
        else:
            least = 5.1e-5 if isinstance(found[key], Decimal) else 1e-12
            assert float(found[key]) == pytest.approx(float(figure), rel=1e-9, abs=least), key
