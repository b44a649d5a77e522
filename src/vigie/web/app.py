"""The application: routes, guards and static files around one workspace."""

from fastapi import Depends, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from vigie.people.clock import Clock, now
from vigie.web import (
    annotations,
    api,
    board,
    cards,
    choosing,
    contributions,
    errors,
    explore,
    imports,
    live,
    metric,
    quarantine,
    records,
    rows,
    views,
    wall,
    why,
)
from vigie.web.assets import Assets
from vigie.web.cockpit import Cockpit
from vigie.web.frontier import Border, Frontier
from vigie.web.making import editor, keeping, own
from vigie.web.monitoring import health, prometheus
from vigie.web.monitoring.measures import Measures
from vigie.web.monitoring.requests import Watch
from vigie.web.odata import feed
from vigie.web.palette import find
from vigie.web.people import account, audit, directory, factor, provider, sign_in
from vigie.web.people.door import admit
from vigie.web.privacy import consents, register, requests, retention
from vigie.web.privacy.rounds import Rounds
from vigie.web.security import Guard
from vigie.workspace import Workspace


def create_app(
    workspace: Workspace, frontier: Frontier | None = None, clock: Clock = now
) -> FastAPI:
    """The cockpit of `workspace`; the caller closes the workspace.

    Without a `frontier`, whoever embeds the application says who may call it, and how often.
    Retention is looked at by `clock`, from the application's start to its end.
    """
    border = [Middleware(Border, frontier)] if frontier else []
    cockpit = Cockpit(workspace)
    rounds = Rounds(lambda: workspace.privacy.retention, cockpit.tasks, clock)
    app = FastAPI(
        title="Vigie",
        description="The sales figures of one company, each from one definition.",
        openapi_url="/api/openapi.json",
        docs_url=None,  # the ready-made viewers load scripts from elsewhere
        redoc_url=None,
        dependencies=[Depends(admit)],
        lifespan=rounds.living,
        middleware=[
            Middleware(Watch),
            Middleware(Guard),
            *border,
            Middleware(errors.LastResort),
            Middleware(GZipMiddleware, minimum_size=800, compresslevel=5),
        ],
    )
    app.state.cockpit, app.state.rounds = cockpit, rounds
    app.state.measures = Measures(cockpit)
    app.state.feeds = feed.Feeds()
    errors.install(app)
    for room in (
        own,
        editor,
        keeping,
        annotations,
        views,
        board,
        cards,
        wall,
        choosing,
        find,
        metric,
        explore,
        why,
        rows,
        records,
        imports,
        quarantine,
        contributions,
        api,
        feed,
        live,
        health,
        prometheus,
        sign_in,
        factor,
        provider,
        account,
        directory,
        audit,
        register,
        requests,
        consents,
        retention,
    ):
        app.include_router(room.router)
    app.mount("/static", Assets())
    return app
