"""A figure says how much of its data lack what it needs, and how many rows wait in quarantine."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from vigie.kit.formats import Formatter
from vigie.kit.i18n import Label
from vigie.web.trust import ENOUGH, Trust
from vigie.workspace import Workspace

from . import small_company
from .conftest import Visitor, open_company

UNCOSTED = 9
HEAD = "line_id,invoice_id,product_id,quantity,unit_price,net_amount,cost_amount\n"


@pytest.fixture(scope="module")
def doubtful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The small company with lines of June 2025 that nobody has costed, and one that waits."""
    folder = tmp_path_factory.mktemp("doubtful")
    workspace = open_company(folder)
    lines = [f"N-{one},F17-0,X1,1,100,100,\n" for one in range(UNCOSTED)]
    file = folder / "invoice_line.csv"
    file.write_text(HEAD + "".join(lines) + "N-BAD,F17-0,X1,1,100,much,60\n")
    workspace.intake.commit(workspace.intake.plan([file]))
    yield workspace
    workspace.close()


def costed(folder: Path) -> int:
    """How many lines of 2025 the files of the small company hold: each has a cost."""
    small_company.write(folder)
    with (folder / "invoice_line.csv").open(encoding="utf-8") as lines:
        return sum("F12" <= row["invoice_id"] < "F18" for row in csv.DictReader(lines))


def told(trust: Trust, least: float = 1.0) -> list[str]:
    return [words.to("en") for words in trust.lacks(Formatter("en", "EUR"), least)]


def test_whole_data_lack_nothing() -> None:
    assert told(Trust(rows=40)) == []
    assert Trust(rows=40).is_whole


def test_a_share_is_never_rounded_up() -> None:
    assert told(Trust(covered=0.999)) == ["complete rows: 99%"]
    assert told(Trust(covered=0.29)) == ["complete rows: 29%"]
    assert told(Trust(covered=0.5, carrying=Label("Lines costed", "Lignes chiffrées"))) == [
        "Lines costed: 50%"
    ]


def test_what_hardly_weighs_is_not_told_on_a_tile() -> None:
    few, many = Trust(waiting=1, rows=99), Trust(waiting=3, rows=97)

    assert told(few) == ["rows in quarantine: 1"]
    assert told(few, ENOUGH) == []
    assert told(many, ENOUGH) == ["rows in quarantine: 3"]


def test_a_tile_tells_the_share_of_its_period(doubtful: Workspace, tmp_path: Path) -> None:
    page = Visitor(doubtful).get("/?lang=en").text
    known = costed(tmp_path)

    margin = page.split('id="part-gross_margin_rate"')[1].split("</article>")[0]
    assert f"Lines costed: {100 * known // (known + UNCOSTED)}%" in margin


def test_a_page_tells_what_waits_to_who_may_see_imports(doubtful: Workspace) -> None:
    assert "rows in quarantine: 1" in Visitor(doubtful).get("/metrics/revenue?lang=en").text

    page = Visitor(doubtful, "viewer").get("/metrics/revenue?lang=en").text
    assert "rows in quarantine" not in page
    assert "complete data" in page


def test_a_tile_is_taken_away_by_who_may(doubtful: Workspace) -> None:
    take = "/boards/home/parts/revenue/export.csv"
    assert take in Visitor(doubtful).get("/").text
    assert Visitor(doubtful).get(take).status_code == 200


def test_what_is_not_told_is_no_shortcoming() -> None:
    assert told(Trust(covered=None)) == []
    assert not Trust(covered=None).is_told


def test_an_own_indicator_says_nothing_that_nobody_said(tmp_path: Path) -> None:
    open_company(tmp_path).close()
    (tmp_path / "company" / "metrics" / "own.yaml").write_text(
        "metrics:\n  billed_lines: {dataset: invoice_lines, aggregate: count, unit: count,"
        " basis: invoiced, label: {en: Billed lines, fr: Lignes facturées}}\n"
    )
    workspace = Workspace.open(tmp_path / "company")
    visitor = Visitor(workspace)

    page = visitor.get("/metrics/billed_lines?lang=en").text
    workspace.close()

    assert "Name for queries" in page
    for placeholder in ("Decision it serves", "How it can mislead", "Answers for it"):
        assert placeholder not in page
