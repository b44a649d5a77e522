"""The catalogue as an Apache Ossie file, and what that file cannot say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlglot import exp

from vigie.interchange.document import (
    VERSION,
    Context,
    DataType,
    Document,
    Expression,
    OssieDataset,
    OssieField,
    OssieMetric,
    OssieRelationship,
    Role,
    SemanticModel,
    extension,
)
from vigie.interchange.formula import Inexpressible, formula
from vigie.interchange.limit import Limit
from vigie.kit.figures import Unit
from vigie.kit.i18n import Label, text
from vigie.metrics.catalog.declaration import CatalogFile, Declaration
from vigie.metrics.language.definition import (
    Catalog,
    Dataset,
    Dimension,
    Metric,
    Relationship,
    is_day_asked,
)
from vigie.metrics.rows.frame import FACT, Frame
from vigie.model.schema import ColumnType

MODEL: Final = "vigie"
_UNITS: Final[Mapping[Unit, DataType]] = {
    Unit.CURRENCY: "Decimal",
    Unit.QUANTITY: "Decimal",
    Unit.COUNT: "Integer",
}
_TYPES: Final[Mapping[ColumnType, DataType]] = {
    ColumnType.DATE: "Date",
    ColumnType.INSTANT: "DateTime",
    ColumnType.INTEGER: "Integer",
    ColumnType.BOOLEAN: "Boolean",
    ColumnType.MONEY: "Decimal",
    ColumnType.QUANTITY: "Decimal",
    ColumnType.PRICE: "Decimal",
    ColumnType.RATIO: "Decimal",
    ColumnType.DECIMAL: "Decimal",
}


@dataclass(frozen=True, slots=True)
class Exported:
    """The file, and what it says only to Vigie."""

    document: Document
    limits: tuple[Limit, ...]


def export(catalog: Catalog, files: Sequence[CatalogFile]) -> Exported:
    """The definitions of `files`, which `catalog` was made of."""
    limits: list[Limit] = []
    metrics, kept = _metrics(catalog, files, limits)
    declared = {name: one for file in files for name, one in file.datasets.items()}
    datasets = [_dataset(one, declared[name], catalog) for name, one in catalog.datasets.items()]
    limits += [
        Limit("dataset", name, text("its columns for the rows behind a figure, its settled ways"))
        for name, one in declared.items()
        if one.drill or one.paths
    ]
    limits += [
        Limit("dataset", name, text("the day on which it is told: it is today's"))
        for name, one in catalog.traits.items()
        if one.asks_day
    ]
    tables = _tables(catalog)
    limits += [
        Limit("dimension", one.id, text("the way to it from each dataset"))
        for one in catalog.dimensions.values()
    ]
    model = SemanticModel(
        name=MODEL,
        description="The sales figures of one company",
        datasets=(*datasets, *(_table(name, catalog) for name in tables)),
        relationships=tuple(_relationships(catalog, tables)),
        metrics=tuple(metrics),
        custom_extensions=extension(
            metrics=kept,
            dimensions=_words(files, "dimensions"),
            families={f.family: _family(f) for f in files if f.family},
        ),
    )
    return Exported(Document(version=VERSION, semantic_model=(model,)), tuple(limits))


def words(declared: Declaration) -> dict[str, Any]:
    """A definition as its YAML file has it."""
    return declared.model_dump(mode="json", exclude_unset=True)


def _metrics(
    catalog: Catalog, files: Sequence[CatalogFile], limits: list[Limit]
) -> tuple[list[OssieMetric], dict[str, Any]]:
    """The metrics with a portable expression, and the others as Vigie alone reads them."""
    found, kept = [], {}
    for file in files:
        for name, declared in file.metrics.items():
            metric = catalog.metrics[name]
            own = {"declaration": words(declared), "family": file.family}
            try:
                found.append(_metric(metric, formula(metric, catalog), own))
            except Inexpressible as problem:
                kept[name] = own
                limits.append(Limit("metric", name, problem.reason))
            else:
                limits += _lost(metric)
    return found, kept


def _lost(metric: Metric) -> Iterator[Limit]:
    """What the expression leaves out."""
    if metric.time:
        reason = text("its own date '{column}'", column=metric.time)
        yield Limit("metric", metric.id, reason)
    if metric.alternatives:
        others = ", ".join(metric.alternatives)
        yield Limit("metric", metric.id, text("what is asked instead: {others}", others=others))


def _metric(metric: Metric, tree: exp.Expr, own: Mapping[str, Any]) -> OssieMetric:
    written = tree.sql()
    return OssieMetric(
        name=metric.id,
        expression=Expression.of(written),
        description=metric.description.en,
        datatype=_UNITS.get(metric.unit, "Float"),
        ai_context=_context(metric.label),
        custom_extensions=extension(**own, written=written),
    )


def _dataset(dataset: Dataset, declared: Declaration, catalog: Catalog) -> OssieDataset:
    source = _source(dataset, catalog)
    return OssieDataset(
        name=dataset.name,
        source=source,
        primary_key=dataset.primary_key or None,
        description=dataset.label.en,
        fields=tuple(
            _column(name, kind, name == dataset.time) for name, kind in dataset.columns.items()
        ),
        ai_context=_context(dataset.label),
        custom_extensions=extension(declaration=words(declared), written=source),
    )


def _source(dataset: Dataset, catalog: Catalog) -> str:
    """The rows as one query: those that still stand and pass the dataset's filter."""
    frame = Frame(dataset, catalog)
    where = frame.base()
    everything = exp.Column(this=exp.Star(), table=exp.to_identifier(FACT))
    rows = frame.select([everything], where)
    return rows.transform(lambda one: exp.CurrentDate() if is_day_asked(one) else one).sql()


