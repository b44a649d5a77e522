"""What a metric is made of."""

from fractions import Fraction

import pytest

from vigie.analysis.contributions.additivity import adds_up
from vigie.analysis.contributions.shape import Shape, shape
from vigie.metrics.language.definition import Catalog


def terms(found: Shape | None) -> tuple[dict[str, int], dict[str, int] | None]:
    assert found is not None
    bottom = {leaf: int(factor) for leaf, factor in found.bottom.terms} if found.bottom else None
    return {leaf: int(factor) for leaf, factor in found.top.terms}, bottom


@pytest.mark.parametrize(
    ("metric", "top", "bottom"),
    [
        ("revenue", {"revenue": 1}, None),
        ("gross_margin", {"revenue": 1, "cost_of_sales": -1}, None),
        ("gross_margin_rate", {"revenue": 1, "cost_of_sales": -1}, {"revenue": 1}),
        ("average_basket", {"order_intake": 1}, {"orders": 1}),
        ("nps", {"nps_promoters": 100, "nps_detractors": -100}, {"nps_answers": 1}),
        (
            "campaign_roi",
            {"attributed_revenue": 1, "attributed_cost": -1, "spend_of_campaigns": -1},
            {"spend_of_campaigns": 1},
        ),
        ("dso", {"outstanding": 90}, {"invoiced_with_tax_90_days": 1}),
    ],
)
def test_a_formula_becomes_a_sum_or_a_quotient_of_sums(
    metric: str, top: dict[str, int], bottom: dict[str, int] | None, catalog: Catalog
) -> None:
    assert terms(shape(catalog.metrics[metric], catalog)) == (top, bottom)


@pytest.mark.parametrize(
    "metric", ["stage_duration_days", "top10_share", "pipeline_velocity", "market_index"]
)
def test_what_has_no_parts_that_add_up_has_no_shape(metric: str, catalog: Catalog) -> None:
    assert shape(catalog.metrics[metric], catalog) is None


def test_a_shape_is_evaluated_without_rounding(catalog: Catalog) -> None:
    found = shape(catalog.metrics["gross_margin_rate"], catalog)
    assert found is not None
    values = {"revenue": Fraction(3), "cost_of_sales": Fraction(2)}
    assert found.of(values) == Fraction(1, 3)
    assert found.of({"revenue": Fraction(0), "cost_of_sales": Fraction(2)}) is None


@pytest.mark.parametrize(
    ("leaf", "dimension", "adds"),
    [
        ("revenue", "product", True),
        ("orders", "channel", True),
        ("orders", "product", False),  # an order counts once for each product that it holds
        ("active_customers", "region", True),  # a customer has one
        ("active_customers", "channel", False),  # one customer may use several
        ("active_customers", "team", False),
    ],
)
def test_things_counted_once_add_up_where_the_member_follows_from_the_thing(
    leaf: str, dimension: str, adds: bool, catalog: Catalog
) -> None:
    assert adds_up(leaf, catalog.dimensions[dimension], catalog) is adds
