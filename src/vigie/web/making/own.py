"""All boards on one page: made, copied, shared, put away, published for the company."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from vigie.kit.errors import Forbidden, Invalid, NotFound
from vigie.kit.i18n import Label
from vigie.people.audit import Action
from vigie.personal.boards import Kept
from vigie.web.board import address
from vigie.web.boards.declaration import Dashboard, read_dashboard
from vigie.web.boards.written import written
from vigie.web.cockpit import Cockpit, Here
from vigie.web.forms import Form
from vigie.web.making.editor import editing
from vigie.web.making.publication import publish, take_back
from vigie.web.making.sharing import circles, shares
from vigie.web.people.door import note

router = APIRouter(include_in_schema=False)
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Entry:
    """One board of the list."""

    id: str
    label: Label
    question: Label | None
    href: str
    kept: Kept | None
    tiles: int
    panels: int
    replaces: bool  # a board of the company in the place of a shipped one


@router.get("/boards")
def boards(request: Request, here: Here) -> HTMLResponse:
    """One's own boards, those of others, the company's."""
    entries = [_entry(name, board, here) for name, board in here.boards.all().items()]
    return here.pages.render(
        request,
        "making/boards.html",
        own=[one for one in entries if one.kept and one.kept.is_own],
        given=[one for one in entries if one.kept and not one.kept.is_own],
        common=[one for one in entries if not one.kept],
        removed=[_removed(kept) for kept in here.personal.removed(here.person)],
        broken=here.boards.broken(),
    )


@router.post("/boards")
def make(request: Request, here: Here, form: Form) -> Response:
    """A new board: empty, a copy of another one, or what a YAML text declares."""
    source, pasted = str(form.get("copy_of", "")), str(form.get("yaml", "")).strip()
    if pasted:
        board = read_dashboard(pasted, "board")
    elif source:
        board = _copied(here.boards.board(source))
    else:
        board = _empty(str(form.get("name", "")).strip()[:LONGEST_NAME])
    name = here.personal.make(here.person, written(board), source or None)
    note(request, Action.BOARD_MADE, name, copy_of=source)
    return RedirectResponse(editing(name), status_code=303)


@router.get("/boards/{name}.yaml")
def download(here: Here, name: str) -> Response:
    """The board as a file of the folder dashboards holds it."""
    text = written(here.boards.board(name))
    headers = {"Content-Disposition": f'attachment; filename="{name}.yaml"'}
    return Response(text, media_type="application/yaml; charset=utf-8", headers=headers)


@router.post("/boards/{name}/share")
def share(request: Request, here: Here, name: str, form: Form) -> Response:
    """Shares one's own board with the circles that the form names, and with nobody else."""
    kept = _own(here, name)
    wanted = list(shares(form, circles(here, kept)))
    here.personal.share(name, wanted)
    note(request, Action.BOARD_SHARED, name, circles=[f"{one.kind}:{one.key}" for one in wanted])
    return RedirectResponse(editing(name, ("side", "share"), ("did", "share")), status_code=303)


@router.post("/boards/{name}/remove")
def remove(request: Request, here: Here, name: str) -> Response:
    """Puts one's own board away; the list of boards takes it back."""
    _own(here, name)
    here.personal.remove(name)
    note(request, Action.BOARD_REMOVED, name)
    return RedirectResponse("/boards", status_code=303)


@router.post("/boards/{name}/restore")
def restore(request: Request, here: Here, name: str) -> Response:
    """Takes one's own board back."""
    if name not in [kept.id for kept in here.personal.removed(here.person)]:
        raise NotFound("There is no board '{name}', or it is not shared with you.", name=name)
    here.personal.restore(name)
    note(request, Action.BOARD_RESTORED, name)
    return RedirectResponse(address(name), status_code=303)


@router.post("/boards/{name}/publish")
def publish_board(request: Request, here: Here, name: str, form: Form) -> Response:
    """Writes the board into the folder dashboards: from now on it is the company's."""
    board = here.boards.board(name)
    public = str(form.get("name", "")).strip()
    publish(here, public, board)
    note(request, Action.BOARD_PUBLISHED, public, board=name)
    return RedirectResponse(address(public), status_code=303)


@router.post("/boards/{name}/revert")
def revert(request: Request, here: Here, name: str) -> Response:
    """Takes a board of the company off the shelf; it stays among the boards of whoever did so."""
    kept = take_back(here, name)
    note(request, Action.BOARD_REVERTED, name, kept=kept)
    return RedirectResponse("/boards", status_code=303)


def _entry(name: str, board: Dashboard, here: Cockpit) -> Entry:
    return Entry(
        id=name,
        label=board.label.label,
        question=board.question.label if board.question else None,
        href=address(name),
        kept=here.boards.kept(name),
        tiles=len(board.tiles),
        panels=len(board.panels),
        replaces=here.boards.is_shipped(name) and here.boards.file(name).exists(),
    )


def _removed(kept: Kept) -> tuple[Kept, Label]:
    return kept, read_dashboard(kept.content, kept.id).label.label


def _own(here: Cockpit, name: str) -> Kept:
    kept = here.boards.kept(name)
    if kept is None or not kept.is_own:
        raise Forbidden("Only its owner may share this board or put it away.")
    return kept


def _copied(board: Dashboard) -> Dashboard:
    label = {"en": f"{board.label.en} (copy)", "fr": f"{board.label.fr} (copie)"}
    return Dashboard.model_validate(board.model_dump() | {"label": label})


def _empty(name: str) -> Dashboard:
    if not name:
        raise Invalid("A board has a name.")
    return Dashboard.model_validate({"label": {"en": name, "fr": name}})
