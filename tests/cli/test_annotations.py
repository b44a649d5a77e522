"""Notes on dates at the terminal."""

import json
from pathlib import Path

import pytest

from .said import at, say


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert say(tmp_path, "init", "w", "--locale", "en").code == 0
    return tmp_path


def test_a_note_is_made_listed_and_taken_away(folder: Path) -> None:
    words = ("Strike at the carrier", "--fr", "Grève du transporteur", "--until", "2026-03-14")
    made = say(folder, "annotations", "add", "2026-03-12", *words, *at("w"))
    assert made.code == 0, made.notes
    name = made.text.strip()
    (told,) = json.loads(say(folder, "annotations", "list", "--json", *at("w")).answer)
    assert (told["id"], told["from"], told["to"]) == (name, "2026-03-12", "2026-03-14")
    assert told["words"] == {"en": "Strike at the carrier", "fr": "Grève du transporteur"}
    assert "Strike at the carrier" in say(folder, "annotations", "list", *at("w")).text
    assert say(folder, "annotations", "remove", name, *at("w")).code == 0
    assert json.loads(say(folder, "annotations", "list", "--json", *at("w")).answer) == []


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (("add", "12/03/2026", "Strike"), 2, "12/03/2026"),
        (("add", "2026-03-12", "Strike", "--metric", "revnue"), 1, "did you mean 'revenue'"),
        (("add", "2026-03-12", "Strike", "--until", "2026-03-01"), 1, "before"),
        (("remove", "nothing"), 1, "nothing"),
    ],
)
def test_what_cannot_be_noted_is_told(
    folder: Path, words: tuple[str, ...], code: int, reason: str
) -> None:
    told = say(folder, "annotations", *words, *at("w"))
    assert told.code == code
    assert any(reason in note for note in told.notes), told.notes
