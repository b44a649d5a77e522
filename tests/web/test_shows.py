"""What is shown of a metric is the same from every face."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from vigie.cli.desk import Desk
from vigie.cli.run import run
from vigie.workspace import Workspace

from .conftest import Visitor, open_company

QUESTIONS: tuple[dict[str, Any], ...] = (
    {"by": ["month"], "last": "6 months", "show": ["year_to_date", "trailing 3 periods"]},
    {"by": ["region"], "show": ["share", "rank"], "totals": True},
    {
        "by": ["month", "region"],
        "last": "3 months",
        "show": ["share within month", "moving_average 2 months"],
        "compare": ["previous_year"],
        "order": ["-revenue_share_within_month"],
        "limit": 3,
        "totals": True,
    },
    {"by": ["year", "month"], "show": ["cumulative", "rank within year"]},
)


class Console:
    """What the command line says."""

    interactive = False

    def __init__(self) -> None:
        self.said = ""

    def raw(self, data: bytes) -> None:
        self.said += data.decode()

    def out(self, words: str) -> None:
        self.said += words

    def note(self, words: str) -> None:
        self.said += words

    def status(self, words: str) -> None:
        """Nobody watches."""

    def ask(self, question: str) -> bool:
        raise AssertionError(question)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    open_company(tmp_path).close()
    return tmp_path / "company"


def _words(question: dict[str, Any]) -> list[str]:
    words = ["query", "revenue", "--format", "json"]
    for name, value in question.items():
        for one in value if isinstance(value, list) else [value]:
            words += [f"--{name}"] if one is True else [f"--{name}", str(one)]
    return words


def test_every_face_answers_the_same(folder: Path) -> None:
    with_python: list[str] = []
    workspace = Workspace.open(folder)
    visitor = Visitor(workspace)
    for question in QUESTIONS:
        with_python.append(workspace.query(["revenue"], **question).json())
        address = urlencode({"metric": "revenue", **question}, doseq=True)
        over_http = visitor.get(f"/api/v1/query?{address.replace('True', 'true')}")
        assert over_http.text == with_python[-1]
    workspace.close()
    for question, answer in zip(QUESTIONS, with_python, strict=True):
        console = Console()
        assert run(_words(question), Desk(console, folder)) == 0, console.said
        assert console.said.strip() == answer


def test_totals_are_no_row_of_a_file(folder: Path, visitor: Visitor) -> None:
    console = Console()
    words = ["query", "revenue", "--by", "region", "--totals", "--format", "csv"]
    assert run(words, Desk(console, folder)) == 2
    assert "Totals stand in a table or in JSON" in console.said
    refused = visitor.get("/api/v1/query?metric=revenue&by=region&totals=true&format=csv")
    assert refused.status_code == 400


def test_a_table_ends_with_its_totals(folder: Path) -> None:
    console = Console()
    words = ["query", "revenue", "--by", "region", "--show", "rank", "--totals"]
    assert run(words, Desk(console, folder)) == 0
    head, _, *rows, _basis = console.said.splitlines()
    assert head.endswith("rang")
    assert rows[-1].startswith("Total")
