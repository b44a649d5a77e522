"""From a declaration, as YAML has it, to a definition, as the planner wants it."""

from collections.abc import Mapping
from dataclasses import replace

from sqlglot import exp

from vigie.kit.errors import Invalid
from vigie.kit.i18n import Label, text
from vigie.kit.periods import Grain, length
from vigie.metrics.catalog.declaration import (
    Both,
    DatasetDeclaration,
    DimensionDeclaration,
    MetricDeclaration,
    RollupDeclaration,
)
from vigie.metrics.language.comparison import Comparison
from vigie.metrics.language.definition import (
    Aggregate,
    Conversion,
    Dataset,
    Dimension,
    DrillColumn,
    Matching,
    Metric,
    MetricType,
    Relationship,
    Rollup,
    Synonyms,
)
from vigie.metrics.language.expression import Unreadable, parse, parse_query
from vigie.metrics.language.reach import step_name, steps
from vigie.metrics.language.tables import table_columns
from vigie.metrics.language.windows import PeriodAgg, Reach, Window
from vigie.model.schema import Model

GOALS = "targets"  # the dataset of what is aimed at


def metric_of(name: str, declared: MetricDeclaration, family: str | None) -> Metric:
    """A metric; raises Unreadable when one of its expressions is none."""
    unnamed, unsaid = Label(name, name), Label("", "")
    return Metric(
        id=name,
        type=declared.type,
        family=family or "own",
        label=_label(declared.label, unnamed),
        description=_label(declared.description, unnamed),
        formula=_label(declared.formula, unnamed),
        unit=declared.unit,
        digits=declared.digits,
        direction=declared.direction,
        nature=declared.nature,
        stratum=declared.stratum,
        aida=declared.aida,
        bsc=declared.bsc,
        refresh=declared.refresh,
        owner=_label(declared.owner, unsaid),
        decision=_label(declared.decision, unsaid),
        misleads=_label(declared.misleads, unsaid),
        basis=declared.basis,
        hidden=declared.hidden,
        synonyms=Synonyms(declared.synonyms.en, declared.synonyms.fr),
        dataset=GOALS if declared.type is MetricType.GOAL else declared.dataset,
        aggregate=declared.aggregate or Aggregate.SUM,
        expression=parse(declared.expression) if declared.expression else None,
        filter=parse(declared.filter) if declared.filter else None,
        time=declared.time,
        first_by=declared.first_by,
        percentile=declared.percentile,
        input=declared.input,
        window=_window(declared),
        against=declared.against,
        is_whole=declared.period == "whole",
        over=declared.over,
        averaged=_is_averaged(declared),
        due=declared.due,
        conversion=_conversion(name, declared),
        matching=_matching(declared),
        at_start=declared.at_start,
        alternatives=declared.alternatives,
        coverage=declared.coverage,
        numerator=declared.numerator,
        denominator=declared.denominator,
        whole=declared.whole,
        entity=declared.entity,
        top=declared.top,
    )


def dimension_of(name: str, declared: DimensionDeclaration) -> Dimension:
    return Dimension(
        id=name,
        label=declared.label(),
        table=declared.table,
        key=declared.key,
        name=declared.name or declared.key,
        roles=declared.roles,
        prefer=declared.prefer,
        otherwise=tuple(_path(words) for words in declared.otherwise),
        order=() if declared.order == "ascending" else declared.order,
    )


def dataset_of(name: str, declared: DatasetDeclaration, model: Model) -> Dataset:
    """A dataset over a core table, or over a query that declares its columns itself."""
    table = declared.table if declared.table in model.tables else None
    of_table = model.tables[table] if table else None
    return Dataset(
        name=name,
        label=declared.label.label(),
        table=declared.table,
        query=parse_query(declared.query) if declared.query else None,
        primary_key=declared.primary_key or (of_table.key if of_table else ()),
        time=declared.time or (of_table.time if of_table else None),
        columns=table_columns(table, model)
        if table
        else {column: shape.type for column, shape in declared.columns.items()},
        relationships=steps(model)[table] if table else _declared_steps(declared, model),
        filter=parse(declared.filter) if declared.filter else None,
        through=frozenset(declared.through),
        describes=declared.describes,
        paths={dimension: _path(words) for dimension, words in declared.paths.items()},
        drill=tuple(
            DrillColumn(column, shape.label(), shape.path)
            for column, shape in declared.drill.items()
        ),
    )


def rollup_of(name: str, declared: RollupDeclaration) -> Rollup:
    """A rollup as it is declared; `rollups.keys.settled` tells what it keeps."""
    return Rollup(name, declared.dataset, declared.dimensions, declared.time or "")


def inlined(datasets: Mapping[str, Dataset]) -> dict[str, Dataset]:
    """The datasets, each query that names another one holding its query instead."""
    queries = {name: one.query for name, one in datasets.items() if one.query is not None}

    def inline(node: exp.Expr) -> exp.Expr:
        if not isinstance(node, exp.Table) or node.name not in queries:
            return node
        rows = exp.Subquery(this=queries[node.name].copy())
        return exp.alias_(rows, node.alias or node.name, table=True)

    return {
        name: replace(one, query=queries[name].transform(inline)) if name in queries else one
        for name, one in datasets.items()
    }


def _window(declared: MetricDeclaration) -> Window | None:
    """The days that a metric is read over when they are not those of its period."""
    if declared.type is MetricType.EARLIER:
        return Window(Reach.EARLIER, against=declared.against or Comparison.PREVIOUS_PERIOD)
    if declared.type is MetricType.CONVERSION or _is_averaged(declared):
        return None
    agg = declared.period_agg or PeriodAgg.LAST
    if declared.grain_to_date and declared.window:
        raise Unreadable(text("give either 'grain_to_date' or 'window', not both."))
    if declared.grain_to_date:
        return Window(Reach.TO_DATE, declared.grain_to_date, period_agg=agg)
    if declared.window:
        count, grain = _length(declared.window)
        return Window(Reach.TRAILING, grain, count, agg)
    return Window(Reach.RUNNING, period_agg=agg) if declared.period_agg else None


def _length(words: str) -> tuple[int, Grain]:
    try:
        return length(words)
    except Invalid as error:
        raise Unreadable(error.text) from error


def _is_averaged(declared: MetricDeclaration) -> bool:
    return declared.type is MetricType.BALANCE and declared.period_agg is PeriodAgg.AVERAGE


def _conversion(name: str, declared: MetricDeclaration) -> Conversion | None:
    if declared.type is not MetricType.CONVERSION:
        return None
    return Conversion(
        of=name,
        base=declared.base or "",
        metric=declared.conversion or "",
        entity=declared.entity or "",
        constant=tuple(
            (one.base_property, one.conversion_property) for one in declared.constant_properties
        ),
        window=_length(declared.window) if declared.window else None,
        is_rate=declared.calculation == "conversion_rate",
    )


def _matching(declared: MetricDeclaration) -> Matching | None:
    if declared.type is not MetricType.MATCHED:
        return None
    values = tuple((name, parse(words)) for name, words in declared.values.items())
    return Matching(declared.members, values)


def _declared_steps(declared: DatasetDeclaration, model: Model) -> dict[str, Relationship]:
    found = {}
    for column, shape in declared.columns.items():
        target = model.tables.get(shape.references or "")
        if target is not None and len(target.key) == 1:
            name = step_name(column, target.name)
            found[name] = Relationship(name, column, target.name, target.key[0])
    return found


def _path(words: str) -> tuple[str, ...]:
    return tuple(words.split(".")) if words else ()


def _label(declared: Both | None, otherwise: Label) -> Label:
    return declared.label() if declared else otherwise
