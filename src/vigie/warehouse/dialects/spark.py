"""The SQL of Spark."""

from collections.abc import Callable
from typing import ClassVar, Final

from sqlglot import exp
from sqlglot.generators.spark import SparkGenerator
from sqlglot.schema import MappingSchema

from vigie.warehouse.dialects.rules.day_count import day_count
from vigie.warehouse.dialects.rules.exact_median import exact_median_spark
from vigie.warehouse.dialects.rules.float_average import float_average
from vigie.warehouse.dialects.rules.float_division import float_division
from vigie.warehouse.dialects.rules.half_up import half_up_spark
from vigie.warehouse.dialects.rules.kept_attribute import kept_attribute_spark
from vigie.warehouse.dialects.rules.once_computed import once_computed
from vigie.warehouse.dialects.rules.parallel_lists import parallel_lists_spark
from vigie.warehouse.dialects.translation import Rule, Translation

MEANING: Final[tuple[Rule, ...]] = (day_count, float_division)
RULES: Final[tuple[Rule, ...]] = (
    float_average,
    exact_median_spark,
    half_up_spark,
    parallel_lists_spark,
    kept_attribute_spark,
    once_computed,
)


class NestedGenerator(SparkGenerator):
    """Leaves a WITH where it stands: two subqueries may give the same name to different rows."""

    EXPRESSIONS_WITHOUT_NESTED_CTES: ClassVar[set[type[exp.Expr]]] = set()


def spark(schema: MappingSchema, place: Callable[[str], exp.Table]) -> Translation:
    """Spark with the core tables of `schema` where `place` says."""
    return Translation("spark", MEANING, RULES, place, schema, NestedGenerator)
