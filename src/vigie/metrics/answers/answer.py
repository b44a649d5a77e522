"""From the engine's rows to a Result: columns described, hidden parts taken out, warnings said."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from vigie.kit.formats import Unit
from vigie.kit.i18n import Label, Text, text
from vigie.kit.periods import Period
from vigie.metrics.answers.result import ColumnKind, ComparedWith, Result, ResultColumn, SmallBase
from vigie.metrics.language.comparison import Range
from vigie.metrics.language.definition import Catalog, Metric
from vigie.metrics.planning.outputs import HIDDEN
from vigie.metrics.planning.plan import Output
from vigie.metrics.planning.planner import Prepared
from vigie.metrics.question.grains import PERIOD_LABELS
from vigie.metrics.question.shows import Show, Showing
from vigie.model.schema import ColumnType

SMALL_BASE: Final = 10  # rows; a large change against fewer says little
LARGE_CHANGE: Final = 0.5
_CHANGES: Final = {
    "value": Label("{metric}, {comparison}", "{metric}, {comparison}"),
    "difference": Label("{metric}, difference to {comparison}", "{metric}, écart ({comparison})"),
    "relative_change": Label(
        "{metric}, change to {comparison}", "{metric}, évolution ({comparison})"
    ),
}
_EXACT: Final = (Unit.CURRENCY, Unit.QUANTITY)
_BASES: Final = {"invoiced": text("invoiced"), "booked": text("booked orders")}


def answer(
    prepared: Prepared, raw: Sequence[tuple[Any, ...]], catalog: Catalog, version: int
) -> Result:
    """The Result of a plan that was run."""
    plan, lines = prepared.plan, prepared.timeline
    first = len(plan.by)
    shown = [i for i, o in enumerate(plan.outputs) if not o.name.startswith(HIDDEN)]
    places = [*range(first), *(first + i for i in shown)]
    keys_from = first + len(plan.outputs)
    small = _small_bases(prepared, raw)
    actual = lines.actual
    rows = [tuple(row[place] for place in places) for row in raw]
    return Result(
        columns=(*_heads(prepared, catalog), *(_column(plan.outputs[i], catalog) for i in shown)),
        rows=_with_longer(prepared, rows) if plan.coarser else rows,
        warnings=(
            *prepared.warnings,
            *_to_date(prepared),
            *_uneven(prepared),
            *_coverage(prepared, raw, catalog),
            *_small_base_warning(small),
        ),
        period=actual.span,
        as_of=actual.until if any(m.is_balance for m in _leaves(prepared, catalog)) else None,
        basis=_basis(_leaves(prepared, catalog)),
        comparisons=tuple(
            ComparedWith(slot.comparison, slot.span, slot.to_date, slot.working_days)
            for slot in lines.slots
            if slot.comparison is not None
        ),
        version=version,
        keys=[tuple(row[keys_from:]) for row in raw],
        small_bases=small,
        partial=_partial(prepared, raw),
    )


def _heads(prepared: Prepared, catalog: Catalog) -> list[ResultColumn]:
    plan = prepared.plan
    dimensions = dict(plan.dimensions)
    grains = dict(plan.coarser)
    if plan.period and prepared.timeline.grain:
        grains[plan.period] = prepared.timeline.grain
    found = []
    for word in plan.by:
        if grain := grains.get(word):
            found.append(ResultColumn(word, "date", None, PERIOD_LABELS[grain], "period"))
        else:
            dimension = dimensions[word]
            kind = KINDS.get(dimension.type, "text")
            told = (dimension.table, dimension.key) if word in catalog.enumerated else None
            label = dimension.label
            found.append(ResultColumn(word, kind, None, label, "dimension", listed=told))
    return found


def _with_longer(prepared: Prepared, rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """`rows` with the longer period of each in place of its own."""
    longer = dict(prepared.plan.coarser)
    grains = [longer.get(word) for word in prepared.plan.by]
    start, count = prepared.calendar.start, len(grains)
    return [
        (*(start(v, g) if g else v for v, g in zip(row, grains, strict=False)), *row[count:])
        for row in rows
    ]


def _column(output: Output, catalog: Catalog) -> ResultColumn:
    metric = catalog.metrics[output.metric]
    label, unit, kind = _described(metric, output.show)
    show = output.show.name if output.show else None
    if output.comparison is None or output.measure == "base_rows":
        return ResultColumn(output.name, kind, unit, label, metric=metric.id, show=show)
    is_change = output.measure == "relative_change"
    if output.comparison.is_planned and kind == "integer":
        kind = "decimal"
    return ResultColumn(
        name=output.name,
        type="number" if is_change else kind,
        unit=Unit.RATIO if is_change else unit,
        label=_change_label(output.measure, label, output.comparison.label),
        role="comparison",
        metric=metric.id,
        comparison=output.comparison,
        measure=output.measure,
        show=show,
    )


def _described(metric: Metric, show: Show | None) -> tuple[Label, Unit, ColumnKind]:
    """What people call a figure, what it counts, and what its values are."""
    if show is None:
        return metric.label, metric.unit, kind_of(metric)
    label = Label(
        f"{metric.label.en}, {show.label.en}",
        f"{metric.label.fr}, {show.label.fr}",
    )
    match show.kind:
        case Showing.SHARE:
            return label, Unit.RATIO, "number"
        case Showing.RANK:
            return label, Unit.COUNT, "integer"
        case Showing.MEAN if metric.unit is Unit.COUNT:
            return label, Unit.NUMBER, "decimal"
        case _:
            return label, metric.unit, kind_of(metric)


def _change_label(measure: str, figure: Label, comparison: Label) -> Label:
    pattern = _CHANGES[measure]
    return Label(
        pattern.en.format(metric=figure.en, comparison=comparison.en),
        pattern.fr.format(metric=figure.fr, comparison=comparison.fr),
    )


def kind_of(metric: Metric) -> ColumnKind:
    """What the values of `metric` are: exact decimals, counts, or other numbers."""
    if metric.unit in _EXACT:
        return "decimal"
    is_mean = metric.window is not None and metric.window.is_mean
    return "integer" if metric.unit is Unit.COUNT and not is_mean else "number"


def _leaves(prepared: Prepared, catalog: Catalog) -> list[Metric]:
    names = [leaf for m in prepared.metrics for leaf in catalog.leaves(m.id)]
    return [catalog.metrics[catalog.metrics[name].whole or name] for name in dict.fromkeys(names)]


def _basis(leaves: Sequence[Metric]) -> Text | None:
    """On which documents the figures rest, always said."""
    named = [_BASES[basis] for basis in dict.fromkeys(leaf.basis for leaf in leaves) if basis]
    if len(named) == 2:
        return text("{first} and {second}", first=named[0], second=named[1])
    return named[0] if named else None


def _to_date(prepared: Prepared) -> list[Text]:
    cut = [s for s in prepared.timeline.slots if s.comparison and s.to_date and s.span]
    if not cut or cut[0].span is None:
        return []
    actual = prepared.timeline.actual
    until = min(actual.span.end, actual.until) if actual.span else actual.until
    found = []
    if any(slot.working_days is None for slot in cut):
        found.append(
            text(
                "The running period is compared with the same elapsed part, until {day}.",
                day=until,
            )
        )
    for count in {slot.working_days for slot in cut} - {None}:
        found.append(
            text(
                "The running period has {count} working days until {day}: "
                "it is compared with as many.",
                count=count,
                day=until,
            )
        )
    return found


def _uneven(prepared: Prepared) -> Iterator[Text]:
    """Chosen days that are more or fewer than those that they are held against."""
    actual, *others = prepared.timeline.slots
    for slot in others:
        if isinstance(slot.comparison, Range) and slot.span and actual.span:
            ours = Period(actual.span.start, min(actual.span.end, actual.until)).days
            if slot.span.days != ours:
                yield text(
                    "{days} is {theirs} days long, the period {ours}.",
                    days=slot.comparison.label,
                    theirs=slot.span.days,
                    ours=ours,
                )


def _partial(prepared: Prepared, raw: Sequence[tuple[Any, ...]]) -> frozenset[int]:
    """The rows whose period is cut."""
    period = prepared.plan.period
    if period is None:
        return frozenset(range(len(raw)) if prepared.partial else ())
    place = prepared.plan.by.index(period)
    return frozenset(i for i, row in enumerate(raw) if row[place] in prepared.partial)


def _coverage(prepared: Prepared, raw: Sequence[tuple[Any, ...]], catalog: Catalog) -> list[Text]:
    places = {o.name: len(prepared.plan.by) + i for i, o in enumerate(prepared.plan.outputs)}
    found = []
    for name in dict.fromkeys(m.coverage for m in prepared.metrics if m.coverage):
        held, of = (
            sum(row[places[HIDDEN + part]] or 0 for row in raw) for part in catalog.parts(name)
        )
        if of and held < of:
            share = 100 * held // of
            label = catalog.metrics[name].label
            found.append(text("{label}: {share} %.", share=share, label=label))
    return found


def _small_bases(prepared: Prepared, raw: Sequence[tuple[Any, ...]]) -> frozenset[SmallBase]:
    """The rows and comparisons whose base is too small for the change to mean much."""
    first = len(prepared.plan.by)
    places = {o.name: first + i for i, o in enumerate(prepared.plan.outputs)}
    found = set()
    for output in prepared.plan.outputs:
        if output.measure == "base_rows":
            name = output.name.removeprefix(HIDDEN)
            change = places[f"{name}_relative_change"]
            for index, row in enumerate(raw):
                rows = row[places[output.name]]
                is_large = row[change] is not None and abs(row[change]) >= LARGE_CHANGE
                if is_large and rows is not None and rows < SMALL_BASE:
                    found.add((index, name))
    return frozenset(found)


def _small_base_warning(small: frozenset[SmallBase]) -> list[Text]:
    if not small:
        return []
    return [
        text(
            "Changes on a small base (fewer than {least} rows): {count}. "
            "Read the difference, not the per cent.",
            count=len(small),
            least=SMALL_BASE,
        )
    ]


KINDS: Final[dict[ColumnType, ColumnKind]] = {
    ColumnType.DATE: "date",
    ColumnType.INSTANT: "instant",
    ColumnType.INTEGER: "integer",
    ColumnType.BOOLEAN: "boolean",
    ColumnType.MONEY: "decimal",
    ColumnType.QUANTITY: "decimal",
    ColumnType.PRICE: "decimal",
    ColumnType.RATIO: "decimal",
    ColumnType.DECIMAL: "decimal",
}
