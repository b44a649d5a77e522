"""`vigie boards`, as a person who keeps boards in git uses it."""

from pathlib import Path

import pytest

from vigie.settings import Settings
from vigie.workspace import Workspace

from .said import say

OWN = """\
label: {en: Mine, fr: Le mien}
tiles: [revenue, order_intake]
panels:
  - {id: one, chart: ranking, metric: revenue, by: region, label: {en: One, fr: Un}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Workspace.create(tmp_path, Settings(locale="en")).close()
    (tmp_path / "dashboards").mkdir(exist_ok=True)
    return tmp_path


def test_shipped_boards_are_sound(folder: Path) -> None:
    assert say(folder, "boards", "check").text == "14 boards: sound.\n"
    assert "receivables" in say(folder, "boards", "list").text


def test_a_lopsided_board_is_advised_on_not_refused(folder: Path) -> None:
    (folder / "dashboards" / "mine.yaml").write_text(OWN)
    said = say(folder, "boards", "check")
    assert said.code == 0
    assert "mine: 2 tiles: 5 to 9 are read at a glance, 7 is best." in said.notes
    assert any(note.startswith("mine: All tiles are of one nature") for note in said.notes)


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        (("metric: revenue", "metric: revenu"), "did you mean 'revenue'?"),
        (("by: region", "by: stage"), "cannot be cut by 'stage'; it can be by customer"),
        (("chart: ranking", "chart: pie"), "mine.yaml, line 4"),
    ],
)
def test_what_cannot_be_answered_is_an_error(
    folder: Path, mistake: tuple[str, str], said: str
) -> None:
    (folder / "dashboards" / "mine.yaml").write_text(OWN.replace(*mistake))
    answer = say(folder, "boards", "check")
    assert answer.code == 1
    assert any(said in note for note in answer.notes)
    told = say(folder, "boards", "check", "--json").json
    assert isinstance(told, dict)
    assert told["mistakes"][0]["board"] == "mine"
