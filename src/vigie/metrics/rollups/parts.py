"""What a rollup keeps of each metric: parts that can be summed again without any loss."""

from collections.abc import Iterable

from sqlglot import exp

from vigie.metrics.language.additivity import SUMMED
from vigie.metrics.language.definition import Aggregate, Catalog, Metric, MetricType, Rollup
from vigie.metrics.rows.frame import FACT
from vigie.metrics.rows.naming import ROWS, value_name
from vigie.metrics.rows.windowed import count_name, may_be_none

_READ = (MetricType.SIMPLE, MetricType.BALANCE)
# These give a whole number or a decimal of whole numbers and decimals: never a binary fraction.
_EXACT = (exp.Add, exp.Coalesce, exp.Mul, exp.Neg, exp.Nullif, exp.Paren, exp.Sub)
_MOVING = (exp.CurrentDate, exp.CurrentTime, exp.CurrentTimestamp, exp.Anonymous, exp.Rand)


def is_kept(metric: Metric) -> bool:
    """Whether sums over parts of the rows give the metric of them all, to the last digit."""
    return (
        metric.type in _READ
        and metric.aggregate in SUMMED
        and metric.first_by is None
        and (metric.aggregate is Aggregate.COUNT or _is_exact(metric.expression))
        and is_lasting(metric.expression)
        and is_lasting(metric.filter)
    )


def is_lasting(tree: exp.Expr | None) -> bool:
    """Whether `tree` says the same of the same rows on every day."""
    return tree is None or tree.find(*_MOVING) is None


def _is_exact(tree: exp.Expr | None) -> bool:
    match tree:
        case None | exp.Column() | exp.DateDiff():
            return True
        case exp.Literal():
            return "e" not in tree.name.lower()
        case exp.Cast():
            return tree.is_type("decimal", "int", "bigint")
        case exp.Case():
            chosen = [branch.args["true"] for branch in tree.args["ifs"]]
            return all(map(_is_exact, [*chosen, tree.args.get("default")]))
    return isinstance(tree, _EXACT) and all(map(_is_exact, tree.iter_expressions()))


def kept_metrics(rollup: Rollup, catalog: Catalog) -> tuple[Metric, ...]:
    """The metrics that `rollup` can answer."""
    dataset = catalog.datasets[rollup.dataset]
    return tuple(
        metric
        for metric in catalog.metrics.values()
        if metric.dataset == rollup.dataset
        and (metric.time or dataset.time) == rollup.day
        and is_kept(metric)
    )


def kept_sums(metrics: Iterable[Metric]) -> list[exp.Expr]:
    """The columns that `partial_sums` made, over rows of the rollup."""
    found: list[exp.Expr] = []
    for metric in metrics:
        name = value_name(metric.id)
        found.append(exp.alias_(_total(metric), name, quoted=True))
        if may_be_none(metric):
            found.append(exp.alias_(counted(count_name(metric)), count_name(metric), quoted=True))
    return [*found, exp.alias_(counted(ROWS), ROWS)]


def summed(metric: Metric) -> exp.Expr:
    """The metric over rows of the rollup: what `aggregated` gives over those of the dataset."""
    if not may_be_none(metric):
        return _total(metric)
    nought = exp.Literal.number(0)
    none = counted(count_name(metric)).eq(nought)
    return exp.func("COALESCE", _total(metric), exp.Case().when(none, nought.copy()))


def counted(name: str) -> exp.Expr:
    """A count over rows of the dataset: no row is nought."""
    total = exp.func("COALESCE", exp.Sum(this=_column(name)), exp.Literal.number(0))
    return exp.cast(total, "BIGINT")


def _total(metric: Metric) -> exp.Expr:
    name = value_name(metric.id)
    if metric.aggregate is Aggregate.COUNT:
        return counted(name)
    return exp.Sum(this=_column(name))


def _column(name: str) -> exp.Expr:
    return exp.column(name, table=FACT, quoted=True)
