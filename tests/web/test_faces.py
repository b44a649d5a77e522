"""One question, one answer: at the command line, over HTTP, in Python and in the feed."""

import json
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from vigie.cli.desk import Desk
from vigie.cli.query import query
from vigie.cli.run import run
from vigie.metrics.query import Query
from vigie.workspace import Workspace

from .conftest import open_company
from .subscriber import Subscriber

OWN = """
family: own
label: {en: Our own, fr: À nous}
metrics:
  pump_revenue:
    label: {en: Revenue of pumps, fr: CA des pompes}
    dataset: invoice_lines
    expression: net_amount_company
    filter: "product_id = 'X1'"
    unit: currency
  pump_share:
    type: ratio
    label: {en: Share of pumps, fr: Part des pompes}
    numerator: pump_revenue
    denominator: revenue
    unit: ratio
dimensions:
  item: {en: Item, fr: Référence, table: product, key: product_id, roles: [product]}
"""


class Lent:
    """A console that keeps what a command writes."""

    interactive = False

    def __init__(self) -> None:
        self.answer = b""
        self.notes: list[str] = []

    def out(self, words: str) -> None:
        self.raw(words.encode() + b"\n")

    def raw(self, data: bytes) -> None:
        self.answer += data

    def note(self, words: str) -> None:
        self.notes.append(words)

    def status(self, words: str) -> None:
        pass

    def ask(self, question: str) -> bool:
        raise AssertionError(question)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The small company with definitions of its own."""
    folder = tmp_path_factory.mktemp("faces")
    open_company(folder).close()
    (folder / "company" / "metrics" / "own.yaml").write_text(OWN, encoding="utf-8")
    workspace = Workspace.open(folder / "company")
    yield workspace
    workspace.close()


@pytest.fixture(scope="module")
def subscriber(company: Workspace) -> Subscriber:
    return Subscriber(company, "admin")


def at_the_command_line(company: Workspace, *words: str) -> Any:
    console = Lent()
    code = run([*words, "--format", "json"], Desk(console, Path.cwd(), lent=company))
    assert code == 0, console.notes
    return json.loads(console.answer, parse_float=Decimal)


def test_every_metric_is_the_same_on_every_face(company: Workspace, subscriber: Subscriber) -> None:
    for metric in company.metrics.catalog.shown:
        asked = {"metric": metric.id, "by": "quarter", "compare": "previous_year", "cache": "false"}
        over_http = subscriber.get("/api/v1/query", params=asked)
        assert over_http.status_code == 200, (metric.id, over_http.text)
        words = ["query", metric.id, "--by", "quarter", "--compare", "previous_year"]
        in_python = company.query([metric.id], by=["quarter"], compare=["previous_year"])

        assert over_http.text == in_python.json(), metric.id
        assert at_the_command_line(company, *words) == json.loads(
            over_http.text, parse_float=Decimal
        ), metric.id


def test_what_is_compared_is_the_same_on_every_face(
    company: Workspace, subscriber: Subscriber
) -> None:
    against = ["previous_year_feast", "2 years", "2024-01-01..2024-03-31"]
    question = {"by": ["month"], "last": "3 months", "compare": against, "align": "working_days"}
    over_http = subscriber.get("/api/v1/query", params={"metric": "revenue", **question})
    words = ["query", "revenue", "--by", "month", "--last", "3 months", "--align", "working_days"]
    words += [word for one in against for word in ("--compare", one)]

    told = json.loads(over_http.text, parse_float=Decimal)
    assert company.query(["revenue"], **question).json() == over_http.text
    assert at_the_command_line(company, *words) == told
    assert [one["name"] for one in told["comparisons"]] == [
        "previous_year_feast",
        "2_years",
        "2024_01_01_to_2024_03_31",
    ]


def test_own_definitions_work_on_every_face(company: Workspace, subscriber: Subscriber) -> None:
    words = ["query", "pump_revenue", "pump_share", "--by", "item", "--order", "-pump_revenue"]
    told = at_the_command_line(company, *words)
    fed = subscriber.rows("own_by_item", select="item,pump_revenue,pump_share")
    page = subscriber.get("/metrics/pump_share?lang=en").text
    shown = subscriber.get("/api/v1/metrics/pump_revenue").json()

    assert told["rows"] == [
        [row["item"], row["pump_revenue"], row["pump_share"]]
        for row in sorted(fed, key=lambda row: -row["pump_revenue"])
    ]
    assert told["rows"][0][0] == "X1"
    assert "Share of pumps" in page
    assert shown["label"]["en"] == "Revenue of pumps"


def test_every_option_of_the_command_line_is_a_parameter(
    company: Workspace, subscriber: Subscriber
) -> None:
    described = subscriber.get("/api/openapi.json").json()["paths"]["/api/v1/query"]["get"]
    known = {one["name"] for one in described["parameters"]}
    options = {name.removeprefix("--") for one in query.params for name in one.opts}
    # What belongs to a terminal: where the answer goes, and who sits there.
    elsewhere = {"workspace", "output", "json", "as-user", "metrics", "no-rollups"}

    assert {name.replace("-", "_") for name in options - elsewhere} <= known
    assert {"metric", "rollups"} <= known


def test_a_plan_is_explained_over_http(company: Workspace, subscriber: Subscriber) -> None:
    answer = subscriber.get("/api/v1/query?metric=revenue&by=month&explain=true&rollups=false")

    question = Query(("revenue",), by=("month",))
    assert answer.text == company.metrics.explain(question, rollups=False)
    assert answer.headers["content-type"].startswith("text/plain")


def test_parquet_is_an_option(subscriber: Subscriber) -> None:
    answer = subscriber.get("/api/v1/query?metric=revenue&by=region&format=parquet")

    table = pq.read_table(BytesIO(answer.content))
    assert table.column_names == ["region", "revenue"]
    assert sum(table["revenue"].to_pylist()) == Decimal(180900)
