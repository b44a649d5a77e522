"""A board that loses figures to a role closes up: no holes, no row half filled."""

from pathlib import Path

import pytest

from vigie.people.person import Link, LinkKind
from vigie.web.boards.declaration import Dashboard, read_dashboard
from vigie.web.boards.frame import GRID
from vigie.web.boards.shelf import SHIPPED
from vigie.web.boards.sight import bands, within

from .conftest import Visitor, open_company
from .signing import person_of

FILES = sorted(SHIPPED.glob("*.yaml"))


def board(*panels: str) -> Dashboard:
    """A board of `panels`, each `name metric columns rows`."""
    written = [panel.split() for panel in panels]
    lines = [
        f"  - {{id: {name}, chart: ranking, by: region, metric: {metric}, columns: {columns},"
        f" rows: {rows}, label: {{en: X, fr: X}}}}"
        for name, metric, columns, rows in written
    ]
    return read_dashboard("\n".join(["label: {en: B, fr: B}", "panels:", *lines]), "b")


def laid(shown: Dashboard) -> list[tuple[str, int, int]]:
    return [(panel.id, panel.columns, panel.rows) for panel in shown.panels]


def test_the_neighbour_of_what_is_refused_takes_its_place() -> None:
    found = within(board("a revenue 3 1", "b margin 3 1", "c orders 6 1"), {"revenue", "orders"})

    assert laid(found) == [("a", 6, 1), ("c", 6, 1)]


def test_rows_that_lost_a_panel_run_together() -> None:
    declared = board("a revenue 3 1", "b margin 3 1", "c margin 4 1", "d orders 2 1")

    assert laid(within(declared, {"revenue", "orders"})) == [("a", 3, 1), ("d", 3, 1)]


def test_what_stood_beside_a_tall_panel_stands_side_by_side() -> None:
    declared = board("tall margin 4 2", "a revenue 2 1", "b orders 2 1", "c orders 6 1")

    assert [len(band) for band in bands(declared.panels)] == [3, 1]
    assert laid(within(declared, {"revenue", "orders"})) == [
        ("a", 3, 1),
        ("b", 3, 1),
        ("c", 6, 1),
    ]


def test_what_is_whole_stays_as_it_was_laid_out() -> None:
    declared = board("tall revenue 4 2", "a revenue 2 1", "b orders 2 1", "c revenue 3 1")

    assert within(declared, {"revenue", "orders"}) == declared


def test_a_table_of_indicators_loses_those_that_are_refused_alone() -> None:
    declared = read_dashboard(
        "label: {en: B, fr: B}\n"
        "tiles: [revenue, margin]\n"
        "panels:\n"
        "  - {id: s, chart: scorecard, by: region, metrics: [revenue, margin, orders],"
        " label: {en: X, fr: X}}\n"
        "  - id: i\n"
        "    chart: indicators\n"
        "    label: {en: X, fr: X}\n"
        "    groups:\n"
        "      - {label: {en: G, fr: G}, metrics: [revenue, margin]}\n"
        "      - {label: {en: H, fr: H}, metrics: [margin]}\n",
        "b",
    )

    found = within(declared, {"revenue", "orders"})

    assert [tile.metric for tile in found.tiles] == ["revenue"]
    assert [panel.metrics for panel in found.panels] == [("revenue", "orders"), ("revenue",)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.parametrize("role", ["viewer", "marketing", "rep"])
def test_no_role_is_given_a_board_with_a_hole(visitor: Visitor, file: Path, role: str) -> None:
    company = visitor.workspace
    known = company.metrics.seen_by(company.sight(person_of(company, role))).catalog.metrics.keys()
    filled = 0
    for panel in within(read_dashboard(file.read_text(), file.stem), known).panels:
        assert filled + panel.columns <= GRID, f"a hole before {panel.id}"
        filled = (filled + panel.columns) % GRID
    assert filled == 0


def test_a_reader_finds_no_gap_on_the_page(visitor: Visitor) -> None:
    guest = Visitor(visitor.workspace, "director")

    page = guest.get("/boards/impact?lang=en").text

    assert 'id="part-hours"' not in page
    assert 'across-6 down-1 panel-ranking" id="part-labelled"' in page
    assert guest.get("/boards/impact/parts/hours").status_code == 404


def test_what_a_reader_may_not_be_told_row_by_row_is_left_out(visitor: Visitor) -> None:
    rep = Visitor(visitor.workspace, "rep", Link(LinkKind.SALES_REP, "R1"))

    page = rep.get("/boards/impact?lang=en").text

    assert 'id="part-co2_per_order"' not in page
    assert 'id="part-sustainable_share"' in page
    assert "cannot be cut" not in page


def test_a_reader_of_some_rows_is_not_told_that_none_are_whole(visitor: Visitor) -> None:
    rep = Visitor(visitor.workspace, "rep", Link(LinkKind.SALES_REP, "R1"))

    assert "complete rows" not in rep.get("/?lang=en").text
    assert "completeness not told to your role" in rep.get("/metrics/revenue?lang=en").text
    assert "complete data" in visitor.get("/metrics/revenue?lang=en").text


def test_the_steps_of_a_wall_are_those_that_a_role_shows(tmp_path: Path) -> None:
    workspace = open_company(tmp_path)
    folder = workspace.directory / "dashboards"
    folder.mkdir(exist_ok=True)
    (folder / "costs.yaml").write_text("label: {en: Costs, fr: Coûts}\ntiles: [gross_margin]\n")

    shown = Visitor(workspace).get("/wall?board=costs&lang=en").status_code
    refused = Visitor(workspace, "viewer").get("/wall?board=costs&lang=en")
    workspace.close()

    assert (shown, refused.status_code) == (200, 422)
    assert "neither tiles nor charts" in refused.text
