"""One's own page, the pages of people, and the audit."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.conftest import Visitor, open_company
from tests.web.signing import person_of

from vigie.people.audit import Wish
from vigie.people.person import Link, LinkKind
from vigie.workspace import Workspace

PASSWORD = "lanterne orage tricycle"
PAGES = ("/account", "/people", "/people/roles", "/audit", "/sign-in", "/sign-in/forgotten")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    workspace = open_company(tmp_path_factory.mktemp("people"))
    yield workspace
    workspace.close()


@pytest.fixture
def admin(company: Workspace) -> Visitor:
    return Visitor(company, "admin")


def done(company: Workspace) -> list[str]:
    return [entry.action for entry in company.people.audit.entries(Wish(limit=3))]


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_in_both_languages(admin: Visitor, page: str, lang: str) -> None:
    answer = admin.get(f"{page}?lang={lang}")
    assert answer.status_code == 200
    assert f'lang="{lang}"' in answer.text
    assert answer.headers["cache-control"] == "private, no-cache"


def test_a_token_is_shown_once_and_opens_what_it_says(company: Workspace, admin: Visitor) -> None:
    form = {"name": "Power BI", "days": "30", "scope-see_figures": "1"}
    page = admin.post("/account/tokens", data=form).text
    secret = re.search(r"vigie_[\w-]{20,}", page)
    assert secret
    assert secret[0] not in admin.get("/account").text
    program, bearer = Visitor(company, None), {"Authorization": f"Bearer {secret[0]}"}
    assert program.get("/api/v1/query?metric=revenue", headers=bearer).status_code == 200
    refused = program.get("/api/v1/imports", headers=bearer)
    assert refused.status_code == 403
    token = company.people.tokens.of()[0]
    admin.post(f"/account/tokens/{token.id}/revoke")
    assert program.get("/api/v1/query?metric=revenue", headers=bearer).status_code == 401
    assert done(company)[:2] == ["token_revoked", "token_made"]


def test_a_token_has_no_more_rights_than_its_maker(company: Workspace) -> None:
    director = Visitor(company, "director")
    form = {"name": "t", "days": "30", "scope-manage_people": "1"}
    assert director.post("/account/tokens", data=form).status_code == 403


def test_an_owner_sees_and_ends_their_sessions(company: Workspace, admin: Visitor) -> None:
    other = Visitor(company, "admin")
    person = person_of(company, "admin")
    own = company.people.sessions.find(other.cookies["vigie_session"])
    assert own
    assert f"/account/sessions/{own.id}/end" in admin.get("/account").text
    admin.post(f"/account/sessions/{own.id}/end")
    assert other.get("/account").status_code == 303
    assert own.id not in [one.id for one in company.people.sessions.of(person.id)]


def test_a_new_password_ends_every_other_session(company: Workspace) -> None:
    person = company.people.directory.add("eve@froid.fr", "Ève", "viewer")
    company.people.passwords.choose(person, PASSWORD)
    here, there = Visitor(company, None), Visitor(company, None)
    here.sign_in(person)
    there.sign_in(person)
    new = "parapluie girafe octobre"
    wrong = {"old": "wrong", "password": new, "again": new}
    assert here.post("/account/password", data=wrong).status_code == 401
    assert here.post("/account/password", data={**wrong, "old": PASSWORD}).status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303
    assert company.people.passwords.fits(person.id, new)


def test_somebody_is_let_in_and_given_rights(company: Workspace, admin: Visitor) -> None:
    form = {"name": "Zoé", "email": "zoe@froid.fr", "role": "rep", "sales_rep": "R3"}
    page = admin.post("/people", data=form)
    link = re.search(r"http://cockpit\.test(/sign-in/link/[\w-]+)", page.text)
    assert link
    zoe = Visitor(company, None)
    answer = zoe.post(link[1], data={"password": PASSWORD, "again": PASSWORD})
    assert answer.status_code == 303
    person = company.people.directory.find("zoe@froid.fr")
    assert person.links == (Link(LinkKind.SALES_REP, "R3"),)
    change = {"name": "Zoé B.", "role": "manager", "team": "T1, T2", "active": "1"}
    assert admin.post(f"/people/{person.id}", data=change).status_code == 303
    changed = company.people.directory.get(person.id)
    assert (changed.name, changed.role) == ("Zoé B.", "manager")
    assert changed.keys(LinkKind.TEAM) == ("T1", "T2")
    assert "person_changed" in done(company)


def test_a_mistake_in_the_form_is_told_on_the_page(admin: Visitor) -> None:
    page = admin.post("/people?lang=en", data={"name": "X", "email": "x", "role": "viewer"})
    assert page.status_code == 422
    assert "This is not an e-mail address" in page.text


def test_an_administrator_sees_what_another_sees_and_changes_nothing(company: Workspace) -> None:
    admin = Visitor(company, "admin")
    rep = person_of(company, "rep", Link(LinkKind.SALES_REP, "R1"))
    assert admin.post(f"/people/{rep.id}/see-as").status_code == 303
    assert done(company)[0] == "looked_as"
    page = admin.get("/metrics?lang=en").text
    assert "You see what Rep sees" in page
    told = admin.get("/api/v1/query?metric=revenue&by=sales_rep").text
    assert "Luc Roy" not in told
    assert admin.get("/people").status_code == 403
    assert admin.post("/account/tokens", data={"name": "t"}).status_code == 403
    assert admin.post("/people/back").status_code == 303
    assert admin.get("/people").status_code == 200
    assert "Luc Roy" in admin.get("/api/v1/query?metric=revenue&by=sales_rep").text


def test_what_leaves_the_house_is_written_down(company: Workspace, admin: Visitor) -> None:
    admin.get("/rows.csv?metric=revenue&period=custom&from=2025-01-01&to=2025-06-30")
    entry = company.people.audit.entries(Wish(limit=1))[0]
    assert (entry.action, entry.subject) == ("exported", "/rows.csv")
    assert '"metric": "revenue"' in entry.detail
    admin.get("/records/account/C1")
    assert done(company)[0] == "personal_data_seen"
    admin.get("/records/product_category/P")
    assert done(company)[0] == "personal_data_seen"
    admin.get("/rows.csv?metric=nothing")
    assert done(company)[1] == "exported"


def test_what_is_written_down_names_no_customer(company: Workspace, admin: Visitor) -> None:
    # The audit is sealed: whoever it named could not be erased.
    admin.get("/rows.csv?metric=revenue&customer=Dupont+%26+Fils&region=Bretagne")
    feed = "/api/odata/v4/figures?$filter=customer eq 'Dupont %26 Fils'&$select=revenue"
    admin.get(feed)
    by_feed, by_file = company.people.audit.entries(Wish(limit=2))
    assert "Dupont" not in by_feed.detail + by_file.detail
    assert '"region": "Bretagne"' in by_file.detail
    assert "customer eq '…'" in by_feed.detail


def test_the_privacy_officer_reads_the_audit_and_takes_it_away(company: Workspace) -> None:
    officer = Visitor(company, "privacy_officer")
    page = officer.get("/audit?lang=en").text
    assert "none of them altered" in page
    written = officer.get("/audit.csv")
    assert written.text.startswith("number,at,action,actor,subject,detail,address,seal")
    assert officer.get("/people").status_code == 403
    assert Visitor(company, "director").get("/audit").status_code == 403


def test_imports_and_undo_are_written_down(company: Workspace, tmp_path: Path) -> None:
    admin = Visitor(company, "admin")
    files = {"file": ("team.csv", b"team_id,name\nT9,Est\n", "text/csv")}
    answer = admin.post("/api/v1/imports?as_table=team", files=files)
    assert answer.status_code == 201
    admin.post(f"/api/v1/imports/{answer.json()['import_id']}/undo")
    assert done(company)[:2] == ["undone", "imported"]
