"""Boards as YAML."""

from pathlib import Path

import pytest

from vigie.kit.errors import VigieError
from vigie.web.boards.declaration import load_dashboard

SOUND = """\
label: {en: Mine, fr: Le mien}
tiles: [revenue]
panels:
  - {id: one, chart: ranking, metric: revenue, by: region, label: {en: One, fr: Un}}
"""


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        (("tiles:", "tile:"), "tiles"),
        (("chart: ranking", "chart: rankin"), "line 4"),
        (("by: region", "bye: region"), "by"),
        (("tiles: [revenue]", "tiles: [{metric: revenue, titre: x}]"), "line 2"),
        (("tiles: [revenue]", "tiles: [one]"), "taken by another part"),
    ],
)
def test_a_mistake_is_pointed_at(tmp_path: Path, mistake: tuple[str, str], words: str) -> None:
    file = tmp_path / "board.yaml"
    file.write_text(SOUND.replace(*mistake))

    with pytest.raises(VigieError, match=r"board\.yaml") as refused:
        load_dashboard(file)
    assert words in str(refused.value)
