"""A declared panel becomes a drawn one."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from vigie.web.boards import (
    bridge,
    bullets,
    cohorts,
    course,
    crossing,
    cuts,
    funnel,
    grid,
    indicators,
    listing,
    pace,
    pairs,
    scorecard,
    words,
)
from vigie.web.boards.declaration import Panel
from vigie.web.boards.drawn import Drawn
from vigie.web.scene import Scene

DRAWINGS: Final[Mapping[str, Callable[[Any, Scene], Drawn]]] = {
    "bridge": bridge.draw,
    "buckets": cuts.draw_buckets,
    "bullets": bullets.draw,
    "cohort": cohorts.draw,
    "columns": course.draw,
    "curves": crossing.draw,
    "funnel": funnel.draw,
    "heatmap": grid.draw,
    "indicators": indicators.draw,
    "list": listing.draw,
    "map": cuts.draw_map,
    "multiples": crossing.draw,
    "pace": pace.draw,
    "ranking": cuts.draw_ranking,
    "scatter": pairs.draw,
    "scorecard": scorecard.draw,
    "shares": crossing.draw,
    "stacked": crossing.draw,
    "text": words.draw,
}


def draw(panel: Panel, scene: Scene) -> Drawn:
    """Asks and draws; raises what the metric layer raises."""
    return DRAWINGS[panel.chart](panel, scene)
