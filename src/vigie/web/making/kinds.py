"""Which charts a question can be shown as on a board, the best one first."""

from collections.abc import Mapping
from typing import Final

from vigie.kit.i18n import Text, text
from vigie.metrics.language.definition import Catalog, Metric
from vigie.web.boards import suggestion

FIGURE: Final = "figure"  # a tile
TEXT: Final = "text"
STAGE: Final = "stage"
LABELS: Final[Mapping[str, Text]] = {
    FIGURE: text("Figure"),
    "bullets": text("Bullets"),
    "cohort": text("Cohorts"),
    "funnel": text("Funnel"),
    "list": text("Rows that weigh most"),
    "pace": text("Pace of the year"),
    TEXT: text("Text"),
    **suggestion.LABELS,
}
PACES: Final = ("day", "week", "month")


def kinds(metrics: list[Metric], by: list[str], catalog: Catalog) -> list[str]:
    """The kinds that can carry these indicators cut like this; none where no chart can."""
    found = [kind for kind in suggestion.charts(metrics, by, catalog) if kind in LABELS]
    if len(metrics) != 1:
        return found
    (metric,) = metrics
    match by:
        case []:
            return [FIGURE, *found, "list"]
        case [time] if time in suggestion.GRAINS:
            has_pace = time in PACES and metric.is_additive and metric.is_flow
            return [*found, *(["pace"] if has_pace else [])]
        case [cut]:
            return [*(["funnel"] if cut == STAGE else []), *found, "bullets"]
        case _:
            return found
