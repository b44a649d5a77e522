"""What every answer carries, and which changes are refused."""

import pytest

from .conftest import Visitor

CHANGE = "/imports/none/undo"


@pytest.mark.parametrize("address", ["/", "/static/cockpit.css", "/nothing", "/api/v1/nothing"])
def test_every_answer_is_protected(visitor: Visitor, address: str) -> None:
    headers = visitor.get(address).headers

    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_pages_hold_no_inline_script_or_style(visitor: Visitor) -> None:
    for address in ("/", "/metrics/revenue", "/rows?metric=revenue", "/imports", "/imports/new"):
        page = visitor.get(address).text
        assert "<script>" not in page
        assert " onclick=" not in page
        assert " style=" not in page
        assert "hx-on" not in page


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_another_sites_page_can_change_nothing(visitor: Visitor, headers: dict[str, str]) -> None:
    answer = visitor.post(CHANGE, headers=headers)

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://cockpit.test"}],
)
def test_our_own_page_and_programs_may(visitor: Visitor, headers: dict[str, str]) -> None:
    assert visitor.post(CHANGE, headers=headers).status_code == 404


def test_a_foreign_change_through_the_interface_is_refused_in_json(visitor: Visitor) -> None:
    answer = visitor.post("/api/v1/imports", headers={"Origin": "https://elsewhere.example"})

    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "foreign_origin"


def test_static_files_are_kept_only_by_their_fingerprint(visitor: Visitor) -> None:
    assert "immutable" in visitor.get("/static/cockpit.css?v=1").headers["Cache-Control"]
    assert visitor.get("/static/cockpit.css").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/"])
def test_static_files_do_not_leave_their_folder(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code in (404, 405)


def test_the_method_must_fit(visitor: Visitor) -> None:
    assert visitor.post("/metrics").status_code == 405
