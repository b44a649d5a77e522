"""Metrics that stand for several: a conversion and its rate, a formula over any metric."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sqlglot import exp

from vigie.kit.formats import Unit
from vigie.kit.i18n import Label
from vigie.metrics.language.definition import Metric, MetricType

CONVERTED = "_conversions"  # ends the name of what a rate counts
OVER = ":"  # between a formula and the metric that it is asked of


def with_conversions(metrics: Mapping[str, Metric]) -> dict[str, Metric]:
    """`metrics`, each conversion read like its base, each rate as what converts over the base."""
    found: dict[str, Metric] = {}
    for name, metric in metrics.items():
        if metric.conversion is None:
            found[name] = metric
            continue
        counted = _converted(metric, metrics)
        if not metric.conversion.is_rate:
            found[name] = counted
            continue
        counted = replace(counted, id=name + CONVERTED, hidden=True, unit=Unit.COUNT)
        found[counted.id] = counted
        found[name] = replace(
            metric,
            type=MetricType.RATIO,
            conversion=None,
            entity=None,
            numerator=counted.id,
            denominator=metric.conversion.base,
        )
    return found


def with_formulas(metrics: Mapping[str, Metric]) -> dict[str, Metric]:
    """`metrics`, each formula that is `over` one of them asked of every other one too."""
    found = dict(metrics)
    for formula in metrics.values():
        if formula.over:
            for other in metrics.values():
                if not (other.hidden or other.over or other.id == formula.over):
                    found.update((one.id, one) for one in _asked_of(formula, other, metrics))
    return found


def _converted(metric: Metric, metrics: Mapping[str, Metric]) -> Metric:
    assert metric.conversion is not None  # noqa: S101
    base = metrics.get(metric.conversion.base)
    if base is None:
        return metric
    return replace(
        metric,
        dataset=base.dataset,
        aggregate=base.aggregate,
        expression=base.expression,
        filter=base.filter,
        time=base.time,
        basis=base.basis,
    )


def _asked_of(formula: Metric, other: Metric, metrics: Mapping[str, Metric]) -> Iterator[Metric]:
    """The formula with `other` in the place of its metric, and the goals that it then needs."""
    assert formula.over is not None  # noqa: S101
    names = {formula.over: other.id}
    for part in _named(formula):
        goal = metrics.get(part)
        if goal and goal.type is MetricType.GOAL and goal.input == formula.over:
            asked = f"{goal.id}{OVER}{other.id}"
            names[goal.id] = asked
            yield replace(goal, id=asked, input=other.id, unit=other.unit, digits=other.digits)
    own = metrics[formula.over].unit
    yield replace(
        formula,
        id=f"{formula.id}{OVER}{other.id}",
        hidden=True,
        over=None,
        label=_label(formula.label, other.label),
        unit=other.unit if formula.unit is own else formula.unit,
        digits=other.digits if formula.unit is own else formula.digits,
        direction=formula.direction,
        numerator=names.get(formula.numerator or "", formula.numerator),
        denominator=names.get(formula.denominator or "", formula.denominator),
        expression=_renamed(formula.expression, names),
    )


def _named(formula: Metric) -> list[str]:
    found = [formula.numerator, formula.denominator]
    if formula.expression is not None:
        found += [column.name for column in formula.expression.find_all(exp.Column)]
    return [name for name in dict.fromkeys(found) if name]


def _renamed(tree: exp.Expr | None, names: Mapping[str, str]) -> exp.Expr | None:
    def rename(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and node.name in names:
            return exp.column(names[node.name], quoted=True)
        return node

    return None if tree is None else tree.transform(rename)


def _label(formula: Label, other: Label) -> Label:
    return Label(f"{formula.en}: {other.en}", f"{formula.fr}\u00a0: {other.fr}")
