"""Windows that begin before the data do: what they answer is less than they say."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from vigie.kit.calendar.company import Calendar
from vigie.kit.i18n import Text, text
from vigie.kit.periods import Grain, Period
from vigie.metrics.language.definition import Catalog
from vigie.metrics.language.windows import Reach
from vigie.metrics.planning.needs import read
from vigie.metrics.planning.plan import Output, Plan
from vigie.metrics.question.shows import Showing
from vigie.metrics.question.timeline import Timeline

_BACK = (Reach.TRAILING, Reach.PERIODS)


@dataclass(frozen=True, slots=True)
class Beginnings:
    """The windows of one question and the first days of its data; `known` asks for them."""

    lines: Timeline
    catalog: Catalog
    calendar: Calendar
    known: Callable[[str], Period | None]

    def parameters(self, plan: Plan) -> dict[str, date]:
        """For each mean over periods, the first period that there are enough periods for."""
        return {
            f"whole_{output.metric}_{output.slot}": self._whole(output)
            for output in plan.outputs
            if output.show and output.show.kind is Showing.MEAN and output.measure == "value"
        }

    def warnings(self, plan: Plan) -> Iterator[Text]:
        """Which figures look back further than the data."""
        for output in plan.outputs:
            window = output.show.window if output.show else None
            if window and window.reach in _BACK and output.comparison is None and output.show:
                first = self._first(output.metric)
                short = sum(start < self._begun(first) for _, start in self._starts(output.slot))
                if first and short and output.show.kind is not Showing.MEAN:
                    yield text(
                        "'{metric}, {show}' looks back further than the data, which begin on "
                        "{day}; figures that cover less than they say: {count}.",
                        day=first,
                        metric=self.catalog.metrics[output.metric].label,
                        show=output.show.label,
                        count=short,
                    )

    def _whole(self, output: Output) -> date:
        slot = self.lines.every[output.slot]
        if slot.comparison and slot.comparison.is_planned:
            return date.min
        begun = self._begun(self._first(output.metric))
        starts = self._starts(output.slot)
        return next((label for label, start in starts if label and start >= begun), date.max)

    def _first(self, metric: str) -> date | None:
        """The first day of which all parts of a metric have data."""
        spans = [self.known(leaf) for leaf, _ in read(metric, None, self.catalog)]
        return max((span.start for span in spans if span), default=None) if all(spans) else None

    def _begun(self, first: date | None) -> date:
        """The first day of the period in which the data begin."""
        return self.calendar.start(first, self.lines.grain or Grain.MONTH) if first else date.max

    def _starts(self, slot: int) -> list[tuple[date | None, date]]:
        """The periods of a slot, and where what is read for them begins."""
        one = self.lines.every[slot]
        labels: tuple[date | None, ...] = self.lines.labels if self.lines.grain else (None,)
        return [
            (label, ranges[0].start)
            for label, ranges in zip(labels, one.ranges, strict=True)
            if ranges
        ]
