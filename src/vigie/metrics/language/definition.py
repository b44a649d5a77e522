"""The words of the metric language: dataset, dimension, metric, catalogue."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final, Literal

from sqlglot import exp

from vigie.kit.formats import Unit
from vigie.kit.i18n import Label
from vigie.kit.periods import Grain
from vigie.metrics.language.classification import Aida, Nature, Perspective, Refresh, Stratum
from vigie.metrics.language.comparison import Comparison
from vigie.metrics.language.policy import WHOLE, Sight
from vigie.metrics.language.windows import Window
from vigie.model.schema import ColumnType, Model


class MetricType(StrEnum):
    """How a metric is made."""

    SIMPLE = "simple"  # one aggregate over the rows of one dataset
    RATIO = "ratio"  # one metric divided by another, recomputed at every level
    DERIVED = "derived"  # arithmetic over other metrics
    CUMULATIVE = "cumulative"  # another metric, read to date or over trailing days
    BALANCE = "balance"  # the running sum of signed movements, as of a day
    SHARE = "share"  # the weight of the n largest members in the whole
    CONVERSION = "conversion"  # events of one kind that are followed by one of another
    EARLIER = "earlier"  # another metric, as it was in an earlier time
    MATCHED = "matched"  # members that stand in a period and in an earlier one, pair by pair
    GOAL = "goal"  # what was aimed at, budgeted or forecast for another metric


class Aggregate(StrEnum):
    """What is done with the rows of a group."""

    SUM = "sum"
    COUNT = "count"
    COUNT_DISTINCT = "count_distinct"
    AVERAGE = "average"
    MEDIAN = "median"
    PERCENTILE = "percentile"  # the value below which `percentile` of the rows lie, interpolated
    MIN = "min"
    MAX = "max"


class Direction(StrEnum):
    """Which way is good."""

    UP = "up"
    DOWN = "down"
    BAND = "band"


DAY_ASKED: Final = "asked_on"  # what a query of a trait calls it, as a function
Basis = Literal["invoiced", "booked"]
_READ: Final = (MetricType.SIMPLE, MetricType.BALANCE, MetricType.CONVERSION, MetricType.MATCHED)


@dataclass(frozen=True, slots=True)
class Conversion:
    """How events of a base metric are credited with those of another.

    Each converting event is credited to the latest base event of the same entity (and of the same
    constant properties) on its day or before, no longer ago than the window.
    """

    of: str  # the metric that declares it
    base: str
    metric: str  # what converts
    entity: str  # the column that tells whose event it is, a path
    constant: tuple[tuple[str, str], ...] = ()  # columns that agree: the base's, the conversion's
    window: tuple[int, Grain] | None = None
    is_rate: bool = True  # over the base, or how many convert


@dataclass(frozen=True, slots=True)
class Matching:
    """The members that are paired, by the dimensions that tell them, and what is summed of each.

    A metric's expression and filter name the sums as `now.name` and `before.name`; `rows` is always
    among them.
    """

    members: tuple[str, ...]
    values: tuple[tuple[str, exp.Expr], ...] = ()


@dataclass(frozen=True, slots=True)
class Synonyms:
    """What else people call a metric."""

    en: tuple[str, ...] = ()
    fr: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[str]:
        """In both languages: who reads in one may think in the other."""
        return iter((*self.en, *self.fr))


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
    synonyms: Synonyms = Synonyms()
    # simple and balance
    dataset: str | None = None
    aggregate: Aggregate = Aggregate.SUM
    percentile: float | None = None
    expression: exp.Expr | None = field(default=None, compare=False)
    filter: exp.Expr | None = field(default=None, compare=False)
    time: str | None = None  # overrides the dataset's own date
    first_by: str | None = None  # keeps the first row ever of each member of this column
    at_start: bool = False  # balance: as of the eve of the period, not of its last day
    alternatives: tuple[str, ...] = ()  # hidden metrics asked when a dimension is out of reach
    coverage: str | None = None  # a hidden ratio: how much of the rows carry what is needed
    # cumulative, earlier, goal
    input: str | None = None
    window: Window | None = None
    against: Comparison | None = None  # earlier, matched: which time; goal: which kind
    is_whole: bool = False  # goal: of the whole period, its days to come included
    over: str | None = None  # the metric whose place any other may take: `id:other`
    averaged: bool = False  # balance: the mean of the days, not the value of the last one
    due: str | None = None  # balance: the date that must fall in the period shown
    conversion: Conversion | None = None
    matching: Matching | None = field(default=None, compare=False)
    # ratio, derived, share
    numerator: str | None = None
    denominator: str | None = None
    whole: str | None = None  # share: the simple metric that is shared out
    entity: str | None = None  # share: the column whose members are ranked, a path
    top: int = 0

    @property
    def format(self) -> str:
        """The unit's name, for templates."""
        return self.unit.value

    @property
    def over_rows(self) -> tuple[exp.Expr | None, ...]:
        """What is read of rows; the expressions of pairs are over sums of it."""
        if self.matching:
            return tuple(tree for _, tree in self.matching.values)
        return (self.expression, self.filter)

    @property
    def is_balance(self) -> bool:
        """Whether the value is one of a day, never summed over time."""
        return self.type is MetricType.BALANCE

    @property
    def is_flow(self) -> bool:
        """Whether it tells what happened over the days of a period."""
        return self.type not in (MetricType.BALANCE, MetricType.GOAL)

    @property
    def is_additive(self) -> bool:
        """Whether no row means nought, not unknown."""
        counted = (Aggregate.SUM, Aggregate.COUNT, Aggregate.COUNT_DISTINCT)
        return self.type in _READ and self.aggregate in counted


