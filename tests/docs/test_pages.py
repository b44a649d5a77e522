"""Every command, file and answer that a page shows is carried out.

`VIGIE_KEEP_DOCS=1 pytest tests/docs/test_pages.py` gives the pages the output that comes; read
the difference before it is committed.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from vigie.intake.declaration import parse_mapping, parse_table

from .conftest import DOCS, Follow, pages
from .page import FILE, Page

RUN = ("console", "pycon")
SHOWN = ("text", "json", "http", "sql")  # excerpts, which claim nothing


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.relative_to(DOCS).as_posix())
def test_what_a_page_shows_is_what_comes(path: Path, follow: Follow) -> None:
    follow(path)


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.relative_to(DOCS).as_posix())
def test_no_command_or_file_of_a_page_goes_unrun(path: Path) -> None:
    page = Page.read(path)
    for block in () if page.is_elsewhere else page.blocks():
        if block.language == "yaml" and not FILE.match(block.lines[0]):
            _read_piece(yaml.safe_load("\n".join(block.lines)))
        elif block.language not in (*RUN, *SHOWN):
            assert FILE.match(block.lines[0]), f"line {block.start}: never carried out"


def _read_piece(piece: Any) -> None:
    """A mapping, some of its tables, or some of its columns: raises for one that cannot be."""
    if "files" in piece:
        parse_mapping(piece)
    elif isinstance(piece, list):
        for table in piece:
            parse_table(table)
    else:
        parse_table({"table": "any", "columns": piece})
