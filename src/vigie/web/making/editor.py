"""The page where a board is made: the board itself, drawn as it will be, and what can be done."""

from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter
from markupsafe import Markup
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from vigie.kit.errors import Forbidden, VigieError
from vigie.kit.i18n import LOCALES, Label, Text, text
from vigie.people.audit import Action
from vigie.personal.boards import Kept, Overtaken
from vigie.web.address import address
from vigie.web.boards.declaration import Dashboard, read_dashboard
from vigie.web.boards.edit import Piece, piece
from vigie.web.boards.frame import Tile
from vigie.web.boards.part import Part, drawn, parts_of
from vigie.web.boards.written import written
from vigie.web.cockpit import Cockpit, Here
from vigie.web.filters import SPANS, Span
from vigie.web.forms import Form
from vigie.web.making.balance import balance
from vigie.web.making.changes import change
from vigie.web.making.finder import families
from vigie.web.making.panel import settings
from vigie.web.making.settings import filled
from vigie.web.making.sharing import circles
from vigie.web.metric import NATURES
from vigie.web.people.door import note
from vigie.web.scene import Scene

router = APIRouter(include_in_schema=False)
SIDES: Final = {
    "add": text("Add"),
    "board": text("Board"),
    "share": text("Share"),
    "versions": text("Versions"),
    "yaml": text("File"),
}
ADDING: Final = ("chart", "text", "again")  # what is added opens its own settings
WHOLE: Final = ("frame", "yaml")  # changes that replace whatever was there
OPENING: Final = tuple(span for span in SPANS if span is not Span.CUSTOM)


@dataclass(frozen=True, slots=True)
class Framed:
    """A part of the board with its handles."""

    id: str
    label: Label
    piece: Piece
    html: Markup
    place: int  # among its kind, from 1
    of: int

    @property
    def is_tile(self) -> bool:
        return isinstance(self.piece, Tile)


def editing(name: str, *more: tuple[str, str]) -> str:
    """Where the board of that name is edited."""
    return address(f"/boards/{name}/edit", [pair for pair in more if pair[1]])


@router.get("/boards/{name}/edit")
def edit(request: Request, here: Here, name: str) -> HTMLResponse:
    """The board with handles; the side beside it adds, settles, shares or looks back."""
    kept, board = _held(here, name)
    return _page(request, here, kept, board)


@router.post("/boards/{name}/edit")
def change_board(request: Request, here: Here, name: str, form: Form) -> Response:
    """Does what a button says: every change is kept as a version."""
    kept, board = _held(here, name)
    wish = str(form.get("do", ""))
    try:
        if wish in ("undo", "redo", "show"):
            about = _travel(here, name, wish, str(form.get("number", "")))
        else:
            base, seen = _base(here, kept, board, form)
            changed, about = change(base, form, here)
            _save(here, kept, changed, seen)
    except Overtaken as error:
        note(request, Action.BOARD_CHANGED, name, do=wish, version=error.number, shown=False)
        return _back(name, form, ("side", "versions"), ("overtaken", str(error.number)))
    except VigieError as error:
        return _page(request, here, kept, board, error=error, form=form)
    note(request, Action.BOARD_CHANGED, name, do=wish, part=about)
    opened = about if wish in ADDING else ""
    joined = "yes" if _is_joined(here, kept, form) else ""
    return _back(name, form, ("part", opened), ("at", about), ("did", wish), ("joined", joined))


def _held(here: Cockpit, name: str) -> tuple[Kept, Dashboard]:
    kept = here.boards.kept(name)
    board = here.boards.board(name)
    if kept is None:
        raise Forbidden("This board is the company's: make a copy of it, and change that.")
    if not kept.may_edit:
        raise Forbidden(
            "{owner} shares this board for reading: make a copy of it, and change that.",
            owner=kept.owner,
        )
    return kept, board


def _base(here: Cockpit, kept: Kept, board: Dashboard, form: Form) -> tuple[Dashboard, int]:
    """The board that a change is made to, and its version.

    What was done meanwhile stays beside it, unless both are about the same thing: then the change
    is made to what its author saw, and kept apart.
    """
    seen = _seen(form, kept)
    if seen == kept.number:
        return board, seen
    before = read_dashboard(here.personal.version(kept.id, seen).content, kept.id)
    if form.get("do") in WHOLE or _about(before, form) != _about(board, form):
        return before, seen
    return board, kept.number


def _seen(form: Form, kept: Kept) -> int:
    written_there = str(form.get("seen", ""))
    return int(written_there[:9]) if written_there.isdecimal() else kept.number


def _about(board: Dashboard, form: Form) -> Piece | None:
    """The part whose settings are changed; None for whatever can be done side by side."""
    name = str(form.get("part", ""))
    is_settled = form.get("do") == "set" and name in board.names
    return piece(board, name) if is_settled else None


