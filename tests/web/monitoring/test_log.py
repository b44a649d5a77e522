"""Nothing that a visitor sends or a row holds reaches the log."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from tests.web.conftest import Visitor, open_company

from vigie.kit.errors import Invalid
from vigie.web.monitoring.log import AsJson, AsText

CANARY = "Canari-Dupont"


@pytest.fixture(params=[AsJson, AsText])
def written(request: pytest.FixtureRequest) -> Iterator[StringIO]:
    """All that is logged while a test runs."""
    written, root = StringIO(), logging.getLogger("vigie")
    handler = logging.StreamHandler(written)
    handler.setFormatter(request.param())
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(logging.NOTSET)


def test_no_canary_of_a_request_is_written(
    written: StringIO, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    workspace = open_company(tmp_path, filled=False)
    visitor = Visitor(workspace)
    sent = {"User-Agent": CANARY, "Referer": f"http://x/{CANARY}", "Cookie": f"a={CANARY}"}
    for address in (
        f"/records/account/{CANARY}",
        f"/?where={CANARY}",
        f"/{CANARY}",
        f"/sign-in/link/{CANARY}",
        f"/api/v1/query?metric={CANARY}",
    ):
        visitor.get(address, headers=sent)
    visitor.post("/sign-in", data={"email": f"{CANARY}@example.com", "password": CANARY})
    workspace.close()
    assert written.getvalue().count("request") >= 6
    assert CANARY.lower() not in written.getvalue().lower()


def test_a_failure_is_told_by_its_places_never_by_its_words(
    written: StringIO, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = open_company(tmp_path, filled=False)
    visitor = Visitor(workspace)

    def fail(self: object) -> None:
        raise ValueError(f"Conversion of {CANARY}") from KeyError(CANARY)

    monkeypatch.setattr("vigie.people.directory.Directory.all", fail)
    answer = visitor.get("/people")
    workspace.close()
    assert answer.status_code == 500
    assert answer.headers["x-request-id"] in answer.text
    assert CANARY not in answer.text
    assert CANARY not in written.getvalue()
    assert "ValueError" in written.getvalue()
    assert "directory.py" in written.getvalue()
    assert answer.headers["x-request-id"] in written.getvalue()


def test_our_own_sentences_are_kept(written: StringIO) -> None:
    try:
        raise Invalid("The file {file} is empty.", file="a.csv")
    except Invalid:
        logging.getLogger("vigie.test").exception("It went wrong")
    assert "The file a.csv is empty." in written.getvalue()


def test_a_line_stays_one_line(written: StringIO) -> None:
    logging.getLogger("vigie.test").warning("a\nERROR forged\x1b[31m")
    assert written.getvalue().count("\n") == 1
    assert "\x1b" not in written.getvalue()


def test_a_program_reads_each_line(written: StringIO, newcomer: Visitor) -> None:
    newcomer.get("/healthz")
    line = written.getvalue().splitlines()[-1]
    if line.startswith("{"):
        told = json.loads(line)
        assert (told["method"], told["route"], told["status"]) == ("GET", "/healthz", 200)
        assert told["ms"] >= 0
        assert len(told["request_id"]) == 16