@dataclass(frozen=True, slots=True)
class Relationship:
    """A many-to-one step: each row of the table that holds it meets at most one row of `to`."""

    name: str
    column: str
    to: str
    to_column: str


@dataclass(frozen=True, slots=True)
class DrillColumn:
    """A column of the rows behind a figure; `path` is `step.step.column`."""

    name: str
    label: Label
    path: str


def is_day_asked(node: exp.Expr) -> bool:
    """Whether `node` stands for the day that a question is asked on."""
    return isinstance(node, exp.Anonymous) and node.name.lower() == DAY_ASKED


@dataclass(frozen=True)
class Dataset:
    """Rows to aggregate: a core table, or a declared query over core tables."""

    name: str
    label: Label
    table: str | None
    query: exp.Expr | None
    primary_key: tuple[str, ...]
    time: str | None
    columns: Mapping[str, ColumnType]
    relationships: Mapping[str, Relationship]
    filter: exp.Expr | None = None
    through: frozenset[str] = frozenset()  # other datasets' tables whose dimensions it carries
    paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # settled dimensions
    drill: tuple[DrillColumn, ...] = ()
    is_shared: bool = False  # its query stands once in the statement, under its own name
    is_own: bool = False  # the company's; it is in nobody's way
    describes: str | None = None  # a trait: a row at most for each row of that core table

    @property
    def asks_day(self) -> bool:
        """Whether its rows are those of the day that a question is asked on."""
        return self.query is not None and any(map(is_day_asked, self.query.find_all(exp.Anonymous)))

    def time_of(self, metric: Metric) -> str | None:
        """The date that rows of `metric` are counted on."""
        return metric.time or self.time

    @property
    def tables(self) -> tuple[str, ...]:
        """The core tables that its rows come from."""
        if self.query is None:
            return (self.table or "",)
        own = {cte.alias for cte in self.query.find_all(exp.CTE)}
        named = dict.fromkeys(table.name for table in self.query.find_all(exp.Table))
        return tuple(name for name in named if name not in own)


