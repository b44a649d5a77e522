"""The words of the metric language: dataset, dimension, metric, catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Literal

from sqlglot import exp

from vigie.kit.formats import Unit
from vigie.kit.i18n import Label


class MetricType(StrEnum):
    """How a metric is made."""

    SIMPLE = "simple"  # one aggregate over the rows of one dataset
    RATIO = "ratio"  # one metric divided by another, recomputed at every level
    DERIVED = "derived"  # arithmetic over other metrics
    CUMULATIVE = "cumulative"  # the running sum of signed movements, as of a day
    SHARE = "share"  # the weight of the n largest members in the whole


class Aggregate(StrEnum):
    """What is done with the rows of a group."""

    SUM = "sum"
    COUNT = "count"
    COUNT_DISTINCT = "count_distinct"
    AVERAGE = "average"
    MEDIAN = "median"
    MIN = "min"
    MAX = "max"

    @property
    def is_additive(self) -> bool:
        """Whether the parts of a whole sum to the whole, and no row means nought."""
        return self in (Aggregate.SUM, Aggregate.COUNT)


class Direction(StrEnum):
    """Which way is good."""

    UP = "up"
    DOWN = "down"
    BAND = "band"


class Nature(StrEnum):
    """The four kinds of indicator that a balanced dashboard mixes."""

    PERFORMANCE = "performance"
    STEERING = "steering"
    CONTEXT = "context"
    IMPACT = "impact"


class Stratum(StrEnum):
    """What an indicator is for."""

    ANTICIPATION = "anticipation"
    BALANCE = "balance"
    ALERT = "alert"


class Aida(StrEnum):
    """The stage of a sale that an indicator watches."""

    ATTENTION = "attention"
    INTEREST = "interest"
    DESIRE = "desire"
    ACTION = "action"


class Perspective(StrEnum):
    """The four sides of a balanced scorecard."""

    FINANCIAL = "financial"
    CUSTOMER = "customer"
    PROCESS = "process"
    LEARNING = "learning"


class Refresh(StrEnum):
    """How often the figure is expected to be fresh."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


Basis = Literal["invoiced", "booked"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One indicator: what it means to people, and how it is computed."""

    id: str
    type: MetricType
    family: str
    label: Label
    description: Label
    formula: Label
    unit: Unit
    digits: int | None
    direction: Direction
    nature: Nature
    stratum: Stratum
    aida: Aida | None
    bsc: Perspective
    refresh: Refresh
    owner: Label
    decision: Label
    misleads: Label
    basis: Basis | None = None
    hidden: bool = False  # a part of other metrics, not listed
    # simple and cumulative
    dataset: str | None = None
    aggregate: Aggregate = Aggregate.SUM
    expression: exp.Expression | None = field(default=None, compare=False)
    filter: exp.Expression | None = field(default=None, compare=False)
    time: str | None = None  # overrides the dataset's own date
    first_by: str | None = None  # keeps the first row ever of each member of this column
    window_days: int | None = None  # cumulative: the trailing days, or all of history
    alternatives: tuple[str, ...] = ()  # hidden metrics asked when a dimension is out of reach
    coverage: str | None = None  # a hidden ratio: how much of the rows carry what is needed
    # ratio, derived, share
    numerator: str | None = None
    denominator: str | None = None
    whole: str | None = None  # share: the metric that is shared out
    entity: str | None = None  # share: the dimension whose members are ranked
    top: int = 0

    @property
    def format(self) -> str:
        """The unit's name, for templates."""
        return self.unit.value

    @property
    def is_balance(self) -> bool:
        """Whether the value is one of a day, never summed over time."""
        return self.type is MetricType.CUMULATIVE

    @property
    def is_leaf(self) -> bool:
        """Whether it is read from rows, not from other metrics."""
        return self.dataset is not None


@dataclass(frozen=True, slots=True)
class Relationship:
    """A many-to-one step: each row of the table that holds it meets at most one row of `to`."""

    name: str
    column: str
    to: str
    to_column: str
    constants: tuple[tuple[str, str], ...] = ()  # the rest of a composite key


@dataclass(frozen=True, slots=True)
class DrillColumn:
    """A column of the rows behind a figure: a dimension, or a column reached by a path."""

    name: str
    label: Label
    path: str


@dataclass(frozen=True)
class Dataset:
    """Rows to aggregate: a core table, or a declared query over core tables."""

    name: str
    label: Label
    table: str | None
    query: exp.Expression | None
    primary_key: tuple[str, ...]
    time: str | None
    columns: Mapping[str, str]  # name → model type
    relationships: Mapping[str, Relationship]
    filter: exp.Expression | None = None
    paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # settled dimensions
    drill: tuple[DrillColumn, ...] = ()


@dataclass(frozen=True, slots=True)
class Dimension:
    """What figures are cut by: grouped by `key`, shown as `name`."""

    id: str
    label: Label
    table: str | None  # None: the column stands on the fact itself
    key: str
    name: str
    roles: tuple[str, ...] = ()  # the last step of the way there
    scope: str | None = None  # the scope_type of targets that it matches


@dataclass(frozen=True)
class Catalog:
    """Everything that can be asked."""

    metrics: Mapping[str, Metric]
    dimensions: Mapping[str, Dimension]
    datasets: Mapping[str, Dataset]
    tables: Mapping[str, Mapping[str, Relationship]]  # many-to-one steps between core tables

    @cached_property
    def shown(self) -> tuple[Metric, ...]:
        """The metrics that people may ask for."""
        return tuple(m for m in self.metrics.values() if not m.hidden)
