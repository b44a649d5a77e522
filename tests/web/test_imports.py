"""Files through the pages, without a script."""

import re
import time
from pathlib import Path
from typing import Any

import pytest

from vigie.web.uploads import safe_name

from .conftest import Visitor
from .small_company import late_invoice

Files = list[tuple[str, tuple[str, bytes]]]

GOOD = "".join(f"L{number};F-LATE;1;{number},50\n" for number in range(1, 13))
LINES = f"line_id;invoice_id;quantity;net_amount\n{GOOD}L99;F-LATE;1;one hundred\n".encode()


def form_of(paths: list[Path]) -> Files:
    return [("files", (path.name, path.read_bytes())) for path in paths]


def settled(visitor: Visitor, address: str) -> str:
    """The page of a draft once its work is done."""
    for _ in range(600):
        answer = visitor.get(address)
        if "<progress" not in answer.text:
            return answer.headers.get("location", answer.text)
        time.sleep(0.05)
    raise AssertionError("The draft never came to an end.")


def decide(visitor: Visitor, address: str, page: str, word: str, **more: str) -> str:
    """Sends the form of a page back with one of its buttons."""
    answer = visitor.post(address, data={**fields_of(page), "do": word, **more})
    assert answer.status_code == 303
    return settled(visitor, address)


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send: the chosen option of each select, the ticked boxes."""
    fields: dict[str, str] = {}
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option(?: value="([^"]*)")?[^>]* selected>([^<]*)', options)
        fields[name] = (chosen[1] or chosen[2]) if chosen else ""
    ticked = re.findall(r'<input type="checkbox" name="([^"]+)" value="1" checked>', page)
    return {**fields, **dict.fromkeys(ticked, "1")}


def sent(visitor: Visitor, files: Files, **data: str) -> str:
    """Uploads files; the address of the draft."""
    answer = visitor.post("/imports/new", files=files, data=data)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_files_become_an_import_that_can_be_undone(newcomer: Visitor, tmp_path: Path) -> None:
    draft = sent(newcomer, form_of(late_invoice(tmp_path / "late")))
    mapping = settled(newcomer, draft)
    assert "invoice_line.csv" in mapping

    effect = decide(newcomer, draft, mapping, "check")
    assert 'href="/metrics/revenue"' in effect
    assert newcomer.get("/api/v1/imports").json() == []

    report = decide(newcomer, draft, effect, "commit")
    assert re.fullmatch(r"/imports/\d\S+", report)
    assert newcomer.get(report).status_code == 200
    assert 'action="' + report + '/undo"' in newcomer.get("/imports").text

    assert newcomer.post(report + "/undo").status_code == 303
    assert "undone" in newcomer.get(report + "?lang=en").text


def test_a_column_can_be_given_another_source(newcomer: Visitor, tmp_path: Path) -> None:
    draft = sent(newcomer, form_of(late_invoice(tmp_path / "late")))
    mapping = settled(newcomer, draft)
    field = re.search(r'<select name="(s1\.0\.cost_amount)"', mapping)
    assert field

    effect = decide(newcomer, draft, mapping, "check", **{field[1]: "unit_price"})
    again = decide(newcomer, draft, effect, "back")

    chosen = fields_of(again)[field[1]]
    assert chosen == "unit_price"


def test_rows_that_cannot_come_in_wait_and_are_retried(newcomer: Visitor, tmp_path: Path) -> None:
    files = form_of(late_invoice(tmp_path / "late")[:1])
    draft = sent(newcomer, [*files, ("files", ("invoice_line.csv", LINES))])
    effect = decide(newcomer, draft, settled(newcomer, draft), "check")
    decide(newcomer, draft, effect, "commit")

    waiting = newcomer.get("/quarantine?lang=en").text
    assert "one hundred" in waiting
    exported = newcomer.get("/quarantine/export.csv")
    assert exported.headers["content-disposition"].endswith('quarantine.csv"')
    mended = exported.text.replace("one hundred", "100,00").encode()
    answer = newcomer.post("/quarantine/retry", files=[("file", ("mended.csv", mended))])

    assert answer.status_code == 303
    assert "No row is waiting" in newcomer.get("/quarantine?lang=en").text


def test_what_is_given_up_leaves_nothing(newcomer: Visitor, tmp_path: Path) -> None:
    draft = sent(newcomer, form_of(late_invoice(tmp_path / "late")))
    settled(newcomer, draft)

    newcomer.post(draft, data={"do": "drop"})

    assert newcomer.get(draft).status_code == 404
    assert not any((newcomer.workspace.directory / "data/incoming").iterdir())


def test_what_waits_for_a_decision_outlives_the_server(newcomer: Visitor, tmp_path: Path) -> None:
    draft = sent(newcomer, form_of(late_invoice(tmp_path / "late")))
    mapping = settled(newcomer, draft)
    column = re.search(r'<select name="(s1\.0\.cost_amount)"', mapping)
    assert column
    decide(newcomer, draft, mapping, "check", **{column[1]: "unit_price"})
    cut = newcomer.workspace.directory / "data/incoming/cut"  # an upload that never ended
    cut.mkdir()

    again = Visitor(newcomer.workspace)  # nothing was said to the first server before it died

    assert not cut.exists()
    assert f'href="{draft}"' in again.get("/imports").text
    mapping = settled(again, draft)
    assert fields_of(mapping)[column[1]] == "unit_price"
    report = decide(again, draft, decide(again, draft, mapping, "check"), "commit")
    assert again.get(report).status_code == 200
    assert draft not in again.get("/imports").text
    assert Visitor(newcomer.workspace).get(draft).status_code == 404


def test_what_somebody_sent_is_nobody_elses(newcomer: Visitor, tmp_path: Path) -> None:
    draft = sent(newcomer, form_of(late_invoice(tmp_path / "late")))
    settled(newcomer, draft)
    other = newcomer.workspace.people.directory.add("luc@froid.fr", "Luc", "admin")
    visitor = Visitor(newcomer.workspace, None)
    visitor.sign_in(other)

    assert visitor.get(draft).status_code == 404
    assert visitor.post(draft, data={"do": "drop"}).status_code == 404
    assert draft not in visitor.get("/imports").text


def test_an_unreadable_file_is_said_in_a_sentence(newcomer: Visitor) -> None:
    page = settled(newcomer, sent(newcomer, [("files", ("empty.xlsx", b""))]))

    assert 'role="alert"' in page
    assert "empty.xlsx" in page


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"nothing", {"Content-Type": "text/plain"}, 422),
        (b"--x\r\nbroken", {"Content-Type": "multipart/form-data; boundary=x"}, 422),
        (b"--x--\r\n", {"Content-Type": "multipart/form-data; boundary=x"}, 422),
        (
            b"",
            {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(2**50)},
            413,
        ),
    ],
)
def test_a_form_that_is_none_is_refused(
    newcomer: Visitor, content: bytes, headers: dict[str, Any], status: int
) -> None:
    answer = newcomer.post("/imports/new", content=content, headers=headers)

    assert answer.status_code == status
    assert not list((newcomer.workspace.directory / "data").glob("incoming/*"))


def test_two_files_of_one_name_stay_two(newcomer: Visitor) -> None:
    team = b"team_id,name\nT1,Nord\n"
    other = b"team_id,name\nT2,Sud\n"
    page = settled(
        newcomer, sent(newcomer, [("files", ("team.csv", team)), ("files", ("team.csv", other))])
    )

    assert "team (2).csv" in page or "team*" in page


@pytest.mark.parametrize(
    ("claimed", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\ventes\\juin.csv", "juin.csv"),
        ("..", ""),
        ("a\x00b.csv", "ab.csv"),
        ("/", ""),
    ],
)
def test_a_claimed_path_is_only_a_name(claimed: str, name: str) -> None:
    assert safe_name(claimed) == name


def test_nonsense_decisions_are_refused(newcomer: Visitor, tmp_path: Path) -> None:
    draft = sent(newcomer, form_of(late_invoice(tmp_path / "late")))
    settled(newcomer, draft)

    assert newcomer.post(draft, data={"do": "explode"}).status_code == 422
    assert newcomer.post("/imports/drafts/none", data={"do": "check"}).status_code == 404
    assert newcomer.post("/imports/none/undo").status_code == 404