@dataclass(frozen=True, slots=True)
class Dimension:
    """What figures are cut by: grouped by `key`, shown as `name`."""

    id: str
    label: Label
    table: str
    key: str
    name: str
    type: ColumnType = ColumnType.TEXT
    roles: tuple[str, ...] = ()  # the last step of the way there
    prefer: tuple[str, ...] = ()  # the way to take among equally near ones
    otherwise: tuple[tuple[str, ...], ...] = ()  # ways to try, in turn, where the first is empty
    attribute: bool = False  # `key` is a kept column of a source, inside `attributes`
    # The keys in the order in which people count them; () for that of the keys themselves.
    order: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Rollup:
    """Sums by day and by the keys of a few dimensions, kept beside the rows of a dataset.

    Holds every metric of the dataset with the same date that can be summed again.
    """

    name: str
    dataset: str
    dimensions: tuple[str, ...]
    day: str  # the date that it is cut by, a path; '' for the dataset's own
    columns: tuple[str, ...] = ()  # the keys that it is cut by, paths from the dataset's rows
    metrics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Catalog:
    """Everything that can be asked."""

    metrics: Mapping[str, Metric]
    dimensions: Mapping[str, Dimension]
    datasets: Mapping[str, Dataset]
    tables: Mapping[str, Mapping[str, Relationship]]  # many-to-one steps between core tables
    model: Model
    families: Mapping[str, Label] = field(default_factory=dict)  # of metrics, in order
    sight: Sight = WHOLE  # of the reader that it was narrowed for
    withheld: frozenset[str] = frozenset()  # metrics that this reader does not see
    rollups: Mapping[str, Rollup] = field(default_factory=dict)
    goals: tuple[Dataset, ...] = ()  # what is aimed at, by each scope that it is set for

    @cached_property
    def dimension_tables(self) -> frozenset[str]:
        """The tables that a way to a dimension may pass through."""
        return frozenset(dimension.table for dimension in self.dimensions.values())

    @cached_property
    def traits(self) -> Mapping[str, Dataset]:
        """What is told of the rows of core tables besides their own columns."""
        return {name: one for name, one in self.datasets.items() if one.describes}

    @cached_property
    def fact_tables(self) -> frozenset[str]:
        """The tables that are themselves aggregated, as shipped: others pass through where told.

        Rows that a company makes of a table besides leave every way as it was.
        """
        return frozenset(d.table for d in self.datasets.values() if d.table and not d.is_own)

    @cached_property
    def enumerated(self) -> frozenset[str]:
        """The dimensions whose members are words of a list, not names that people gave."""
        tables = self.model.tables
        return frozenset(
            name
            for name, one in self.dimensions.items()
            if one.table not in tables
            or ((column := tables[one.table].columns.get(one.key)) and column.values)
        )

    @cached_property
    def shown(self) -> tuple[Metric, ...]:
        """The metrics that people may ask for."""
        return tuple(m for m in self.metrics.values() if not m.hidden)

    def reading(self, leaf: str) -> Dataset:
        """The dataset that a metric read from rows is read from."""
        metric = self.metrics[leaf]
        return self.datasets[self.metrics[metric.whole or leaf].dataset or ""]

    def named(self, metric: str) -> tuple[str, ...]:
        """The metrics that the definition of `metric` rests on without their being its parts."""
        definition = self.metrics[metric]
        if definition.type is MetricType.GOAL:
            return (definition.input or "",)
        made = definition.conversion
        return (made.base, made.metric) if made else ()

    def readings(self, leaf: str) -> tuple[Dataset, ...]:
        """All that a part can be read from: by an alternative too; a goal, by any scope."""
        if self.metrics[leaf].type is MetricType.GOAL:
            return self.goals
        return tuple(self.reading(n) for n in (leaf, *self.metrics[leaf].alternatives))

    def leaves(self, metric: str) -> tuple[str, ...]:
        """The metrics read from rows that `metric` is made of, in order of first use."""
        found: dict[str, None] = {}
        for part in self.parts(metric):
            found.update(dict.fromkeys(self.leaves(part)))
        return tuple(found) or (metric,)

    def parts(self, metric: str) -> tuple[str, ...]:
        """The metrics that the formula of `metric` names itself."""
        definition = self.metrics[metric]
        match definition.type:
            case MetricType.RATIO:
                return (definition.numerator or "", definition.denominator or "")
            case MetricType.CUMULATIVE | MetricType.EARLIER:
                return (definition.input or "",)
            case MetricType.DERIVED if definition.expression is not None:
                names = (c.name for c in definition.expression.find_all(exp.Column))
                return tuple(dict.fromkeys(names))
            case _:
                return ()
