"""Whether what a metric is made of can carry its unit: euros and days are never added."""

from collections.abc import Iterator
from typing import Final

from sqlglot import exp

from vigie.kit.formats import Unit
from vigie.kit.i18n import Text, text
from vigie.metrics.language.definition import Catalog, Metric, MetricType

_SCALED: Final = frozenset({Unit.POINTS, Unit.DAYS, Unit.HOURS, Unit.MONTHS})
"""What a rate becomes once it is multiplied by a number: an NPS, days of revenue."""


def unit_problems(metric: Metric, catalog: Catalog) -> Iterator[tuple[str, Text]]:
    """Each word of the definition that cannot be, and why."""
    match metric.type:
        case MetricType.DERIVED if metric.expression is not None:
            yield from (("expression", problem) for problem in _sums(metric.expression, catalog))
            made = _unit(metric.expression, catalog)
        case MetricType.RATIO:
            parts = (catalog.metrics[name].unit for name in catalog.parts(metric.id))
            made = _divided(*parts)
        case MetricType.CUMULATIVE | MetricType.EARLIER | MetricType.GOAL:
            made = catalog.metrics[metric.input or ""].unit
        case _:
            made = None
    if made is not None and metric.unit not in _fitting(made):
        yield (
            "unit",
            text(
                "'{name}' is measured in {unit}, but what it is made of gives {made}.",
                name=metric.id,
                unit=metric.unit.value,
                made=made.value,
            ),
        )


def _sums(tree: exp.Expr, catalog: Catalog) -> Iterator[Text]:
    for node in tree.find_all(exp.Add, exp.Sub):
        units = {_unit(side, catalog) for side in (node.left, node.right)} - {None}
        if len(units) > 1:
            yield text(
                "{units} cannot be added.", units=" + ".join(sorted(str(unit) for unit in units))
            )


def _unit(tree: exp.Expr, catalog: Catalog) -> Unit | None:
    """The unit of arithmetic over metrics; None where it says nothing, as for a number."""
    tree = tree.unnest()
    match tree:
        case exp.Column():
            return catalog.metrics[tree.name].unit
        case exp.Neg():
            return _unit(tree.this, catalog)
        case exp.Add() | exp.Sub():
            return _unit(tree.left, catalog) or _unit(tree.right, catalog)
        case exp.Mul():
            return _multiplied(_unit(tree.left, catalog), _unit(tree.right, catalog))
        case exp.Div():
            if isinstance(tree.right.unnest(), exp.Literal):
                return _unit(tree.left, catalog)
            return _divided(_unit(tree.left, catalog), _unit(tree.right, catalog))
    return None


def _multiplied(left: Unit | None, right: Unit | None) -> Unit | None:
    if left is None or right is None:
        return left or right
    if Unit.RATIO in (left, right):
        return right if left is Unit.RATIO else left
    return None


def _divided(left: Unit | None, right: Unit | None) -> Unit | None:
    """One thing per another: a part of the whole where both are the same."""
    if right is Unit.RATIO:
        return left
    if left is None or right is None:
        return None
    if left is right:
        return Unit.RATIO
    return left if right in (Unit.COUNT, Unit.QUANTITY) else None


def _fitting(made: Unit) -> frozenset[Unit]:
    """The units that may be told of a figure that comes out in `made`."""
    if made is Unit.RATIO:
        return _SCALED | {Unit.RATIO, Unit.NUMBER}
    if made is Unit.COUNT:
        return frozenset({Unit.COUNT, Unit.QUANTITY, Unit.NUMBER})
    return frozenset({made, Unit.NUMBER})
