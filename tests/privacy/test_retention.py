"""What is older than it may be kept is found, told and made nameless; figures stay."""

import os
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from vigie.privacy.ledger import Kind
from vigie.privacy.retention import Due
from vigie.workspace import Workspace

from .test_erasure import rows_of

DAY = date(2026, 1, 15)
TOTAL = "SELECT sum(net_amount) AS total FROM core.invoice_line"


def due(found: list[Due]) -> dict[str, int]:
    return {one.table: one.count for one in found if one.count}


@pytest.mark.parametrize(
    ("day", "over"),
    [
        # L2 was last heard of on 2019-05-02; thirty-six months later their time is over.
        (date(2022, 5, 2), {}),
        (date(2022, 5, 3), {"lead": 1}),
        (date(2027, 6, 2), {"lead": 2, "survey_response": 1, "activity": 1}),
    ],
)
def test_the_last_sign_of_life_counts(shown: Workspace, day: date, over: dict[str, int]) -> None:
    assert due(shown.privacy.retention.due(day)) == over


def test_persons_and_columns_that_are_over_lose_what_tells(workspace: Workspace) -> None:
    before = rows_of(workspace, TOTAL)
    found = workspace.privacy.retention.run(date(2029, 6, 1))
    assert due(found)["lead"] == 3
    leads = rows_of(workspace, "SELECT name, email, phone FROM core.lead")
    assert all(row["name"].startswith("Anonyme ") and row["email"] is None for row in leads)
    (answer,) = rows_of(workspace, "SELECT score, comment FROM core.survey_response")
    assert (answer["score"], answer["comment"]) == (9, None)
    assert rows_of(workspace, TOTAL) == before
    (request,) = workspace.privacy.ledger.requests()
    assert request.kind is Kind.RETENTION
    assert due(workspace.privacy.retention.due(date(2029, 6, 1))) == {}


def test_somebody_with_nothing_but_a_name_is_over_too(workspace: Workspace) -> None:
    with workspace.warehouse.write() as session:
        session.execute("UPDATE core.lead SET email = NULL, phone = NULL WHERE lead_id = 'L2'")
    assert due(workspace.privacy.retention.run(date(2022, 6, 1))) == {"lead": 1}
    assert due(workspace.privacy.retention.due(date(2022, 6, 1))) == {}


def test_a_later_order_keeps_a_customer(workspace: Workspace) -> None:
    # P1's last sign of life is her invoice of 2024-04-02 (a call); P2's the one of 2024-05-03.
    found = {one.table: one.keys for one in workspace.privacy.retention.due(date(2029, 4, 10))}
    assert found["account"] == ("P1",)


def test_a_company_writes_its_own_rules(folder: Path) -> None:
    (folder / "privacy.yaml").write_text(
        "retention:\n  people:\n    lead: {never: true}\n  columns:\n"
        "    activity: {months: 1, columns: [location, subject]}\n",
        encoding="utf-8",
    )
    workspace = Workspace.open(folder)
    try:
        assert due(workspace.privacy.retention.due(DAY))["activity"] == 3
        assert "lead" not in due(workspace.privacy.retention.due(DAY))
    finally:
        workspace.close()


def test_kept_files_go_when_their_time_is_over(workspace: Workspace) -> None:
    kept = [f for f in (workspace.directory / "data/imports").rglob("*") if f.is_file()]
    old = (datetime.now() - timedelta(days=4 * 366)).timestamp()  # noqa: DTZ005 - any zone
    os.utime(kept[0], (old, old))
    today = datetime.now(workspace.settings.zone).date()
    assert due(workspace.privacy.retention.due(today))["files"] == 1
    workspace.privacy.retention.run(today)
    assert not kept[0].exists()
    assert kept[1].exists()
