"""Which metrics a question reads from rows, and over which days."""

from collections.abc import Iterable, Iterator, Sequence

from vigie.metrics.language.definition import Catalog, Metric
from vigie.metrics.language.windows import Window
from vigie.metrics.question.shows import Show

Need = tuple[str, Window | None]  # a metric read from rows; over a window, or its own period
Needs = dict[Need, str]  # and the metric that asks for it


def needs(metrics: Iterable[Metric], shown: Sequence[Show], catalog: Catalog) -> Needs:
    """What `metrics` and what is shown of them are made of, in order of first use."""
    found: Needs = {}
    for metric in metrics:
        windows = dict.fromkeys((None, *(show.window for show in shown)))
        for name in [metric.id, *([metric.coverage] if metric.coverage else [])]:
            for window in windows if name == metric.id else (None,):
                for need in read(name, window, catalog):
                    found.setdefault(need, metric.id)
    return found


def read(name: str, window: Window | None, catalog: Catalog) -> Iterator[Need]:
    """The parts of a metric that are read from rows; one may bring its own window."""
    metric = catalog.metrics[name]
    parts = catalog.parts(name)
    if metric.window:
        window = metric.window
    if not parts:
        yield name, window
    for part in parts:
        yield from read(part, window, catalog)
