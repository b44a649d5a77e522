"""One line of words finds boards, indicators, members, actions."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse

from vigie.kit.i18n import Text, text
from vigie.web.cockpit import Here
from vigie.web.palette.entry import Entry, best
from vigie.web.palette.sources import Sources

router = APIRouter(include_in_schema=False)
MOST: Final = 6  # of each kind
SHORTEST: Final = 2  # letters that name a member
LONGEST: Final = 80  # letters that are read


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind."""

    id: str
    label: Text
    entries: tuple[Entry, ...]


@router.get("/find")
def find(request: Request, here: Here, q: str = "", back: str = "/") -> HTMLResponse:
    """What answers the words `q`; members narrow the page `back`, actions stay on it."""
    asked = q.strip()[:LONGEST]
    page = back if back.startswith(("/boards/", "/metrics/", "/explore")) else "/"
    scene = here.scene(request, path=page)
    pairs = request.query_params.multi_items()
    kept = tuple(pair for pair in pairs if pair[0] in ("metric", "by"))
    scene = replace(scene, filters=replace(scene.filters, kept=kept))
    groups = tuple(_groups(Sources(here, scene, page), asked))
    is_part = request.headers.get("hx-request-type") == "partial"
    template = "_found.html" if is_part else "find.html"
    return here.pages.render(request, template, q=asked, groups=groups)


def _groups(sources: Sources, asked: str) -> Iterator[Group]:
    kinds = [
        ("boards", text("Boards"), sources.boards()),
        ("metrics", text("Indicators"), sources.metrics() if asked else ()),
        ("members", text("Narrow to"), sources.members(asked) if len(asked) >= SHORTEST else ()),
        ("actions", text("Actions"), sources.actions()),
    ]
    for name, label, entries in kinds:
        most = MOST if asked else 2 * MOST
        if found := best(entries, asked, most):
            yield Group(name, label, found)
