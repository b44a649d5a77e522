"""Which chart answers a question best, and which others can."""

from collections.abc import Mapping
from typing import Any, Final

from vigie.kit.i18n import Text, text
from vigie.kit.periods import Grain
from vigie.metrics.language.additivity import is_sum
from vigie.metrics.language.definition import Catalog, Metric
from vigie.web.boards.declaration import KINDS, Panel
from vigie.web.boards.frame import GRID, Names

GRAINS: Final = frozenset(grain.value for grain in Grain)
MAPPED: Final = ("region", "department")
MOST_CURVES: Final = 6
LABELS: Final[Mapping[str, Text]] = {
    "bridge": text("Bridge"),
    "buckets": text("Steps"),
    "columns": text("Columns"),
    "curves": text("Curves"),
    "heatmap": text("Heatmap"),
    "indicators": text("List"),
    "map": text("Map"),
    "multiples": text("Small multiples"),
    "ranking": text("Ranking"),
    "scatter": text("Scatter"),
    "scorecard": text("Scorecard"),
    "shares": text("Shares"),
    "stacked": text("Stack"),
}
MOST_MEASURES: Final = 8


def charts(metrics: list[Metric], by: list[str], catalog: Catalog) -> list[str]:
    """The kinds of chart that can show these indicators cut like this, the best one first."""
    times = [word for word in by if word in GRAINS]
    cuts = [word for word in by if word not in GRAINS]
    match (len(metrics), len(times), len(cuts)):
        case (1, 1, 0):
            return ["columns"]
        case (1, 0, 1):
            return _of_one(metrics[0], cuts[0])
        case (1, 1, 1):
            return _over_time(metrics[0], catalog)
        case (1, 0, 2):
            return ["heatmap"]
        case (_, 0, 0):
            return ["indicators"]
        case (2, 0, 1):
            return ["scorecard", "scatter"]
        case (count, 0, 1) if count <= MOST_MEASURES:
            return ["scorecard"]
        case _:
            return []


def panel(chart: str, metrics: list[Metric], by: list[str], limit: int) -> Panel:
    """The panel that a board's file would declare for this question."""
    first = metrics[0]
    declared: dict[str, Any] = {
        "id": first.id,
        "chart": chart,
        "label": Names(en=first.label.en, fr=first.label.fr),
        "columns": GRID,
    }
    times = [word for word in by if word in GRAINS]
    cuts = [word for word in by if word not in GRAINS]
    match chart:
        case "indicators":
            group = {"label": Names(en="", fr=""), "metrics": [metric.id for metric in metrics]}
            declared["groups"] = [group]
        case "scorecard":
            declared |= {"metrics": [m.id for m in metrics], "by": cuts[0], "limit": limit}
        case "heatmap":
            declared |= {"metric": first.id, "by": cuts[0], "across": [*times, *cuts[1:]][0]}
        case "curves" | "multiples" | "shares" | "stacked":
            limit = 12 if chart == "multiples" else MOST_CURVES
            declared |= {"metric": first.id, "by": cuts[0], "across": times[0], "limit": limit}
        case "scatter":
            declared |= {"x": metrics[1].id, "y": first.id, "by": cuts[0], "limit": 100}
        case "columns":
            declared |= {"metric": first.id, "by": times[0]}
        case _:
            declared |= {"metric": first.id, "by": cuts[0], "limit": limit}
    found: Panel = KINDS[chart].model_validate(declared)  # type: ignore[assignment]
    return found


def _over_time(metric: Metric, catalog: Catalog) -> list[str]:
    found = ["heatmap", "multiples", "curves"]
    return [*found, "stacked", "shares"] if is_sum(metric.id, catalog) else found


def _of_one(metric: Metric, cut: str) -> list[str]:
    found = ["map", "ranking"] if cut in MAPPED else ["ranking"]
    return [*found, "buckets", *(["bridge"] if metric.is_additive else [])]
