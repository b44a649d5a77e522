"""Which columns an answer shows, and in which order its rows stand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import prod

from vigie.kit.errors import NotFound
from vigie.kit.spelling import nearest
from vigie.metrics.language.comparison import Against
from vigie.metrics.language.definition import Catalog, Metric
from vigie.metrics.planning.plan import Order, Output, Plan
from vigie.metrics.question.query import Query
from vigie.metrics.question.shows import Show, Showing
from vigie.metrics.question.timeline import Timeline

HIDDEN = "#"  # starts the name of a column that is not shown


def outputs(
    metrics: Sequence[Metric], lines: Timeline, catalog: Catalog, shown: Sequence[Show] = ()
) -> Iterator[Output]:
    """Each metric, then each comparison (its value, the difference, the relative change); then
    the same for all that is shown of it."""
    for metric in metrics:
        yield Output(metric.id, metric.id, "value", 0, None)
        for slot in lines.slots[1:]:
            yield from _compared(metric.id, metric.id, slot.index, slot.comparison)
        for show in shown:
            yield from _shown(metric.id, show, lines)
    covered = dict.fromkeys(metric.coverage for metric in metrics if metric.coverage)
    for coverage in covered:
        for part in catalog.parts(coverage):
            yield Output(f"{HIDDEN}{part}", part, "value", 0, None)


def ordered(query: Query, plan: Plan, metrics: Sequence[Metric]) -> tuple[Order, ...]:
    """The asked order made total, so that equal rows never change places.

    Unless another is asked, bands stand in their own order and other members from the largest to
    the smallest; so do bands where the limit leaves some of them out.
    """
    bands = {
        word: Order(f"{word}.key", False, one.order)
        for word, one in plan.dimensions
        if one.order is not None
    }
    asked = [_asked(word, plan, bands) for word in query.order]
    period = [Order(plan.period, False)] if plan.period else []
    largest = [Order(metrics[0].id, True)] if plan.dimensions else []
    natural = [] if query.limit and _is_cut(query.limit, plan) else [*bands.values()]
    keys = [bands.get(word, Order(f"{word}.key", False)) for word, _ in plan.dimensions]
    found: dict[str, Order] = {}
    for order in [*(asked or [*period, *natural, *largest]), *period, *keys]:
        found.setdefault(order.column, order)
    return tuple(found.values())


def _is_cut(limit: int, plan: Plan) -> bool:
    """Whether a limit may leave out bands, or what is not filled."""
    sizes = [len(one.order) + 1 if one.order else limit + 1 for _, one in plan.dimensions]
    return plan.period is not None or prod(sizes) > limit


def _asked(word: str, plan: Plan, bands: Mapping[str, Order]) -> Order:
    name = word.removeprefix("-")
    known = [*plan.by, *(o.name for o in plan.outputs if not o.name.startswith(HIDDEN))]
    if name not in known:
        raise NotFound(
            "Rows cannot be sorted by '{word}'; did you mean '{near}'?",
            word=name,
            near=nearest(name, known) or known[0],
        )
    order = bands.get(name, Order(name, False))
    return replace(order, descending=word.startswith("-"))


def _shown(metric: str, show: Show, lines: Timeline) -> Iterator[Output]:
    name = f"{metric}_{show.name}"
    actual = lines.over(show.window, 0)
    yield Output(name, metric, "value", actual, None, actual, show)
    for slot in lines.slots[1:]:
        # Nothing has a place among targets, which are set at one level only.
        if not (show.is_placed and slot.comparison and slot.comparison.is_planned):
            index = lines.over(show.window, slot.index)
            yield from _compared(metric, name, index, slot.comparison, actual, show)


def _compared(
    metric: str,
    start: str,
    slot: int,
    comparison: Against | None,
    actual: int = 0,
    show: Show | None = None,
) -> Iterator[Output]:
    if comparison is None:
        return
    name = f"{start}_{comparison}"
    yield Output(name, metric, "value", slot, comparison, actual, show)
    yield Output(f"{name}_difference", metric, "difference", slot, comparison, actual, show)
    if show and show.kind is Showing.RANK:
        return
    yield Output(
        f"{name}_relative_change", metric, "relative_change", slot, comparison, actual, show
    )
    if not comparison.is_planned:
        yield Output(f"{HIDDEN}{name}", metric, "base_rows", slot, comparison, actual, show)
