"""Signing in with a second factor, and setting one up."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pyotp
import pytest
from tests.web.conftest import Visitor

from vigie.entrance import Entrance, SignInSettings
from vigie.people.person import Person
from vigie.settings import Settings
from vigie.workspace import Workspace

STEP = timedelta(seconds=30)
PASSWORD = "lanterne orage tricycle"


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Workspace]:
    entrance = Entrance(sign_in=SignInSettings(second_factor=("director",)))
    workspace = Workspace.create(tmp_path / "w", Settings(entrance=entrance))
    yield workspace
    workspace.close()


@pytest.fixture
def ada(company: Workspace) -> Person:
    person = company.people.directory.add("ada@froid.fr", "Ada", "admin")
    company.people.passwords.choose(person, PASSWORD)
    return person


def sign_in(visitor: Visitor) -> httpx.Response:
    form = {"email": "ada@froid.fr", "password": PASSWORD, "next": "/metrics"}
    answer = visitor.post("/sign-in", data=form)
    visitor.cookies = dict(answer.cookies)
    return answer


def test_set_up_then_asked_for(company: Workspace, ada: Person) -> None:
    visitor = Visitor(company, None)
    visitor.sign_in(ada)
    assert visitor.post("/account/second-factor/begin").status_code == 303
    page = visitor.get("/account/second-factor?lang=en").text
    assert "<svg" in page
    key = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert key
    phone = pyotp.TOTP(key[1])
    now = datetime.now(UTC)
    wrong = visitor.post("/account/second-factor/confirm", data={"code": "000000"})
    assert wrong.status_code == 401
    page = visitor.post("/account/second-factor/confirm", data={"code": phone.at(now - STEP)}).text
    paper = re.findall(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>", page)
    assert len(paper) == 10

    other = Visitor(company, None)
    answer = sign_in(other)
    assert answer.headers["location"] == "/sign-in/code?next=%2Fmetrics"
    assert other.get("/metrics").headers["location"].startswith("/sign-in")
    assert other.get("/sign-in/code").status_code == 200
    pending = dict(other.cookies)
    assert other.post("/sign-in/code", data={"code": "123456"}).status_code == 401
    entered = other.post(
        "/sign-in/code", data={"code": phone.at(datetime.now(UTC)), "next": "/metrics"}
    )
    assert entered.headers["location"] == "/metrics"
    other.cookies = dict(entered.cookies)
    assert other.get("/metrics").status_code == 200
    # What the browser held while it was asked opens nothing any more.
    other.cookies = pending
    assert other.get("/metrics").status_code == 303
    assert other.post("/sign-in/code", data={"code": paper[0]}).status_code == 303


def test_guessing_codes_is_slowed_down(company: Workspace, ada: Person) -> None:
    phone = pyotp.TOTP(re.search(r"secret=([A-Z2-7]+)", company.people.factors.begin(ada))[1])  # type: ignore[index]
    company.people.factors.confirm(ada.id, phone.at(datetime.now(UTC) - STEP))
    visitor = Visitor(company, None)
    sign_in(visitor)
    codes = [visitor.post("/sign-in/code", data={"code": f"{n:06}"}).status_code for n in range(7)]
    assert codes[:5] == [401] * 5
    assert 429 in codes[5:]


def test_a_role_that_needs_a_factor_sees_nothing_before(company: Workspace) -> None:
    director = Visitor(company, "director")
    assert director.get("/metrics").status_code == 403
    assert "Your role needs a second factor" in director.get("/account?lang=en").text
    assert director.get("/account/second-factor").status_code == 200
