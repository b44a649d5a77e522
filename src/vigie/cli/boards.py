"""`vigie boards`: which boards there are, and whether they are sound."""

import json
from pathlib import Path
from typing import Any, Final

import click

from vigie.cli.access import reader_options
from vigie.cli.desk import Desk, json_option, pass_desk, workspace_option
from vigie.cli.users import open_people
from vigie.kit.errors import Invalid, Refused
from vigie.kit.i18n import Text, text
from vigie.metrics.language.definition import Catalog
from vigie.model.document import Document, Place, read
from vigie.people.audit import COMMAND_LINE, Action
from vigie.personal.boards import MARK, Boards
from vigie.web.boards.checks import advice, mistakes
from vigie.web.boards.declaration import Dashboard, load_dashboard, read_dashboard
from vigie.web.boards.shelf import Shelf
from vigie.web.boards.written import written
from vigie.workspace import Workspace


@click.group()
def boards() -> None:
    """The boards, shipped or in the workspace's folder `dashboards`."""


@boards.command("list")
@json_option
@reader_options
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


@boards.command()
@click.argument("name")
@workspace_option
@pass_desk
def export(desk: Desk, name: str, directory: Path) -> None:
    """Print the YAML of the board called NAME: shipped, the company's, or somebody's own."""
    with open_people(desk, directory) as people:
        shelf = Shelf(desk.path(directory) / "dashboards")
        kept = Boards(people.store)
        board = (
            read_dashboard(kept.content(name), name) if name.startswith(MARK) else shelf.board(name)
        )
        desk.console.out(written(board).rstrip())


@boards.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--for", "email", metavar="EMAIL", help="Among that person's boards.")
@click.option("--replace", is_flag=True, help="Even where the company has a board of that name.")
@workspace_option
@pass_desk
def import_board(desk: Desk, file: Path, email: str | None, replace: bool, directory: Path) -> None:
    """Take the board in FILE in: for the company under the file's name, or for one person."""
    board = load_dashboard(desk.path(file))
    with open_people(desk, directory) as people:
        if email:
            owner = people.directory.find(email)
            name = Boards(people.store).make(owner, written(board))
        else:
            name = _put(board, file.stem, desk.path(directory) / "dashboards", replace)
        people.audit.record(Action.BOARD_MADE, COMMAND_LINE, name)
    desk.console.out(name)


def _put(board: Dashboard, name: str, folder: Path, replace: bool) -> str:
    target = folder / f"{name}.yaml"
    if target.exists() and not replace:
        raise Refused("The company has a board '{name}' already: add --replace.", name=name)
    target.write_text(written(board), encoding="utf-8")
    return name


Remark = tuple[str, Text]


def _judged(workspace: Workspace) -> tuple[list[Remark], list[Remark]]:
    shelf, catalog = _shelf(workspace), workspace.metrics.catalog
    wrong = [(file.id, file.problem) for file in shelf.broken()]
    better: list[Remark] = []
    for name, board in shelf.all().items():
        wrong += [(name, words) for words in mistakes(board, catalog)]
        better += [(name, words) for words in advice(board, catalog)]
    return wrong, better


def board_mistakes(folder: Path, catalog: Catalog) -> list[Invalid]:
    """What the company's own boards ask that cannot be answered, each with its file and line."""
    found: list[Invalid] = []
    for file in sorted(folder.glob("*.yaml")):
        try:
            board = load_dashboard(file)
        except Invalid as wrong:
            found.append(wrong)
            continue
        document = read(file)
        for problem in mistakes(board, catalog):
            found.append(document.error(_place(document, problem.values.get("word")), problem))
    return found


def _place(document: Document, word: object) -> Place:
    """Where a board says `word`."""
    return next((place for place in document.lines if _at(document.content, place) == word), ())


def _at(content: Any, place: Place) -> object:
    for step in place:
        content = content[step]
    return content


def _shelf(workspace: Workspace) -> Shelf:
    return Shelf(workspace.directory / "dashboards")


def _told(name: str, words: Text) -> dict[str, str]:
    return {"board": name, "problem": str(words)}


COMMANDS: Final = (boards,)
