"""The web face of one open workspace: what every page shares."""

import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from threading import Event as Flag
from typing import Annotated, Final

from fastapi import Depends
from markupsafe import Markup
from starlette.requests import Request

from vigie.intake.report import ImportStatus
from vigie.kit.errors import NotFound
from vigie.kit.events import Event, Hub
from vigie.kit.i18n import Text
from vigie.kit.spelling import nearest
from vigie.metrics.data.bands import Band, bands
from vigie.metrics.language.definition import Metric
from vigie.metrics.language.policy import Sight
from vigie.metrics.layer import MetricLayer
from vigie.people.permission import Permission
from vigie.people.person import Person
from vigie.personal.annotations import About, Annotation, Annotations
from vigie.personal.boards import Boards
from vigie.personal.uploads import Uploads
from vigie.personal.views import Views
from vigie.web.bar import Bar, bar
from vigie.web.boards.declaration import Dashboard
from vigie.web.boards.shelf import Shelf
from vigie.web.boards.sight import within
from vigie.web.drafts import Drafts
from vigie.web.filters import Span, filters_of
from vigie.web.freshness import Ages
from vigie.web.members import Members
from vigie.web.memory import Memory
from vigie.web.pages import Pages, formatter
from vigie.web.people.door import admitted
from vigie.web.people.visitor import Visitor
from vigie.web.privacy.tasks import Tasks
from vigie.web.scene import Scene
from vigie.web.trust import Trust, Trusts
from vigie.workspace import Workspace

IN: Final = (ImportStatus.COMMITTED, ImportStatus.IDENTICAL)
STOP: Final = "stop"  # the topic that ends every open stream
SIGHTS: Final = 200  # readers who see different things
REMEMBERED: Final = 2000  # drawn parts of boards
HANDS: Final = 2 * (os.cpu_count() or 1)
BOARDS: Final = 100  # company boards that were judged
INCOMING: Final = "data/incoming"  # uploads that are not imported yet


@dataclass(frozen=True, slots=True)
class Standing:
    """How the company's data stand: empty, living, or ended on some day."""

    imported: datetime | None  # the end of the last import; None: nothing has come in yet
    today: date
    ended: bool  # the data stopped well before the true today
    unbilled: bool  # there are orders, yet revenue waits for invoices

    @property
    def empty(self) -> bool:
        return self.imported is None


