"""Whether a board can be read at a glance: how many figures, of which natures."""

from dataclasses import dataclass

from vigie.kit.i18n import Text, text
from vigie.metrics.language.classification import Nature
from vigie.metrics.language.definition import Catalog
from vigie.web.boards.checks import advice, mistakes
from vigie.web.boards.declaration import FEWEST, IDEAL, USUAL_MOST, Dashboard


@dataclass(frozen=True, slots=True)
class Balance:
    """What the editor says of a board while it is made."""

    count: int
    is_readable: bool  # five to nine figures
    rule: Text
    natures: tuple[tuple[Nature, int], ...]  # how many figures of each
    mistakes: tuple[Text, ...]
    advice: tuple[Text, ...]


def balance(board: Dashboard, catalog: Catalog) -> Balance:
    """The figures counted, and what could be better."""
    known = [catalog.metrics[tile.metric] for tile in board.tiles if tile.metric in catalog.metrics]
    counts = {nature: sum(metric.nature is nature for metric in known) for nature in Nature}
    count = len(board.tiles)
    return Balance(
        count=count,
        is_readable=FEWEST <= count <= USUAL_MOST,
        rule=text(
            "{fewest}–{most} indicators, {ideal} ideal", fewest=FEWEST, most=USUAL_MOST, ideal=IDEAL
        ),
        natures=tuple(counts.items()),
        mistakes=tuple(mistakes(board, catalog)),
        advice=tuple(advice(board, catalog)),
    )
