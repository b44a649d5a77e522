"""Which columns of the model a figure rests on."""

import pytest

from vigie.metrics.language.columns import core_columns
from vigie.metrics.language.definition import Catalog


@pytest.mark.parametrize(
    ("metric", "columns"),
    [
        (
            "revenue",
            {
                "invoice_line.net_amount_company",
                "invoice.status",
                "invoice.invoice_date",
            },
        ),
        (
            "outstanding",  # a union of invoices and allocations, under two names
            {
                "invoice.gross_amount_company",
                "invoice.net_amount_company",
                "invoice.tax_amount_company",
                "invoice.paid_amount_company",
                "invoice.open_amount_company",
                "payment_allocation.amount_company",
                "payment_allocation.allocated_on",
                "invoice.invoice_date",
                "invoice.due_date",
                "invoice.paid_date",
            },
        ),
        ("orders", {"sales_order.order_id", "sales_order.status", "sales_order.order_date"}),
    ],
)
def test_columns_are_followed_into_declared_queries(
    metric: str, columns: set[str], catalog: Catalog
) -> None:
    found = {".".join(one) for one in core_columns(catalog.metrics[metric], catalog)}

    assert found == columns


def test_every_metric_rests_on_columns_that_exist(catalog: Catalog) -> None:
    tables = catalog.model.tables

    for metric in catalog.metrics.values():
        found = core_columns(metric, catalog)
        assert found, metric.id
        for table, column in found:
            assert column.removesuffix("_company") in tables[table].columns, metric.id
