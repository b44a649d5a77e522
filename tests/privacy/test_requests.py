"""A person's data handed over, corrected, set aside; each leaves a certificate without a name."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from vigie.kit.errors import Invalid, NotFound
from vigie.people.audit import Wish
from vigie.privacy.finding import Anchor
from vigie.privacy.ledger import Kind, State
from vigie.workspace import Workspace

from . import company
from .searching import places
from .test_erasure import HER, rows_of

HERS = Anchor("account", "P1")


def row_of(workspace: Workspace, key: str = "P1") -> dict[str, object]:
    (row,) = rows_of(workspace, f"SELECT * FROM core.account WHERE account_id = '{key}'")
    return row


def send(workspace: Workspace, folder: Path, **changes: str) -> None:
    """The source sends her row once more."""
    folder.mkdir(exist_ok=True)
    said = {"account_id": "P1", "name": company.NAME, "phone": company.PHONE} | changes
    file = company.file(folder, "account", ",".join(said), [tuple(said.values())])
    workspace.intake.commit(workspace.intake.plan([file]))


def test_everything_about_a_person_is_handed_over(workspace: Workspace) -> None:
    made = workspace.privacy.requests.hand_over(HER)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        told = json.loads(archive.read("data.json"))
        summary = archive.read("summary.md").decode()
        lines = archive.read("invoice.csv").decode().splitlines()
    assert told["data"]["account"][0]["email"] == company.EMAIL
    assert {row["activity_id"] for row in told["data"]["activity"]} == {"A1", "A2"}
    assert told["data"]["consent"][0]["purpose"] == "newsletter"
    assert "cost_amount" not in str(told)
    assert "paul@morel.example" not in str(told)
    assert "Zélie Brunâtre" in summary
    assert len(lines) == 2
    (request,) = workspace.privacy.ledger.requests()
    assert (request.kind, request.state) == (Kind.EXPORT, State.DONE)
    assert "Brun" not in str(request.certificate)


def test_a_corrected_value_survives_the_wrong_one(workspace: Workspace, tmp_path: Path) -> None:
    workspace.privacy.requests.correct(HERS, "phone", "06 99 99 99 99")
    assert row_of(workspace)["phone"] == "06 99 99 99 99"
    send(workspace, tmp_path / "wrong")
    assert row_of(workspace)["phone"] == "06 99 99 99 99"
    workspace.intake.undo(workspace.intake.imports()[0].import_id)
    assert row_of(workspace)["phone"] == "06 99 99 99 99"
    send(workspace, tmp_path / "new", phone="07 00 00 00 00")
    assert row_of(workspace)["phone"] == "07 00 00 00 00"


@pytest.mark.parametrize(
    ("column", "value", "refusal"),
    [("city", "Rome", NotFound), ("name", " ", Invalid), ("birth_year", "old", Invalid)],
)
def test_what_cannot_be_corrected_is_told(
    workspace: Workspace, column: str, value: str, refusal: type[Exception]
) -> None:
    before = row_of(workspace)
    with pytest.raises(refusal):
        workspace.privacy.requests.correct(HERS, column, value)
    assert row_of(workspace) == before


def test_a_restricted_person_is_nameless_until_released(
    workspace: Workspace, tmp_path: Path
) -> None:
    before = row_of(workspace)
    workspace.privacy.requests.restrict([HERS])
    kept = row_of(workspace)
    assert str(kept["name"]).startswith("Anonyme ")
    assert (kept["email"], kept["city"]) == (None, "Nantes")
    send(workspace, tmp_path / "again")
    assert row_of(workspace)["name"] == kept["name"]
    workspace.privacy.requests.release([HERS])
    shown = row_of(workspace)
    assert [shown[c] for c in ("name", "email", "phone", "birth_year")] == [
        before[c] for c in ("name", "email", "phone", "birth_year")
    ]
    send(workspace, tmp_path / "later", phone="07 00 00 00 00")
    assert row_of(workspace)["phone"] == "07 00 00 00 00"


def test_whoever_is_set_aside_can_be_erased(workspace: Workspace, folder: Path) -> None:
    workspace.privacy.requests.restrict(HER)
    certificate = workspace.privacy.requests.erase(HER)
    assert certificate["left"] == []
    workspace.close()
    assert places(folder) == []


def test_every_request_is_in_the_audit_without_a_name(workspace: Workspace) -> None:
    desk = workspace.privacy.requests
    desk.hand_over([HERS])
    desk.correct(HERS, "first_name", "Zelia")
    desk.restrict([HERS])
    desk.release([HERS])
    entries = workspace.people.audit.entries(Wish(limit=4))
    assert [one.action for one in entries] == [
        "person_restricted", "person_restricted", "person_rectified", "person_exported",
    ]  # fmt: skip
    assert {one.subject for one in entries} == {
        one.id for one in workspace.privacy.ledger.requests()
    }
    assert not any("Zel" in one.detail or "P1" in one.detail for one in entries)
