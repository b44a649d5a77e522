"""Coming in, going out, and everything that must not let anybody in."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from tests.web.conftest import Visitor, open_company

from vigie.entrance import Entrance, SignInSettings, WebSettings
from vigie.people.audit import Wish
from vigie.people.tickets import Purpose
from vigie.settings import Settings
from vigie.web.people.welcome import welcomes
from vigie.workspace import Workspace

PASSWORD = "lanterne orage tricycle"
LENGTH = timedelta(days=1)


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Workspace]:
    workspace = open_company(tmp_path, filled=False)
    yield workspace
    workspace.close()


@pytest.fixture
def stranger(company: Workspace) -> Visitor:
    return Visitor(company, None)


def known(company: Workspace, role: str = "admin") -> str:
    person = company.people.directory.add(f"{role}@froid.fr", role.title(), role)
    company.people.passwords.choose(person, PASSWORD)
    return person.email


def sign_in(visitor: Visitor, email: str, password: str = PASSWORD, **more: str) -> httpx.Response:
    return visitor.post("/sign-in", data={"email": email, "password": password, **more})


def keep(visitor: Visitor, answer: httpx.Response) -> None:
    visitor.cookies = dict(answer.cookies)


def test_the_first_person_becomes_the_owner_by_the_terminals_link(
    company: Workspace, stranger: Visitor
) -> None:
    said = [str(one) for one in welcomes(company, "http://cockpit.test/")]
    link = said[0].rpartition(" ")[2]
    assert "Become the owner" in stranger.get(f"{link}?lang=en").text
    form = {"name": "Ada", "email": "ada@froid.fr", "password": PASSWORD, "again": PASSWORD}
    answer = stranger.post(link, data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    keep(stranger, answer)
    assert stranger.get("/people").status_code == 200
    assert company.people.directory.find("ada@froid.fr").role == "admin"
    assert list(welcomes(company, "http://cockpit.test/")) == []
    assert stranger.post(link, data=form).status_code == 410


def test_a_link_is_not_used_up_by_a_weak_password(company: Workspace, stranger: Visitor) -> None:
    link = company.people.tickets.make(Purpose.OWNER)
    form = {
        "name": "Ada",
        "email": "ada@froid.fr",
        "password": "ada ada ada",
        "again": "ada ada ada",
    }
    assert stranger.post(link, data=form).status_code == 422
    assert company.people.directory.is_empty()
    assert stranger.get(link).status_code == 200


def test_whoever_signs_in_comes_back_to_where_they_wanted_to_go(
    company: Workspace, stranger: Visitor
) -> None:
    email = known(company)
    sent = stranger.get("/metrics?q=marge")
    assert sent.headers["location"] == "/sign-in?next=%2Fmetrics%3Fq%3Dmarge"
    answer = sign_in(stranger, email, next="/metrics?q=marge")
    assert (answer.status_code, answer.headers["location"]) == (303, "/metrics?q=marge")
    keep(stranger, answer)
    assert stranger.get("/metrics").status_code == 200


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "/sign-in", "evil"]
)
def test_nobody_is_sent_elsewhere_after_signing_in(
    company: Workspace, stranger: Visitor, wanted: str
) -> None:
    assert sign_in(stranger, known(company), next=wanted).headers["location"] == "/"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    company: Workspace, stranger: Visitor
) -> None:
    told = sign_in(stranger, known(company)).headers.get_list("set-cookie")
    session = next(one for one in told if one.startswith("vigie_session="))
    assert "HttpOnly" in session
    assert "SameSite=lax" in session
    assert "Max-Age" not in session


def test_behind_https_the_cookie_is_sent_over_https_only(tmp_path: Path) -> None:
    entrance = Entrance(web=WebSettings(address="https://vigie.example.com"))
    workspace = Workspace.create(tmp_path / "w", Settings(entrance=entrance))
    answer = sign_in(Visitor(workspace, None), known(workspace))
    session = answer.headers.get_list("set-cookie")[0]
    assert session.startswith("__Host-vigie_session=")
    assert "Secure" in session
    workspace.close()


def test_a_session_that_was_planted_is_not_kept(company: Workspace, stranger: Visitor) -> None:
    stranger.cookies = {"vigie_session": "planted"}
    answer = sign_in(stranger, known(company))
    assert answer.cookies["vigie_session"] != "planted"


def test_signing_in_again_ends_the_session_before(company: Workspace, stranger: Visitor) -> None:
    email = known(company)
    first = sign_in(stranger, email)
    keep(stranger, first)
    keep(stranger, sign_in(stranger, email))
    assert stranger.get("/account").status_code == 200
    stranger.cookies = {"vigie_session": first.cookies["vigie_session"]}
    assert stranger.get("/account").status_code == 303


def test_signing_out_ends_the_session_itself(company: Workspace, stranger: Visitor) -> None:
    keep(stranger, sign_in(stranger, known(company)))
    held = dict(stranger.cookies)
    assert stranger.post("/sign-out").headers["location"] == "/sign-in"
    stranger.cookies = held
    assert stranger.get("/account").status_code == 303


def test_a_wrong_password_says_so_and_is_written_down_without_the_address(
    company: Workspace, stranger: Visitor
) -> None:
    email = known(company)
    answer = sign_in(stranger, email, "wrong")
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    entry = company.people.audit.entries(Wish(limit=1))[0]
    assert entry.action == "sign_in_failed"
    assert email not in repr(entry)


def test_guessing_is_slowed_down(company: Workspace, stranger: Visitor) -> None:
    email = known(company)
    codes = [sign_in(stranger, email, f"wrong {n}").status_code for n in range(7)]
    assert codes[:5] == [401] * 5
    assert 429 in codes[5:]


def test_a_change_asked_for_with_a_cookie_must_say_where_it_comes_from(
    company: Workspace, stranger: Visitor
) -> None:
    keep(stranger, sign_in(stranger, known(company)))
    for headers in (
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        assert stranger.post("/sign-out", headers=headers).status_code == 403
    assert stranger.get("/account").status_code == 200


def test_one_click_is_for_the_demo_only(company: Workspace, stranger: Visitor) -> None:
    person = company.people.directory.add("demo@x.fr", "Demo", "viewer", is_demo=True)
    assert stranger.post("/sign-in/as", data={"person": person.id}).status_code == 403


def test_the_demo_says_so_and_lets_in_by_one_click(tmp_path: Path) -> None:
    entrance = Entrance(sign_in=SignInSettings(one_click=True))
    workspace = Workspace.create(tmp_path / "w", Settings(entrance=entrance))
    demo = workspace.people.directory.add("demo@x.fr", "Hélène", "director", is_demo=True)
    real = workspace.people.directory.add("real@x.fr", "Ada", "admin")
    stranger = Visitor(workspace, None)
    page = stranger.get("/sign-in?lang=en").text
    assert "This is a demo" in page
    assert "Sales director" in page
    assert "Ada" not in page
    assert stranger.post("/sign-in/as", data={"person": real.id}).status_code == 403
    keep(stranger, stranger.post("/sign-in/as", data={"person": demo.id}))
    assert stranger.get("/").status_code == 200
    workspace.close()


def test_the_demos_link_leads_straight_to_the_cockpit_once(tmp_path: Path) -> None:
    entrance = Entrance(sign_in=SignInSettings(one_click=True))
    workspace = Workspace.create(tmp_path / "w", Settings(entrance=entrance))
    workspace.people.directory.add("demo@x.fr", "Hélène", "director", is_demo=True)
    stranger = Visitor(workspace, None)
    link = str(next(welcomes(workspace, "http://cockpit.test/"))).rpartition(" ")[2]
    answer = stranger.get(link)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    keep(stranger, answer)
    assert stranger.get("/").status_code == 200
    assert Visitor(workspace, None).get(link).status_code == 410
    workspace.close()


def test_a_proxys_word_is_taken_from_the_proxy_only(tmp_path: Path) -> None:
    entrance = Entrance(
        web=WebSettings(trusted_proxies=("127.0.0.1",)),
        sign_in=SignInSettings(passwords=False, user_header="X-Remote-User"),
    )
    workspace = Workspace.create(tmp_path / "w", Settings(entrance=entrance))
    email = known(workspace, "viewer")
    known(workspace)
    word = {"X-Remote-User": email}
    near, far = Visitor(workspace, None), Visitor(workspace, None)
    far._transport.client = ("203.0.113.9", 1234)
    assert near.get("/account", headers=word).status_code == 200
    assert near.get("/account", headers={"X-Remote-User": "nobody@x.fr"}).status_code == 303
    assert far.get("/account", headers=word).status_code == 303
    spoofed = {**word, "X-Forwarded-For": "127.0.0.1"}
    assert far.get("/account", headers=spoofed).status_code == 303
    assert sign_in(near, email).status_code == 403
    workspace.close()


def test_whoever_may_no_longer_come_in_is_out_at_once(
    company: Workspace, stranger: Visitor
) -> None:
    known(company)
    keep(stranger, sign_in(stranger, known(company, "viewer")))
    person = company.people.directory.find("viewer@froid.fr")
    _, token = company.people.tokens.make(person.id, "t", ["see_figures"], LENGTH)
    company.people.directory.activate(person.id, False)
    assert stranger.get("/metrics").status_code == 303
    bearer = {"Authorization": f"Bearer {token}"}
    assert Visitor(company, None).get("/api/v1/metrics", headers=bearer).status_code == 401
