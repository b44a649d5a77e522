"""The privacy officer's pages: register, notices, requests of persons."""

from collections.abc import Iterator

import pytest
from tests.web.conftest import Visitor, open_company

from vigie.people.audit import Wish
from vigie.privacy.finding import Anchor
from vigie.workspace import Workspace

PAGES = (
    "/privacy",
    "/privacy/notices/customers",
    "/privacy/requests",
    "/privacy/consents",
    "/privacy/consents/contact:K2",
    "/privacy/retention",
)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    workspace = open_company(tmp_path_factory.mktemp("privacy"))
    folder = tmp_path_factory.mktemp("more")
    file = folder / "contact.csv"
    file.write_text(
        "contact_id,name,email,account_id\nK1,Ada Brun,ada@brun.example,C1\n"
        "K2,Bob Noir,bob@noir.example,C1\n",
        encoding="utf-8",
    )
    workspace.intake.commit(workspace.intake.plan([file]))
    yield workspace
    workspace.close()


@pytest.fixture
def officer(company: Workspace) -> Visitor:
    return Visitor(company, "privacy_officer")


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_in_both_languages(officer: Visitor, page: str, lang: str) -> None:
    answer = officer.get(f"{page}?lang={lang}")
    assert answer.status_code == 200
    assert f'lang="{lang}"' in answer.text


@pytest.mark.parametrize(
    ("kind", "head"), [("csv", "Activity,Purpose"), ("json", "{"), ("md", "# Register")]
)
def test_the_register_is_taken_away(officer: Visitor, kind: str, head: str) -> None:
    answer = officer.get(f"/privacy/register.{kind}?lang=en")
    assert answer.text.startswith(head)
    assert officer.get("/privacy/register.pdf").status_code == 404


def test_others_do_not_come_here(company: Workspace) -> None:
    director = Visitor(company, "director")
    assert director.get("/privacy").status_code == 403
    assert director.post("/privacy/find", data={"term": "Ada"}).status_code == 403


def test_a_person_is_found_handed_over_corrected_and_erased(
    company: Workspace, officer: Visitor
) -> None:
    page = officer.post("/privacy/find?lang=en", data={"term": "ADA@brun.example"}).text
    assert 'name="row-contact:K1"' in page
    assert "Bob Noir" not in page
    chosen = {"row-contact:K1": "1"}
    handed = officer.post("/privacy/requests", data={**chosen, "do": "export"})
    assert handed.headers["content-type"] == "application/zip"
    form = officer.post("/privacy/requests", data={**chosen, "do": "correct"}).text
    assert '<option value="phone">' in form
    corrected = {**chosen, "do": "correct", "column": "phone", "value": "01 02 03 04 05"}
    assert officer.post("/privacy/requests", data=corrected).status_code == 303
    sure = officer.post("/privacy/requests?lang=en", data={**chosen, "do": "erase"}).text
    assert "This cannot be taken back" in sure
    assert officer.post("/privacy/find", data={"term": "K1"}).text.count("Ada Brun")
    with company.intake.paused():  # it waits for imports, and this one does not end
        asked = {**chosen, "do": "erase", "sure": "1"}
        begun = officer.post("/privacy/requests", data=asked)
        assert begun.status_code == 303
        page = officer.get(begun.headers["location"] + "?lang=en").text
        assert "<progress" in page
        assert 'hx-trigger="privacy-' in page
        assert officer.post("/privacy/requests?lang=en", data=asked).status_code == 409
        assert "Go on" not in officer.get("/privacy/requests?lang=en").text
    officer.cockpit.tasks.wait()
    certificate = officer.get(begun.headers["location"] + "?lang=en").text
    assert "<progress" not in certificate
    assert "nothing is found any more" in certificate
    assert "Ada" not in certificate
    assert "Ada Brun" not in officer.post("/privacy/find", data={"term": "K1"}).text
    audit = company.people.audit.entries(Wish(limit=12))
    assert {"person_erased", "person_exported", "personal_data_seen"} <= {e.action for e in audit}
    assert not any("ada" in f"{e.subject} {e.detail}".lower() for e in audit)


def test_what_was_cut_off_is_gone_on_with(company: Workspace, officer: Visitor) -> None:
    plan = company.privacy.requests.begin([Anchor("sales_rep", "R3")], "somebody")
    place = f"/privacy/requests/{plan.request}"
    assert "was cut off" in officer.get(f"{place}?lang=en").text
    assert "Go on" in officer.get("/privacy/requests?lang=en").text
    assert officer.post("/privacy/resume").headers["location"] == place
    officer.cockpit.tasks.wait()
    assert "nothing is found any more" in officer.get(f"{place}?lang=en").text
    assert officer.post("/privacy/resume").headers["location"] == "/privacy/requests"


def test_a_server_that_stops_ends_the_step_and_leaves_the_rest(
    company: Workspace, officer: Visitor
) -> None:
    plan = company.privacy.requests.begin([Anchor("sales_rep", "R2")], "somebody")
    with company.intake.paused():
        assert officer.post("/privacy/resume").status_code == 303
        officer.cockpit.tasks.stop(patience=0)
    officer.cockpit.tasks.wait()
    page = officer.get(f"/privacy/requests/{plan.request}?lang=en").text
    assert "The server was stopped before the end" in page
    assert company.privacy.requests.unfinished() == [plan.request]
    for _ in company.privacy.requests.resume():
        pass


def test_a_slip_is_told_on_the_page(officer: Visitor) -> None:
    answer = officer.post("/privacy/requests?lang=en", data={"do": "erase"})
    assert answer.status_code == 422
    assert "Tick at least one row" in answer.text
    found = officer.post("/privacy/find?lang=en", data={"term": "Nobody Ever"}).text
    assert "Nobody is found." in found


def test_a_consent_is_kept_and_gives_a_list(company: Workspace, officer: Visitor) -> None:
    form = {"purpose": "newsletter", "channel": "email"}
    before = officer.post("/privacy/contacts", data=form).text
    assert before.splitlines() == ["table,key,name,address,basis,recorded_at,source,text_version"]
    said = {**form, "status": "granted", "source": "salon", "proof": "badge 12"}
    assert officer.post("/privacy/consents/contact:K2", data=said).status_code == 303
    page = officer.get("/privacy/consents/contact:K2?lang=en").text
    assert "badge 12" in page
    assert "(holds)" in page
    listed = officer.post("/privacy/contacts", data=form).text.splitlines()
    assert listed[1].startswith("contact,K2,Bob Noir,bob@noir.example,consent,")
    actions = [entry.action for entry in company.people.audit.entries(Wish(limit=5))]
    assert {"contacts_listed", "consent_recorded"} <= set(actions)
    wrong = officer.post("/privacy/contacts?lang=en", data={**form, "channel": "pigeon"})
    assert wrong.status_code == 422
    assert "There is no channel" in wrong.text


def test_nothing_is_over_in_a_young_company(officer: Visitor) -> None:
    assert "Nothing is over today." in officer.get("/privacy/retention?lang=en").text
    assert officer.post("/privacy/retention").status_code == 303
    officer.cockpit.tasks.wait()
    assert "0 persons or rows made nameless" in officer.get("/privacy/retention?lang=en").text
