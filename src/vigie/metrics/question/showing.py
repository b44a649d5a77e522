"""Which words of `show` a question can have; the others are refused with the nearest possible."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from vigie.kit.calendar.company import Calendar
from vigie.kit.errors import Invalid, NotFound, Refused
from vigie.kit.i18n import Label
from vigie.kit.periods import Grain
from vigie.kit.spelling import nearest
from vigie.metrics.language.additivity import COUNTED, SUMMED, has_own_days, is_sum, stands_on_a_day
from vigie.metrics.language.comparison import Against, Comparison
from vigie.metrics.language.definition import Catalog, Metric
from vigie.metrics.language.windows import Reach
from vigie.metrics.question.filters import Filters
from vigie.metrics.question.shows import Show, Showing, shows


@dataclass(frozen=True, slots=True)
class Question:
    """What the words are asked of; `by` holds what people call each word of the question."""

    metrics: Sequence[Metric]
    by: Mapping[str, Label]
    period: str | None
    grain: Grain | None
    coarser: Mapping[str, Grain]
    compared: Sequence[Against]
    catalog: Catalog
    calendar: Calendar

    def shown(self, words: Sequence[str]) -> tuple[Show, ...]:
        """What `words` ask; raises NotFound, Invalid or Refused."""
        return tuple(map(self._settled, shows(words)))

    def _settled(self, show: Show) -> Show:
        for word in show.within:
            self._find(word, show)
            self._keep_civil(word, show)
        settled = self._counted(show)
        for metric in self.metrics:
            self._keep(settled, metric)
        if settled.window and Comparison.PREVIOUS_YEAR_FEAST in self.compared:
            raise Invalid(
                "'{show}' is no run of days that answer feast for feast: compare with "
                "'previous_year' or 'previous_year_weekday'.",
                show=show.word,
            )
        return settled.named(self.by)

    def _find(self, word: str, show: Show) -> None:
        if word not in self.by:
            known = list(self.by)
            raise NotFound(
                "'{show}': the answer is not cut by '{word}'; did you mean '{near}'?",
                show=show.word,
                word=word,
                near=nearest(word, known) or ", ".join(known),
            )

    def _keep_civil(self, word: str, show: Show) -> None:
        if self.coarser.get(word) and self.calendar.is_listed(self.coarser[word]):
            raise Invalid(
                "'{show}': periods of whole weeks hold no shares of shorter ones; "
                "ask by {grain} alone.",
                show=show.word,
                grain=self.coarser[word].replace("_", " "),
            )

    def _counted(self, show: Show) -> Show:
        """`show` in periods of the question."""
        window = show.window
        if window is None or window.reach is not Reach.PERIODS:
            return show
        if self.grain is None:
            raise Invalid(
                "'{show}' counts the periods of an answer: add one to 'by', as in 'month'.",
                show=show.word,
            )
        if window.grain and window.grain.civil is not self.grain.civil:
            raise Invalid(
                "'{show}' is no mean of what is shown by {grain}: "
                "ask for 'moving_average {count} periods'.",
                show=show.word,
                grain=self.grain.replace("_", " "),
                count=window.count,
            )
        return replace(show, window=replace(window, grain=self.grain))

    def _keep(self, show: Show, metric: Metric) -> None:
        """Raises Refused for a figure that would mislead."""
        if show.window and has_own_days(metric, self.catalog):
            raise Refused(
                "'{metric}' is read over days of its own: it has no '{show}'. Ask for it by "
                "period, or for its 'rank'.",
                metric=metric.id,
                show=show.word,
            )
        if show.window and stands_on_a_day(metric, self.catalog):
            raise Refused(
                "'{metric}' is the value of one day: it has no '{show}'. Ask for it by period, "
                "or for its 'rank'.",
                metric=metric.id,
                show=show.word,
            )
        if show.kind is Showing.MEAN and not is_sum(metric.id, self.catalog):
            assert show.window is not None  # noqa: S101
            raise Refused(
                "'{metric}' is no sum: the mean of its periods would mislead. "
                "Ask for 'trailing {count} periods', computed anew over all their days.",
                metric=metric.id,
                count=show.window.count,
            )
        if show.kind is Showing.SHARE:
            self._keep_share(show, metric)

    def _keep_share(self, show: Show, metric: Metric) -> None:
        if not is_sum(metric.id, self.catalog, COUNTED):
            sums = [p for p in self.catalog.parts(metric.id) if is_sum(p, self.catalog, COUNTED)]
            raise Refused(
                "'{metric}' is no sum of parts that could have a share in it: ask for its 'rank', "
                "or for the share of {others}.",
                metric=metric.id,
                others=", ".join(f"'{one}'" for one in sums) or "'revenue'",
            )
        over_time = self.period is not None and self.period not in show.within
        if over_time and stands_on_a_day(metric, self.catalog):
            raise Refused(
                "'{metric}' is the value of one day, which does not add up over periods: "
                "ask for 'share within {period}'.",
                metric=metric.id,
                period=self.period,
            )
        if set(show.within) & set(self.coarser) and not is_sum(metric.id, self.catalog, SUMMED):
            raise Refused(
                "'{metric}' counts each thing once a period: ask for 'share within {period}', "
                "or for 'share'.",
                metric=metric.id,
                period=self.period,
            )


def keep_days(
    filters: Filters, shown: Sequence[Show], metrics: Sequence[Metric], catalog: Catalog
) -> None:
    """Refuses a filter on dates that would cut the days of a window."""
    windowed: Iterator[str] = (show.word for show in shown if show.window)
    word = next(windowed, next(_elsewhere(metrics, catalog), None))
    if word and any(one.dimension is None and not one.is_policy for one in filters.parsed):
        raise Refused(
            "A filter on dates would cut the days of '{word}': say which period with 'from' and "
            "'to', or with 'last'.",
            word=word,
        )


def _elsewhere(metrics: Sequence[Metric], catalog: Catalog) -> Iterator[str]:
    """The metrics that are read over other days than those of their period."""
    for metric in metrics:
        parts = [catalog.metrics[part] for part in catalog.parts(metric.id)]
        if metric.window or metric.matching or any(_elsewhere(parts, catalog)):
            yield metric.id
