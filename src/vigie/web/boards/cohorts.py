"""Who came back: customers by the month of their first order, month after month."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from vigie.charts.cohort import Cohort, CohortRow, cohort
from vigie.kit.i18n import text
from vigie.kit.periods import Grain, Period, shift
from vigie.web.boards.declaration import Cohorts
from vigie.web.boards.drawn import Drawn, drawn
from vigie.web.scene import Scene, series

MEASURE: Final = "customers_by_cohort"
BEGUN: Final = "cohort"
AGE: Final = "cohort_age"


def draw(panel: Cohorts, scene: Scene) -> Drawn:
    """Asks and draws; cohorts are those of the months before the end of the period."""
    end = scene.filters.dates.end
    first = shift(end.replace(day=1), Grain.MONTH, 1 - panel.months)
    answer = scene.layer.query(
        scene.filters.query(MEASURE, by=(BEGUN, AGE), date_from=first, order=(BEGUN, AGE))
    )
    counts = {
        (str(key[0]), int(key[1])): figure
        for key, figure in zip(answer.keys, series(answer, MEASURE), strict=True)
        if key[0] is not None and key[1] is not None
    }
    months = [shift(first, Grain.MONTH, index) for index in range(panel.months)]
    chart = Cohort(
        name=scene.say(text("Customers who order again")),
        heading=scene.say(text("First order")),
        size_name=scene.say(scene.layer.catalog.metrics[panel.metrics[0]].label),
        rows=tuple(_row(month, counts, end, scene) for month in months),
    )
    return drawn(scene, answer, chart, Period(first, end), cohort(chart, scene.formatter))


def _row(month: date, counts: Mapping[tuple[str, int], int], end: date, scene: Scene) -> CohortRow:
    begun = f"{month:%Y-%m}"
    ages = (end.year - month.year) * 12 + end.month - month.month
    over = scene.calendar.period(end, Grain.MONTH).end == end
    return CohortRow(
        name=scene.formatter.period(month, Grain.MONTH),
        size=counts.get((begun, 0), 0),
        counts=tuple(counts.get((begun, age), 0) for age in range(1, ages + 1)),
        partial=not over,
    )
