"""Whom one may contact, worked out by hand: silence is no, the last word counts, objections win."""

from datetime import datetime
from pathlib import Path

import pytest

from vigie.kit.errors import Invalid
from vigie.people.audit import Wish
from vigie.privacy.consents import Recorded
from vigie.privacy.finding import Anchor
from vigie.workspace import Workspace

from . import company
from .test_erasure import HER, rows_of

K2, P2 = Anchor("contact", "K2"), Anchor("account", "P2")


def listed(workspace: Workspace, purpose: str = "newsletter", channel: str = "email") -> list[str]:
    return [one.key for one in workspace.privacy.consents.contacts(purpose, channel)]


def say(workspace: Workspace, person: Anchor, status: str, day: str, **more: str) -> None:
    said = Recorded("newsletter", "email", status, **more)
    workspace.privacy.consents.record(person, said, at=datetime.fromisoformat(day))


def test_silence_is_no_and_the_last_word_counts(shown: Workspace) -> None:
    # K1 granted; K2 granted, then withdrew; P2 granted; P1 never said anything.
    assert listed(shown) == ["K1", "P2"]
    assert listed(shown, "newsletter", "sms") == []
    assert listed(shown, "survey") == []


def test_a_later_consent_counts_again_and_an_earlier_one_does_not(workspace: Workspace) -> None:
    say(workspace, K2, "granted", "2024-05-01")
    assert "K2" not in listed(workspace)
    say(workspace, K2, "granted", "2024-07-01")
    assert "K2" in listed(workspace)


def test_at_the_same_instant_an_objection_wins(workspace: Workspace, tmp_path: Path) -> None:
    header = "person_id,contact_id,account_id,purpose,channel,status,recorded_at,expires_at"
    rows = [
        ("P2", "", "P2", "survey", "email", "granted", "2024-03-01 10:00:00", ""),
        ("P1", "", "P1", "survey", "email", "granted", "2024-03-01 10:00:00", "2024-04-01"),
    ]
    workspace.intake.commit(
        workspace.intake.plan([company.file(tmp_path, "consent", header, rows)])
    )
    assert listed(workspace, "survey") == ["P2"]  # hers has expired
    with workspace.warehouse.write() as session:
        session.execute(
            "INSERT INTO core.consent (person_id, purpose, channel, status, recorded_at) "
            "VALUES ('P2', 'survey', 'email', 'denied', '2024-03-01 10:00:00')"
        )
    assert listed(workspace, "survey") == []


def test_an_address_that_somebody_objected_with_is_in_no_list(workspace: Workspace) -> None:
    # P1 and K1 are rows of one person with one address: she objects in one of them.
    say(workspace, HER[0], "denied", "2025-01-01", source="courrier")
    assert listed(workspace) == ["P2"]


def test_customers_may_be_written_to_where_the_company_says_so(folder: Path) -> None:
    (folder / "privacy.yaml").write_text(
        "contacting: {soft_opt_in: true, soft_months: 600}\n", encoding="utf-8"
    )
    workspace = Workspace.open(folder)
    try:
        # P1 bought and never decided; K2 works for C1, which bought, but withdrew.
        found = workspace.privacy.consents.contacts("newsletter", "email")
        assert [(one.key, one.basis) for one in found] == [
            ("K1", "consent"), ("P1", "soft_opt_in"), ("P2", "consent"),
        ]  # fmt: skip
        assert listed(workspace, "survey") == []
        assert listed(workspace, "newsletter", "sms") == []
        say(workspace, HER[0], "denied", "2025-01-01")
        assert listed(workspace) == ["P2"]
    finally:
        workspace.close()


def test_a_decision_is_kept_with_its_proof_and_its_history(workspace: Workspace) -> None:
    before = workspace.privacy.consents.of(P2)
    say(workspace, P2, "withdrawn", "2025-02-03", source="appel", proof="n° 12")
    last, first = workspace.privacy.consents.of(P2)
    assert (last.status, last.source, last.proof, last.holds) == (
        "withdrawn",
        "appel",
        "n° 12",
        True,
    )
    assert (last.line, first.status, first.holds) == (2, "granted", False)
    assert last.import_id != before[0].import_id
    entry = workspace.people.audit.entries(Wish(limit=1))[0]
    assert (entry.action, entry.subject) == ("consent_recorded", last.import_id)
    assert "P2" not in entry.detail


def test_whoever_is_erased_or_set_aside_is_in_no_list(workspace: Workspace) -> None:
    workspace.privacy.requests.restrict([P2])
    assert listed(workspace) == ["K1"]
    workspace.privacy.requests.release([P2])
    assert listed(workspace) == ["K1", "P2"]
    workspace.privacy.requests.erase(HER)
    assert listed(workspace) == ["P2"]
    (kept,) = rows_of(workspace, "SELECT * FROM core.consent WHERE person_id = 'K1'")
    assert (kept["status"], kept["proof"]) == ("granted", None)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (Recorded("newsleter", "email", "granted"), "newsletter"),
        (Recorded("newsletter", "mail", "granted"), "email"),
        (Recorded("newsletter", "email", "expired"), "status"),
    ],
)
def test_a_wrong_word_is_told_with_the_nearest(shown: Workspace, said: Recorded, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        shown.privacy.consents.record(P2, said)


def test_no_other_way_out_shows_addresses(shown: Workspace) -> None:
    told = {"email", "phone", "mobile", "linkedin_url", "line1"}
    for dataset in shown.metrics.catalog.datasets.values():
        for column in dataset.drill:
            assert str(column.path).rpartition(".")[2] not in told
