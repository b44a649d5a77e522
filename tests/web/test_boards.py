"""The shipped boards, and the company's own beside them."""

import re
from pathlib import Path

import pytest

from vigie.metrics.catalog.loader import load_catalog
from vigie.metrics.language.definition import Catalog
from vigie.model.loader import load_model
from vigie.web.boards.checks import advice, mistakes
from vigie.web.boards.declaration import Dashboard, load_dashboard
from vigie.web.boards.frame import GRID
from vigie.web.boards.shelf import SHIPPED

from .conftest import Visitor, open_company

BOARDS = {file.stem: load_dashboard(file) for file in sorted(SHIPPED.glob("*.yaml"))}
CONTEXT = frozenset({"market_index", "price_index", "weather_index"})  # read by series
MINE = """\
label: {en: Mine, fr: Le mien}
place: 1
tiles: [revenue]
panels:
  - {id: one, chart: ranking, metric: revenue, by: region, label: {en: One, fr: Un}}
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(load_model())


@pytest.mark.parametrize("board", BOARDS.values(), ids=BOARDS.keys())
def test_a_shipped_board_asks_only_what_can_be_answered(board: Dashboard, catalog: Catalog) -> None:
    assert mistakes(board, catalog) == []


@pytest.mark.parametrize("board", BOARDS.values(), ids=BOARDS.keys())
def test_a_shipped_board_takes_the_advice_that_is_given_to_others(
    board: Dashboard, catalog: Catalog
) -> None:
    assert advice(board, catalog) == []
    assert len({catalog.metrics[tile.metric].stratum for tile in board.tiles}) >= 2


def test_every_shipped_indicator_has_a_place_on_some_board(catalog: Catalog) -> None:
    shown = frozenset[str]().union(*(board.metrics for board in BOARDS.values()))

    assert {metric.id for metric in catalog.shown} - shown <= CONTEXT


@pytest.mark.parametrize("board", BOARDS.values(), ids=BOARDS.keys())
def test_a_shipped_board_leaves_no_hole_between_its_charts(board: Dashboard) -> None:
    filled = 0
    for panel in board.panels:
        assert filled + panel.columns <= GRID, f"a hole before {panel.id}"
        filled = (filled + panel.columns) % GRID
    assert filled == 0


@pytest.mark.parametrize("name", BOARDS)
def test_every_part_of_a_board_is_drawn(visitor: Visitor, name: str) -> None:
    page = visitor.get(f"/boards/{name}?lang=en")

    assert page.status_code == 200
    board = BOARDS[name]
    for part in board.names:
        assert f'id="part-{part}"' in page.text
    assert re.findall(r'failed" id="part-([^"]*)"', page.text) == []
    assert "None" not in page.text


def test_a_part_answers_alone_and_says_when_nothing_has_moved(visitor: Visitor) -> None:
    alone = visitor.get("/boards/budget/parts/gap_by_region")
    again = visitor.get(
        "/boards/budget/parts/gap_by_region", headers={"If-None-Match": alone.headers["ETag"]}
    )

    assert alone.text.startswith("<article")
    assert again.status_code == 304


def test_links_of_a_board_stay_on_it(visitor: Visitor) -> None:
    page = visitor.get("/boards/channels").text

    assert re.search(r'href="/boards/channels\?[^"]*channel=', page)


def test_an_unknown_board_is_named_with_the_nearest(visitor: Visitor) -> None:
    answer = visitor.get("/boards/pipelin?lang=en")

    assert answer.status_code == 404
    assert "pipeline" in answer.text


def test_the_companys_own_board_stands_among_the_shipped_ones(tmp_path: Path) -> None:
    workspace = open_company(tmp_path)
    folder = workspace.directory / "dashboards"
    folder.mkdir(exist_ok=True)
    (folder / "mine.yaml").write_text(MINE)
    (folder / "wrong.yaml").write_text(MINE.replace("ranking", "rankin"))
    visitor = Visitor(workspace)

    first, mine = visitor.get("/?lang=en").text, visitor.get("/boards/mine").text
    workspace.close()

    assert "/boards/mine" in first
    assert "wrong.yaml, line 5" in first
    assert 'id="part-one"' in mine


def test_a_board_of_the_same_name_replaces_the_shipped_one(tmp_path: Path) -> None:
    workspace = open_company(tmp_path)
    folder = workspace.directory / "dashboards"
    folder.mkdir(exist_ok=True)
    (folder / "home.yaml").write_text(MINE)

    page = Visitor(workspace).get("/?lang=en").text
    workspace.close()

    assert "<h1>Mine</h1>" in page
