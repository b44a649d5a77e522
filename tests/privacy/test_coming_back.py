"""A source that sends an erased person again brings figures, and nobody's name."""

from pathlib import Path

import pytest

from vigie.privacy.finding import Anchor
from vigie.workspace import Workspace

from . import company
from .searching import places
from .test_erasure import HER, rows_of


@pytest.fixture
def again(workspace: Workspace, folder: Path) -> Workspace:
    """The company after she was erased and sent once more."""
    workspace.privacy.requests.erase(HER)
    files = company.again(folder.parent / "again")
    workspace.intake.commit(workspace.intake.plan(files))
    return workspace


def test_she_stays_nameless_and_her_new_order_counts(again: Workspace, folder: Path) -> None:
    (row,) = rows_of(again, "SELECT * FROM core.account WHERE account_id = 'P1'")
    assert row["name"].startswith("Anonyme ")
    assert (row["email"], row["phone"], row["birth_year"]) == (None, None, None)
    (other,) = rows_of(again, "SELECT * FROM core.account WHERE account_id = 'P2'")
    assert other["email"] == "paul@morel.example"
    told = "SELECT a.name FROM core.invoice i JOIN core.account a USING (account_id)"
    assert rows_of(again, f"{told} WHERE invoice_id = 'F9'") == [{"name": row["name"]}]
    again.close()
    assert places(folder) == []


def test_others_come_in_as_they_are(again: Workspace) -> None:
    (row,) = rows_of(again, "SELECT * FROM core.contact WHERE contact_id = 'K2'")
    assert (row["name"], row["email"]) == ("Luc Martin", "luc@dupont.example")


def test_under_another_key_she_is_known_by_her_address(
    workspace: Workspace, folder: Path, tmp_path: Path
) -> None:
    workspace.privacy.requests.erase(HER)
    rows = [("K77", company.NAME, company.EMAIL.title(), "C1"), ("K78", "Léa Roux", "", "C1")]
    file = company.file(tmp_path, "contact", "contact_id,name,email,account_id", rows)
    workspace.intake.commit(workspace.intake.plan([file]))
    found = rows_of(workspace, "SELECT * FROM core.contact WHERE contact_id LIKE 'K7%' ORDER BY 1")
    assert found[0]["name"].startswith("Anonyme ")
    assert (found[0]["email"], found[1]["name"]) == (None, "Léa Roux")
    # From now on the new key is enough.
    file = company.file(tmp_path, "contact", "contact_id,name,mobile", [(*rows[0][:2], "0611")])
    workspace.intake.commit(workspace.intake.plan([file]))
    (row,) = rows_of(workspace, "SELECT * FROM core.contact WHERE contact_id = 'K77'")
    assert (row["name"], row["mobile"]) == (found[0]["name"], None)
    workspace.close()
    file.unlink()
    assert places(folder) == []


def test_a_row_that_is_refused_is_kept_without_her(
    workspace: Workspace, folder: Path, tmp_path: Path
) -> None:
    workspace.privacy.requests.erase(HER)
    rows = [("P1", company.NAME, "person", company.EMAIL, "not a year")]
    file = company.file(tmp_path, "account", "account_id,name,account_type,email,birth_year", rows)
    workspace.intake.commit(workspace.intake.plan([file]))
    workspace.close()
    assert places(folder) == []


def test_a_dry_run_leaves_nothing(workspace: Workspace, folder: Path) -> None:
    workspace.privacy.requests.erase(HER)
    files = company.again(folder.parent / "again")
    workspace.intake.dry_run(workspace.intake.plan(files))
    workspace.close()
    assert [place for place in places(folder) if "staging" not in place] == []


def test_somebody_who_was_never_erased_is_nobodys_business(workspace: Workspace) -> None:
    workspace.privacy.requests.erase([Anchor("contact", "K2")])
    (row,) = rows_of(workspace, "SELECT * FROM core.contact WHERE contact_id = 'K1'")
    assert row["name"] == company.NAME
