"""The running server looks by itself at what is kept too long, on a clock that tests choose."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from tests.privacy import company
from tests.web.conftest import Visitor
from tests.web.loop import run

from vigie.kit.events import Hub
from vigie.kit.retention import Pace, RetentionForm
from vigie.people.audit import Wish
from vigie.privacy.retention import Retention
from vigie.privacy.runs import SCHEDULE, Runs
from vigie.settings import Settings
from vigie.web.app import create_app
from vigie.web.privacy.rounds import Rounds
from vigie.web.privacy.tasks import RETENTION, Tasks
from vigie.workspace import Workspace

TEN_YEARS_ON = datetime(2035, 6, 4, 12, tzinfo=UTC)
NAMES = "SELECT string_agg(name, ', ' ORDER BY lead_id) FROM core.lead"


class Chosen:
    """A clock that stands still until it is moved."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("rounds")
    made = Workspace.create(folder / "company", Settings(company="Froid & Cie"))
    files = company.write(folder / "files")[0]
    made.intake.commit(made.intake.plan(files))
    yield made
    made.close()


@pytest.fixture
def clock() -> Chosen:
    return Chosen(TEN_YEARS_ON)


def rounds(workspace: Workspace, clock: Chosen, **settings: object) -> tuple[Rounds, Tasks]:
    tasks = Tasks(workspace.events)
    return Rounds(lambda: rules(workspace, clock, **settings), tasks, clock), tasks


def rules(workspace: Workspace, clock: Chosen, **settings: object) -> Retention:
    found = workspace.privacy.retention
    form = RetentionForm.model_validate(settings)
    return replace(
        found,
        settings=replace(found.settings, retention=form),
        runs=Runs(workspace.people.store, clock),
    )


def names(workspace: Workspace) -> str:
    with workspace.warehouse.read() as session:
        return str(session.scalar(NAMES))


def test_it_tells_and_touches_nothing_unless_the_company_says_so(
    workspace: Workspace, clock: Chosen
) -> None:
    before = names(workspace)
    looking, tasks = rounds(workspace, clock)
    assert looking.look()
    tasks.wait()
    last = rules(workspace, clock).runs.last()
    assert last is not None
    assert (last.actor, last.applied, last.started_at) == (SCHEDULE, False, TEN_YEARS_ON)
    assert last.outcome is not None
    assert last.outcome["lead"] == 3
    assert names(workspace) == before
    (entry,) = workspace.people.audit.entries(Wish(limit=1))
    assert (entry.action, entry.actor) == ("retention_looked_at", SCHEDULE)
    assert looking.look() is False  # not twice
    clock.moment = datetime(2035, 6, 5, 1, tzinfo=UTC)  # 03:00 in Paris
    assert looking.look()
    tasks.wait()


def test_the_application_looks_for_as_long_as_it_lives(workspace: Workspace, clock: Chosen) -> None:
    clock.moment += timedelta(days=30)
    app = create_app(workspace, clock=clock)

    async def live() -> None:
        async with app.router.lifespan_context(app):
            with workspace.events.subscribe() as subscription:
                app.state.rounds.wake()
                event = await subscription.next(20)
                assert event is not None
                assert event.topic == f"privacy-{RETENTION}"

    run(live())
    page = Visitor(workspace, "privacy_officer", app=app).get("/privacy/retention?lang=en").text
    assert "looks every day at 03:00 and tells here" in page
    assert "persons or rows were over" in page


def test_one_works_at_a_time(workspace: Workspace, clock: Chosen) -> None:
    clock.moment += timedelta(days=60)
    looking, tasks = rounds(workspace, clock, apply=True)
    with workspace.privacy.requests.turn.taken():
        assert looking.look()
        tasks.wait()
    failed = tasks.last(RETENTION)
    assert failed is not None
    assert failed.error is not None
    assert failed.error.code == "busy"
    assert "Anonyme" not in names(workspace)


def test_it_makes_nameless_where_the_company_says_so(workspace: Workspace, clock: Chosen) -> None:
    clock.moment += timedelta(days=90)
    looking, tasks = rounds(workspace, clock, apply=True, schedule=Pace.MONTHLY)
    assert looking.look()
    tasks.wait()
    assert names(workspace).count("Anonyme") == 3
    (entry,) = workspace.people.audit.entries(Wish(limit=1))
    assert (entry.action, entry.actor) == ("retention_applied", SCHEDULE)
    clock.moment += timedelta(days=3)
    assert looking.look() is False


def test_what_was_cut_off_is_gone_on_with_an_hour_later(
    workspace: Workspace, clock: Chosen
) -> None:
    clock.moment += timedelta(days=200)
    kept = rules(workspace, clock, apply=True).runs
    kept.begin(SCHEDULE, applied=True)  # and killed: it never ends
    looking, tasks = rounds(workspace, clock, apply=True)
    assert looking.look() is False
    clock.moment += timedelta(hours=1)
    assert looking.look()
    tasks.wait()
    last = kept.last()
    assert last is not None
    assert last.ended_at == clock.moment


def test_never_means_never_and_a_wrong_declaration_stops_nothing(
    workspace: Workspace, clock: Chosen, tmp_path: Path
) -> None:
    clock.moment += timedelta(days=400)
    looking, _ = rounds(workspace, clock, schedule=Pace.NEVER)
    assert looking.look() is False

    def unreadable() -> Retention:
        (tmp_path / "privacy.yaml").write_text("retention: 7", encoding="utf-8")
        return replace(workspace.privacy, directory=tmp_path).retention

    broken = Rounds(unreadable, Tasks(Hub()), clock)

    async def live() -> None:
        async with broken.living(FastAPI()):
            broken.wake()

    run(live())
