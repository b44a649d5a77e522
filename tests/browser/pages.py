"""Every page there is: the addresses at which each GET route of the access table is looked at.

A route that is in neither of the two tables below fails `test_every_route_is_looked_at`.
"""

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from tests.web.signing import person_of
from tests.web.small_company import late_invoice

from vigie.people.tickets import Purpose
from vigie.privacy.finding import anchor
from vigie.web.boards.shelf import HOME, SHIPPED
from vigie.web.boards.written import written
from vigie.web.drafts import Draft, Stage
from vigie.web.people.access import ACCESS

from .conftest import Served

PAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "/": ("/", "/?region=Bretagne&compare=target", "/nothing"),
    "/account": ("/account",),
    "/account/second-factor": ("/account/second-factor",),
    "/annotations": ("/annotations",),
    "/audit": ("/audit",),
    "/boards": ("/boards",),
    "/boards/{name}": tuple(f"/boards/{file.stem}" for file in sorted(SHIPPED.glob("*.yaml"))),
    "/boards/{name}/edit": (
        "/boards/{board}/edit?q=margin",
        "/boards/{board}/edit?part=team",
        "/boards/{board}/edit?side=board",
        "/boards/{board}/edit?side=share",
        "/boards/{board}/edit?side=yaml",
    ),
    "/cards/{whose}/{key}": ("/cards/sales_rep/R1", "/cards/team/T1"),
    "/choose": ("/choose?of=customer",),
    "/explore": ("/explore", "/explore?metric=revenue&by=month&by=region"),
    "/find": ("/find?q=revenue",),
    "/imports": ("/imports",),
    "/imports/drafts/{draft_id}": ("/imports/drafts/{draft}", "/imports/drafts/{checked}"),
    "/imports/new": ("/imports/new",),
    "/imports/{import_id}": ("/imports/1",),
    "/metrics": ("/metrics", "/metrics?q=zzz"),
    "/metrics/{metric_id}": ("/metrics/revenue", "/metrics/win_rate?by=sales_rep"),
    "/metrics/{metric_id}/why": (
        "/metrics/revenue/why?by=product",
        "/metrics/gross_margin_rate/why?by=customer",
    ),
    "/people": ("/people",),
    "/people/roles": ("/people/roles",),
    "/people/{person_id}": ("/people/{person}",),
    "/privacy": ("/privacy",),
    "/privacy/consents": ("/privacy/consents",),
    "/privacy/consents/{row}": ("/privacy/consents/account:C1",),
    "/privacy/notices/{audience}": ("/privacy/notices/customers",),
    "/privacy/requests": ("/privacy/requests",),
    "/privacy/requests/{request_id}": ("/privacy/requests/{request}",),
    "/privacy/retention": ("/privacy/retention",),
    "/quarantine": ("/quarantine",),
    "/records/{table}/{key:path}": ("/records/invoice/F17-0",),
    "/rows": ("/rows?metric=revenue", "/rows?metric=win_rate"),
    "/sign-in": ("/sign-in",),
    "/sign-in/code": ("/sign-in/code",),
    "/sign-in/forgotten": ("/sign-in/forgotten",),
    "/sign-in/link/{secret}": ("{link}",),
    "/wall": ("/wall?board=home&charts=0",),
    "/wall/in": ("/wall/in",),
}
"""Route → what of it is looked at, as an administrator of the small company."""

NO_PAGE: Final = frozenset(
    {
        "/healthz",
        "/readyz",
        "/prometheus",
        "/events",
        "/audit.csv",
        "/rows.csv",
        "/boards/{name}.yaml",
        "/privacy/register.{kind}",
        "/sign-in/provider",  # sends the browser on
        "/sign-in/provider/back",
        # pieces of a page that was looked at
        "/boards/{name}/parts/{part_id}",
        "/cards/{whose}/{key}/parts/{part_id}",
    }
)
FOR_PROGRAMS: Final = ("/api/",)
FILE: Final = "/export.{kind}"


def routes() -> Iterator[str]:
    """The paths of the access table that answer with a page."""
    for route in ACCESS:
        method, _, path = route.partition(" ")
        if method == "GET" and not path.startswith(FOR_PROGRAMS) and not path.endswith(FILE):
            yield path


def things(company: Served, folder: Path) -> dict[str, str]:
    """What the addresses speak of and a company does not have from the beginning."""
    viewer = person_of(company.workspace, "viewer")
    return {
        "board": _copy_of_home(company),
        "draft": _draft(company, folder / "draft", Stage.READY),
        "checked": _draft(company, folder / "checked", Stage.CHECKED),
        "person": viewer.id,
        "request": _copy_for_a_person(company),
        "link": company.workspace.people.tickets.make(Purpose.CHOOSE, viewer.id),
    }


def _copy_of_home(company: Served) -> str:
    """A board of the administrator's own."""
    board = written(company.cockpit.boards.board(HOME))
    return company.cockpit.personal.make(person_of(company.workspace, "admin"), board, HOME)


def _copy_for_a_person(company: Served) -> str:
    """The request of a customer who has received a copy of what is known of them."""
    privacy = company.workspace.privacy
    privacy.requests.hand_over([anchor("account:C1")])
    return privacy.ledger.requests()[0].id


def _draft(company: Served, folder: Path, until: Stage) -> str:
    """An import in the making that has come so far."""
    drafts = company.cockpit.drafts
    owner = person_of(company.workspace, "admin").id
    draft = drafts.open(owner, folder, late_invoice(folder), None)
    _wait(draft, Stage.READY)
    if until is Stage.CHECKED and draft.plan:
        drafts.check(draft, draft.plan.mapping)
        _wait(draft, until)
    return draft.id


def _wait(draft: Draft, stage: Stage) -> None:
    while draft.stage.is_busy:
        time.sleep(0.02)
    assert draft.stage is stage
