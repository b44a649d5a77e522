"""One reader's question to one company's figures: what every drawn part starts from."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from vigie.charts import scenario
from vigie.kit.calendar.company import Calendar
from vigie.kit.formats import Formatter
from vigie.kit.i18n import Label, Text, text
from vigie.metrics.comparison import Comparison
from vigie.metrics.definition import Metric
from vigie.metrics.layer import MetricLayer
from vigie.metrics.result import Result
from vigie.web.filters import Filters
from vigie.web.reader import Reader

VERSUS: Final = {
    Comparison.PREVIOUS_YEAR: text("vs PY"),
    Comparison.PREVIOUS_PERIOD: text("vs PP"),
    Comparison.TARGET: text("vs target"),
    Comparison.BUDGET: text("vs budget"),
}
SCENARIOS: Final = {
    Comparison.PREVIOUS_YEAR: scenario.Scenario.PY,
    Comparison.PREVIOUS_PERIOD: scenario.Scenario.PP,
    Comparison.TARGET: scenario.Scenario.PL,
    Comparison.BUDGET: scenario.Scenario.PL,
}


@dataclass(frozen=True)
class Scene:
    """Who asks what of which figures."""

    layer: MetricLayer
    filters: Filters
    formatter: Formatter
    reader: Reader
    today: date  # the day that periods are counted back from
    path: str = "/"  # of the page that a click on a mark narrows

    @cached_property
    def earlier(self) -> Comparison:
        """The comparison with the past that goes with the reader's."""
        chosen = self.filters.against
        return Comparison.PREVIOUS_YEAR if chosen is Comparison.TARGET else chosen

    @cached_property
    def compared(self) -> tuple[Comparison, Comparison]:
        """The reader's comparison first, then the other one that every figure shows."""
        if self.filters.against is Comparison.TARGET:
            return (Comparison.TARGET, self.earlier)
        return (self.earlier, Comparison.TARGET)

    @property
    def reference(self) -> scenario.Scenario:
        """The scenario that variances are drawn against."""
        return SCENARIOS[self.filters.against]

    def versus(self, comparison: Comparison) -> str:
        """The comparison as a variance's caption."""
        return self.say(VERSUS[comparison])

    @property
    def calendar(self) -> Calendar:
        return self.layer.settings.calendar

    def say(self, words: Text | Label) -> str:
        return words.to(self.reader.locale)

    def key(self, *more: object) -> tuple[object, ...]:
        """What a drawn part depends on, the data version aside."""
        return (self.layer.sight, self.filters, self.today, self.reader.locale, self.path, *more)


def direction(metric: Metric) -> scenario.Direction:
    """Which way is good, in the charts' words."""
    return scenario.Direction(metric.direction.value)


def series(result: Result, metric: str, comparison: Comparison | None = None) -> list[Any]:
    """The values of one metric (or of what it is compared with), row by row."""
    place = next(
        (
            index
            for index, column in enumerate(result.columns)
            if column.metric == metric
            and column.comparison == comparison
            and column.measure == "value"
        ),
        None,
    )
    return [None if place is None else row[place] for row in result.rows]
