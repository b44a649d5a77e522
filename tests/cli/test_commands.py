"""The command line as scripts use it: words in, exit codes and one sentence out."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from vigie.cli.desk import Desk
from vigie.cli.run import run
from vigie.workspace import Workspace

from .said import Console, Said, at, say

FILE = (
    "Facture;Date facture;Client;Article;Quantité;Montant HT\n"
    "F1;05/01/2026;Dupont;PAC;2;1 234,50\n"
    "F2;20/02/2026;=Durand;PAC;1;(100,25)\n"
    "F3;31/02/2026;Dupont;PAC;1;10,00\n"
)
MAPPING = """
files:
  - pattern: "*.csv"
    tables:
      - table: invoice
        distinct_on: [invoice_id]
        columns: {invoice_id: Facture, invoice_date: Date facture, account_id: Client}
      - table: invoice_line
        columns:
          line_id: Facture
          invoice_id: Facture
          quantity: Quantité
          net_amount: Montant HT
"""


Vigie = Callable[..., Said]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "ventes.csv").write_text(FILE, encoding="cp1252")
    (folder / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    assert say(folder, "init", "company", "--locale", "en").code == 0
    done = say(folder, "import", "ventes.csv", "--mapping", "mapping.yaml", *at("company"))
    assert done.code == 0, done.notes
    return folder


def test_an_answer_in_json_has_the_contract_s_shape(place: Path) -> None:
    said = say(place, "query", "revenue", "--by", "month", "--format", "json", *at("company"))
    answer = said.json
    assert isinstance(answer, dict)
    assert {"columns", "rows", "warnings"} <= set(answer)
    assert [set(column) for column in answer["columns"]] == [{"name", "type", "unit"}] * 2
    assert ["2026-01-01", 1234.50] in answer["rows"]


def test_an_answer_in_csv_neutralises_formulas(place: Path) -> None:
    said = say(place, "query", "revenue", "--by", "customer", "--format", "csv", *at("company"))
    assert "'=Durand,-100.2500" in said.text
    assert said.text.startswith("customer,revenue\n")


def test_an_answer_in_parquet_keeps_its_decimals(place: Path) -> None:
    words = ("--format", "parquet", "--output", "answer.parquet")
    assert say(place, "query", "revenue", *words, *at("company")).code == 0
    table = pq.read_table(place / "answer.parquet")
    assert str(table.column("revenue")[0].as_py()).startswith("1134.25")


def test_a_table_names_the_basis_beside_the_answer(place: Path) -> None:
    said = say(place, "query", "revenue", *at("company"))
    assert "€1,134.25" in said.text
    assert "invoiced" in said.notes


def test_the_plan_and_its_sql_are_shown_on_request(place: Path) -> None:
    said = say(place, "query", "revenue", "--explain", *at("company"))
    assert "invoice_line" in said.text
    assert "SELECT" in said.text


def test_a_refused_row_is_exported_corrected_and_taken_in(place: Path, tmp_path: Path) -> None:
    waiting = say(place, "quarantine", "list", "--json", *at("company")).json
    assert isinstance(waiting, list)
    assert {row["rule"] for row in waiting} >= {"type"}
    out = tmp_path / "waiting.csv"
    assert say(place, "quarantine", "export", str(out), *at("company")).code == 0
    out.write_text(out.read_text("utf-8-sig").replace("31/02/2026", "28/02/2026"), "utf-8")
    assert say(place, "quarantine", "retry", str(out), *at("company")).code == 0
    revenue = say(place, "query", "revenue", "--json", *at("company")).json
    assert isinstance(revenue, dict)
    assert revenue["rows"] == [[1144.25]]
    latest = say(place, "imports", "list", "--json", *at("company")).json
    assert isinstance(latest, list)
    assert say(place, "imports", "undo", latest[0]["import_id"], *at("company")).code == 0


def test_a_dry_run_tells_the_figures_and_changes_nothing(place: Path) -> None:
    (place / "more.csv").write_text(FILE.replace("F1", "F9"), encoding="cp1252")
    before = say(place, "query", "revenue", "--json", *at("company")).answer
    words = ("more.csv", "--mapping", "mapping.yaml", "--dry-run")
    assert "Revenue" in say(place, "import", *words, *at("company")).text
    assert say(place, "query", "revenue", "--json", *at("company")).answer == before


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["query"], 2, "Missing argument 'METRIC...'"),
        (["query", "revenu"], 1, "did you mean 'revenue'?"),
        (["query", "revenue", "--by", "custmer"], 1, "did you mean 'customer'?"),
        (["query", "revenue", "--from", "31/12/2026"], 2, "is not a date"),
        (["query", "revenue", "--last", "a while"], 2, "is not a length of time"),
        (["query", "revenue", "--compare", "last_year"], 2, "did you mean 'previous_year'?"),
        (["query", "revenue", "--from", "2026-02-01", "--to", "2026-01-01"], 2, "swap the two"),
        (["query", "revenue", "--where", "channel ~ x"], 1, "is not a filter"),
        (["query", "revenue", "--format", "xml"], 2, "'xml' is not one of"),
        (["query", "revenue", "--limit", "0"], 2, "ask for one row or more"),
        (["import", "nowhere.csv"], 1, "There is no file or folder nowhere.csv"),
        (["import", "x.csv", "--as", "a", "--mapping", "b"], 2, "exclude each other"),
        (["imports", "undo", "none"], 1, "There is no import none"),
        (["metrics", "show", "revenu"], 1, "did you mean 'revenue'?"),
        (["serv"], 2, "No such command 'serv'"),
        (["query", "revenue", "--formt", "csv"], 2, "Did you mean '--format'?"),
        (["restore", "x.zip", "--to", "2"], 2, "'--to'. Try 'vigie restore --help'."),
    ],
)
def test_wrong_words_get_one_sentence_and_the_right_code(
    place: Path, words: list[str], code: int, sentence: str
) -> None:
    extra = at("company") if words != ["serv"] else ()
    said = say(place, *words, *extra)
    assert (said.code, said.answer) == (code, b"")
    [note] = said.notes
    assert sentence in note


def test_an_error_is_json_on_request(place: Path) -> None:
    said = say(place, "query", "revenu", "--json", *at("company"))
    error = json.loads(said.notes[0])["error"]
    assert error["code"] == "not_found"
    assert "revenue" in error["message"]


def test_a_proposal_is_not_taken_without_a_yes(place: Path) -> None:
    said = say(place, "import", "ventes.csv", *at("company"))
    assert said.code == 2
    assert "--yes" in said.notes[0]


def test_a_folder_that_is_no_workspace_says_how_to_make_one(tmp_path: Path) -> None:
    said = say(tmp_path, "query", "revenue")
    assert said.code == 1
    assert "vigie init" in said.notes[0]


def test_a_workspace_is_never_made_twice(place: Path) -> None:
    said = say(place, "init", "company")
    assert said.code == 1
    assert "is a Vigie workspace already" in said.notes[0]


def test_a_failure_of_the_engine_is_a_sentence_without_its_words(place: Path) -> None:
    workspace = Workspace.open(place / "company")
    workspace.close()
    console = Console()
    code = run(["query", "revenue"], Desk(console, place, lent=workspace))
    assert code == 1
    assert console.notes[0].startswith("vigie: The engine could not finish the work (Connection")


def test_own_metrics_are_checked_with_file_and_line(place: Path) -> None:
    own = place / "company" / "metrics" / "own.yaml"
    own.write_text("metrics:\n  mine:\n    type: simpel\n", encoding="utf-8")
    said = say(place, "metrics", "check", *at("company"))
    own.unlink()
    assert said.code == 1
    assert "own.yaml, line 3" in said.notes[0]
    assert "simple" in said.notes[0]
    assert say(place, "metrics", "check", *at("company")).code == 0


def test_the_installed_command_ends_with_the_same_codes(place: Path) -> None:
    command = [sys.executable, "-m", "vigie.cli", "query", "revenue", "--workspace", "company"]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    assert (done.returncode, "€1,134.25" in done.stdout) == (0, True)
    wrong = subprocess.run([*command, "--nonsense"], cwd=place, capture_output=True, check=False)
    assert (wrong.returncode, wrong.stdout) == (2, b"")
