"""What was explored, kept as a chart of a board."""

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from vigie.kit.errors import Forbidden, Invalid
from vigie.people.audit import Action
from vigie.web.boards.declaration import Dashboard, Panel
from vigie.web.boards.edit import added, fresh
from vigie.web.boards.frame import Scope
from vigie.web.boards.suggestion import charts, panel
from vigie.web.boards.written import written
from vigie.web.cockpit import Cockpit, Here
from vigie.web.filters import Span
from vigie.web.forms import Fields
from vigie.web.making.editor import editing
from vigie.web.people.door import note

router = APIRouter(include_in_schema=False)
SHOWN = 10  # members of a chart


@router.post("/explore/keep")
def keep(request: Request, here: Here, fields: Fields) -> Response:
    """Adds the explored question as a chart to a board of one's own, or to a new one."""
    question = QueryParams(fields.get("question", "").partition("?")[2])
    found = _panel(question, here, is_pinned=bool(fields.get("pinned")))
    name = fields.get("board", "")
    if name:
        kept = here.boards.kept(name)
        if kept is None or not kept.may_edit:
            raise Forbidden("This board is the company's: make a copy of it, and change that.")
        board = here.boards.board(name)
        part = found.model_copy(update={"id": fresh(board, found.id)})
        here.personal.save(name, here.person, written(added(board, part)), kept.number)
    else:
        part = found
        board = Dashboard(label=found.label)
        name = here.personal.make(here.person, written(added(board, part)))
    note(request, Action.BOARD_CHANGED, name, do="explored", part=part.id)
    return RedirectResponse(editing(name, ("part", part.id)), status_code=303)


def _panel(question: QueryParams, here: Cockpit, *, is_pinned: bool) -> Panel:
    metrics = [here.metric(name) for name in dict.fromkeys(question.getlist("metric")) if name]
    by = [word for word in dict.fromkeys(question.getlist("by")) if word]
    kinds = charts(metrics, by, here.layer.catalog) if metrics else []
    if not kinds:
        raise Invalid("No chart shows these indicators cut like this: take some away.")
    wanted = question.get("chart", "")
    made = panel(wanted if wanted in kinds else kinds[0], metrics, by, SHOWN)
    stem = "_".join([metrics[0].id, *by])[:58]
    scope = _scope(question, here) if is_pinned else None
    return made.model_copy(update={"id": stem, "scope": scope, "columns": 3})


def _scope(question: QueryParams, here: Cockpit) -> Scope | None:
    """Period, comparison and members of the question, as far as a part can have them."""
    period, compare = question.get("period"), question.get("compare")
    where = {
        name: tuple(keys)
        for name in here.layer.catalog.dimensions
        if (keys := question.getlist(name)) and name not in question.getlist("except")
    }
    held = {
        "period": period if period != Span.CUSTOM else None,
        "compare": compare,
        "where": where,
    }
    try:
        return Scope.model_validate({name: value for name, value in held.items() if value})
    except ValidationError as error:
        raise Invalid("This period or comparison is not one that a part can have.") from error
