"""Every address asks for something, and keeps whoever lacks it out."""

from datetime import timedelta

import pytest
from tests.web.conftest import Visitor
from tests.web.routes import routes
from tests.web.signing import person_of

from vigie.people.permission import Permission
from vigie.web.app import create_app
from vigie.web.people.access import ACCESS, Open

FILL = {
    "{name}": "home", "{part_id}": "revenue", "{metric_id}": "revenue", "{table}": "invoice",
    "{key:path}": "F-2025-6-1", "{import_id}": "x", "{draft_id}": "x", "{kind}": "csv",
    "{path:path}": "x", "{rest:path}": "x", "{secret}": "x", "{person_id}": "x",
    "{token_id}": "x", "{session_id}": "x", "{audience}": "customers", "{request_id}": "x",
    "{row}": "contact:K1",
    "{whose}": "team", "{key}": "T1",
}  # fmt: skip


def test_the_table_has_a_line_for_every_route_and_no_other(visitor: Visitor) -> None:
    assert set(routes(create_app(visitor.workspace))) == set(ACCESS)


@pytest.mark.parametrize("name", [name for name, ask in ACCESS.items() if ask != Open.EVERYBODY])
def test_nobody_comes_in_without_signing_in(visitor: Visitor, name: str) -> None:
    stranger = Visitor(visitor.workspace, None)
    method, address = name.split(" ")
    for hole, word in FILL.items():
        address = address.replace(hole, word)
    answer = stranger._ask(method, address)
    if address.startswith("/api/"):
        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == "sign_in"
        assert "www-authenticate" in answer.headers or "odata" in address
    elif address == "/events":
        assert answer.status_code == 401
    else:
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("name", [name for name, ask in ACCESS.items() if ask in [*Permission]])
def test_whoever_lacks_the_permission_is_refused(visitor: Visitor, name: str) -> None:
    workspace, needed = visitor.workspace, ACCESS[name]
    others = [one for one in Permission if one != needed]
    owner = person_of(workspace, "admin")
    _, secret = workspace.people.tokens.make(owner.id, "all but one", others, timedelta(days=1))
    program = Visitor(workspace, None)
    method, address = name.split(" ")
    for hole, word in FILL.items():
        address = address.replace(hole, word)
    answer = program._ask(method, address, headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 403
