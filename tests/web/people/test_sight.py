"""A rep sees their own customers, on every way out; costs are the director's business."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.conftest import Visitor, open_company
from tests.web.small_company import REVENUE_2025

from vigie.people.person import Link, LinkKind
from vigie.workspace import Workspace

YEAR = "from=2025-01-01&to=2025-06-30"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    workspace = open_company(tmp_path_factory.mktemp("sight"))
    yield workspace
    workspace.close()


@pytest.fixture(scope="module")
def rep(company: Workspace) -> Visitor:
    """The first salesperson."""
    return Visitor(company, "rep", Link(LinkKind.SALES_REP, "R1"))


@pytest.fixture(scope="module")
def director(company: Workspace) -> Visitor:
    return Visitor(company, "director")


def revenue_of(visitor: Visitor, more: str = "") -> float:
    rows = visitor.get(f"/api/v1/query?metric=revenue&{YEAR}{more}").json()["rows"]
    return float(rows[0][0] or 0)


def own_revenue(company: Workspace, rep: str) -> float:
    answer = company.query(["revenue"], where=[f"sales_rep.key = '{rep}'"], last=None, by=["year"])
    return float(next(row[1] for row in answer.rows if row[0].year == 2025))


def test_the_director_sees_the_whole(director: Visitor) -> None:
    assert revenue_of(director) == float(REVENUE_2025)


def test_a_rep_sees_their_own_and_no_more_whatever_they_ask(
    company: Workspace, rep: Visitor
) -> None:
    own = own_revenue(company, "R1")
    assert 0 < own < float(REVENUE_2025)
    assert revenue_of(rep) == own
    assert revenue_of(rep, "&where=sales_rep.key = 'R2'") == 0
    assert revenue_of(rep, "&where=sales_rep.key in ('R1', 'R2')") == own


def test_a_breakdown_names_nobody_else(rep: Visitor) -> None:
    told = rep.get(f"/api/v1/query?metric=revenue&by=sales_rep&{YEAR}").text
    assert "Anne Petit" in told
    assert "Luc Roy" not in told


def test_the_board_is_theirs_too(company: Workspace, rep: Visitor, director: Visitor) -> None:
    page = rep.get(f"/?lang=en&period=custom&{YEAR}").text
    assert "Luc Roy" not in page
    assert f"{REVENUE_2025:,.0f}" not in page
    # What was drawn for the rep is not what the director gets, nor the other way round.
    assert director.get(f"/?lang=en&period=custom&{YEAR}").text != page


def test_an_answer_that_another_reader_was_given_is_not_confirmed(
    rep: Visitor, director: Visitor
) -> None:
    address = f"/api/v1/query?metric=revenue&{YEAR}"
    mark = director.get(address).headers["etag"]
    assert director.get(address, headers={"If-None-Match": mark}).status_code == 304
    assert rep.get(address, headers={"If-None-Match": mark}).status_code == 200
    part = f"/boards/home/parts/revenue?period=custom&{YEAR}"
    mark = director.get(part).headers["etag"]
    assert rep.get(part, headers={"If-None-Match": mark}).status_code == 200


def test_rows_behind_a_figure_are_theirs(rep: Visitor) -> None:
    page = rep.get(f"/rows?metric=revenue&period=custom&{YEAR}").text
    assert "Dupont" in page
    assert "Froid du Sud" not in page


def test_documents_of_others_are_not_there(company: Workspace, rep: Visitor) -> None:
    with company.warehouse.read() as session:
        own = session.scalar("SELECT min(invoice_id) FROM core.invoice WHERE sales_rep_id = 'R1'")
        other = session.scalar("SELECT min(invoice_id) FROM core.invoice WHERE sales_rep_id = 'R2'")
    assert rep.get(f"/records/invoice/{own}").status_code == 200
    hidden, missing = rep.get(f"/records/invoice/{other}"), rep.get("/records/invoice/nothing")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert str(other) in hidden.text


def test_rows_that_belong_to_nobody_are_everybodys(rep: Visitor) -> None:
    assert rep.get("/records/product_category/P").status_code == 200


def test_costs_are_on_no_page_of_a_rep(rep: Visitor, director: Visitor, company: Workspace) -> None:
    assert director.get("/metrics/gross_margin").status_code == 200
    refused = rep.get("/metrics/gross_margin?lang=en")
    assert refused.status_code in (403, 404)
    answer = rep.get("/api/v1/query?metric=gross_margin")
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "forbidden"
    assert '"gross_margin"' not in rep.get("/api/v1/metrics").text
    with company.warehouse.read() as session:
        own = session.scalar(
            "SELECT min(invoice_id) FROM core.invoice_line JOIN core.invoice USING (invoice_id) "
            "WHERE sales_rep_id = 'R1'"
        )
    assert ">Cost<" in director.get(f"/records/invoice/{own}?lang=en").text
    assert ">Cost<" not in rep.get(f"/records/invoice/{own}?lang=en").text


def test_a_viewer_sees_figures_and_neither_rows_nor_names(company: Workspace) -> None:
    viewer = Visitor(company, "viewer")
    assert revenue_of(viewer) == float(REVENUE_2025)
    told = viewer.get(f"/api/v1/query?metric=revenue&by=customer&{YEAR}").text
    assert "Dupont" not in told
    assert '"C1"' in told
    assert viewer.get(f"/rows?metric=revenue&period=custom&{YEAR}").status_code == 403
    assert viewer.get("/records/account/C1").status_code == 403
    assert viewer.get(f"/api/v1/query?metric=revenue&format=csv&{YEAR}").status_code == 403


def test_a_person_without_a_link_sees_nothing_and_is_told_why(company: Workspace) -> None:
    lost = Visitor(company, "manager")
    assert revenue_of(lost) == 0
    assert "not linked to any yet" in lost.get("/metrics?lang=en").text


def test_a_manager_sees_the_team(company: Workspace) -> None:
    company.people.directory.relink(
        company.people.directory.find("manager@froid.example").id, [Link(LinkKind.TEAM, "T1")]
    )
    manager = Visitor(company, "manager")
    team = own_revenue(company, "R1") + own_revenue(company, "R2")
    assert revenue_of(manager) == team


def test_the_feed_of_a_program_is_narrowed_too(company: Workspace) -> None:
    manager = Visitor(company, "manager", Link(LinkKind.SALES_REP, "R1"))
    listed = manager.get("/api/odata/v4/?$format=json")
    assert listed.status_code == 200


def test_in_python_and_on_the_command_line_the_same_holds(company: Workspace) -> None:
    person = company.people.directory.find("rep@froid.example")
    seen = company.seen_by(person)
    answer = seen.query(["revenue"], by=["sales_rep"])
    assert [row[0] for row in answer.rows] == ["Anne Petit"]
    with pytest.raises(Exception, match="changes nothing"):
        seen.intake.plan([Path("x.csv")])


def test_why_it_moved_tells_of_their_own_rows_also_in_the_others(
    company: Workspace, rep: Visitor
) -> None:
    told = rep.get(f"/api/v1/contributions?metric=revenue&by=customer&top=1&{YEAR}").json()
    assert told["after"] == own_revenue(company, "R1")
    parts = told["breakdowns"][0]["parts"]
    assert sum(part["after"] for part in parts) == told["after"]
    assert sum(part["change"] for part in parts) == told["change"]
    whole = rep.get(f"/api/v1/contributions?metric=revenue&{YEAR}").text
    assert "Luc Roy" not in whole


def test_why_a_margin_moved_is_not_told_to_who_sees_no_costs(
    rep: Visitor, director: Visitor
) -> None:
    asked = f"/api/v1/contributions?metric=gross_margin&by=product&{YEAR}"
    assert director.get(asked).status_code == 200
    assert rep.get(asked).status_code in (403, 404, 422)


def test_colleagues_are_not_listed_to_whoever_may_not_see_individuals(company: Workspace) -> None:
    asked = f"/api/v1/query?metric=revenue&by=sales_rep&{YEAR}"
    told = Visitor(company, "viewer").get(asked).json()
    assert [row[1] for row in told["rows"]] == [None] * 3
    assert sorted(told["withheld"]) == [[row, "revenue"] for row in range(3)]
    assert any("Withheld" in warning for warning in told["warnings"])
    page = Visitor(company, "viewer").get(f"/explore?metric=revenue&by=sales_rep&lang=en&{YEAR}")
    assert "Withheld" in page.text
    marketing = Visitor(company, "marketing")
    assert marketing.get(f"{asked}&format=csv").text.count("withheld") == 3
    feed = marketing.get("/api/odata/v4/figures?$select=sales_rep,revenue").text
    assert feed.count('"revenue@vigie.withheld":true,"revenue":null') == 3
    assert "withheld" not in Visitor(company, "director").get(asked).text
