"""The tables that a spreadsheet sees: which columns each has, and what they mean."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from vigie.kit.formats import Unit
from vigie.kit.i18n import Label
from vigie.kit.periods import Grain
from vigie.kit.spelling import nearest
from vigie.metrics.answers.answer import KINDS, kind_of
from vigie.metrics.answers.result import ColumnKind
from vigie.metrics.language.definition import Catalog, Dimension, Metric
from vigie.metrics.language.reach import possible
from vigie.metrics.question.condition import parse_condition
from vigie.metrics.question.grains import PERIOD_LABELS
from vigie.web.odata.problems import Malformed

FREE: Final = "figures"  # the table of everything, of which columns must be chosen
KEY_SUFFIX: Final = "_key"


class Kind(StrEnum):
    """What a column is to the metric layer."""

    PERIOD = "period"
    KEY = "key"  # of a member of a dimension; never null: '' where it is not filled
    MEMBER = "member"  # its name
    METRIC = "metric"
    ROW = "row"  # the members of the whole row, as one text


class Edm(StrEnum):
    """The primitive types of OData that figures need."""

    TEXT = "Edm.String"
    DATE = "Edm.Date"
    INSTANT = "Edm.DateTimeOffset"
    INTEGER = "Edm.Int64"
    DECIMAL = "Edm.Decimal"
    NUMBER = "Edm.Double"
    BOOLEAN = "Edm.Boolean"


TYPES: Final[Mapping[ColumnKind, Edm]] = {
    "text": Edm.TEXT,
    "date": Edm.DATE,
    "instant": Edm.INSTANT,
    "integer": Edm.INTEGER,
    "decimal": Edm.DECIMAL,
    "number": Edm.NUMBER,
    "boolean": Edm.BOOLEAN,
}


@dataclass(frozen=True, slots=True)
class Property:
    """One column; `word` is what the metric layer calls it."""

    name: str
    kind: Kind
    type: Edm
    word: str
    label: Label
    about: Label | None = None
    unit: Unit | None = None

    @property
    def is_nullable(self) -> bool:
        return self.kind in (Kind.MEMBER, Kind.METRIC)


@dataclass(frozen=True)
class EntitySet:
    """One table. Of a `free` one the columns must be chosen: all together they mean nothing."""

    name: str
    label: Label
    properties: Mapping[str, Property]
    key: tuple[str, ...]
    free: bool = False

    def column(self, name: str) -> Property:
        """The column `name`; raises Malformed with the nearest one."""
        if name in self.properties:
            return self.properties[name]
        near = nearest(name, self.properties)
        if near is None:
            raise Malformed(
                "'{table}' has no column '{name}': $metadata lists them.",
                table=self.name,
                name=name,
            )
        raise Malformed(
            "'{table}' has no column '{name}'; did you mean '{near}'?",
            table=self.name,
            name=name,
            near=near,
        )

    def of(self, *kinds: Kind) -> list[Property]:
        """The columns of some kinds."""
        return [one for one in self.properties.values() if one.kind in kinds]


def entity_sets(catalog: Catalog) -> dict[str, EntitySet]:
    """Every table: each family by day, by month, and by month with each dimension; and `figures`.

    A column stands in a table only where the metric carries the dimension, and what the reader's
    rights are told by: without it, it would be refused.
    """
    carried = {metric.id: frozenset(possible(metric.id, catalog)) for metric in catalog.shown}
    needed = _needed(catalog)
    metrics = [metric for metric in catalog.shown if needed <= carried[metric.id]]
    families = dict.fromkeys(metric.family for metric in metrics)
    found = [
        one
        for family in families
        for one in _of_family(family, [m for m in metrics if m.family == family], carried, catalog)
    ]
    return {one.name: one for one in [*found, _free(metrics, catalog)]}


def _needed(catalog: Catalog) -> frozenset[str]:
    """The dimensions that a reader's rows are told by."""
    fields = {parse_condition(words).field for words in catalog.sight.rows.filters}
    return frozenset(field.removesuffix(".key") for field in fields) & catalog.dimensions.keys()


def _of_family(
    family: str,
    metrics: list[Metric],
    carried: Mapping[str, frozenset[str]],
    catalog: Catalog,
) -> Iterator[EntitySet]:
    label = catalog.families.get(family, Label(family, family))
    for grain in (Grain.DAY, Grain.MONTH):
        yield _set(f"{family}_by_{grain}", _by(label, PERIOD_LABELS[grain]), grain, None, metrics)
    for dimension in catalog.dimensions.values():
        measured = [metric for metric in metrics if dimension.id in carried[metric.id]]
        if measured:
            name = f"{family}_by_{dimension.id}"
            yield _set(name, _by(label, dimension.label), Grain.MONTH, dimension, measured)


def _set(
    name: str, label: Label, grain: Grain, dimension: Dimension | None, metrics: list[Metric]
) -> EntitySet:
    columns = [_period(grain), *(_members(dimension) if dimension else ())]
    properties = [*columns, *(_measure(metric) for metric in metrics)]
    key = [one.name for one in columns if one.kind in (Kind.PERIOD, Kind.KEY)]
    return EntitySet(name, label, {one.name: one for one in properties}, tuple(key))


def _free(metrics: list[Metric], catalog: Catalog) -> EntitySet:
    row = Property("row", Kind.ROW, Edm.TEXT, "row", Label("Row", "Ligne"))
    members = [one for dimension in catalog.dimensions.values() for one in _members(dimension)]
    measures = [_measure(metric) for metric in metrics]
    properties = [row, *(_period(grain) for grain in Grain), *members, *measures]
    label = Label("All figures, by what you choose", "Tous les chiffres, selon votre choix")
    named: dict[str, Property] = {}
    for one in properties:
        # A metric and a dimension of one name: in a question, too, the dimension comes first.
        named.setdefault(one.name, one)
    return EntitySet(FREE, label, named, (row.name,), free=True)


def _period(grain: Grain) -> Property:
    return Property(grain.value, Kind.PERIOD, Edm.DATE, grain.value, PERIOD_LABELS[grain])


def _members(dimension: Dimension) -> Iterator[Property]:
    """A dimension's columns: its key, and its name where that is another thing."""
    kind = TYPES[KINDS.get(dimension.type, "text")]
    label = dimension.label
    if dimension.key == dimension.name and kind is Edm.TEXT:
        yield Property(dimension.id, Kind.KEY, Edm.TEXT, dimension.id, label)
        return
    of_key = Label(f"{label.en}: key", f"{label.fr} : clé")
    yield Property(dimension.id + KEY_SUFFIX, Kind.KEY, Edm.TEXT, dimension.id, of_key)
    yield Property(dimension.id, Kind.MEMBER, kind, dimension.id, label)


def _measure(metric: Metric) -> Property:
    return Property(
        metric.id,
        Kind.METRIC,
        TYPES[kind_of(metric)],
        metric.id,
        metric.label,
        metric.description,
        metric.unit,
    )


def _by(family: Label, cut: Label) -> Label:
    return Label(f"{family.en} by {cut.en.lower()}", f"{family.fr} : {cut.fr.lower()}")