def _tables(catalog: Catalog) -> list[str]:
    """The core tables that datasets lead to."""
    found: dict[str, None] = {}
    pending = [s for d in catalog.datasets.values() for s in d.relationships.values()]
    while pending:
        step = pending.pop(0)
        if step.to not in found and step.to not in catalog.traits:
            found[step.to] = None
            pending += catalog.tables[step.to].values()
    return list(found)


def _table(name: str, catalog: Catalog) -> OssieDataset:
    table = catalog.model.tables[name]
    named = {d.name: d for d in catalog.dimensions.values() if d.table == name}
    fields = [
        _column(one.name, one.type, False, one.label, named.get(one.name))
        for one in table.columns.values()
    ]
    return OssieDataset(
        name=name,
        source=f"core.{name}",
        primary_key=table.key or None,
        description=table.label.en,
        fields=tuple(fields),
        ai_context=_context(table.label),
        custom_extensions=extension(table=name),
    )


def _column(
    name: str,
    kind: ColumnType,
    is_time: bool,
    label: Label | None = None,
    dimension: Dimension | None = None,
) -> OssieField:
    shown = dimension.label if dimension else label
    temporal = kind in (ColumnType.DATE, ColumnType.INSTANT)
    return OssieField(
        name=name,
        expression=Expression.of(exp.column(name).sql()),
        # A date that no figure is placed by is no axis of time.
        dimension=Role(is_time=is_time) if temporal or dimension else None,
        description=shown.en if shown else None,
        datatype="Opaque" if kind is ColumnType.JSON else _TYPES.get(kind, "String"),
        ai_context=_context(shown) if shown else None,
    )


def _relationships(catalog: Catalog, tables: Sequence[str]) -> Iterator[OssieRelationship]:
    for name, dataset in catalog.datasets.items():
        yield from (_relationship(name, step) for step in dataset.relationships.values())
    for name in tables:
        yield from (_relationship(name, step) for step in catalog.tables[name].values())


def _relationship(start: str, step: Relationship) -> OssieRelationship:
    return OssieRelationship.model_validate(
        {
            "name": f"{start}_{step.name}",
            "from": start,
            "to": step.to,
            "from_columns": (step.column,),
            "to_columns": (step.to_column,),
        }
    )


def _context(label: Label) -> Context | None:
    return Context(synonyms=(label.en, label.fr))


def _words(files: Sequence[CatalogFile], kind: str) -> dict[str, Any]:
    return {name: words(one) for file in files for name, one in getattr(file, kind).items()}


def _family(file: CatalogFile) -> dict[str, Any]:
    content = file.model_dump(mode="json", include={"label", "position"}, exclude_unset=True)
    return dict(content)
