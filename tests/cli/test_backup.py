"""Backups at the terminal: beside a server, and never over one that works."""

import json
from pathlib import Path

import pytest

from vigie.cli.desk import Desk
from vigie.cli.relay import Relay, forward
from vigie.cli.run import run, run_lent
from vigie.workspace import Workspace

from .said import Console, at, say


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert say(tmp_path, "init", "w", "--locale", "en").code == 0
    return tmp_path


def test_a_workspace_is_saved_proven_and_put_back(folder: Path) -> None:
    made = say(folder, "backup", "saved.zip", *at("w"))
    assert made.text.startswith(f"Saved to {folder}/saved.zip.\nw, 20")
    assert len(made.text.splitlines()[-1].removeprefix("sha256: ")) == 64
    assert say(folder, "backup", "verify", "saved.zip").text.startswith("This backup is whole.")
    assert say(folder, "restore", "saved.zip", *at("again")).code == 0
    assert (folder / "again" / "vigie.toml").read_text() == (
        folder / "w" / "vigie.toml"
    ).read_text()


def test_scripts_are_answered_in_json(folder: Path) -> None:
    made = json.loads(say(folder, "backup", "--json", *at("w"), "saved.zip").answer)
    proven = json.loads(say(folder, "backup", "verify", "saved.zip", "--json").answer)
    assert made["file"] == str(folder / "saved.zip")
    assert {name: made[name] for name in proven} == proven


def test_a_server_saves_for_whoever_asks_and_is_not_replaced(folder: Path) -> None:
    workspace = Workspace.open(folder / "w")
    relay = Relay(folder / "w" / "data", run_lent(workspace))
    try:
        words = ["backup", str(folder / "saved.zip"), "--workspace", str(folder / "w")]
        assert forward(folder / "w" / "data", words, Console()) == 0
        console = Console()
        words = ["restore", str(folder / "saved.zip"), "--force", "--workspace", str(folder / "w")]
        assert run(words, Desk(console, folder, lent=workspace)) == 1
        assert "stop it, then restore" in console.notes[0]
    finally:
        relay.close()
        workspace.close()
    assert say(folder, "backup", "verify", "saved.zip").code == 0


def test_a_wrong_archive_is_refused_in_one_sentence(folder: Path) -> None:
    (folder / "saved.zip").write_bytes(b"nothing of the kind")
    said = say(folder, "restore", "saved.zip", "--force", *at("w"))
    assert said.code == 1
    assert said.notes == [
        "vigie: saved.zip is not a whole backup of Vigie: it was cut off or altered."
    ]
    assert say(folder, "backup", *at("w")).code == 2
