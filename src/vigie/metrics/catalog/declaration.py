"""The shape of the catalogue's YAML, checked by pydantic."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from vigie.kit.formats import Unit
from vigie.kit.i18n import Label
from vigie.kit.periods import Grain
from vigie.metrics.language.classification import Aida, Nature, Perspective, Refresh, Stratum
from vigie.metrics.language.comparison import Comparison
from vigie.metrics.language.definition import (
    Aggregate,
    Basis,
    Direction,
    MetricType,
)
from vigie.metrics.language.windows import PeriodAgg
from vigie.model.schema import ColumnType

Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, Field(min_length=1)]


class Declaration(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Both(Declaration):
    """The same words in the two languages."""

    en: Words
    fr: Words

    def label(self) -> Label:
        return Label(self.en, self.fr)


class Rows(Declaration):
    """Where a simple metric or a balance is read, and how."""

    dataset: str | None = None
    aggregate: Aggregate | None = None
    expression: str | None = None
    filter: str | None = None
    time: str | None = None
    entity: str | None = None
    basis: Basis | None = None


class ConstantProperty(Declaration):
    """What an event and the one that it is credited to have in common."""

    base_property: str
    conversion_property: str


class SynonymsDeclaration(Declaration):
    en: tuple[str, ...] = ()
    fr: tuple[str, ...] = ()


class MetricDeclaration(Rows):
    type: MetricType = MetricType.SIMPLE
    hidden: bool = False
    label: Both | None = None
    synonyms: SynonymsDeclaration = SynonymsDeclaration()
    description: Both | None = None
    formula: Both | None = None
    unit: Unit = Unit.NUMBER
    digits: int | None = Field(default=None, ge=0, le=6)
    direction: Direction = Direction.UP
    nature: Nature = Nature.PERFORMANCE
    stratum: Stratum = Stratum.BALANCE
    aida: Aida | None = None
    bsc: Perspective = Perspective.FINANCIAL
    refresh: Refresh = Refresh.DAILY
    owner: Both | None = None
    decision: Both | None = None
    misleads: Both | None = None
    first_by: str | None = None
    percentile: float | None = Field(default=None, gt=0, lt=1)
    input: str | None = None
    grain_to_date: Grain | None = None
    window: str | None = None  # a length such as '12 months'
    period_agg: PeriodAgg | None = None
    base: str | None = None
    conversion: str | None = None
    calculation: Literal["conversion_rate", "conversions"] = "conversion_rate"
    constant_properties: tuple[ConstantProperty, ...] = ()
    against: Comparison | None = None
    period: Literal["elapsed", "whole"] = "elapsed"
    members: tuple[str, ...] = ()
    values: dict[Word, str] = {}
    due: str | None = None
    over: str | None = None
    at_start: bool = False
    alternatives: tuple[str, ...] = ()
    coverage: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    whole: str | None = None
    top: int = Field(default=0, ge=0)
    on_orders: Rows | None = None  # what changes where revenue rests on orders

    def on_basis(self, revenue_basis: str) -> "MetricDeclaration":
        """The declaration as the company's basis of revenue wants it."""
        if revenue_basis != "orders" or self.on_orders is None:
            return self
        return self.model_copy(update=self.on_orders.model_dump(exclude_unset=True))


class DrillDeclaration(Both):
    path: Words


class QueryColumn(Declaration):
    type: ColumnType
    references: str | None = None


class DatasetDeclaration(Declaration):
    label: Both
    table: str | None = None
    query: str | None = None
    describes: str | None = None
    primary_key: tuple[str, ...] = ()
    time: str | None = None
    columns: dict[Word, QueryColumn] = {}
    filter: str | None = None
    through: tuple[str, ...] = ()
    paths: dict[str, str] = {}
    drill: dict[Word, DrillDeclaration] = {}


class DimensionDeclaration(Both):
    table: str
    key: str
    name: str | None = None
    roles: tuple[str, ...] = ()
    prefer: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()
    order: tuple[str, ...] | Literal["ascending"] | None = None


class RollupDeclaration(Declaration):
    dataset: str
    time: str | None = None
    dimensions: tuple[str, ...] = ()


class CatalogFile(Declaration):
    """One YAML file: any of the four kinds of definition."""

    family: Word | None = None  # of the metrics
    label: Both | None = None
    position: int = 100  # the order in which families are shown
    datasets: dict[Word, DatasetDeclaration] = {}
    dimensions: dict[Word, DimensionDeclaration] = {}
    metrics: dict[Word, MetricDeclaration] = {}
    rollups: dict[Word, RollupDeclaration] = {}
