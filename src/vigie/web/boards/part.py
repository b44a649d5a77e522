"""A piece of a board that is asked for, drawn and refreshed on its own; an error stays inside."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from vigie.kit.errors import Forbidden, VigieError
from vigie.kit.i18n import Label
from vigie.people.permission import Permission
from vigie.web.boards.declaration import Dashboard, Group, Indicators, Panel
from vigie.web.boards.draw import draw
from vigie.web.boards.frame import Names, Scope, Tile
from vigie.web.boards.scope import scoped, told
from vigie.web.cockpit import Cockpit
from vigie.web.errors import Failure
from vigie.web.scene import Scene
from vigie.web.takeaway import Kind, Taken, response
from vigie.web.tile import tile

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """A tile or a panel of the board named `board`."""

    board: str
    declared: Tile | Panel
    room: str = "boards"  # where the board is found

    @property
    def id(self) -> str:
        return self.declared.id

    @property
    def panel(self) -> Panel | None:
        return None if isinstance(self.declared, Tile) else self.declared

    @property
    def metrics(self) -> tuple[str, ...]:
        held = self.declared
        return (held.metric,) if isinstance(held, Tile) else held.metrics

    @property
    def scope(self) -> Scope | None:
        return self.declared.scope

    @property
    def address(self) -> str:
        """Where the piece alone is found."""
        return f"/{self.room}/{self.board}/parts/{self.id}"

    @property
    def details(self) -> str:
        """The page of its first indicator."""
        return f"/metrics/{self.metrics[0]}" if self.metrics else "/metrics"

    def label(self, here: Cockpit) -> Label:
        """What it is called; an indicator that the reader may not see has a name nevertheless."""
        if self.declared.label:
            return self.declared.label.label
        known = here.workspace.metrics.catalog.metrics
        metric = known.get(self.metrics[0])
        return metric.label if metric else Label(self.metrics[0], self.metrics[0])


def parts_of(name: str, dashboard: Dashboard, room: str = "boards") -> list[Part]:
    """The pieces of a board, tiles first."""
    return [Part(name, declared, room) for declared in (*dashboard.tiles, *dashboard.panels)]


def all_drawn(
    request: Request, here: Cockpit, scene: Scene, parts: Sequence[Part]
) -> tuple[list[Markup], list[Markup]]:
    """The tiles and the panels as HTML, in their order.

    While the engine works for one piece, another is drawn.
    """
    shown = list(here.hands.map(lambda part: drawn(request, here, scene, part), parts))
    pairs = list(zip(parts, shown, strict=True))
    tiles = [html for part, html in pairs if not part.panel]
    return tiles, [html for part, html in pairs if part.panel]


def drawn(request: Request, here: Cockpit, scene: Scene, part: Part) -> Markup:
    """The piece as HTML: what it shows, or why it cannot."""
    try:
        return here.drawn.get(_key(here, scene, part), lambda: _draw(request, here, scene, part))
    except VigieError as error:
        return _problem(request, here, scene, part, error)
    except Exception:
        _log.exception("The part %s of the board failed", part.id)
        failure = Failure("This figure could not be computed. The cause is in the log.")
        return _problem(request, here, scene, part, failure)


def taken(kind: Kind, here: Cockpit, scene: Scene, part: Part) -> Response:
    """The piece as an image or a file; raises why it cannot be one."""
    _require(here, part)
    own = scoped(scene, part.scope, part.details)
    shown = draw(part.panel or _as_list(part, here), own)
    title = part.label(here).to(scene.reader.locale)
    metrics = [here.metric(metric) for metric in part.metrics]
    name = f"{part.board}-{part.id}"
    return response(kind, Taken(name, title, metrics, shown, shown.answer), own, here)


def _as_list(part: Part, here: Cockpit) -> Panel:
    """A tile as a list of one indicator: the same figure, variances and course."""
    label = part.label(here)
    names = Names(en=label.en, fr=label.fr)
    group = Group(label=Names(en="", fr=""), metrics=part.metrics)
    return Indicators(id=part.id, chart="indicators", label=names, groups=(group,))


def mark(here: Cockpit, scene: Scene, part: Part) -> str:
    """What changes whenever the drawn piece could."""
    words = repr(_key(here, scene, part))
    return f'"{sha256(words.encode()).hexdigest()[:20]}"'


def _key(here: Cockpit, scene: Scene, part: Part) -> tuple[object, ...]:
    return (repr(part), here.version, scene.key(), _rights(here))


def _rights(here: Cockpit) -> tuple[bool, ...]:
    """What the piece offers and tells beside its figures, which depends on the role."""
    asked = (Permission.EXPORT, Permission.SEE_IMPORTS)
    return tuple(here.visitor is not None and here.visitor.can(one) for one in asked)


def _draw(request: Request, here: Cockpit, scene: Scene, part: Part) -> Markup:
    _require(here, part)
    again = scene.filters.at(part.address)
    own = scoped(scene, part.scope, part.details)
    pinned = list(told(part.scope, own, here.members, here.version))
    files = scene.filters.at(f"{part.address}/export.{{}}")
    take = files if _rights(here)[0] else ""
    if part.panel:
        view: dict[str, object] = {"panel": part.panel, "drawn": draw(part.panel, own)}
        template = "_panel.html"
    else:
        metric = here.metric(part.metrics[0])
        band = here.band(metric, own.filters.dates.end)
        shown = tile(metric, own, here.ages.of(metric, here.version), here.trust(metric), band)
        view = {"tile": replace(shown, id=part.id, label=part.label(here))}
        template = "_tile.html"
    return here.pages.fragment(
        request, template, scene=own, again=again, pinned=pinned, take=take, **view
    )


def _require(here: Cockpit, part: Part) -> None:
    withheld = [name for name in part.metrics if name in here.layer.catalog.withheld]
    if withheld:
        known = here.workspace.metrics.catalog.metrics
        raise Forbidden(
            "Your role does not show '{metric}': it rests on figures that are kept from it.",
            metric=known[withheld[0]].label,
        )


def _problem(
    request: Request, here: Cockpit, scene: Scene, part: Part, error: VigieError
) -> Markup:
    return here.pages.fragment(
        request,
        "_part_problem.html",
        part=part,
        label=part.label(here),
        again=scene.filters.at(part.address),
        href=scene.filters.at(scene.path),
        details=scene.filters.at(part.details),
        sentence=error.to(scene.reader.locale),
        broken=error.status >= 500,
        forbidden=isinstance(error, Forbidden),
    )
