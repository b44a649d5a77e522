"""From `field op value` words to tests on a dataset, and to the values of their parameters."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from vigie.kit.calendar.company import Calendar
from vigie.kit.errors import Invalid, Refused
from vigie.kit.periods import Grain, Period
from vigie.metrics.language.definition import Dataset, Dimension, Metric
from vigie.metrics.question.condition import Condition, Operator, parse_condition, typed
from vigie.metrics.question.field import Test
from vigie.metrics.question.words import Words
from vigie.model.schema import ColumnType

KEY_SUFFIX = ".key"


@dataclass(frozen=True, slots=True)
class Filter:
    """One parsed filter: on a dimension, or (None) on the date of each dataset."""

    condition: Condition
    dimension: Dimension | None
    by_key: bool
    operator: Operator
    parameters: tuple[str, ...]
    is_policy: bool


@dataclass(slots=True)
class Filters:
    """The filters of one question, and the values that its parameters hold."""

    words: Words
    calendar: Calendar
    values: dict[str, Any] = field(default_factory=dict)
    parsed: list[Filter] = field(default_factory=list)

    def add(self, written: str, *, is_policy: bool = False) -> None:
        """Parses one filter; raises NotFound or Invalid for what cannot mean anything."""
        condition = parse_condition(written)
        if condition.field in (*Grain, "date"):
            self._add_days(condition, is_policy)
            return
        name = condition.field
        by_key = name.endswith(KEY_SUFFIX) and name.removesuffix(KEY_SUFFIX) in (
            self.words.catalog.dimensions
        )
        dimension = self.words.dimension(name.removesuffix(KEY_SUFFIX) if by_key else name)
        kind = ColumnType.TEXT if dimension.attribute else dimension.type
        values = typed(condition, kind)
        self._keep(condition, dimension, by_key, condition.operator, values, is_policy)

    def add_member(self, dimension: Dimension, value: object, *, by_key: bool) -> None:
        """Keeps one member of a dimension, as a cell of an answer names it."""
        operator = Operator.IS_NULL if value is None else Operator.EQUAL
        condition = Condition(dimension.id, operator, ())
        values = () if value is None else (value,)
        self._keep(condition, dimension, by_key, operator, values, False)

    def tests(self, dataset: Dataset, metric: Metric) -> tuple[Test, ...]:
        """The filters as tests on rows of `dataset`; raises Refused where it cannot carry one."""
        return tuple(self._test(one, dataset, metric) for one in self.parsed)

    def rights(self, dataset: Dataset, metric: Metric) -> tuple[Test, ...]:
        """The reader's rights as tests on rows of `dataset`, without what the question filters."""
        return tuple(self._test(one, dataset, metric) for one in self.parsed if one.is_policy)

    @property
    def dimensions(self) -> list[Dimension]:
        return [one.dimension for one in self.parsed if one.dimension is not None]

    def _test(self, one: Filter, dataset: Dataset, metric: Metric) -> Test:
        if one.dimension is None:
            if metric.is_balance:
                raise Refused(
                    "'{metric}' is the value of one day: say which with 'as of', "
                    "not with a filter on dates.",
                    metric=metric.id,
                )
            return Test(None, False, one.operator, one.parameters, one.is_policy)
        field_ = self.words.field(one.dimension, dataset, metric.id)
        return Test(field_, one.by_key, one.operator, one.parameters, one.is_policy)

    def _add_days(self, condition: Condition, is_policy: bool) -> None:
        """A filter on periods becomes filters on their first and last days."""
        grain = Grain.DAY if condition.field == "date" else Grain(condition.field)
        word = condition.values[0] if len(condition.values) == 1 else ""
        period = _period(word, grain, self.calendar, condition.field)
        for one, day in _day_tests(condition, period):
            self._keep(condition, None, False, one, (day,), is_policy)

    def _keep(
        self,
        condition: Condition,
        dimension: Dimension | None,
        by_key: bool,
        operator: Operator,
        values: tuple[Any, ...],
        is_policy: bool,
    ) -> None:
        names = tuple(f"w{len(self.values) + index}" for index in range(len(values)))
        self.values.update(zip(names, values, strict=True))
        self.parsed.append(Filter(condition, dimension, by_key, operator, names, is_policy))


def _period(word: str, grain: Grain, calendar: Calendar, name: str) -> Period:
    """The period of `grain` that 2026, 2026-03 or 2026-03-31 falls in."""
    padded = word + "-01-01"[: max(0, 10 - len(word))] if len(word) == 4 else word
    padded = padded + "-01" if len(padded) == 7 else padded
    try:
        if len(word) == 4 and grain is Grain.FISCAL_YEAR:
            return calendar.fiscal_year_named(int(word))
        return calendar.period(date.fromisoformat(padded), grain)
    except ValueError as error:
        raise Invalid(
            "'{word}' is not a date, which is what '{field}' holds: write {example}.",
            word=word,
            field=name,
            example="2026-03-31",
        ) from error


def _day_tests(condition: Condition, period: Period) -> tuple[tuple[Operator, date], ...]:
    match condition.operator:
        case Operator.EQUAL:
            return (Operator.AT_LEAST, period.start), (Operator.AT_MOST, period.end)
        case Operator.AT_LEAST | Operator.LESS:
            return ((condition.operator, period.start),)
        case Operator.AT_MOST | Operator.GREATER:
            return ((condition.operator, period.end),)
        case _:
            raise Invalid(
                "'{field}' is compared with =, <, <=, > or >=, as in {example}.",
                field=condition.field,
                example="date >= 2026-01-01",
            )
