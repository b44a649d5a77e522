"""Whether a board can be answered, and whether it can be read at a glance."""

from collections.abc import Iterator

from vigie.kit.i18n import Text, text
from vigie.kit.periods import Grain
from vigie.kit.spelling import nearest
from vigie.metrics.language.definition import Catalog
from vigie.metrics.language.reach import possible
from vigie.web.boards.declaration import FEWEST, IDEAL, USUAL_MOST, Dashboard, Panel


def mistakes(board: Dashboard, catalog: Catalog) -> list[Text]:
    """What the board asks that cannot be answered."""
    known = {metric.id for metric in catalog.shown}
    unknown = sorted(board.metrics - known)
    found = [
        text(
            "There is no indicator '{word}'; did you mean '{nearest}'?",
            word=word,
            nearest=nearest(word, known) or "revenue",
        )
        for word in unknown
    ]
    for panel in board.panels:
        found += _cuts(panel, catalog, known)
    return found


def advice(board: Dashboard, catalog: Catalog) -> list[Text]:
    """What would make the board easier to read, or better balanced."""
    found = []
    count = len(board.tiles)
    if not FEWEST <= count <= USUAL_MOST:
        found.append(
            text(
                "{count} tiles: {fewest} to {most} are read at a glance, {ideal} is best.",
                count=count,
                fewest=FEWEST,
                most=USUAL_MOST,
                ideal=IDEAL,
            )
        )
    natures = {
        catalog.metrics[tile.metric].nature
        for tile in board.tiles
        if tile.metric in catalog.metrics
    }
    if count > 1 and len(natures) == 1:
        found.append(
            text(
                "All tiles are of one nature: mix results with the means engaged, with context "
                "or with impact."
            )
        )
    return found


def _cuts(panel: Panel, catalog: Catalog, known: set[str]) -> Iterator[Text]:
    words = dict.fromkeys(getattr(panel, name, None) for name in ("by", "across", "filters"))
    grains = {grain.value for grain in Grain}
    for word in (w for w in words if w is not None and w not in grains):
        for metric in (m for m in panel.metrics if m in known):
            carried = possible(metric, catalog)
            if word not in carried:
                yield text(
                    "'{metric}' cannot be cut by '{word}'; it can be by {carried}.",
                    metric=catalog.metrics[metric].label,
                    word=word,
                    carried=", ".join(carried) or "nothing",
                )