class Cockpit:
    """A workspace, its templates, and the streams of its open pages."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.pages = Pages(workspace)
        self.boards = Shelf(workspace.directory / "dashboards")
        self._sees(workspace.metrics)
        incoming, uploads = workspace.directory / INCOMING, Uploads(workspace.people.store)
        self.drafts = Drafts(workspace.intake, workspace.events, incoming, uploads)
        self.tasks = Tasks(workspace.events)
        self.personal = Boards(workspace.people.store)
        self.views = Views(workspace.people.store)
        self.notes = Annotations(workspace.people.store)
        self.hands = ThreadPoolExecutor(HANDS, "hands")  # that draw the parts of boards
        self.drawn: Memory[Markup] = Memory(REMEMBERED)
        self.judged: Memory[list[Text]] = Memory(BOARDS)  # what is wrong with boards
        self.visitor: Visitor | None = None
        self._sights: Memory[Cockpit] = Memory(SIGHTS)
        self._stopped = Flag()

    def seen_by(self, visitor: Visitor) -> "Cockpit":
        """The same cockpit for one visitor: whatever is asked of it, they see no more than theirs.

        What was worked out for one sight is remembered for all who share it, and for nobody else.
        """
        seen = copy(self._sights.get(visitor.sight, lambda: self._narrowed(visitor.sight)))
        seen.visitor = visitor
        seen.boards = self.boards.beside(self.personal.of(visitor.person))
        return seen

    def _narrowed(self, sight: Sight) -> "Cockpit":
        seen = copy(self)
        seen._sees(self.workspace.metrics.seen_by(sight))
        return seen

    def _sees(self, layer: MetricLayer) -> None:
        self.layer = layer
        self.ages = Ages(layer, self.workspace.settings.zone)
        self._trusts = Trusts(layer, self.workspace.intake)
        self.members = Members(layer)
        self._arrived: Memory[tuple[datetime | None, bool]] = Memory(1)
        self._bands: Memory[Mapping[str, Band]] = Memory(20)
        self._told: Memory[bool] = Memory(500)

    def told(self, board: Dashboard) -> Dashboard:
        """A board of the company as the visitor's role shows it, closed up around the rest."""
        version = self.version
        tells = {
            metric
            for metric in board.metrics
            if metric in self.layer.catalog.metrics
            and self._told.get((metric, version), partial(self.layer.tells, metric))
        }
        return within(board, tells)

    @property
    def person(self) -> Person:
        """Whose eyes the pages are for."""
        assert self.visitor is not None  # noqa: S101 - `Here` has a visitor
        return self.visitor.person

    @property
    def stopping(self) -> bool:
        """Whether every open stream has to end."""
        return self._stopped.is_set()

    @property
    def events(self) -> Hub:
        return self.workspace.events

    @property
    def version(self) -> int:
        """The data version."""
        return self.workspace.warehouse.version

    def metric(self, metric_id: str) -> Metric:
        """The indicator of that name; raises NotFound with the nearest one."""
        known = {metric.id: metric for metric in self.layer.catalog.shown}
        if metric_id in known:
            return known[metric_id]
        raise NotFound(
            "There is no indicator '{word}'; did you mean '{nearest}'?",
            word=metric_id,
            nearest=nearest(metric_id, known) or "revenue",
        )

    def scene(self, request: Request, default: Span = Span.YEAR, path: str = "/") -> Scene:
        """The question that a request asks, and who asks it; `path` is the page that it is for."""
        reader = self.pages.reader(request)
        calendar = self.workspace.settings.calendar
        today = self.layer.settings.today()
        asked = request.url.path
        return Scene(
            layer=self.layer,
            filters=filters_of(
                request.query_params, today, calendar, self.layer.catalog.dimensions, default
            ),
            formatter=formatter(reader, self.workspace.settings),
            reader=reader,
            today=today,
            path=asked if asked.startswith("/metrics/") else path,
            annotations=self.annotations(),
        )

    def annotations(self) -> tuple[Annotation, ...]:
        """The notes on dates, but for those about what the visitor does not see."""
        return tuple(one for one in self.notes.all() if self._is_in_sight(one.about))

    def _is_in_sight(self, about: About) -> bool:
        if about.metric and about.metric not in self.layer.catalog.metrics:
            return False
        if not about.dimension or self.layer.sight.is_whole:
            return True
        return self.members.sees(about.dimension, about.member or "", self.version)

    def bar(self, scene: Scene, path: str, metrics: Iterable[str] = ()) -> Bar:
        """The filters above a page that shows `metrics`."""
        return bar(scene, path, self.members, self.version, metrics)

    def trust(self, metric: Metric) -> Trust:
        """How far the data of `metric` are whole; what waits is told to who may see imports."""
        found = self._trusts.of(metric, self.version)
        sees = self.visitor is None or self.visitor.can(Permission.SEE_IMPORTS)
        return found if sees else replace(found, waiting=0)

    def band(self, metric: Metric, day: date) -> Band | None:
        """Where the company wants `metric` to stand on `day`; None where it has not said."""
        return self._bands.get((self.version, day), lambda: self._read_bands(day)).get(metric.id)

    def _read_bands(self, day: date) -> Mapping[str, Band]:
        with self.workspace.warehouse.read() as session:
            return bands(session, self.layer.catalog, day)

    def standing(self, scene: Scene) -> Standing:
        """How the data stand today."""
        imported, unbilled = self._arrived.get(self.version, self._arrival)
        return Standing(imported, scene.today, scene.today < self.ages.today, unbilled)

    def _arrival(self) -> tuple[datetime | None, bool]:
        """When data came in last, and whether orders came without invoices."""
        reports = self.workspace.intake.imports()
        imported = (r.finished_at or r.started_at for r in reports if r.status in IN)
        return next(imported, None), not self._has("revenue") and self._has("order_intake")

    def _has(self, metric: str) -> bool:
        known = metric in self.layer.catalog.metrics
        return known and self.layer.readiness(metric).state != "missing"

    def stop(self) -> None:
        """Lets every open stream end, so that the process can."""
        self._stopped.set()
        self.events.publish(Event(STOP))


def _hall(request: Request) -> Cockpit:
    cockpit: Cockpit = request.app.state.cockpit
    return cockpit


def _here(request: Request, visitor: Annotated[Visitor, Depends(admitted)]) -> Cockpit:
    return _hall(request).seen_by(visitor)


Here = Annotated[Cockpit, Depends(_here)]  # as far as the visitor may see
Hall = Annotated[Cockpit, Depends(_hall)]  # before anybody is known: for signing in, never figures
