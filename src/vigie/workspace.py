"""A company's folder, opened: the one place where the parts are put together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from vigie.analysis.contributions.explain import contributions
from vigie.analysis.contributions.question import USUAL_COMPARISON, Question
from vigie.analysis.contributions.result import Contributions
from vigie.kit.errors import Busy, Forbidden, Held, NotFound, Refused, VigieError
from vigie.kit.events import Event, Hub
from vigie.kit.replacement import carry_out
from vigie.kit.secrets import refuse_secrets
from vigie.metrics.answers.cells import cut_by
from vigie.metrics.answers.result import Cell, Result
from vigie.metrics.catalog.loader import load_catalog
from vigie.metrics.data.clock import Clock
from vigie.metrics.language.comparison import Align
from vigie.metrics.language.footprint import footprint
from vigie.metrics.layer import MetricLayer, MetricSettings
from vigie.metrics.question.query import Query
from vigie.model.loader import load_model
from vigie.model.schema import Model
from vigie.settings import FILE_NAME, EngineSettings, Settings, load_settings
from vigie.warehouse.engine import Session, Warehouse
from vigie.warehouse.mirror import Mirror
from vigie.warehouse.rollups import Keeper

if TYPE_CHECKING:
    from vigie.intake.service import Intake
    from vigie.metrics.language.policy import Sight
    from vigie.people.house import People
    from vigie.people.person import Person
    from vigie.people.staff import Roster
    from vigie.privacy.office import Office

WAREHOUSE: Final = "warehouse.duckdb"
DATA: Final = "data"  # the topic of a notice that the rows have changed
WRITTEN: Final = ("metrics", "dashboards", "mappings", "people")  # YAML, by people
OWN_FOLDERS: Final = ("metrics", "dashboards", "mappings", "data/imports")


@dataclass(frozen=True)
class Workspace:
    """One company's settings, data, figures and imports, for as long as it is open."""

    directory: Path
    settings: Settings
    model: Model
    warehouse: Warehouse
    mirror: Mirror | None  # where figures are read when it is not the warehouse
    metrics: MetricLayer
    events: Hub
    reader: "Person | None" = None  # who sees it; None: whoever owns the folder

    @classmethod
    def open(cls, directory: Path) -> Self:
        """Opens the workspace in `directory`.

        Raises `NotFound` where there is none, `Held` while another process owns it,
        `Invalid` for a setting or a definition that cannot be.
        """
        directory = directory.resolve()
        return cls._assemble(directory, settings_of(directory))

    @classmethod
    def create(cls, directory: Path, settings: Settings) -> Self:
        """Makes a new workspace in `directory` and opens it; refuses to touch an existing one."""
        directory = directory.resolve()
        if (directory / FILE_NAME).exists():
            raise Refused("{directory} is a Vigie workspace already.", directory=directory)
        try:
            for folder in OWN_FOLDERS:
                (directory / folder).mkdir(parents=True, exist_ok=True)
            (directory / FILE_NAME).write_text(settings.to_toml(), encoding="utf-8")
        except OSError as error:
            raise VigieError(
                "{directory} cannot be made: {reason}.", directory=directory, reason=error.strerror
            ) from error
        return cls.open(directory)

    @classmethod
    def _assemble(cls, directory: Path, settings: Settings) -> Self:
        for folder in OWN_FOLDERS:
            (directory / folder).mkdir(parents=True, exist_ok=True)
        for file in sorted(f for name in WRITTEN for f in (directory / name).rglob("*.y*ml")):
            refuse_secrets(file.name, file.read_text(encoding="utf-8", errors="replace"))
        model = load_model()
        catalog = load_catalog(
            model,
            revenue_basis=settings.revenue_basis,
            agreed=settings.agreed,
            extra=[directory / "metrics"],
        )
        try:
            warehouse = Warehouse.open(directory / "data" / WAREHOUSE, model, settings.memory)
        except Busy as busy:
            raise Held(
                "Another Vigie process works in {workspace}: stop it, or wait until it has ended.",
                directory / "data",
                workspace=directory.name,
            ) from busy
        mirror = _mirror(settings.engine, directory, warehouse, model)
        clock = Clock(warehouse, settings.zone)
        layer = MetricLayer(catalog, mirror or warehouse, _metric_settings(settings, clock))
        events = Hub()
        if mirror:
            warehouse.on_commit(mirror.follow)
        else:
            warehouse.keep(Keeper(layer.recipes))
        warehouse.on_commit(lambda version: events.publish(Event(DATA, str(version), str(version))))
        return cls(directory, settings, model, warehouse, mirror, layer, events)

    @cached_property
    def intake(self) -> "Intake":
        """The door to importing; closed to those who only look."""
        self._as_owner()
        # Loaded by those who import: to answer a question no file format is needed.
        from vigie.intake.service import Intake, IntakeSettings

        settings = IntakeSettings(
            company_currency=self.settings.currency,
            time_zone=self.settings.time_zone,
            imports_dir=self.directory / "data" / "imports",
            mappings_dir=self.directory / "mappings",
        )
        return Intake(self.warehouse, self.model, settings, Probe(self.metrics), self.privacy.guard)

    @cached_property
    def people(self) -> "People":
        """Who may come in, and what they may see and do."""
        self._as_owner()
        # Loaded by those who serve or manage people: a question on the command line needs nobody.
        from vigie.people.house import People

        return People.open(self.directory, self.settings, self.model)

    @cached_property
    def privacy(self) -> "Office":
        """Where personal data are looked after."""
        self._as_owner()
        # Loaded by those who look after them: figures need none of it.
        from vigie.privacy.office import Office

        return Office(
            self.directory,
            self.settings,
            self.model,
            self.warehouse,
            self.mirror,
            self.people,
            lambda: self.intake,
        )

    @cached_property
    def roster(self) -> "Roster":
        """The sales force that the roles of people are about."""
        self._as_owner()
        from vigie.people.staff import Roster

        return Roster(self.warehouse)

    def _as_owner(self) -> None:
        if self.reader:
            raise Forbidden(
                "Whoever looks as a person of the directory sees figures and changes nothing."
            )

    def note(self, action: str, subject: str) -> None:
        """Writes down what whoever owns the folder has just done on the command line."""
        from vigie.people.audit import COMMAND_LINE, Action

        self.people.audit.record(Action(action), COMMAND_LINE, subject)

    def sight(self, person: "Person") -> "Sight":
        """What `person` may see of today's data."""
        from vigie.people.policy import sight

        individuals = self.settings.individuals
        return sight(person, self.people.roles, self.roster.now(), individuals)

    def seen_by(self, person: "Person") -> Self:
        """This workspace as far as `person` may see it; figures only, nothing can be changed."""
        return replace(self, metrics=self.metrics.seen_by(self.sight(person)), reader=person)

    def caller(self, email: str | None = None, token: str | None = None) -> "Person":
        """The person of an address or of a token; raises NotFound or Forbidden."""
        from vigie.people.permission import Permission

        found = self.people.owner(token) if token else self.people.directory.find(email or "")
        self.people.require(found, Permission.SEE_FIGURES)
        return found

    def query(
        self,
        metrics: Sequence[str],
        *,
        by: Sequence[str] = (),
        where: Sequence[str] = (),
        date_from: date | None = None,
        date_to: date | None = None,
        last: str | None = None,
        compare: Sequence[str] = (),
        align: str = Align.DAYS,
        as_of: date | None = None,
        order: Sequence[str] = (),
        limit: int | None = None,
        show: Sequence[str] = (),
        totals: bool = False,
        cache: bool = True,
        rollups: bool = True,
    ) -> Result:
        """The answer to a question in the words of `vigie query`.

        `cache=False` remembers nothing; `rollups=False` reads rows, not sums made beforehand.
        """
        question = Query(
            tuple(metrics),
            by=tuple(by),
            where=tuple(where),
            date_from=date_from,
            date_to=date_to,
            last=last,
            compare=tuple(compare),
            align=align,
            as_of=as_of,
            order=tuple(order),
            limit=limit,
            show=tuple(show),
            totals=totals,
        )
        return self.metrics.query(question, cache=cache, rollups=rollups)

    def rows_behind(
        self,
        metric: str,
        cell: Cell,
        *,
        column: str | None = None,
        part: str | None = None,
        where: Sequence[str] = (),
        date_from: date | None = None,
        date_to: date | None = None,
        last: str | None = None,
        compare: Sequence[str] = (),
        show: Sequence[str] = (),
        align: str = Align.DAYS,
        as_of: date | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> Result:
        """A page of the rows whose sum is a figure, in the words of `vigie rows`.

        `cell` says where it stands; `column` which figure, the metric itself by default.
        """
        question = Query(
            (metric,),
            by=cut_by(cell),
            where=tuple(where),
            date_from=date_from,
            date_to=date_to,
            last=last,
            compare=tuple(compare),
            align=align,
            as_of=as_of,
            show=tuple(show),
        )
        return self.metrics.rows_behind(
            question, column or metric, cell, part=part, limit=limit, offset=offset
        )

    def contributions(
        self,
        metric: str,
        *,
        by: Sequence[str] = (),
        where: Sequence[str] = (),
        date_from: date | None = None,
        date_to: date | None = None,
        last: str | None = None,
        compare: str = USUAL_COMPARISON,
        as_of: date | None = None,
        top: int = 10,
    ) -> Contributions:
        """Why a metric moved, in the words of `vigie contributions`."""
        question = Question(
            metric,
            by=tuple(by),
            where=tuple(where),
            date_from=date_from,
            date_to=date_to,
            last=last,
            compare=compare,
            as_of=as_of,
            top=top,
        )
        return contributions(self.metrics, question)

    def close(self) -> None:
        """Lets go of the data, and of the state where it was opened."""
        if "people" in self.__dict__:
            self.people.close()
        if self.mirror:
            self.mirror.close()
        self.warehouse.close()


def settings_of(directory: Path) -> Settings:
    """What the company in `directory` says about itself; raises `NotFound` where there is none."""
    carry_out(directory)  # of a restoration that was cut off
    if not (directory / FILE_NAME).is_file():
        raise NotFound(
            "{directory} is not a Vigie workspace: make one with 'vigie init {directory}', "
            "or name yours with --workspace.",
            directory=directory,
        )
    return load_settings(directory / FILE_NAME)


@dataclass(frozen=True)
class Probe:
    """The figures over all time that rest on some tables, as an open transaction sees them."""

    layer: MetricLayer

    def __call__(self, session: Session, tables: Collection[str]) -> Mapping[str, Decimal | None]:
        catalog = self.layer.catalog
        names = [m.id for m in catalog.shown if not footprint(m.id, catalog).isdisjoint(tables)]
        # Together: what planning must know of the data is then asked once.
        answers = self.layer.query_many([Query((name,)) for name in names], session=session)
        values = (answer.scalar() for answer in answers)
        return {
            name: None if value is None else Decimal(str(value))
            for name, value in zip(names, values, strict=True)
        }


def _mirror(
    engine: EngineSettings, directory: Path, warehouse: Warehouse, model: Model
) -> Mirror | None:
    """The copy that figures are read from; None where they are read from the warehouse."""
    if engine.kind == "duckdb":
        return None
    # Loaded where it is used: most workspaces never leave their own engine.
    from vigie.warehouse.stores import open_store

    try:
        return Mirror(warehouse, partial(open_store, engine, directory, model), model)
    except BaseException:
        warehouse.close()
        raise


def _metric_settings(settings: Settings, clock: Clock) -> MetricSettings:
    return MetricSettings(
        currency=settings.currency,
        calendar=settings.calendar,
        revenue_basis=settings.revenue_basis,
        today=clock,
        allocation=settings.targets.allocation,
    )
