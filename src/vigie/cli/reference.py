"""The reference of the command line, written from the commands themselves.

`python -m vigie.cli.reference > docs/reference/command-line.md`
"""

import sys
from collections.abc import Iterator

import click

from vigie.cli.rooms import vigie

_INTRODUCTION = """\
# Command line

Every command takes `--workspace DIR` where it works in one (default: the folder you stand in, or
`VIGIE_WORKSPACE`). Exit codes: 0 success, 1 a refused or failed job with one sentence on stderr,
2 wrong usage. With `--json` the answer and the error are JSON. Long work shows its progress on a
terminal. While `vigie serve` runs, commands are carried out by the server that owns the data.

This page is generated from the commands: `python -m vigie.cli.reference`.
"""


def markdown() -> str:
    """The whole page."""
    root = click.Context(vigie, info_name="vigie")
    return "\n".join([_INTRODUCTION, *_sections(vigie, root)]).rstrip() + "\n"


def _sections(group: click.Group, context: click.Context) -> Iterator[str]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        inner = click.Context(command, info_name=name, parent=context)
        if isinstance(command, click.Group):
            yield from _sections(command, inner)
        else:
            yield from _section(command, inner)


def _section(command: click.Command, context: click.Context) -> Iterator[str]:
    pieces = " ".join(command.collect_usage_pieces(context))
    yield f"## `{context.command_path}`\n"
    yield f"{command.help}\n"
    yield f"```\n{context.command_path} {pieces}\n```\n"
    rows = [record for p in command.params if (record := p.get_help_record(context))]
    if rows:
        yield "| option | meaning |\n| --- | --- |"
        yield from (f"| `{option}` | {_cell(meaning)} |" for option, meaning in rows)
        yield ""


def _cell(meaning: str) -> str:
    return meaning.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(markdown())
