"""`vigie boards`: which boards there are, and whether they are sound."""

import json
from pathlib import Path
from typing import Final

import click

from vigie.cli.desk import Desk, json_option, pass_desk, workspace_option
from vigie.kit.i18n import Text, text
from vigie.web.boards.checks import advice, mistakes
from vigie.web.boards.shelf import Shelf
from vigie.workspace import Workspace


@click.group()
def boards() -> None:
    """The boards, shipped or in the workspace's folder `dashboards`."""


@boards.command("list")
@json_option
@workspace_option
@pass_desk
def list_boards(desk: Desk, as_json: bool, directory: Path) -> None:
    """List every board with its name and how many figures and charts it holds."""
    with desk.workspace(directory) as workspace:
        found = _shelf(workspace).all()
        if as_json:
            described = [
                {"id": name, "label": {"en": board.label.en, "fr": board.label.fr}}
                for name, board in found.items()
            ]
            desk.console.out(json.dumps(described, ensure_ascii=False))
            return
        locale = workspace.settings.locale
        for name, board in found.items():
            counts = text(
                "{tiles} figures, {panels} charts",
                tiles=len(board.tiles),
                panels=len(board.panels),
            )
            label = board.label.label.to(locale)
            desk.console.out(f"{name:<16} {label:<28} {counts.to(locale)}")


@boards.command()
@json_option
@workspace_option
@pass_desk
def check(desk: Desk, as_json: bool, directory: Path) -> int:
    """Check every board: what cannot be answered (exit code 1), what could be read better."""
    with desk.workspace(directory) as workspace:
        wrong, better = _judged(workspace)
        locale = workspace.settings.locale
        if as_json:
            told = {
                "ok": not wrong,
                "mistakes": [_told(name, words) for name, words in wrong],
                "advice": [_told(name, words) for name, words in better],
            }
            desk.console.out(json.dumps(told, ensure_ascii=False))
            return 1 if wrong else 0
        for name, words in (*wrong, *better):
            desk.console.note(f"{name}: {words.to(locale)}")
        if not wrong:
            count = len(_shelf(workspace).all())
            desk.say(text("{count} boards: sound.", count=count), locale)
        return 1 if wrong else 0


Remark = tuple[str, Text]


def _judged(workspace: Workspace) -> tuple[list[Remark], list[Remark]]:
    shelf, catalog = _shelf(workspace), workspace.metrics.catalog
    wrong = [(file.id, file.problem) for file in shelf.broken()]
    better: list[Remark] = []
    for name, board in shelf.all().items():
        wrong += [(name, words) for words in mistakes(board, catalog)]
        better += [(name, words) for words in advice(board, catalog)]
    return wrong, better


def _shelf(workspace: Workspace) -> Shelf:
    return Shelf(workspace.directory / "dashboards")


def _told(name: str, words: Text) -> dict[str, str]:
    return {"board": name, "problem": str(words)}


COMMANDS: Final = (boards,)
