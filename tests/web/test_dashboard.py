"""Boards as YAML."""

from pathlib import Path

import pytest

from vigie.kit.errors import VigieError
from vigie.metrics.loader import load_catalog
from vigie.model.loader import load_model
from vigie.web.dashboard import load_dashboard

SOUND = """\
label: {en: Mine, fr: Le mien}
tiles: [revenue]
panels:
  - {id: one, chart: ranking, metric: revenue, by: region, label: {en: One, fr: Un}}
"""


def test_the_shipped_board_names_only_what_exists() -> None:
    board = load_dashboard()
    catalog = load_catalog(load_model())

    asked = {*board.tiles, *(p.metric for p in board.panels)}
    assert asked <= set(catalog.metrics)
    assert {p.by for p in board.panels} - {"month"} <= set(catalog.dimensions)
    assert len(board.tiles) == 7


def test_the_shipped_board_is_balanced() -> None:
    catalog = load_catalog(load_model())
    metrics = [catalog.metrics[name] for name in load_dashboard().tiles]

    assert len({metric.bsc for metric in metrics}) >= 2
    assert len({metric.stratum for metric in metrics}) == 3


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        (("tiles:", "tile:"), "tiles"),
        (("chart: ranking", "chart: rankin"), "line 4"),
        (("by: region", "bye: region"), "by"),
        (("by: region", "by: region, filters: regio"), "region"),
        (("tiles: [revenue]", "tiles: []"), "line 2"),
    ],
)
def test_a_mistake_is_pointed_at(tmp_path: Path, mistake: tuple[str, str], words: str) -> None:
    file = tmp_path / "board.yaml"
    file.write_text(SOUND.replace(*mistake))

    with pytest.raises(VigieError, match=r"board\.yaml") as refused:
        load_dashboard(file)
    assert words in str(refused.value)
