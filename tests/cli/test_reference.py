from pathlib import Path

from vigie.cli.reference import markdown

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "command-line.md"


def test_the_reference_is_what_the_commands_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == markdown(), (
        "run: python -m vigie.cli.reference > docs/reference/command-line.md"
    )


def test_every_command_has_its_section() -> None:
    for words in ("import", "imports undo", "quarantine retry", "query", "serve", "demo", "init"):
        assert f"## `vigie {words}`" in markdown()
