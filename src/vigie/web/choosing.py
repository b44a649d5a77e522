"""Members of any dimension, searched and chosen: what narrows a page or is left out of it."""

from dataclasses import dataclass, replace
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse

from vigie.kit.errors import Invalid, NotFound
from vigie.kit.i18n import Label
from vigie.kit.spelling import nearest
from vigie.web.bar import Tick
from vigie.web.cockpit import Cockpit, Here
from vigie.web.filters import EXCEPT
from vigie.web.members import LISTED
from vigie.web.scene import Scene

router = APIRouter(include_in_schema=False)
# What a page's address says beside its filters.
CARRIED: Final = ("metric", "by", "show", "among", "cell", "part")


@dataclass(frozen=True, slots=True)
class Choosing:
    """What the form shows; `others` is the rest of the question."""

    dimension: str
    label: Label
    q: str
    ticks: tuple[Tick, ...]
    excepted: bool
    more: bool  # there are members beside those listed
    back: str
    others: list[tuple[str, str]]
    asked: list[tuple[str, str]]  # what the search keeps


@router.get("/choose")
def choose(request: Request, here: Here, of: str, back: str = "/", q: str = "") -> HTMLResponse:
    """Searches the members of a dimension; what is ticked goes into the address of `back`."""
    if not back.startswith("/") or back.startswith(("//", "/\\")):
        raise Invalid("'{written}' is no page of this cockpit.", written=back)
    dimensions = here.layer.catalog.dimensions
    if of not in dimensions:
        raise NotFound(
            "There is no dimension '{word}'; did you mean '{nearest}'?",
            word=of,
            nearest=nearest(of, dimensions) or "region",
        )
    scene = _kept(here.scene(request, path=back), request)
    choosing = _choosing(here, scene, of, q.strip(), back)
    is_part = request.headers.get("hx-request-type") == "partial"
    template = "_choosing.html" if is_part else "choose.html"
    return here.pages.render(request, template, scene=scene, choosing=choosing)


def _kept(scene: Scene, request: Request) -> Scene:
    pairs = request.query_params.multi_items()
    kept = tuple((name, value) for name, value in pairs if name in CARRIED)
    return replace(scene, filters=replace(scene.filters, kept=kept))


def _choosing(here: Cockpit, scene: Scene, of: str, q: str, back: str) -> Choosing:
    filters, locale, version = scene.filters, scene.reader.locale, here.version
    chosen = filters.named(of)
    found = here.members.like(of, q, version, locale)
    named = {key: here.members.name(of, key, version, locale) for key in chosen}
    left_out = [(EXCEPT, of)] if of in filters.excepted else []
    return Choosing(
        dimension=of,
        label=here.layer.catalog.dimensions[of].label,
        q=q,
        ticks=tuple(Tick(key, name, key in chosen) for key, name in (named | found).items()),
        excepted=of in filters.excepted,
        more=len(found) >= LISTED,
        back=back,
        others=filters.widened(of).parameters(),
        asked=[*filters.widened(of).parameters(), *left_out, ("of", of), ("back", back)],
    )
