"""Which metrics are sums of their parts: over the members of a dimension, and over time."""

from typing import Final

from sqlglot import exp

from vigie.metrics.language.definition import Aggregate, Catalog, Metric, MetricType

SUMMED: Final = (Aggregate.SUM, Aggregate.COUNT)
COUNTED: Final = (*SUMMED, Aggregate.COUNT_DISTINCT)


_OWN_DAYS: Final = (
    MetricType.CUMULATIVE,
    MetricType.EARLIER,
    MetricType.MATCHED,
    MetricType.GOAL,
)


def is_sum(name: str, catalog: Catalog, leaves: tuple[Aggregate, ...] = SUMMED) -> bool:
    """Whether a metric is a sum or a difference of aggregates such as `leaves`, times constants."""
    metric = catalog.metrics[name]
    match metric.type:
        case MetricType.SIMPLE | MetricType.BALANCE | MetricType.CONVERSION:
            return metric.aggregate in leaves
        case MetricType.CUMULATIVE | MetricType.EARLIER:
            return is_sum(metric.input or "", catalog, leaves)
        case MetricType.DERIVED if metric.expression is not None:
            return _is_linear(metric.expression, catalog, leaves)
        case _:
            return False


def stands_on_a_day(metric: Metric, catalog: Catalog) -> bool:
    """Whether some part of a metric is the value of one day, not what happened over days."""
    if metric.is_balance or metric.type in _OWN_DAYS:
        return True
    return any(stands_on_a_day(catalog.metrics[part], catalog) for part in catalog.parts(metric.id))


def has_own_days(metric: Metric, catalog: Catalog) -> bool:
    """Whether some part of a metric is read over other days than those that are asked."""
    parts = (catalog.metrics[part] for part in catalog.parts(metric.id))
    return metric.type in _OWN_DAYS or any(has_own_days(part, catalog) for part in parts)


def _is_linear(tree: exp.Expr, catalog: Catalog, leaves: tuple[Aggregate, ...]) -> bool:
    tree = tree.unnest()
    match tree:
        case exp.Column():
            return is_sum(tree.name, catalog, leaves)
        case exp.Add() | exp.Sub():
            sides = (tree.left, tree.right)
            return all(_is_linear(side, catalog, leaves) for side in sides)
        case exp.Neg():
            return _is_linear(tree.this, catalog, leaves)
        case exp.Mul() if _is_constant(tree.left):
            return _is_linear(tree.right, catalog, leaves)
        case exp.Mul() | exp.Div() if _is_constant(tree.right):
            return _is_linear(tree.left, catalog, leaves)
        case _:
            return False


def _is_constant(tree: exp.Expr) -> bool:
    return tree.find(exp.Column) is None
