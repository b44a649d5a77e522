"""One question, one answer: at the command line, over HTTP, in Python and in the feed."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pyarrow.parquet as pq
import pytest

from vigie.cli.desk import Desk
from vigie.cli.query import query
from vigie.cli.run import run
from vigie.metrics.language.definition import Catalog
from vigie.metrics.language.reach import possible
from vigie.metrics.question.query import Query
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
    elsewhere = {"workspace", "output", "json", "as-user", "token", "metrics", "no-rollups"}

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


CUTS = ("region", "team", "channel", "category", "rfm", "seniority", "sales_rep", None)
WHERE = ("region = Bretagne", "team != Sud", None, None)
IN_THE_FEED = {"region = Bretagne": "region eq 'Bretagne'", "team != Sud": "team ne 'Sud'"}


def generated(catalog: Catalog, count: int) -> Iterator[dict[str, list[str]]]:
    """Questions drawn from the catalogue, the same every time."""
    draw = Random(3)  # noqa: S311 - the same questions every time
    while count:
        cut, where = draw.choice(CUTS), draw.choice(WHERE)
        needed = {word for word in (cut, where and where.split()[0]) if word}
        able = [m.id for m in catalog.shown if needed <= set(possible(m.id, catalog))]
        if able:
            count -= 1
            yield {
                "metric": draw.sample(able, min(2, len(able))),
                "by": ["month", *([cut] if cut else [])],
                "where": [where] if where else [],
            }


def test_generated_questions_have_one_answer(company: Workspace, subscriber: Subscriber) -> None:
    for asked in generated(company.metrics.catalog, 30):
        days = {"from": "2024-07-01", "to": "2025-06-30"}
        over_http = subscriber.get("/api/v1/query", params={**asked, **days})
        in_python = company.query(
            asked["metric"], by=asked["by"], where=asked["where"],
            date_from=date(2024, 7, 1), date_to=date(2025, 6, 30),
        )  # fmt: skip
        options = [w for name in ("by", "where") for one in asked[name] for w in (f"--{name}", one)]
        words = ["query", *asked["metric"], *options, "--from", days["from"], "--to", days["to"]]

        assert over_http.text == in_python.json(), asked
        told = json.loads(over_http.text, parse_float=Decimal)
        assert at_the_command_line(company, *words) == told, asked
        assert fed(subscriber, asked) == figures(told["rows"], len(asked["by"])), asked


def test_a_figure_without_data_hides_no_month_of_another(company: Workspace) -> None:
    alone = company.query(["overdue_rate"], by=["month"])
    beside = company.query(["overdue_rate", "purchase_price_variance"], by=["month"])
    assert [row[:2] for row in beside.rows] == [*alone.rows]


def fed(subscriber: Subscriber, asked: dict[str, list[str]]) -> dict[tuple[Any, ...], list[Any]]:
    """The same question put to the feed."""
    columns = [*asked["by"], *asked["metric"]]
    words = ["month ge 2024-07-01 and month le 2025-06-01"]
    words += [IN_THE_FEED[one] for one in asked["where"]]
    rows = subscriber.rows("figures", select=",".join(columns), filter=" and ".join(words))
    return figures([[row[name] for name in columns] for row in rows], len(asked["by"]))


def figures(rows: list[list[Any]], keys: int) -> dict[tuple[Any, ...], list[Any]]:
    """The figures of each place; an unfilled member is told alike, what says nothing left out."""
    told = {tuple(one or None for one in row[:keys]): row[keys:] for row in rows}
    return {place: values for place, values in told.items() if any(v is not None for v in values)}


def test_rows_behind_a_figure_are_the_same_on_every_face(
    company: Workspace, subscriber: Subscriber
) -> None:
    """They stand behind each figure, in pages, and add up to it."""
    cell = {"region": "Bretagne", "month": date(2025, 3, 1)}
    days = {"date_from": date(2025, 1, 1), "date_to": date(2025, 6, 30)}
    asked = {"metric": "average_basket", "cell": ["region:Bretagne", "month:2025-03-01"]}
    span = {"from": "2025-01-01", "to": "2025-06-30", "limit": 1}
    words = ["rows", "average_basket", "--cell", "region:Bretagne", "--cell", "month:2025-03-01"]
    words += ["--from", "2025-01-01", "--to", "2025-06-30", "--limit", "1"]
    figure = company.query(["average_basket"], by=["region", "month"], **days)
    shown = next(row[2] for row in figure.rows if list(row[:2]) == list(cell.values()))
    totals = []
    for part in ("order_intake", "orders"):
        in_python = company.rows_behind("average_basket", cell, part=part, limit=1, **days)
        over_http = subscriber.get("/api/v1/rows", params={**asked, **span, "part": part})
        told = at_the_command_line(company, *words, "--part", part)

        assert over_http.text == in_python.json()
        assert told == json.loads(over_http.text, parse_float=Decimal)
        assert (len(told["rows"]), told["total_rows"]) == (1, 2)
        assert told["parts"] == ["order_intake", "orders"]
        totals.append(told["total"])
    assert totals[0] / totals[1] == shown

    refused = subscriber.get("/api/v1/rows?metric=revenue&cell=region")
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "invalid")
