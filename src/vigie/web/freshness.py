"""How old figures are, and whether that is too old for what they are read for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from vigie.kit.errors import VigieError
from vigie.metrics.language.classification import Refresh
from vigie.metrics.language.definition import Metric
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query
from vigie.web.memory import Memory

# A weekend or a bank holiday does not make a figure stale.
PATIENCE: Final = {
    Refresh.DAILY: 5,
    Refresh.WEEKLY: 10,
    Refresh.MONTHLY: 45,
    Refresh.QUARTERLY: 120,
}


LOOK_BACK: Final = 400  # days; a figure without data for so long counts as having none


@dataclass(frozen=True, slots=True)
class Freshness:
    """The last day that a figure has data for; None where there is none, or no such day."""

    last: date | None
    age: int = 0  # days
    stale: bool = False


class Ages:
    """Knows the last day of each indicator's data, once per data version."""

    def __init__(self, layer: MetricLayer, zone: ZoneInfo) -> None:
        self._layer = layer
        self._zone = zone
        self._days: Memory[date | None] = Memory(500)

    @property
    def today(self) -> date:
        """The true day of the company, whatever day its figures are looked at from."""
        return datetime.now(self._zone).date()

    def of(self, metric: Metric, version: int) -> Freshness:
        """How fresh `metric` is today."""
        if metric.is_balance:
            # What stands on a day stands on every later day too: its rows' last day tells.
            last = self._days.get((metric.id, version), lambda: self._stands(metric))
        else:
            last = self._days.get((metric.id, version), lambda: self._ask(metric))
        if last is None:
            return Freshness(None)
        age = (self._layer.settings.today() - last).days
        return Freshness(last, age, age > PATIENCE[metric.refresh])

    def _stands(self, metric: Metric) -> date | None:
        """The last day on which what stands has moved; nothing is dated ahead of today."""
        last = self._layer.last_day(metric.id)
        return min(last, self._layer.settings.today()) if last else None

    def _ask(self, metric: Metric) -> date | None:
        today = self._layer.settings.today()
        last = self._layer.last_day(metric.id)
        if last is None or last <= today:
            return last
        # Rows are dated ahead: the last day before them has to be looked for.
        first = today - timedelta(days=LOOK_BACK)
        query = Query((metric.id,), by=("day",), date_from=first, date_to=today)
        try:
            rows = self._layer.query(query).rows
        except VigieError:
            return None
        # A day on which nothing happened stands in the answer too, with nought or nothing.
        return max((row[0] for row in rows if row[1]), default=None)
