import subprocess
import sys
from pathlib import Path

import click

from vigie.cli import rooms
from vigie.cli.rooms import ROOMS, vigie


def test_every_command_is_found_where_the_list_says() -> None:
    context = click.Context(vigie)
    for name in vigie.list_commands(context):
        command = vigie.get_command(context, name)
        assert command is not None
        assert command.name == name


def test_the_help_names_every_command_and_its_purpose() -> None:
    shown = " ".join(vigie.get_help(click.Context(vigie)).split())
    for name, (_, purpose) in ROOMS.items():
        assert f"{name} " in shown
        assert purpose in shown


def test_a_misspelt_command_is_not_found() -> None:
    assert vigie.get_command(click.Context(vigie), "serv") is None


def test_the_help_loads_no_engine() -> None:
    look = (
        "import sys, vigie.cli.main as _; sys.exit({'duckdb', 'sqlglot'} & {*sys.modules} != set())"
    )
    assert subprocess.run([sys.executable, "-c", look], check=False).returncode == 0


def test_every_module_of_commands_can_be_called() -> None:
    folder = Path(rooms.__file__).parent
    modules = {file.stem for file in folder.glob("*.py") if "\nCOMMANDS" in file.read_text("utf-8")}
    assert modules == {module for module, _ in ROOMS.values()}
