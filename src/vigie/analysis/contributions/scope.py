"""What a question of contributions is about: the metric's shape, and the dimensions to look at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from vigie.analysis.contributions.additivity import adds_up
from vigie.analysis.contributions.formula import Operands, operands
from vigie.analysis.contributions.models import Priced, models
from vigie.analysis.contributions.question import Question
from vigie.analysis.contributions.result import LeftOut
from vigie.analysis.contributions.shape import Shape, Sum, shape
from vigie.kit.errors import Invalid, Refused
from vigie.kit.i18n import Text, text
from vigie.metrics.language.comparison import comparisons
from vigie.metrics.language.definition import Catalog, Metric
from vigie.metrics.language.reach import possible
from vigie.metrics.question.words import Words


@dataclass(frozen=True, slots=True)
class Scope:
    """The metric in its shape, the dimensions along which it adds up, and the others."""

    metric: Metric
    catalog: Catalog
    shape: Shape | None  # None: it is explained by the figures of its formula only
    operands: Operands | None
    is_planned: bool  # it is held against a plan, which has no prices and no parts of its own
    dimensions: tuple[str, ...]
    left_out: tuple[LeftOut, ...]

    @classmethod
    def of(cls, question: Question, catalog: Catalog) -> Self:
        """Reads a question; raises NotFound, Invalid, or Refused with what would be right."""
        words = Words(catalog, lambda _: ())
        metric = words.metric(question.metric)
        if any(words.grain(word) for word in question.by):
            raise Invalid(
                "A change is explained by dimensions, not by '{word}': ask for the figures by it.",
                word=next(word for word in question.by if words.grain(word)),
            )
        is_planned = comparisons((question.compare,))[0].is_planned
        found = shape(metric, catalog)
        drivers = None if is_planned else operands(metric, catalog, models())
        if is_planned and found and found.bottom:
            raise Refused(
                "A plan of '{metric}' has no parts that add up to it: explain its change against "
                "an earlier period, or that of {others} against the plan.",
                metric=metric.id,
                others=", ".join(found.leaves),
            )
        if found is None and (drivers is None or question.by):
            raise _partless(metric, drivers, catalog)
        if found is not None and is_planned:
            found = Shape(Sum(((metric.id, Fraction(1)),)))
        named = question.by or _usual(metric, catalog)
        asked = tuple(dict.fromkeys(named)) if found else ()
        left_out = tuple(_left_out(metric, asked, catalog))
        if question.by and left_out:
            raise _refused(metric, left_out[0], catalog)
        kept = tuple(one for one in asked if one not in {left.dimension for left in left_out})
        return cls(metric, catalog, found, drivers, is_planned, kept, left_out)

    def priced(self, dimension: str) -> Priced | None:
        """The prices and quantities behind the metric along `dimension`."""
        found = None if self.is_planned else models().priced(self.metric, dimension)
        # A reader may see a metric and not all that it is explained by.
        is_known = found is not None and all(one in self.catalog.metrics for one in found.leaves)
        return found if is_known else None

    def leaves(self, dimension: str | None = None) -> tuple[str, ...]:
        """What must be read of each member."""
        own = self.shape.leaves if self.shape else ()
        priced = self.priced(dimension) if dimension else None
        return tuple(dict.fromkeys((*own, *(priced.leaves if priced else ()))))

    def refused(self, left: LeftOut) -> Refused:
        """Why the metric is not explained by a dimension that was asked for, and by what it is."""
        return _refused(self.metric, left, self.catalog)


def _usual(metric: Metric, catalog: Catalog) -> Iterator[str]:
    """The dimensions that the metric carries, without those that tell the periods apart anyway.

    A document lives in one period; ages and segments as of a day follow from what was sold in both.
    """
    for name in possible(metric.id, catalog):
        dimension = catalog.dimensions[name]
        trait = catalog.traits.get(dimension.table)
        if trait is not None and trait.asks_day:
            continue
        table = catalog.model.tables.get(dimension.table)
        is_document = dimension.table in catalog.fact_tables and table is not None
        if not is_document or dimension.key not in (table.key if table else ()):
            yield name


def _left_out(metric: Metric, dimensions: Iterable[str], catalog: Catalog) -> Iterator[LeftOut]:
    for name in dimensions:
        dimension = catalog.dimensions.get(name)
        if dimension is None:
            continue  # a column: whether its members add up is seen in their figures
        wrong = next(
            (leaf for leaf in catalog.leaves(metric.id) if not adds_up(leaf, dimension, catalog)),
            None,
        )
        if wrong is not None:
            yield LeftOut(name, dimension.label, _counted_twice(wrong, name))


def _counted_twice(leaf: str, dimension: str) -> Text:
    return text(
        "What '{metric}' counts may fall under several members of '{dimension}': they do not "
        "add up.",
        metric=leaf,
        dimension=dimension,
    )


def _refused(metric: Metric, left: LeftOut, catalog: Catalog) -> Refused:
    usual = list(_usual(metric, catalog))
    wrong = {one.dimension for one in _left_out(metric, usual, catalog)}
    return Refused(
        "{reason} '{metric}' can be explained by: {possible}.",
        reason=left.reason,
        metric=metric.id,
        possible=", ".join(name for name in usual if name not in {*wrong, left.dimension}),
    )


def _partless(metric: Metric, drivers: Operands | None, catalog: Catalog) -> Refused:
    """Why a metric has no members that add up, and what to ask instead."""
    if drivers is not None:
        return Refused(
            "'{metric}' is computed from {others} and has no members that add up: leave 'by' out "
            "to see what each of these made of it.",
            metric=metric.id,
            others=", ".join(drivers.shapes),
        )
    dataset = catalog.metrics[metric.whole or metric.id].dataset
    alike = [one.id for one in catalog.shown if one.dataset == dataset and shape(one, catalog)]
    return Refused(
        "'{metric}' is made of no parts that add up to it. What can be explained instead: "
        "{others}.",
        metric=metric.id,
        others=", ".join(alike[:5] or ["revenue"]),
    )
