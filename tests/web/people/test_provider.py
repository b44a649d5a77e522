"""Signing in through a real OpenID Connect provider, which runs in a process of its own."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from tests.web.conftest import Visitor

from vigie.entrance import Entrance, OidcSettings
from vigie.settings import Settings
from vigie.workspace import Workspace

CLAIMS = (
    {"sub": "42", "email": "ada@froid.fr", "email_verified": True, "name": "Ada Morel"},
    {"sub": "43", "email": "new@froid.fr", "email_verified": True, "name": "Nouvelle"},
    {"sub": "44", "email": "ada@froid.fr", "email_verified": False},
)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [f"--user-claims={json.dumps(claims)}" for claims in CLAIMS]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce"]
    with subprocess.Popen([*command, *words], stderr=subprocess.DEVNULL) as provider:
        address = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                httpx.get(f"{address}/.well-known/openid-configuration")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield address
        provider.terminate()


@pytest.fixture
def make(tmp_path: Path, issuer: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    monkeypatch.setenv("VIGIE_OIDC_SECRET", "a secret")
    opened: list[Workspace] = []

    def company(role: str | None = None) -> Workspace:
        entrance = Entrance(oidc=OidcSettings(issuer=issuer, label="Keycloak", role=role))
        opened.append(Workspace.create(tmp_path / "w", Settings(entrance=entrance)))
        opened[0].people.directory.add("ada@froid.fr", "Ada", "admin")
        return opened[0]

    yield company
    for workspace in opened:
        workspace.close()


def go(visitor: Visitor, subject: str) -> str:
    """Leaves for the provider, agrees there as `subject`; the path to come back to."""
    left = visitor.get("/sign-in/provider?next=/metrics")
    visitor.cookies = dict(left.cookies)
    agreed = httpx.post(left.headers["location"], data={"sub": subject})
    assert agreed.status_code == 302, agreed.text
    back = urlsplit(agreed.headers["location"])
    assert back.path == "/sign-in/provider/back"
    return f"{back.path}?{back.query}"


def test_whoever_the_provider_vouches_for_comes_in(make: object) -> None:
    company: Workspace = make()  # type: ignore[operator]
    visitor = Visitor(company, None)
    assert "Keycloak" in visitor.get("/sign-in").text
    back = go(visitor, "42")
    answer = visitor.get(back)
    assert (answer.status_code, answer.headers["location"]) == (303, "/metrics")
    held = visitor.cookies
    visitor.cookies = {**held, **dict(answer.cookies)}
    assert visitor.get("/people").status_code == 200
    # The way back is good once, and in the browser that left only.
    assert visitor.get(back).status_code == 403
    other = Visitor(company, None)
    assert Visitor(company, None).get(go(other, "42")).status_code == 403


def test_a_person_is_known_by_the_providers_own_name_from_then_on(make: object) -> None:
    company: Workspace = make()  # type: ignore[operator]
    visitor = Visitor(company, None)
    visitor.get(go(visitor, "42"))
    person = company.people.directory.find("ada@froid.fr")
    company.people.directory.add("other@froid.fr", "Other", "admin")
    company.people.directory.activate(person.id, False)
    again = Visitor(company, None)
    assert again.get(go(again, "42")).status_code == 403


def test_a_stranger_stays_out_unless_the_company_says_a_role(make: object) -> None:
    company: Workspace = make()  # type: ignore[operator]
    visitor = Visitor(company, None)
    assert visitor.get(go(visitor, "43")).status_code == 403
    assert len(company.people.directory.all()) == 1


def test_a_stranger_gets_the_role_that_the_company_says(make: object) -> None:
    company: Workspace = make("viewer")  # type: ignore[operator]
    visitor = Visitor(company, None)
    assert visitor.get(go(visitor, "43")).status_code == 303
    assert company.people.directory.find("new@froid.fr").role == "viewer"


def test_an_address_that_nobody_has_verified_proves_nothing(make: object) -> None:
    company: Workspace = make("viewer")  # type: ignore[operator]
    visitor = Visitor(company, None)
    assert visitor.get(go(visitor, "44")).status_code == 403


def test_a_made_up_answer_is_refused(make: object) -> None:
    company: Workspace = make()  # type: ignore[operator]
    visitor = Visitor(company, None)
    back = go(visitor, "42")
    state = back.partition("state=")[2].partition("&")[0]
    assert visitor.get("/sign-in/provider/back?state=x&code=y").status_code == 403
    forged = visitor.get(f"/sign-in/provider/back?state={state}&code=forged")
    assert forged.status_code == 502
