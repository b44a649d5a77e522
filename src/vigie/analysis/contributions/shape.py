"""What a metric is made of: a sum of leaves, or one sum divided by another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from sqlglot import exp

from vigie.metrics.language.definition import Catalog, Metric, MetricType

_ONE: Final = ""  # stands for the number itself among the leaves

Values = Mapping[str, Fraction]  # leaf → its figure


@dataclass(frozen=True, slots=True)
class Sum:
    """Leaves, each with its coefficient."""

    terms: tuple[tuple[str, Fraction], ...]

    def of(self, values: Values) -> Fraction:
        """The sum where the leaves have these values."""
        return sum(
            (factor * values.get(leaf, Fraction(leaf == _ONE)) for leaf, factor in self.terms),
            Fraction(0),
        )

    @property
    def leaves(self) -> tuple[str, ...]:
        return tuple(leaf for leaf, _ in self.terms if leaf != _ONE)


@dataclass(frozen=True, slots=True)
class Shape:
    """`top` alone (an amount, a count), or `top` / `bottom` (a rate, an average)."""

    top: Sum
    bottom: Sum | None = None

    @property
    def leaves(self) -> tuple[str, ...]:
        """The metrics to read, each once."""
        bottom = self.bottom.leaves if self.bottom else ()
        return tuple(dict.fromkeys((*self.top.leaves, *bottom)))

    def of(self, values: Values) -> Fraction | None:
        """The figure; None where it would be divided by nought."""
        if self.bottom is None:
            return self.top.of(values)
        below = self.bottom.of(values)
        return self.top.of(values) / below if below else None


def shape(metric: Metric, catalog: Catalog) -> Shape | None:
    """The shape of `metric`; None for what is neither a sum nor one sum over another.

    A median, a share of the largest, or a product of rates is made of no parts that add up.
    """
    try:
        return _settled(_of_metric(metric, catalog))
    except _Shapeless:
        return None


class _Shapeless(Exception):  # noqa: N818
    """A formula that is not a quotient of sums."""


@dataclass(frozen=True, slots=True)
class _Quotient:
    top: Mapping[str, Fraction]
    bottom: Mapping[str, Fraction] = field(default_factory=lambda: {_ONE: Fraction(1)})


def _settled(quotient: _Quotient) -> Shape:
    top, bottom = _cleaned(quotient.top), _cleaned(quotient.bottom)
    if set(bottom) - {_ONE}:
        return Shape(_sum(top), _sum(bottom))
    if _ONE in top or not top or not bottom:
        raise _Shapeless
    return Shape(_sum(_scaled(top, 1 / bottom[_ONE])))


def _of_metric(metric: Metric, catalog: Catalog) -> _Quotient:
    match metric.type:
        case MetricType.RATIO:
            top, bottom = (catalog.metrics[name] for name in catalog.parts(metric.id))
            return _divided(_of_metric(top, catalog), _of_metric(bottom, catalog))
        case MetricType.DERIVED if metric.expression is not None:
            return _of_formula(metric.expression, catalog)
        case MetricType.CUMULATIVE:
            # The sum of its input over other days: its members add up where the input's do.
            if _settled(_of_metric(catalog.metrics[metric.input or ""], catalog)).bottom:
                raise _Shapeless
            return _Quotient({metric.id: Fraction(1)})
        case _ if metric.is_additive:
            return _Quotient({metric.id: Fraction(1)})
        case _:
            raise _Shapeless


def _of_formula(tree: exp.Expr, catalog: Catalog) -> _Quotient:
    match tree:
        case exp.Paren():
            return _of_formula(tree.this, catalog)
        case exp.Column():
            return _of_metric(catalog.metrics[tree.name], catalog)
        case exp.Literal() if not tree.is_string:
            return _Quotient({_ONE: Fraction(tree.name)})
        case exp.Neg():
            return _times(_of_formula(tree.this, catalog), Fraction(-1))
    if not isinstance(tree, exp.Add | exp.Sub | exp.Mul | exp.Div):
        raise _Shapeless
    left, right = (_of_formula(side, catalog) for side in (tree.left, tree.right))
    match tree:
        case exp.Add():
            return _added(left, right)
        case exp.Sub():
            return _added(left, _times(right, Fraction(-1)))
        case exp.Mul():
            return _multiplied(left, right)
        case _:
            return _divided(left, right)


def _added(left: _Quotient, right: _Quotient) -> _Quotient:
    if left.bottom == right.bottom:
        return _Quotient(_plus(left.top, right.top), left.bottom)
    if (number := _number(left)) is not None:
        return _Quotient(_plus(_scaled(right.bottom, number), right.top), right.bottom)
    if (number := _number(right)) is not None:
        return _Quotient(_plus(left.top, _scaled(left.bottom, number)), left.bottom)
    raise _Shapeless


def _multiplied(left: _Quotient, right: _Quotient) -> _Quotient:
    if (number := _number(left)) is not None:
        return _times(right, number)
    if (number := _number(right)) is not None:
        return _times(left, number)
    raise _Shapeless


def _divided(left: _Quotient, right: _Quotient) -> _Quotient:
    if number := _number(right):
        return _times(left, 1 / number)
    if left.bottom == right.bottom:
        return _Quotient(left.top, right.top)
    raise _Shapeless


def _times(quotient: _Quotient, number: Fraction) -> _Quotient:
    return _Quotient(_scaled(quotient.top, number), quotient.bottom)


def _number(quotient: _Quotient) -> Fraction | None:
    """The value of a quotient without leaves."""
    if set(quotient.top) | set(quotient.bottom) != {_ONE}:
        return None
    return quotient.top[_ONE] / quotient.bottom[_ONE]


def _plus(left: Values, right: Values) -> dict[str, Fraction]:
    names = dict.fromkeys((*left, *right))
    return {name: left.get(name, Fraction(0)) + right.get(name, Fraction(0)) for name in names}


def _scaled(terms: Values, number: Fraction) -> dict[str, Fraction]:
    return {name: factor * number for name, factor in terms.items()}


def _cleaned(terms: Values) -> dict[str, Fraction]:
    return {name: factor for name, factor in terms.items() if factor}


def _sum(terms: Values) -> Sum:
    return Sum(tuple(terms.items()))
