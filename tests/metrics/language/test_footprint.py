"""What a metric is said to rest on holds everything that it reads."""

import re

import pytest

from vigie.metrics.language.footprint import footprint
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query

_READ = re.compile(r'"?core"?\."?(\w+)"?')


@pytest.mark.parametrize("basis", ["invoices", "orders"])
def test_no_metric_reads_a_table_beyond_its_footprint(make_layer, basis):  # type: ignore[no-untyped-def]
    layer: MetricLayer = make_layer(revenue_basis=basis)
    for metric in layer.catalog.shown:
        read = set(_READ.findall(layer.explain(Query((metric.id,)), rollups=False)))
        assert read, metric.id
        assert read <= footprint(metric.id, layer.catalog), metric.id


def test_a_footprint_is_no_more_than_what_is_read(layer: MetricLayer) -> None:
    assert footprint("revenue", layer.catalog) == {"invoice", "invoice_line"}
