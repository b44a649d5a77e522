"""The aggregate of a metric over a group of rows."""

from decimal import Decimal

from sqlglot import exp

from vigie.kit.formats import Unit
from vigie.metrics.language.definition import Aggregate, Metric
from vigie.metrics.rows.frame import Frame


def aggregated(metric: Metric, frame: Frame) -> exp.Expr:
    """The metric's aggregate over a group of rows; no row that passes its filter means nought."""
    passing = None if metric.filter is None else frame.expression(metric.filter)
    value = None if metric.expression is None else frame.expression(metric.expression)
    found = exact(filtered(aggregate(metric.aggregate, value, metric.percentile), passing), metric)
    if metric.aggregate is Aggregate.SUM and passing is not None:
        none = filtered(exp.Count(this=exp.Star()), passing).eq(exp.Literal.number(0))
        return exp.func("COALESCE", found, exp.Case().when(none, exp.Literal.number(0)))
    return found


def aggregate(how: Aggregate, value: exp.Expr | None, percentile: float | None = None) -> exp.Expr:
    """The aggregate of `value`, of all rows where there is none."""
    match how:
        case Aggregate.COUNT:
            return exp.Count(this=value or exp.Star())
        case Aggregate.COUNT_DISTINCT:
            return exp.Count(this=exp.Distinct(expressions=[value]))
        case Aggregate.SUM:
            return exp.Sum(this=value)
        case Aggregate.AVERAGE:
            return exp.Avg(this=value)
        case Aggregate.MEDIAN:
            return exp.Median(this=value)
        case Aggregate.PERCENTILE:
            # As floating point numbers: between two decimals, the engine cuts digits off.
            rows = exp.cast(value or exp.null(), "DOUBLE")
            place = exp.Literal.number(f"{Decimal(str(percentile)):f}e0")
            return exp.PercentileCont(this=rows, expression=place)
        case Aggregate.MIN:
            return exp.Min(this=value)
        case Aggregate.MAX:
            return exp.Max(this=value)


def exact(total: exp.Expr, metric: Metric) -> exp.Expr:
    """An amount between two amounts, in ten-thousandths: no binary fraction is shown as money."""
    between = metric.aggregate in (Aggregate.AVERAGE, Aggregate.PERCENTILE)
    if between and metric.unit in (Unit.CURRENCY, Unit.QUANTITY):
        return exp.cast(total, "DECIMAL(38, 4)")
    return total


def filtered(total: exp.Expr, passing: exp.Expr | None) -> exp.Expr:
    """An aggregate of the rows that pass."""
    if passing is None:
        return total
    return exp.Filter(this=total, expression=exp.Where(this=passing.copy()))
