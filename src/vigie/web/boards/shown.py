"""What a panel makes of an indicator: the figure itself, to date, trailing, its share, its rank."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from vigie.charts.scenario import Direction
from vigie.kit.formats import Unit
from vigie.kit.i18n import Label, Text, text
from vigie.metrics.answers.result import Result
from vigie.metrics.language.comparison import Against
from vigie.metrics.language.definition import Metric
from vigie.metrics.question.shows import Showing, shows
from vigie.web.scene import direction, series

IN_TIME: Final[Mapping[str, Text]] = {
    "": text("As it is"),
    "year_to_date": text("Year to date"),
    "trailing 12 months": text("Trailing 12 months"),
    "moving_average 3 periods": text("Mean of 3 months"),
    "cumulative": text("Running total"),
}
AMONG: Final[Mapping[str, Text]] = {
    "": text("Figure"),
    "share": text("Share"),
    "rank": text("Rank"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure of an answer; `show` ends the names of its columns, None for the plain one."""

    metric: str
    label: Label
    unit: Unit
    direction: Direction
    show: str | None = None

    def series(self, answer: Result, comparison: Against | None = None) -> list[Any]:
        """Its values, row by row."""
        return series(answer, self.metric, comparison, self.show)


def shown(metric: Metric, answer: Result, word: str | None) -> Shown:
    """What `word` makes of `metric` in `answer`, which was asked for it."""
    if not word:
        return Shown(metric.id, metric.label, metric.unit, direction(metric))
    show = shows((word,))[0]
    column = next(c for c in answer.columns if c.metric == metric.id and c.show == show.name)
    way = Direction.DOWN if show.kind is Showing.RANK else direction(metric)
    return Shown(metric.id, column.label, column.unit or metric.unit, way, show.name)


def asked(word: str | None) -> tuple[str, ...]:
    """`word` as a query asks for it."""
    return (word,) if word else ()
