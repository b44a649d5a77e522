"""The boards: tiles and charts, each alive on its own."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from vigie.kit.errors import NotFound
from vigie.kit.i18n import Label, Text
from vigie.web import cards
from vigie.web.boards.checks import mistakes
from vigie.web.boards.declaration import Dashboard
from vigie.web.boards.part import Part, all_drawn, drawn, mark, parts_of, taken
from vigie.web.boards.shelf import HOME
from vigie.web.cockpit import Cockpit, Here
from vigie.web.scene import Scene
from vigie.web.takeaway import Kind
from vigie.web.views import is_bare

router = APIRouter(include_in_schema=False)


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
def home(request: Request, here: Here) -> Response:
    """The board that opens first, or the page that the visitor has put in its place."""
    first = here.views.first(here.person) if is_bare(request) else None
    if first and first != "/":
        return RedirectResponse(first, status_code=303)
    return board(request, here, HOME)


@router.get("/boards/{name}")
def board(request: Request, here: Here, name: str) -> HTMLResponse:
    """The whole board; a part that fails leaves the others alive."""
    dashboard = here.boards.board(name)
    scene = here.scene(request, dashboard.period, address(name))
    standing = here.standing(scene)
    parts = [] if standing.empty else _parts(name, dashboard, here)
    tiles, panels = all_drawn(request, here, scene, parts)
    return here.pages.render(
        request,
        "board.html",
        dashboard=dashboard,
        current=name,
        boards=links(here, scene),
        problems=_problems(here, name, dashboard),
        bar=here.bar(scene, address(name), dashboard.metrics),
        scene=scene,
        standing=standing,
        kept=here.boards.kept(name),
        cards=[(whose, cards.links(here, scene, whose)) for whose in dashboard.cards],
        tiles=tiles,
        panels=panels,
    )


@router.get("/boards/{name}/parts/{part_id}")
def part(request: Request, here: Here, name: str, part_id: str) -> Response:
    """One part of a board, for an open page that refreshes it."""
    dashboard = here.boards.board(name)
    found = _part(name, dashboard, here, part_id)
    scene = here.scene(request, dashboard.period, address(name))
    seal = mark(here, scene, found)
    if request.headers.get("if-none-match") == seal:
        return Response(status_code=304, headers={"ETag": seal})
    html = drawn(request, here, scene, found)
    return HTMLResponse(html, headers={"ETag": seal, "Cache-Control": "no-cache"})


@router.get("/boards/{name}/parts/{part_id}/export.{kind}")
def take(request: Request, here: Here, name: str, part_id: str, kind: Kind) -> Response:
    """One part of a board as an image or a file."""
    dashboard = here.boards.board(name)
    found = _part(name, dashboard, here, part_id)
    scene = here.scene(request, dashboard.period, address(name))
    return taken(kind, here, scene, found)


def _part(name: str, dashboard: Dashboard, here: Cockpit, part_id: str) -> Part:
    parts = _parts(name, dashboard, here)
    found = next((part for part in parts if part.id == part_id), None)
    if found is None:
        raise NotFound("There is no part '{name}' on the board.", name=part_id)
    return found


def links(here: Cockpit, scene: Scene) -> list[Link]:
    """Every board at the reader's period and choices."""
    return [
        Link(name, board.label.label, scene.filters.at(address(name)))
        for name, board in here.boards.all().items()
    ]


def _problems(here: Cockpit, name: str, dashboard: Dashboard) -> list[Text]:
    """What is wrong with this board, and with files that are none."""
    broken = [file.problem for file in here.boards.broken()]
    # Somebody's own board says so in the parts themselves, and in its editor.
    whole = here.workspace.metrics.catalog  # what a role does not show is no mistake
    wrong = (
        []
        if here.boards.kept(name)
        else here.judged.get(dashboard, lambda: mistakes(dashboard, whole))
    )
    return [*wrong, *broken]


def _parts(name: str, dashboard: Dashboard, here: Cockpit) -> list[Part]:
    """The parts to draw; a board of the company leaves out what the reader's role does not show."""
    own = here.boards.kept(name) is not None
    return parts_of(name, dashboard if own else here.told(dashboard))
