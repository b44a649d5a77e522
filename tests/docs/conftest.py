import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from .page import Exchange, Page, WrittenFile
from .reader import Reader
from .transcript import difference

DOCS = Path(__file__).parents[2] / "docs"
FOLDERS = ("tutorial", "how-to", "concepts")
WRITTEN_REFERENCES = ("glossary", "http-api", "python", "show")
KEEP = "VIGIE_KEEP_DOCS"  # set: pages are given the output that comes


def pages() -> list[Path]:
    """The pages that people write, the tutorial first."""
    found = [page for folder in FOLDERS for page in sorted((DOCS / folder).glob("*.md"))]
    return [*found, *(DOCS / "reference" / f"{name}.md" for name in WRITTEN_REFERENCES)]


Follow = Callable[[Path], Path]


@pytest.fixture(scope="session")
def follow(tmp_path_factory: pytest.TempPathFactory) -> Follow:
    """Does what a page says in a new folder; raises where what comes is not what it shows."""
    folders: dict[Path, Path] = {}

    def do(path: Path) -> Path:
        if path in folders:
            return folders[path]
        page = Page.read(path)
        folder = tmp_path_factory.mktemp(path.stem)
        if page.after:
            shutil.copytree(do((path.parent / page.after).resolve()), folder, dirs_exist_ok=True)
        carry_out(page, folder)
        folders[path] = folder
        return folder

    return do


def carry_out(page: Page, folder: Path) -> None:
    reader = Reader(folder)
    outputs: list[tuple[Exchange, list[str]]] = []
    try:
        for step in page.steps():
            if isinstance(step, WrittenFile):
                reader.write(step)
                continue
            lines = reader.type(step)
            found = difference(step.expected, lines, reader.names)
            if found and os.environ.get(KEEP) and "Traceback (most recent call last):" not in lines:
                outputs.append((step, [reader.names.shown(line).rstrip() for line in lines]))
                continue
            assert not found, f"{page.path.name}, line {step.start + 1}: {step.words!r}: {found}"
    finally:
        reader.leave()
    if outputs:
        _keep(page, outputs)


def _keep(page: Page, outputs: list[tuple[Exchange, list[str]]]) -> None:
    lines = list(page.lines)
    for step, output in reversed(outputs):
        lines[step.start : step.start + len(step.expected)] = output
    page.path.write_text("\n".join(lines) + "\n", encoding="utf-8")
