"""The figures that a metric's formula names, and the formula over their values."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from sqlglot import exp

from vigie.analysis.contributions.models import Models
from vigie.analysis.contributions.shape import Shape, shape
from vigie.metrics.language.definition import Catalog, Metric, MetricType


@dataclass(frozen=True, slots=True)
class Operands:
    """The figures that a metric is computed from, each with its own shape."""

    metric: Metric
    shapes: Mapping[str, Shape]
    is_chain: bool  # their product is the metric

    @property
    def leaves(self) -> tuple[str, ...]:
        """What must be read to know them all."""
        return tuple(dict.fromkeys(leaf for one in self.shapes.values() for leaf in one.leaves))

    def of(self, leaves: Mapping[str, Fraction]) -> Fraction | None:
        """The metric where the leaves have these values; None where it has none."""
        values = {name: one.of(leaves) for name, one in self.shapes.items()}
        known = {name: value for name, value in values.items() if value is not None}
        return self.formula(known) if len(known) == len(values) else None

    def formula(self, values: Mapping[str, Fraction]) -> Fraction | None:
        """The metric where its operands have these values; None where it has none."""
        if self.is_chain:
            return prod(values.values(), start=Fraction(1))
        if self.metric.type is MetricType.RATIO:
            top, bottom = (values[name] for name in self.shapes)
            return top / bottom if bottom else None
        return None if self.metric.expression is None else _value(self.metric.expression, values)


def operands(metric: Metric, catalog: Catalog, models: Models) -> Operands | None:
    """What drives `metric`; None where its formula names nothing that can be explained."""
    chain = models.chain(metric)
    names = chain or catalog.parts(metric.id)
    # A reader may see a metric and not all that it is explained by.
    known = [catalog.metrics[name] for name in names if name in catalog.metrics]
    shapes = {one.id: found for one in known if (found := shape(one, catalog)) is not None}
    if not names or len(shapes) < len(names):
        return None
    return Operands(metric, shapes, bool(chain))


def _value(tree: exp.Expr, values: Mapping[str, Fraction]) -> Fraction | None:
    match tree:
        case exp.Paren():
            return _value(tree.this, values)
        case exp.Column():
            return values.get(tree.name)
        case exp.Literal() if not tree.is_string:
            return Fraction(tree.name)
        case exp.Neg():
            inner = _value(tree.this, values)
            return None if inner is None else -inner
        case exp.Add() | exp.Sub() | exp.Mul() | exp.Div():
            left, right = _value(tree.left, values), _value(tree.right, values)
            return None if left is None or right is None else _computed(tree, left, right)
        case _:
            return None


def _computed(tree: exp.Binary, left: Fraction, right: Fraction) -> Fraction | None:
    match tree:
        case exp.Add():
            return left + right
        case exp.Sub():
            return left - right
        case exp.Mul():
            return left * right
        case _:
            return left / right if right else None
