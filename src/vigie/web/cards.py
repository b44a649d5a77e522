"""The card of one salesperson or of one team: what to talk about, on one printed page.

Figures stand against their own past and target only, and nobody is ranked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from vigie.charts.scenario import Verdict, relative, verdict
from vigie.kit.errors import NotFound, VigieError
from vigie.kit.i18n import Text, text
from vigie.web.boards.declaration import Dashboard, load_dashboard
from vigie.web.boards.part import Part, all_drawn, drawn, parts_of, taken
from vigie.web.cockpit import Cockpit, Here
from vigie.web.memory import Memory
from vigie.web.scene import Scene, direction, series
from vigie.web.takeaway import Kind

router = APIRouter(include_in_schema=False)
FOLDER: Final = Path(__file__).parent.parent / "catalog" / "cards"
TALKED: Final = 4  # sentences of each kind
TOLD: Final = 0.05  # a change that is worth a sentence


class Whose(StrEnum):
    """Who a card can be about: dimensions, and files of `catalog/cards`."""

    SALES_REP = "sales_rep"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class CardLink:
    """The way to one card."""

    name: str
    href: str


_read: Final[Memory[Dashboard]] = Memory(len(Whose))


@dataclass(frozen=True, slots=True)
class Card:
    """One card as it is declared, and the question that it asks."""

    declared: Dashboard
    name: str
    page: str
    scene: Scene
    parts: list[Part]


@router.get("/cards/{whose}/{key}")
def card(request: Request, here: Here, whose: Whose, key: str) -> HTMLResponse:
    """The card; raises NotFound for somebody whom the visitor does not see."""
    found = _found(request, here, whose, key)
    scene = found.scene
    free = replace(scene, filters=scene.filters.widened(whose))
    tiles, panels = all_drawn(request, here, scene, found.parts)
    return here.pages.render(
        request,
        "card.html",
        card=found,
        scene=scene,
        bar=here.bar(free, found.page, found.declared.metrics),
        standing=here.standing(scene),
        talk=_talk(here, found.declared, scene),
        board=free.filters.at("/boards/sales_force"),
        tiles=tiles,
        panels=panels,
    )


@router.get("/cards/{whose}/{key}/parts/{part_id}")
def part(request: Request, here: Here, whose: Whose, key: str, part_id: str) -> HTMLResponse:
    """One part of a card, for an open page that refreshes it."""
    found = _found(request, here, whose, key)
    return HTMLResponse(drawn(request, here, found.scene, _part(found, part_id)))


@router.get("/cards/{whose}/{key}/parts/{part_id}/export.{kind}")
def take(
    request: Request, here: Here, whose: Whose, key: str, part_id: str, kind: Kind
) -> Response:
    """One part of a card as an image or a file."""
    found = _found(request, here, whose, key)
    return taken(kind, here, found.scene, _part(found, part_id))


def _part(card: Card, part_id: str) -> Part:
    wanted = next((one for one in card.parts if one.id == part_id), None)
    if wanted is None:
        raise NotFound("There is no part '{name}' on the board.", name=part_id)
    return wanted


def _found(request: Request, here: Cockpit, whose: Whose, key: str) -> Card:
    name = here.members.known(whose, key, here.version)
    if name is None:
        raise NotFound("There is no card of '{word}' that you may see.", word=key)
    declared = here.told(_card(whose))
    page = f"/cards/{whose}/{quote(key, safe='')}"
    asked = here.scene(request, declared.period, page)
    own = asked.filters.widened(whose).toggled(whose, key)
    parts = parts_of(page.removeprefix("/cards/"), declared, "cards")
    return Card(
        declared,
        name,
        page,
        replace(asked, filters=own, path=page),
        parts,
    )


def links(here: Cockpit, scene: Scene, whose: str) -> list[CardLink]:
    """The cards of everybody whom the visitor sees, by name."""
    bare = replace(scene.filters, kept=()).widened()
    return [
        CardLink(name, bare.at(f"/cards/{whose}/{quote(key, safe='')}"))
        for key, name in here.members.everybody(whose, here.version).items()
    ]


def _card(whose: Whose) -> Dashboard:
    return _read.get(whose, lambda: load_dashboard(FOLDER / f"{whose}.yaml"))


def _talk(here: Cockpit, declared: Dashboard, scene: Scene) -> Mapping[Verdict, list[Text]]:
    """What has moved against the own past, good news and bad, the largest change first."""
    told: dict[Verdict, list[tuple[float, Text]]] = {Verdict.GOOD: [], Verdict.BAD: []}
    for change, kind, sentence in _changes(here, declared, scene):
        if kind in told:
            told[kind].append((change, sentence))
    return {
        kind: [sentence for _, sentence in sorted(found, key=lambda one: -one[0])[:TALKED]]
        for kind, found in told.items()
    }


def _changes(
    here: Cockpit, declared: Dashboard, scene: Scene
) -> Iterator[tuple[float, Verdict, Text]]:
    metrics = [m for m in here.layer.catalog.shown if m.id in declared.metrics]
    for metric in metrics:
        try:
            answer = scene.layer.query(scene.filters.query(metric.id, compare=(scene.earlier,)))
        except VigieError:
            continue
        now, before = answer.scalar(), next(iter(series(answer, metric.id, scene.earlier)), None)
        change = relative(now, before)
        if change is None or abs(change) < TOLD:
            continue
        written = scene.formatter
        sentence = text(
            "{metric}: {now}, {change} {versus}",
            metric=metric.label,
            now=written.compact(now, metric.unit),
            change=written.relative(change),
            versus=scene.versus(scene.earlier),
        )
        yield float(abs(change)), verdict(change, direction(metric)), sentence
