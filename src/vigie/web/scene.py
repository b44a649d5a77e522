"""One reader's question to one company's figures: what every drawn part starts from."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from vigie.charts.scenario import Direction, Scenario
from vigie.kit.calendar.company import Calendar
from vigie.kit.formats import Formatter
from vigie.kit.i18n import Label, Text
from vigie.metrics.answers.result import Result
from vigie.metrics.language.comparison import Against, Comparison
from vigie.metrics.language.definition import Metric
from vigie.metrics.layer import MetricLayer
from vigie.personal.annotations import Annotation
from vigie.web.filters import Filters
from vigie.web.reader import Reader
from vigie.web.versus import caption, scenario


@dataclass(frozen=True)
class Scene:
    """Who asks what of which figures."""

    layer: MetricLayer
    filters: Filters
    formatter: Formatter
    reader: Reader
    today: date  # the day that periods are counted back from
    path: str = "/"  # of the page that a click on a mark narrows
    annotations: tuple[Annotation, ...] = ()  # the notes that the reader may see

    @cached_property
    def earlier(self) -> Against:
        """The comparison with the past that goes with the reader's."""
        chosen = self.filters.against
        return Comparison.PREVIOUS_YEAR if chosen.is_planned else chosen

    @cached_property
    def plan(self) -> Against:
        """The comparison with a plan that goes with the reader's."""
        chosen = self.filters.against
        return chosen if chosen.is_planned else Comparison.TARGET

    @cached_property
    def compared(self) -> tuple[Against, Against]:
        """The reader's comparison first, then the other one that every figure shows."""
        if self.filters.against.is_planned:
            return (self.plan, self.earlier)
        return (self.earlier, self.plan)

    @property
    def reference(self) -> Scenario:
        """The scenario that variances are drawn against."""
        return scenario(self.filters.against)

    def versus(self, comparison: Against) -> str:
        """The comparison as a variance's caption."""
        return self.say(caption(comparison))

    @property
    def calendar(self) -> Calendar:
        return self.layer.settings.calendar

    def say(self, words: Text | Label) -> str:
        return words.to(self.reader.locale)

    def key(self, *more: object) -> tuple[object, ...]:
        """What a drawn part depends on, the data version aside."""
        return (
            self.layer.sight,
            self.filters,
            self.today,
            self.reader.locale,
            self.path,
            self.annotations,
            *more,
        )


def direction(metric: Metric) -> Direction:
    """Which way is good, in the charts' words."""
    return Direction(metric.direction.value)


def series(
    result: Result, metric: str, comparison: Against | None = None, show: str | None = None
) -> list[Any]:
    """The values of one metric (or of what it is compared with), row by row."""
    place = next(
        (
            index
            for index, column in enumerate(result.columns)
            if column.metric == metric
            and column.comparison == comparison
            and column.show == show
            and column.measure == "value"
        ),
        None,
    )
    return [None if place is None else row[place] for row in result.rows]
