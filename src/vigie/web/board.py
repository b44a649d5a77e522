"""The cockpit's first page: tiles and charts, each alive on its own."""

import logging
from dataclasses import dataclass
from hashlib import sha256

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from vigie.kit.errors import NotFound, VigieError
from vigie.web.cockpit import Cockpit, Here
from vigie.web.dashboard import Dashboard, Panel, load_dashboard
from vigie.web.errors import Failure
from vigie.web.panel import draw
from vigie.web.scene import Scene
from vigie.web.tile import tile

router = APIRouter(include_in_schema=False)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a board that is asked for, drawn and refreshed on its own."""

    id: str
    metric: str
    panel: Panel | None = None  # None: a tile


@router.get("/", name="board")
def board(request: Request, here: Here) -> HTMLResponse:
    """The whole board; a part that fails leaves the others alive."""
    dashboard = load_dashboard()
    scene = here.scene(request, dashboard.period)
    standing = here.standing(scene)
    parts = [] if standing.empty else _parts(dashboard, here)
    return here.pages.render(
        request,
        "board.html",
        dashboard=dashboard,
        bar=here.bar(scene, "/"),
        scene=scene,
        standing=standing,
        tiles=[_drawn(request, here, scene, part) for part in parts if not part.panel],
        panels=[_drawn(request, here, scene, part) for part in parts if part.panel],
    )


@router.get("/parts/{name}")
def part(request: Request, here: Here, name: str) -> Response:
    """One part of the board, for an open page that refreshes it."""
    dashboard = load_dashboard()
    found = next((part for part in _parts(dashboard, here) if part.id == name), None)
    if found is None:
        raise NotFound("There is no part '{name}' on the board.", name=name)
    scene = here.scene(request, dashboard.period)
    mark = _mark(here, scene, found)
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers={"ETag": mark})
    html = _drawn(request, here, scene, found)
    return HTMLResponse(html, headers={"ETag": mark, "Cache-Control": "no-cache"})


def _parts(dashboard: Dashboard, here: Cockpit) -> list[Part]:
    known = here.layer.catalog.metrics
    tiles = [Part(name, name) for name in dashboard.tiles]
    panels = [Part(panel.id, panel.metric, panel) for panel in dashboard.panels]
    return [part for part in (*tiles, *panels) if part.metric in known]


def _drawn(request: Request, here: Cockpit, scene: Scene, part: Part) -> Markup:
    try:
        return here.drawn.get(
            (part.id, here.version, scene.key()), lambda: _draw(request, here, scene, part)
        )
    except VigieError as error:
        return _problem(request, here, scene, part, error)
    except Exception:
        _log.exception("The part %s of the board failed", part.id)
        failure = Failure("This figure could not be computed. The cause is in the log.")
        return _problem(request, here, scene, part, failure)


def _draw(request: Request, here: Cockpit, scene: Scene, part: Part) -> Markup:
    again = scene.filters.at(f"/parts/{part.id}")
    if part.panel:
        view = {"panel": part.panel, "drawn": draw(part.panel, scene), "again": again}
        return here.pages.fragment(request, "_panel.html", scene=scene, **view)
    metric = here.layer.catalog.metrics[part.metric]
    view = {"tile": tile(metric, scene, here.ages.of(metric, here.version)), "again": again}
    return here.pages.fragment(request, "_tile.html", scene=scene, **view)


def _problem(
    request: Request, here: Cockpit, scene: Scene, part: Part, error: VigieError
) -> Markup:
    return here.pages.fragment(
        request,
        "_part_problem.html",
        part=part,
        label=part.panel.label.label
        if part.panel
        else here.layer.catalog.metrics[part.metric].label,
        again=scene.filters.at(f"/parts/{part.id}"),
        href=scene.filters.at("/"),
        details=scene.filters.at(f"/metrics/{part.metric}"),
        sentence=error.to(scene.reader.locale),
        broken=error.status >= 500,
    )


def _mark(here: Cockpit, scene: Scene, part: Part) -> str:
    words = repr((part.id, here.version, scene.key()))
    return f'"{sha256(words.encode()).hexdigest()[:20]}"'
