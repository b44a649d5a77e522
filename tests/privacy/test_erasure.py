"""Erasing a person leaves every total as it was, and no trace of them in any byte."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vigie.kit.errors import Invalid, NotFound, Refused, VigieError
from vigie.people.audit import Wish
from vigie.privacy.finding import Anchor, anchor
from vigie.workspace import Workspace

from . import company
from .searching import places

HER = (Anchor("account", "P1"), Anchor("contact", "K1"), Anchor("lead", "L1"))
CUTS: tuple[tuple[str, ...], ...] = ((), ("month", "region"), ("sales_rep",), ("customer.key",))


def figures(workspace: Workspace) -> Iterator[tuple[object, ...]]:
    """Every figure of the catalogue by a handful of dimensions, or why there is none."""
    layer = workspace.metrics
    told = [m for m in layer.catalog.shown if layer.readiness(m.id).state != "missing"]
    for metric in told:
        for cut in CUTS:
            try:
                answer = workspace.query([metric.id], by=cut, cache=False)
                yield metric.id, cut, sorted(map(str, answer.rows))
            except VigieError as error:
                yield metric.id, cut, str(error)


def test_a_search_finds_every_row_of_a_person(shown: Workspace) -> None:
    for term in (company.EMAIL, company.PHONE, "brunatre zelie", "Zélie", "BRUNÂTRE"):
        found = [one.anchor for one in shown.privacy.requests.find(term)]
        assert set(HER) == set(found), term
    assert [one.anchor for one in shown.privacy.requests.find("K2")] == [Anchor("contact", "K2")]
    assert shown.privacy.requests.find("C1") == []  # a company is nobody
    assert shown.privacy.requests.find("") == []


def test_erasing_leaves_every_figure_and_no_trace(workspace: Workspace, folder: Path) -> None:
    assert places(folder)
    before = list(figures(workspace))
    certificate = workspace.privacy.requests.erase(HER)
    assert list(figures(workspace)) == before
    assert len([one for one in before if isinstance(one[2], list)]) > 60
    workspace.close()
    assert places(folder) == []
    assert certificate["left"] == []
    assert certificate["rows"] == {"account": 1, "contact": 1, "lead": 1}
    assert certificate["people"] == 3


def test_what_stays_is_neutral_and_still_joined(workspace: Workspace) -> None:
    workspace.privacy.requests.erase(HER)
    rows = rows_of(workspace, "SELECT * FROM core.account WHERE account_id = 'P1'")
    (row,) = rows
    assert row["name"].startswith("Anonyme ")
    assert [row[c] for c in ("email", "phone", "postal_code", "birth_year", "gender")] == [None] * 5
    assert (row["city"], row["region"], row["account_type"]) == ("Nantes", "Bretagne", "person")
    (other,) = rows_of(workspace, "SELECT * FROM core.account WHERE account_id = 'P2'")
    assert other["email"] == "paul@morel.example"
    (line,) = rows_of(workspace, "SELECT * FROM core.invoice_line WHERE line_id = 'F1-1'")
    assert line["description"].startswith("Pompe livrée à ")
    assert line["net_amount"] == 1200
    (call,) = rows_of(workspace, "SELECT * FROM core.activity WHERE activity_id = 'A3'")
    assert call["subject"].startswith("Réponse à Anonyme")
    assert call["subject"].endswith("et P. Morel")
    (answer,) = rows_of(workspace, "SELECT * FROM core.survey_response")
    assert (answer["score"], answer["comment"]) == (9, None)


def test_somebody_of_the_same_name_keeps_it(workspace: Workspace) -> None:
    workspace.privacy.requests.erase([Anchor("contact", "K2")])
    (lead,) = rows_of(workspace, "SELECT * FROM core.lead WHERE lead_id = 'L2'")
    assert (lead["name"], lead["email"]) == ("Luc Martin", "luc.m@autre.example")
    (contact,) = rows_of(workspace, "SELECT * FROM core.contact WHERE contact_id = 'K2'")
    assert contact["name"].startswith("Anonyme ")


def test_an_undo_does_not_bring_her_back(workspace: Workspace, folder: Path) -> None:
    workspace.privacy.requests.erase(HER)
    later = workspace.intake.imports()[0]
    workspace.intake.undo(later.import_id)
    (row,) = rows_of(workspace, "SELECT * FROM core.account WHERE account_id = 'P1'")
    assert row["city"] == "Rennes"
    assert row["name"].startswith("Anonyme ")
    workspace.close()
    assert places(folder) == []


def test_a_salesperson_is_erased_with_their_account(workspace: Workspace) -> None:
    before = list(figures(workspace))
    workspace.privacy.requests.erase([Anchor("sales_rep", "R2")])
    assert [f for f in figures(workspace) if f[1] != ("sales_rep",)] == [
        f for f in before if f[1] != ("sales_rep",)
    ]
    (account,) = [one for one in workspace.people.directory.all() if one.role == "rep"]
    assert not account.is_active
    assert account.email.endswith("@erased.invalid")
    assert "Zoé" not in account.name


def test_the_last_who_administers_stays(workspace: Workspace) -> None:
    admin = next(one for one in workspace.people.directory.all() if one.role == "admin")
    with workspace.warehouse.write() as session:
        session.execute(f"UPDATE core.sales_rep SET email = '{admin.email}'")
        session.execute("DELETE FROM core.sales_rep WHERE sales_rep_id <> 'R2'")
    with pytest.raises(Refused):
        workspace.privacy.requests.erase([Anchor("sales_rep", "R2")])
    assert workspace.privacy.requests.unfinished() == []


def test_a_key_that_tells_who_it_is_gives_way(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    rows = [("zelie.brunatre@exemple-prive.fr", "Z", "person", "true")]
    header = "account_id,name,account_type,is_customer"
    bill = ("F7", "F7", "2024-03-05", "2024-04-04", rows[0][0], "invoice", "posted", "R1", "EUR")
    columns = "invoice_id,number,invoice_date,due_date,account_id,invoice_type,status,sales_rep_id"
    files = [
        company.file(tmp_path / "more", "account", header, rows),
        company.file(tmp_path / "more", "invoice", columns + ",currency_code", [bill]),
    ]
    workspace.intake.commit(workspace.intake.plan(files))
    workspace.privacy.requests.erase([*HER, Anchor("account", rows[0][0])])
    (found,) = rows_of(workspace, "SELECT account_id FROM core.invoice WHERE invoice_id = 'F7'")
    assert found["account_id"].startswith("anonymous-")
    joined = "SELECT a.name FROM core.invoice i JOIN core.account a USING (account_id)"
    (row,) = rows_of(workspace, f"{joined} WHERE invoice_id = 'F7'")
    assert row["name"].startswith("Anonyme ")


def test_the_audit_tells_that_it_was_done_and_not_to_whom(workspace: Workspace) -> None:
    workspace.privacy.requests.erase(HER)
    entry = workspace.people.audit.entries(Wish(limit=1))[0]
    (request,) = workspace.privacy.ledger.requests()
    assert (entry.action, entry.subject) == ("person_erased", request.id)
    assert workspace.people.audit.verify().is_sound
    assert request.certificate
    assert "brun" not in str(request.certificate).lower()


def test_what_cannot_be_cleaned_is_told(workspace: Workspace, folder: Path) -> None:
    with zipfile.ZipFile(folder / "friday.zip", "w") as backup:
        backup.writestr("data/warehouse.duckdb", "everything of Friday")
    made = (folder / "friday.zip").read_bytes()
    certificate = workspace.privacy.requests.erase([Anchor("contact", "K2")])
    assert certificate["left"] == ["backup friday.zip"]
    assert (folder / "friday.zip").read_bytes() == made


def test_wrong_words_are_refused(shown: Workspace) -> None:
    with pytest.raises(Invalid):
        anchor("P1")
    with pytest.raises(NotFound, match="contact:K99"):
        shown.privacy.requests.erase([Anchor("contact", "K99")])
    with pytest.raises(Invalid):
        shown.privacy.requests.erase([])


def rows_of(workspace: Workspace, sql: str) -> list[dict[str, Any]]:
    with workspace.warehouse.read() as session:
        names = [name for name, _ in session.describe(sql)]
        return [dict(zip(names, row, strict=True)) for row in session.rows(sql)]
