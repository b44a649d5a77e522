"""A figure's change, shared among the figures that its formula names (Shapley)."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import factorial
from typing import Final

from vigie.analysis.contributions.breakdown import Change
from vigie.analysis.contributions.effects import Pair
from vigie.analysis.contributions.exact import apportioned, decimal, places
from vigie.analysis.contributions.formula import Operands
from vigie.analysis.contributions.reading import SIDES, Member
from vigie.analysis.contributions.result import Kind, Part
from vigie.metrics.language.definition import Catalog, Metric

MOST: Final = 6  # operands; each one more doubles the work, and nobody reads seven causes
Formula = Callable[[Mapping[str, Fraction]], Fraction | None]


def driven(operands: Operands, known: Member, change: Change, catalog: Catalog) -> tuple[Part, ...]:
    """The figures of a formula as parts of its change; none where one has no value."""
    pairs = {}
    for name, one in operands.shapes.items():
        before, after = (one.of(known.side(side)) for side in SIDES)
        if before is None or after is None:
            return ()
        pairs[name] = Pair(before, after)
    shares = shared(operands.formula, pairs)
    if shares is None or not _makes(operands, pairs, change):
        return ()
    written = apportioned(change.size, list(shares.values()), change.digits)
    return tuple(
        _part(catalog.metrics[name], pair, size, change)
        for (name, pair), size in zip(pairs.items(), written, strict=True)
    )


def _makes(operands: Operands, pairs: Mapping[str, Pair], change: Change) -> bool:
    """Whether the formula gives the figure: one that a company has defined anew may not."""
    before, after = (
        operands.formula({name: pair[side] for name, pair in pairs.items()}) for side in SIDES
    )
    if before is None or after is None:
        return False
    given = decimal(before, change.digits), decimal(after, change.digits)
    return given == (change.before, change.after)


def _part(metric: Metric, pair: Pair, size: Decimal, change: Change) -> Part:
    digits = places(metric.unit)
    return Part(
        kind=Kind.FIGURE,
        name=metric.label,
        before=decimal(pair.before, digits),
        after=decimal(pair.after, digits),
        change=size,
        share=change.share(size),
        key=metric.id,
        unit=metric.unit,
    )


def shared(formula: Formula, operands: Mapping[str, Pair]) -> dict[str, Fraction] | None:
    """What each operand made of the change of `formula`, exactly, whatever the order.

    An operand's share is what moving it from before to after adds, averaged over all orders in
    which the operands can be moved one after the other. None where the formula has no value
    half way (it would divide by nought).
    """
    if len(operands) > MOST:
        return None
    values: dict[frozenset[str], Fraction] = {}
    for moved in _subsets(tuple(operands)):
        value = formula({name: pair[name in moved] for name, pair in operands.items()})
        if value is None:
            return None
        values[moved] = value
    return {name: _average(name, operands, values) for name in operands}


def _average(
    name: str, operands: Mapping[str, Pair], values: Mapping[frozenset[str], Fraction]
) -> Fraction:
    others = tuple(other for other in operands if other != name)
    count = len(operands)
    found = Fraction(0)
    for before in _subsets(others):
        orders = factorial(len(before)) * factorial(count - len(before) - 1)
        step = values[before | {name}] - values[before]
        found += step * orders / factorial(count)
    return found


def _subsets(names: Sequence[str]) -> list[frozenset[str]]:
    return [frozenset(some) for size in range(len(names) + 1) for some in combinations(names, size)]