def _is_joined(here: Cockpit, kept: Kept, form: Form) -> bool:
    """Whether the change was added to what somebody else did meanwhile."""
    if _seen(form, kept) == kept.number:
        return False
    return here.personal.version(kept.id, kept.number).author_id != here.person.id


def _travel(here: Cockpit, name: str, wish: str, number: str) -> str:
    if wish == "undo":
        here.personal.undo(name)
    elif wish == "redo":
        here.personal.redo(name)
    elif number.isdecimal():
        here.personal.show(name, int(number[:9]))
    return ""


def _save(here: Cockpit, kept: Kept, board: Dashboard, seen: int) -> None:
    content = written(board)
    if content != kept.content or seen != kept.number:
        here.personal.save(kept.id, here.person, content, seen)


def _back(name: str, form: Form, *more: tuple[str, str]) -> RedirectResponse:
    """To the editor as it stood: the same side, the same words searched."""
    told = dict(more)
    kept = [(one, str(form.get(one, ""))) for one in ("side", "q", "family") if one not in told]
    return RedirectResponse(editing(name, *kept, *more), status_code=303)


def _page(
    request: Request,
    here: Cockpit,
    kept: Kept,
    board: Dashboard,
    *,
    error: VigieError | None = None,
    form: Form | None = None,
) -> HTMLResponse:
    asked = form if form is not None else request.query_params
    scene = here.scene(_bare(request), board.period, f"/boards/{kept.id}")
    part = str(asked.get("part", ""))
    shown, problem = _proposed(board, part, asked, here, error)
    side = str(asked.get("side", "")) if part not in board.names else "part"
    side = side if side in SIDES or side == "part" else "add"
    return here.pages.render(
        request,
        "making/edit.html",
        status=error.status if error else 200,
        kept=kept,
        board=board,
        scene=scene,
        side=side,
        sides=SIDES,
        part=part if part in board.names else "",
        tiles=_framed(request, here, scene, kept.id, shown, is_tile=True),
        panels=_framed(request, here, scene, kept.id, shown, is_tile=False),
        balance=balance(shown, here.layer.catalog),
        problem=problem.text if problem else None,
        settings=settings(here, scene, shown, part, asked) if side == "part" else None,
        families=families(here, board, str(asked.get("q", "")), str(asked.get("family", "")))
        if side == "add"
        else [],
        q=str(asked.get("q", "")),
        family=str(asked.get("family", "")),
        circles=circles(here, kept) if side == "share" else [],
        history=here.personal.history(kept.id) if side == "versions" else (),
        yaml=str(asked.get("yaml", "")) or written(board),
        spans=[(span.value, SPANS[span]) for span in OPENING],
        said=_said(shown, asked, here),
        overtaken=str(asked.get("overtaken", "")),
        joined=bool(asked.get("joined")),
        editing=editing,
        natures=NATURES,
    )


def _bare(request: Request) -> Request:
    """The request without its question: a board is made as it opens."""
    spoken = request.query_params.get("lang", "")
    kept = f"lang={spoken}" if spoken in LOCALES else ""
    return Request({**request.scope, "query_string": kept.encode()})


def _proposed(
    board: Dashboard, part: str, asked: Form | QueryParams, here: Cockpit, error: VigieError | None
) -> tuple[Dashboard, VigieError | None]:
    """The board as it would be with the settings that are being tried."""
    if part not in board.names or error:
        return board, error
    try:
        wanted = filled(piece(board, part), asked, here)
    except VigieError as refused:
        return board, refused
    # In its own row even when it would move to the other one: where the eye is.
    swap = {part: wanted}
    tiles = tuple(swap.get(one.id, one) for one in board.tiles)
    panels = tuple(swap.get(one.id, one) for one in board.panels)
    return board.model_copy(update={"tiles": tiles, "panels": panels}), None


def _framed(
    request: Request, here: Cockpit, scene: Scene, name: str, board: Dashboard, *, is_tile: bool
) -> list[Framed]:
    row = [part for part in parts_of(name, board) if (part.declared in board.tiles) == is_tile]
    return [
        Framed(
            part.id,
            part.label(here),
            part.declared,
            drawn(request, here, scene, part),
            index + 1,
            len(row),
        )
        for index, part in enumerate(row)
    ]


def _said(board: Dashboard, asked: Form | QueryParams, here: Cockpit) -> Text | None:
    """What was just done, for those who hear the page."""
    if asked.get("did") == "remove":
        return text("Removed. Undo brings it back.")
    name = str(asked.get("at", ""))
    if name not in board.names:
        return text("Done.") if asked.get("did") else None
    found = piece(board, name)
    row = board.tiles if isinstance(found, Tile) else board.panels
    place = [part.id for part in row].index(name) + 1
    label = Part("", found).label(here)
    if isinstance(found, Tile):
        return text("{name}: place {place} of {count}.", name=label, place=place, count=len(row))
    return text(
        "{name}: place {place} of {count}, {columns} columns wide, {rows} rows tall.",
        name=label,
        place=place,
        count=len(row),
        columns=found.columns,
        rows=found.rows,
    )
