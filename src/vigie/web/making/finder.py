"""The catalogue beside the board: indicators by family, or those that mention some words."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from vigie.kit.figures import Unit
from vigie.kit.i18n import Label, Text, text
from vigie.metrics.language.definition import Metric
from vigie.metrics.layer import Readiness
from vigie.web.boards.declaration import Dashboard
from vigie.web.cockpit import Cockpit
from vigie.web.lineage import missing
from vigie.web.metric import mentions

UNITS: Final[Mapping[Unit, Text]] = {
    Unit.CURRENCY: text("money"),
    Unit.COUNT: text("count"),
    Unit.RATIO: text("per cent"),
    Unit.DAYS: text("days"),
    Unit.HOURS: text("hours"),
    Unit.MONTHS: text("months"),
    Unit.POINTS: text("points"),
    Unit.QUANTITY: text("quantity"),
    Unit.NUMBER: text("number"),
}
MOST: Final = 40  # found indicators that are shown


@dataclass(frozen=True, slots=True)
class Offer:
    """One indicator, and whether there are data for it."""

    metric: Metric
    readiness: Readiness
    missing: tuple[Label, ...]
    is_there: bool  # on the board already

    @property
    def unit(self) -> Text:
        return UNITS[self.metric.unit]


@dataclass(frozen=True, slots=True)
class Family:
    """Indicators that belong together."""

    id: str
    label: Label
    count: int
    offers: tuple[Offer, ...]  # none while the family is closed


def families(here: Cockpit, board: Dashboard, q: str, opened: str) -> list[Family]:
    """Every family with what was found of it; without words only the opened one is told."""
    found = [metric for metric in here.layer.catalog.shown if mentions(metric, q)]
    shown = {metric.id for metric in found[:MOST]} if q.strip() else set()
    grouped = groupby(found, key=lambda metric: metric.family)
    return [_family(here, board, name, list(group), shown, opened) for name, group in grouped]


def _family(
    here: Cockpit, board: Dashboard, name: str, found: list[Metric], shown: set[str], opened: str
) -> Family:
    told = [metric for metric in found if metric.id in shown or name == opened]
    offers = tuple(_offer(here, board, metric) for metric in told)
    return Family(name, here.layer.catalog.families[name], len(found), offers)


def _offer(here: Cockpit, board: Dashboard, metric: Metric) -> Offer:
    ready = here.layer.readiness(metric.id)
    lacking = tuple(missing(ready, here.layer.catalog))
    return Offer(metric, ready, lacking, metric.id in board.metrics)
