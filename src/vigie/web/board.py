"""The boards: tiles and charts, each alive on its own."""

import logging
from dataclasses import dataclass
from hashlib import sha256

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from vigie.kit.errors import NotFound, VigieError
from vigie.kit.i18n import Label, Text
from vigie.web.boards.checks import mistakes
from vigie.web.boards.declaration import Dashboard, Panel
from vigie.web.boards.draw import draw
from vigie.web.boards.shelf import HOME
from vigie.web.cockpit import Cockpit, Here
from vigie.web.errors import Failure
from vigie.web.scene import Scene
from vigie.web.tile import tile

router = APIRouter(include_in_schema=False)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a board that is asked for, drawn and refreshed on its own."""

    board: str
    id: str
    metrics: tuple[str, ...]
    panel: Panel | None = None  # None: a tile

    @property
    def address(self) -> str:
        """Where the piece alone is found."""
        return f"/boards/{self.board}/parts/{self.id}"


@dataclass(frozen=True, slots=True)
class Link:
    """The way to another board."""

    id: str
    label: Label
    href: str


def address(board: str) -> str:
    """Where a board is found: the first one is the first page."""
    return "/" if board == HOME else f"/boards/{board}"


@router.get("/", name="board")
def home(request: Request, here: Here) -> HTMLResponse:
    """The board that opens first."""
    return board(request, here, HOME)


@router.get("/boards/{name}")
def board(request: Request, here: Here, name: str) -> HTMLResponse:
    """The whole board; a part that fails leaves the others alive."""
    dashboard = here.boards.board(name)
    scene = here.scene(request, dashboard.period, address(name))
    standing = here.standing(scene)
    parts = [] if standing.empty else _parts(name, dashboard, here)
    return here.pages.render(
        request,
        "board.html",
        dashboard=dashboard,
        current=name,
        boards=_links(here, scene),
        problems=_problems(here, dashboard),
        bar=here.bar(scene, address(name)),
        scene=scene,
        standing=standing,
        tiles=[_drawn(request, here, scene, part) for part in parts if not part.panel],
        panels=[_drawn(request, here, scene, part) for part in parts if part.panel],
    )


@router.get("/boards/{name}/parts/{part_id}")
def part(request: Request, here: Here, name: str, part_id: str) -> Response:
    """One part of a board, for an open page that refreshes it."""
    dashboard = here.boards.board(name)
    parts = _parts(name, dashboard, here)
    found = next((part for part in parts if part.id == part_id), None)
    if found is None:
        raise NotFound("There is no part '{name}' on the board.", name=part_id)
    scene = here.scene(request, dashboard.period, address(name))
    mark = _mark(here, scene, found)
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers={"ETag": mark})
    html = _drawn(request, here, scene, found)
    return HTMLResponse(html, headers={"ETag": mark, "Cache-Control": "no-cache"})


def _links(here: Cockpit, scene: Scene) -> list[Link]:
    """Every board at the reader's period and choices."""
    return [
        Link(name, board.label.label, scene.filters.at(address(name)))
        for name, board in here.boards.all().items()
    ]


def _problems(here: Cockpit, dashboard: Dashboard) -> list[Text]:
    """What is wrong with this board, and with files that are none."""
    broken = (file.problem for file in here.boards.broken())
    return [*mistakes(dashboard, here.layer.catalog), *broken]


def _parts(name: str, dashboard: Dashboard, here: Cockpit) -> list[Part]:
    known = here.layer.catalog.metrics
    tiles = [Part(name, tile, (tile,)) for tile in dashboard.tiles]
    panels = [Part(name, panel.id, panel.metrics, panel) for panel in dashboard.panels]
    return [part for part in (*tiles, *panels) if known.keys() >= {*part.metrics}]


def _drawn(request: Request, here: Cockpit, scene: Scene, part: Part) -> Markup:
    try:
        return here.drawn.get(
            (part.address, here.version, scene.key()), lambda: _draw(request, here, scene, part)
        )
    except VigieError as error:
        return _problem(request, here, scene, part, error)
    except Exception:
        _log.exception("The part %s of the board failed", part.id)
        failure = Failure("This figure could not be computed. The cause is in the log.")
        return _problem(request, here, scene, part, failure)


def _draw(request: Request, here: Cockpit, scene: Scene, part: Part) -> Markup:
    again = scene.filters.at(part.address)
    if part.panel:
        view = {"panel": part.panel, "drawn": draw(part.panel, scene), "again": again}
        return here.pages.fragment(request, "_panel.html", scene=scene, **view)
    metric = here.layer.catalog.metrics[part.metrics[0]]
    shown = {"tile": tile(metric, scene, here.ages.of(metric, here.version)), "again": again}
    return here.pages.fragment(request, "_tile.html", scene=scene, **shown)


def _problem(
    request: Request, here: Cockpit, scene: Scene, part: Part, error: VigieError
) -> Markup:
    return here.pages.fragment(
        request,
        "_part_problem.html",
        part=part,
        label=part.panel.label.label
        if part.panel
        else here.layer.catalog.metrics[part.metrics[0]].label,
        again=scene.filters.at(part.address),
        href=scene.filters.at(scene.path),
        details=scene.filters.at(f"/metrics/{part.metrics[0]}"),
        sentence=error.to(scene.reader.locale),
        broken=error.status >= 500,
    )


def _mark(here: Cockpit, scene: Scene, part: Part) -> str:
    words = repr((part.address, here.version, scene.key()))
    return f'"{sha256(words.encode()).hexdigest()[:20]}"'
