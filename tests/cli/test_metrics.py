"""`vigie metrics`: definitions checked, and carried to other tools and back."""

from pathlib import Path

import pytest
import yaml

from .said import at, say

OWN = """family: own
label: {en: Our own, fr: À nous}
metrics:
  big_orders:
    label: {en: Big orders, fr: Grosses commandes}
    dataset: orders
    aggregate: count
    filter: "net_amount_company > 1000"
    unit: count
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    assert say(tmp_path, "init", "company", "--locale", "en").code == 0
    (tmp_path / "company" / "metrics" / "own.yaml").write_text(OWN, encoding="utf-8")
    return tmp_path


def test_sound_definitions_are_counted(place: Path) -> None:
    said = say(place, "metrics", "check", "--json", *at("company"))

    assert said.code == 0
    assert isinstance(said.json, dict)
    assert said.json["ok"] is True
    assert said.json["mistakes"] == []


def test_every_mistake_is_listed(place: Path) -> None:
    wrong = OWN.replace("dataset: orders", "dataset: ordres").replace("big_orders", "small_orders")
    (place / "company" / "metrics" / "wrong.yaml").write_text(wrong + "    aplha: 1\n")
    (place / "company" / "metrics" / "worse.yaml").write_text("metrics: [")

    said = say(place, "metrics", "check", *at("company"))
    listed = say(place, "metrics", "check", "--json", *at("company"))

    assert said.code == listed.code == 1
    assert isinstance(listed.json, dict)
    assert [(one["file"], one["line"]) for one in listed.json["mistakes"]] == [
        ("worse.yaml", 2),
        ("wrong.yaml", 10),
    ]
    assert "'aplha' is not known" in "".join(said.notes)
    assert said.notes[-1] == "vigie: The definitions have mistakes: 2."


@pytest.mark.parametrize(
    ("board", "line", "says"),
    [
        ("tiles: [revenue, revenu]\n", 2, "did you mean 'revenue'?"),
        ("tiles: [revenue]\nlabels: {en: A}\n", 3, "did you mean 'label'?"),
        (
            "panels:\n  - {id: one, chart: ranking, metric: revenue, by: stage,"
            " label: {en: One, fr: Un}}\n",
            3,
            "cannot be cut by 'stage'",
        ),
    ],
)
def test_own_boards_are_checked_too(place: Path, board: str, line: int, says: str) -> None:
    file = place / "company" / "dashboards" / "mine.yaml"
    file.write_text("label: {en: Mine, fr: Le mien}\n" + board, encoding="utf-8")

    said = say(place, "metrics", "check", *at("company"))

    assert said.code == 1
    assert said.notes[0].startswith(f"mine.yaml, line {line}:")
    assert says in said.notes[0]


def test_definitions_go_out_and_come_in(place: Path) -> None:
    assert say(place, "init", "other", "--locale", "en").code == 0
    out = say(place, "metrics", "export", "all.yaml", "--json", *at("company"))
    assert out.code == 0, out.notes
    assert isinstance(out.json, dict)
    assert "outstanding" in {limit["name"] for limit in out.json["limits"]}

    tried = say(place, "metrics", "import", "all.yaml", "--dry-run", "--json", *at("other"))
    done = say(place, "metrics", "import", "all.yaml", "--json", *at("other"))
    again = say(place, "metrics", "import", "all.yaml", "--json", *at("other"))

    assert isinstance(tried.json, dict)
    assert isinstance(done.json, dict)
    assert isinstance(again.json, dict)
    assert (tried.json["new"], tried.json["files"]) == (1, [])
    assert (done.json["new"], done.json["files"]) == (1, ["all-own.yaml"])
    assert again.json["new"] == 0
    written = yaml.safe_load((place / "other" / "metrics" / "all-own.yaml").read_text("utf-8"))
    assert written == yaml.safe_load(OWN)
    assert say(place, "metrics", "check", *at("other")).code == 0


def test_what_other_tools_cannot_do_is_said(place: Path) -> None:
    said = say(place, "metrics", "export", "all.yaml", *at("company"))

    told = "".join(said.notes)
    assert "metric outstanding: it is the value of one day" in told
    assert "metrics with an expression that any tool can read" in said.text


def test_a_definition_is_shown_whole(place: Path) -> None:
    (place / "invoice.csv").write_text("invoice_id,invoice_date,account_id\nF1,2026-01-05,C1\n")
    (place / "invoice_line.csv").write_text(
        "line_id,invoice_id,net_amount,cost_amount\nL1,F1,100,\n"
    )
    done = say(place, "import", "invoice.csv", "invoice_line.csv", "--yes", *at("company"))
    assert done.code == 0, done.notes

    shown = say(place, "metrics", "show", "revenue", *at("company"))
    margin = say(place, "metrics", "show", "gross_margin", *at("company"))
    told = say(place, "metrics", "show", "revenue", "--json", *at("company"))

    assert "On this workspace: ready" in shown.text
    assert "invoice_line.net_amount_company (Net amount)" in shown.text
    assert "1 rows: column 'net_amount', invoice_line.csv" in shown.text
    assert "no data: invoice_line.cost_amount" in margin.text
    assert isinstance(told.json, dict)
    assert told.json["lineage"][0]["origins"][0]["filled"] == "column 'net_amount'"
    assert {"aida", "bsc", "owner", "decision", "misleads", "dimensions", "basis"} <= set(told.json)
