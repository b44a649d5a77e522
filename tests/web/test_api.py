"""The figures as JSON."""

import json
from pathlib import Path

import pytest

from .conftest import Visitor
from .small_company import REVENUE_2025, late_invoice


def test_a_query_answers_in_the_words_of_the_command_line(visitor: Visitor) -> None:
    answer = visitor.get(
        "/api/v1/query",
        params={
            "metric": "revenue",
            "by": "region",
            "from": "2025-01-01",
            "to": "2025-06-30",
            "compare": "previous_year",
        },
    )

    assert answer.status_code == 200
    body = answer.json()
    assert [column["name"] for column in body["columns"]][:2] == ["region", "revenue"]
    assert sum(row[1] for row in body["rows"]) == float(REVENUE_2025)


def test_money_keeps_every_digit(visitor: Visitor) -> None:
    answer = visitor.get("/api/v1/query?metric=revenue&from=2025-01-01&to=2025-06-30")

    assert '"rows":[[71100.00]]' in answer.text


def test_several_values_are_several_parameters(visitor: Visitor) -> None:
    answer = visitor.get("/api/v1/query?metric=revenue&metric=order_intake&by=team&by=channel")

    names = [column["name"] for column in answer.json()["columns"]]
    assert names == ["team", "channel", "revenue", "order_intake"]


def test_an_answer_is_not_sent_twice(visitor: Visitor) -> None:
    address = "/api/v1/query?metric=revenue&by=month"
    first = visitor.get(address)
    again = visitor.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304


def test_csv_is_an_option(visitor: Visitor) -> None:
    answer = visitor.get("/api/v1/query?metric=revenue&by=region&format=csv")

    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text.splitlines()[0] == "region,revenue"


@pytest.mark.parametrize(
    ("address", "status", "code", "words"),
    [
        ("/api/v1/query?metric=revenu", 404, "not_found", "revenue"),
        ("/api/v1/query?metric=revenue&by=regio", 404, "not_found", "region"),
        ("/api/v1/query?metric=revenue&metrics=x", 400, "usage", "metric"),
        ("/api/v1/query?metric=revenue&from=soon", 422, "invalid", "from"),
        ("/api/v1/query?metric=revenue&where=channel", 422, "invalid", "channel"),
        ("/api/v1/query", 422, "invalid", "metric"),
        ("/api/v1/imports/none", 404, "not_found", "none"),
        ("/api/v1/nothing", 404, "not_found", "nothing"),
    ],
)
def test_errors_are_json_with_a_code(
    visitor: Visitor, address: str, status: int, code: str, words: str
) -> None:
    answer = visitor.get(address)

    assert answer.status_code == status
    error = answer.json()["error"]
    assert error["code"] == code
    assert words in error["message"]


def test_definitions_are_listed_and_shown(visitor: Visitor) -> None:
    listed = visitor.get("/api/v1/metrics").json()
    shown = visitor.get("/api/v1/metrics/revenue").json()

    assert "revenue" in {metric["id"] for metric in listed}
    assert shown["label"] == {"en": "Revenue", "fr": "Chiffre d'affaires"}
    assert shown["readiness"]["state"] == "ready"
    assert shown["lineage"][0]["column"] == "invoice_line.net_amount_company"


def test_files_are_imported_tried_and_undone(newcomer: Visitor, tmp_path: Path) -> None:
    files = [("files", (p.name, p.read_bytes())) for p in late_invoice(tmp_path / "late")]

    tried = newcomer.post("/api/v1/imports?dry_run=true", files=files)
    assert tried.status_code == 200
    assert newcomer.get("/api/v1/imports").json() == []

    done = newcomer.post("/api/v1/imports", files=files)
    assert done.status_code == 201
    import_id = done.json()["import_id"]
    revenue = newcomer.get("/api/v1/query?metric=revenue")
    assert '"rows":[[5000.00]]' in revenue.text

    undone = newcomer.post(f"/api/v1/imports/{import_id}/undo")
    assert undone.json()["status"] == "undone"
    assert '"rows":[[5000.00]]' not in newcomer.get("/api/v1/query?metric=revenue").text


def test_the_interface_describes_itself(visitor: Visitor) -> None:
    described = json.loads(visitor.get("/api/openapi.json").text)

    assert "/api/v1/query" in described["paths"]
    assert all(path.startswith("/api/") for path in described["paths"])


def test_health(visitor: Visitor) -> None:
    assert visitor.get("/healthz").json()["status"] == "ok"
