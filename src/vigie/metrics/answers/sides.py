"""The sides of a figure that rows stand behind: what its formula reads, over which days."""

from collections.abc import Iterator
from dataclasses import dataclass

from vigie.kit.errors import Refused
from vigie.metrics.language.definition import Catalog, Metric, MetricType
from vigie.metrics.language.windows import Window
from vigie.metrics.question.shows import Show, Showing

WHOLE = "whole"  # starts the name of what a share is a share of


@dataclass(frozen=True, slots=True)
class Side:
    """A metric read from rows, over a window or its own period."""

    leaf: str
    window: Window | None
    whole: bool = False  # of all that a share is a share of


def sides(
    metric: Metric, window: Window | None, show: Show | None, catalog: Catalog
) -> dict[str, Side]:
    """What can be opened behind a figure, by name; raises Refused where nothing adds up to it."""
    own = dict(_read(metric.id, window, "", catalog))
    if show is None or show.is_window:
        return own
    if show.kind is Showing.SHARE:
        wholes = {f"{WHOLE}.{name}": Side(one.leaf, one.window, True) for name, one in own.items()}
        return own | wholes
    if show.kind is Showing.RANK:
        raise Refused(
            "A rank is a place among others: no rows add up to it. Open '{metric}' itself.",
            metric=metric.id,
        )
    count = show.window.count if show.window else 1
    raise Refused(
        "A moving average is a sum over {count} periods, divided: no rows add up to it. Open "
        "'{metric}' shown as 'trailing {count} periods'.",
        count=count,
        metric=metric.id,
    )


def _read(
    name: str, window: Window | None, owner: str, catalog: Catalog
) -> Iterator[tuple[str, Side]]:
    """The parts, in the order of the formula; those of other days are called by what reads them."""
    metric = catalog.metrics[name]
    if metric.type is MetricType.GOAL:
        return
    if metric.window:
        window, owner = metric.window, name
    parts = catalog.parts(name)
    if not parts:
        yield _called(name, owner, catalog), Side(name, window)
        if metric.whole:
            yield _called(metric.whole, owner, catalog), Side(metric.whole, window)
    for part in parts:
        yield from _read(part, window, owner, catalog)


def _called(leaf: str, owner: str, catalog: Catalog) -> str:
    if not owner:
        return leaf
    return owner if catalog.metrics[owner].input == leaf else f"{owner}.{leaf}"
