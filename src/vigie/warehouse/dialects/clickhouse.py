"""The SQL of ClickHouse."""

from collections.abc import Callable
from typing import Final

from sqlglot import exp
from sqlglot.schema import MappingSchema

from vigie.warehouse.dialects.rules.any_script import any_script
from vigie.warehouse.dialects.rules.day_count import day_count
from vigie.warehouse.dialects.rules.exact_literal import exact_literal
from vigie.warehouse.dialects.rules.exact_median import exact_median_clickhouse
from vigie.warehouse.dialects.rules.exact_product import exact_product
from vigie.warehouse.dialects.rules.float_division import float_division
from vigie.warehouse.dialects.rules.half_up import half_up_clickhouse
from vigie.warehouse.dialects.rules.kept_attribute import kept_attribute_clickhouse
from vigie.warehouse.dialects.rules.named_parameter import named_parameter
from vigie.warehouse.dialects.rules.parallel_lists import parallel_lists_clickhouse
from vigie.warehouse.dialects.rules.unknown_member import unknown_member
from vigie.warehouse.dialects.rules.wide_dates import wide_dates
from vigie.warehouse.dialects.translation import Rule, Translation

MEANING: Final[tuple[Rule, ...]] = (day_count, float_division)
RULES: Final[tuple[Rule, ...]] = (
    exact_product,
    exact_literal,
    exact_median_clickhouse,
    half_up_clickhouse,
    any_script,
    parallel_lists_clickhouse,
    kept_attribute_clickhouse,
    unknown_member,
    wide_dates,
    named_parameter,
)


def clickhouse(schema: MappingSchema, place: Callable[[str], exp.Table]) -> Translation:
    """ClickHouse with the core tables of `schema` where `place` says."""
    return Translation("clickhouse", MEANING, RULES, place, schema)
