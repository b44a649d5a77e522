"""A word-sized line: the shape of a series, its last point marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from vigie.charts import marks
from vigie.charts.scale import Linear, numbers
from vigie.kit.formats import Number, known

_MARGIN = 4.0


@dataclass(frozen=True, slots=True)
class Spark:
    """Values oldest first, None where missing; `plan` is a second, dashed line."""

    values: tuple[Number | None, ...]
    plan: tuple[Number | None, ...] = ()
    description: str = ""  # read aloud; empty when the figures stand beside
    height: int = 28


def spark(chart: Spark) -> Markup:
    """The line, or nothing where no value is known."""
    figures = numbers(chart.values)
    if not figures:
        return Markup("")
    everything = [*figures, *numbers(chart.plan)]
    y = Linear(min(everything), max(everything), chart.height - _MARGIN, _MARGIN)
    points = _points(chart.values, y)
    last = [point for point in points if point][-1]
    content = marks.paths(
        [(marks.trace(_points(chart.plan, y)), "pl"), (marks.trace(points), "ac")], chart.height
    ) + marks.dot(*last, 2.5, "last")
    named = Markup('role="img" aria-label="{}"').format(chart.description)
    return Markup('<svg class="spark" width="100%" height="{}" {}>{}</svg>').format(
        chart.height, named if chart.description else Markup('aria-hidden="true"'), content
    )


def _points(values: Sequence[Number | None], y: Linear) -> list[marks.Point | None]:
    # The last point's dot must stay inside: x ends before 100.
    step = 96 / max(1, len(values) - 1)
    start = 2 if len(values) > 1 else 50
    found: list[marks.Point | None] = []
    for index, value in enumerate(values):
        number = known(value)
        found.append(None if number is None else (start + index * step, y(number)))
    return found
