"""The wall: boards in rotation on a big screen, read at four metres, nothing to click.

The screen signs in with a token and sees figures only, whatever the token's owner may do besides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from vigie.kit.errors import Invalid
from vigie.kit.i18n import Label
from vigie.people.audit import Action
from vigie.web.address import with_parameters
from vigie.web.board import address
from vigie.web.boards.part import Part, drawn, parts_of
from vigie.web.boards.shelf import HOME
from vigie.web.cockpit import Cockpit, Hall, Here
from vigie.web.forms import Fields
from vigie.web.people.cookies import give_wall
from vigie.web.people.origin import address_of

router = APIRouter(include_in_schema=False)
SHOWN: Final = ("columns", "pace", "map", "ranking", "bullets", "funnel", "bridge", "heatmap")
"""The charts that are read from afar; lists and wide tables are not."""


@dataclass(frozen=True, slots=True)
class Step:
    """What stands on the screen for a while: the tiles of a board, or one of its charts."""

    board: str
    label: Label
    parts: tuple[Part, ...]


@router.get("/wall")
def wall(
    request: Request,
    here: Here,
    board: Annotated[list[str], Query()] = [HOME],  # noqa: B006 - FastAPI copies it
    every: Annotated[int, Query(ge=5, le=3600)] = 20,
    charts: Annotated[int, Query(ge=0, le=6)] = 2,
    night: Annotated[str, Query(pattern=r"^(\d{1,2}-\d{1,2})?$")] = "",
    at: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """One step of the rotation: `board`s in turn, `charts` of each, `every` so many seconds.

    `night` dims the screen between two hours, as in `20-7`; `at` counts the steps.
    """
    steps = [step for name in board for step in _steps(here, name, charts)]
    if not steps:
        raise Invalid("These boards have neither tiles nor charts that a wall shows to your role.")
    step = steps[at % len(steps)]
    declared = here.boards.board(step.board)
    scene = here.scene(request, declared.period, address(step.board))
    standing = here.standing(scene)
    return here.pages.render(
        request,
        "wall.html",
        step=step,
        place=at % len(steps),
        steps=len(steps),
        scene=scene,
        bar=here.bar(scene, "/wall"),
        standing=standing,
        every=every,
        night=night,
        now=datetime.now(here.workspace.settings.zone),
        next=with_parameters(request.url, {"at": str((at + 1) % len(steps))}),
        parts=[] if standing.empty else [drawn(request, here, scene, one) for one in step.parts],
    )


@router.get("/wall/in")
def ask(request: Request, hall: Hall, next: str = "/wall") -> HTMLResponse:
    """Asks for the token that lets a screen in."""
    return hall.pages.render(request, "wall_in.html", error=None, wanted=_wall(next))


@router.post("/wall/in")
def let_in(request: Request, hall: Hall, fields: Fields) -> Response:
    """Keeps the token in the screen's browser, where no script reads it."""
    people, wanted = hall.workspace.people, _wall(fields.get("next", ""))
    token = people.tokens.find(fields.get("token", "").strip())
    if token is None:
        wrong = Invalid("No token of that name is valid: make one under My account.")
        return hall.pages.render(
            request, "wall_in.html", status=422, error=wrong.text, wanted=wanted
        )
    response = RedirectResponse(wanted, status_code=303)
    give_wall(request, response, fields.get("token", "").strip())
    people.audit.record(Action.SIGN_IN, token.person_id, "wall", address_of(request))
    return response


def _steps(here: Cockpit, name: str, charts: int) -> Iterator[Step]:
    declared = here.boards.board(name)
    parts = parts_of(name, here.told(declared))
    tiles = tuple(part for part in parts if part.panel is None)
    drawings = [part for part in parts if part.panel and part.panel.chart in SHOWN]
    if tiles:
        yield Step(name, declared.label.label, tiles)
    for part in drawings[:charts]:
        yield Step(name, declared.label.label, (part,))


def _wall(wanted: str) -> str:
    """Where a screen goes: to the wall, nowhere else."""
    return wanted if wanted == "/wall" or wanted.startswith("/wall?") else "/wall"
