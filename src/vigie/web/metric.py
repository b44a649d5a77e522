"""The pages of indicators: all of them by family, and each with its definition and cuts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import Final, TypeVar

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from vigie.kit.errors import NotFound, VigieError
from vigie.kit.i18n import Label, Text, text
from vigie.kit.spelling import folded
from vigie.lineage import Lineage
from vigie.metrics.language.classification import Nature, Refresh, Stratum
from vigie.metrics.language.columns import datasets
from vigie.metrics.language.definition import Direction, Metric
from vigie.metrics.layer import Readiness
from vigie.people.permission import Permission
from vigie.web.boards.declaration import Breakdown, Course
from vigie.web.boards.draw import draw
from vigie.web.boards.drawn import Drawn
from vigie.web.boards.frame import Names
from vigie.web.boards.shown import AMONG, IN_TIME
from vigie.web.boards.suggestion import MAPPED
from vigie.web.cockpit import Cockpit, Here
from vigie.web.lineage import dimensions, missing, told
from vigie.web.scene import Scene
from vigie.web.takeaway import Kind, Taken, response
from vigie.web.tile import Tile, tile
from vigie.web.why import address

router = APIRouter(include_in_schema=False)
PREFERRED: Final = ("region", "team", "stage", "customer", "product")
Shown = TypeVar("Shown")
LONGEST: Final = 25  # rows of a breakdown
EVERYWHERE: Final = 100  # places of a map

DIRECTIONS: Final = {
    Direction.UP: text("higher is better"),
    Direction.DOWN: text("lower is better"),
    Direction.BAND: text("best within a band"),
}
NATURES: Final = {
    Nature.PERFORMANCE: text("performance"),
    Nature.STEERING: text("steering"),
    Nature.CONTEXT: text("context"),
    Nature.IMPACT: text("impact"),
}
STRATA: Final = {
    Stratum.ANTICIPATION: text("anticipation"),
    Stratum.BALANCE: text("balance"),
    Stratum.ALERT: text("alert"),
}
CADENCES: Final = {
    Refresh.DAILY: text("every day"),
    Refresh.WEEKLY: text("every week"),
    Refresh.MONTHLY: text("every month"),
    Refresh.QUARTERLY: text("every quarter"),
}
BASES: Final = {"invoiced": text("invoices"), "booked": text("orders")}


@dataclass(frozen=True, slots=True)
class Cut:
    """One dimension that the indicator can be cut by."""

    id: str
    label: Label
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Showable:
    """One thing that can be made of a figure."""

    label: Text
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Definition:
    """What an indicator means, in words that a template can print."""

    direction: Text
    nature: Text
    stratum: Text
    cadence: Text
    basis: Text | None
    datasets: tuple[Label, ...]
    lineage: tuple[Lineage, ...]
    readiness: Readiness
    missing: tuple[Label, ...]


@router.get("/metrics")
def metrics(request: Request, here: Here, q: str = "") -> HTMLResponse:
    """Every indicator by family; `q` keeps those that mention its words."""
    found = [m for m in here.layer.catalog.shown if mentions(m, q)]
    families = [(name, list(group)) for name, group in groupby(found, key=lambda m: m.family)]
    return here.pages.render(
        request,
        "metrics.html",
        families=families,
        names=here.layer.catalog.families,
        q=q,
        count=len(found),
    )


@router.get("/metrics/{metric_id}")
def metric(
    request: Request, here: Here, metric_id: str, by: str = "", show: str = "", among: str = ""
) -> HTMLResponse:
    """One indicator: its figure, its course, its cuts, its definition."""
    found = here.metric(metric_id)
    scene = here.scene(request)
    cuts = list(_cuts(here, found, scene, by))
    chosen = next((cut for cut in cuts if cut.current), None)
    return here.pages.render(
        request,
        "metric.html",
        metric=found,
        scene=scene,
        bar=here.bar(scene, request.url.path, [found.id]),
        tile=_try(lambda: _tile(here, found, scene)),
        course=_try(lambda: _course(found, scene, show)),
        cuts=cuts,
        breakdown=_try(lambda: _breakdown(found, chosen.id, scene, among)) if chosen else None,
        in_time=_showings(scene, "show", IN_TIME, show),
        among=_showings(scene, "among", AMONG, among),
        definition=_definition(here, found),
        rows=scene.filters.at("/rows", ("metric", found.id)),
        why=address(replace(scene, filters=replace(scene.filters, kept=())), found),
        takes=_takes(here, scene, found),
    )


class Drawing(StrEnum):
    """The two charts of the page."""

    COURSE = "course"
    BREAKDOWN = "breakdown"


@router.get("/metrics/{metric_id}/export.{kind}")
def take(
    request: Request,
    here: Here,
    metric_id: str,
    kind: Kind,
    part: Drawing = Drawing.COURSE,
    by: str = "",
    show: str = "",
    among: str = "",
) -> Response:
    """One chart of the page as an image or a file."""
    found = here.metric(metric_id)
    scene = here.scene(request)
    title = scene.say(found.label)
    if part is Drawing.COURSE:
        drawn = _course(found, scene, show)
    else:
        cut = next((cut for cut in _cuts(here, found, scene, by) if cut.current), None)
        if cut is None:
            raise NotFound("This indicator cannot be cut by anything.")
        drawn = _breakdown(found, cut.id, scene, among)
        title = f"{title} · {scene.say(cut.label)}"
    return response(
        kind, Taken(f"{found.id}-{part}", title, [found], drawn, drawn.answer), scene, here
    )


def _takes(here: Cockpit, scene: Scene, metric: Metric) -> dict[str, str]:
    """Where each chart is found as a file, `{}` standing for the kind; nowhere for some roles."""
    if here.visitor is None or not here.visitor.can(Permission.EXPORT):
        return {part.value: "" for part in Drawing}
    path = f"/metrics/{metric.id}/export.{{}}"
    return {part.value: scene.filters.at(path, ("part", part.value)) for part in Drawing}


def _course(metric: Metric, scene: Scene, show: str) -> Drawn:
    panel = Course(
        id="course",
        chart="columns",
        metric=metric.id,
        by="month",
        label=_names(metric),
        show=show if show in IN_TIME else None,
    )
    return draw(panel, scene)


def _tile(here: Cockpit, metric: Metric, scene: Scene) -> Tile:
    band = here.band(metric, scene.filters.dates.end)
    return tile(metric, scene, here.ages.of(metric, here.version), here.trust(metric), band)


def mentions(metric: Metric, words: str) -> bool:
    """Whether the name or the meaning of an indicator holds all of these words."""
    told = (metric.id, metric.label, metric.description, metric.formula, *metric.synonyms)
    whole = folded(" ".join(f"{t.en} {t.fr}" if isinstance(t, Label) else t for t in told))
    return all(word in whole for word in folded(words).split())


def _cuts(here: Cockpit, metric: Metric, scene: Scene, by: str) -> Iterator[Cut]:
    carried = dimensions(metric, here.layer.catalog)
    names = [dimension.id for dimension in carried]
    current = by if by in names else next((n for n in PREFERRED if n in names), None)
    path = f"/metrics/{metric.id}"
    kept = tuple(pair for pair in scene.filters.kept if pair[0] != "by")
    bare = replace(scene.filters, kept=kept)
    for dimension in carried:
        address = bare.at(path, ("by", dimension.id))
        yield Cut(dimension.id, dimension.label, address, dimension.id == current)


def _showings(scene: Scene, name: str, words: Mapping[str, Text], current: str) -> list[Showable]:
    """What can be made of the figure, each with the address that shows it."""
    kept = tuple(pair for pair in scene.filters.kept if pair[0] != name)
    return [
        Showable(
            label,
            replace(scene.filters, kept=(*kept, (name, word)) if word else kept).at(scene.path),
            word == (current if current in words else ""),
        )
        for word, label in words.items()
    ]


def _breakdown(metric: Metric, by: str, scene: Scene, among: str) -> Drawn:
    panel = Breakdown(
        id="breakdown",
        chart="map" if by in MAPPED else "ranking",
        metric=metric.id,
        by=by,
        label=_names(metric),
        limit=EVERYWHERE if by in MAPPED else LONGEST,
        filters=by,
        show=among if among in AMONG else None,
    )
    return draw(panel, scene)


def _definition(here: Cockpit, metric: Metric) -> Definition:
    catalog = here.layer.catalog
    ready = here.layer.readiness(metric.id)
    return Definition(
        direction=DIRECTIONS[metric.direction],
        nature=NATURES[metric.nature],
        stratum=STRATA[metric.stratum],
        cadence=CADENCES[metric.refresh],
        basis=BASES.get(metric.basis or ""),
        datasets=tuple(dataset.label for dataset in datasets(metric, catalog)),
        lineage=told(metric, here),
        readiness=ready,
        missing=tuple(missing(ready, catalog)),
    )


def _try(make: Callable[[], Shown]) -> Shown | VigieError:
    """What `make` makes, or why it cannot: one part that fails leaves the page alive."""
    try:
        return make()
    except VigieError as error:
        return error


def _names(metric: Metric) -> Names:
    return Names(en=metric.label.en, fr=metric.label.fr)
