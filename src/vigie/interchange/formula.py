"""A metric as one SQL expression over the datasets of an Ossie model."""

from typing import Final

from sqlglot import exp

from vigie.kit.i18n import Text, text
from vigie.metrics.language.definition import Aggregate, Catalog, Dataset, Metric, MetricType
from vigie.metrics.language.expression import Path, place, substituted
from vigie.metrics.language.reach import table_at
from vigie.metrics.rows.aggregates import aggregate


class Inexpressible(Exception):  # noqa: N818
    """Why a metric has no portable expression."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


def formula(metric: Metric, catalog: Catalog) -> exp.Expr:
    """The expression of `metric`; raises Inexpressible."""
    match metric.type:
        case MetricType.SIMPLE:
            return _aggregated(metric, catalog)
        case MetricType.RATIO:
            numerator, denominator = (
                formula(catalog.metrics[name], catalog) for name in catalog.parts(metric.id)
            )
            nought = exp.func("NULLIF", denominator, exp.Literal.number(0))
            return exp.Div(this=exp.paren(numerator), expression=nought)
        case MetricType.DERIVED if metric.expression is not None:
            values = {
                name: formula(catalog.metrics[name], catalog) for name in catalog.parts(metric.id)
            }
            return substituted(metric.expression, values)
    raise Inexpressible(_REASONS[metric.type])


def _aggregated(metric: Metric, catalog: Catalog) -> exp.Expr:
    if metric.first_by:
        raise Inexpressible(
            text("only the first row of each '{column}' counts", column=metric.first_by)
        )
    dataset = catalog.reading(metric.id)
    value = _value(metric, dataset, catalog)
    if metric.filter is not None:
        passing = _qualified(metric.filter, dataset, catalog)
        value = exp.Case().when(passing, value)
    return aggregate(metric.aggregate, value, metric.percentile)


def _value(metric: Metric, dataset: Dataset, catalog: Catalog) -> exp.Expr:
    """What is aggregated; rows are counted by their key, which is never empty."""
    if metric.expression is not None:
        return _qualified(metric.expression, dataset, catalog)
    if metric.aggregate is Aggregate.COUNT and not dataset.primary_key:
        raise Inexpressible(text("its rows have no key to count"))
    return exp.column(dataset.primary_key[0], table=dataset.name)


def _qualified(tree: exp.Expr, dataset: Dataset, catalog: Catalog) -> exp.Expr:
    """`tree` with every column named by the dataset that holds it."""

    def qualify(node: exp.Expr) -> exp.Expr:
        if not isinstance(node, exp.Column):
            return node
        path, name = place(node)
        return exp.column(name, table=_home(path, dataset, catalog))

    return tree.copy().transform(qualify)


def _home(path: Path, dataset: Dataset, catalog: Catalog) -> str:
    if not path:
        return dataset.name
    table = table_at(dataset, path, catalog) or ""
    if path[-1] != table:
        raise Inexpressible(
            text("it reads '{table}' in the role of '{role}'", table=table, role=path[-1])
        )
    return table


_REASONS: Final = {
    MetricType.BALANCE: text("it is the value of one day, which does not add up over time"),
    MetricType.CUMULATIVE: text("it is read over other days than those of its period"),
    MetricType.SHARE: text("it ranks members before it adds them up"),
    MetricType.CONVERSION: text("it follows events until what they lead to"),
    MetricType.EARLIER: text("it is read in another time than is asked for"),
    MetricType.MATCHED: text("it holds members against themselves in an earlier time"),
    MetricType.GOAL: text("it reads what was planned for another metric"),
    MetricType.DERIVED: text("it has no expression"),
}
