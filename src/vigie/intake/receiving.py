"""Which files are read, with which options, for which part of a mapping."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from vigie.intake.mapping import FileMapping, SourceMapping
from vigie.intake.reading import ReadOptions, Source, open_sources
from vigie.kit.progress import Progress
from vigie.warehouse.engine import Session

_HOLDERS: Final = (  # of files or sheets with names of their own
    *(".zip", ".tar", ".tar.gz", ".tgz"),
    *(".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"),
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A staged relation and the parts of the given mapping that name it."""

    source: Source
    files: tuple[FileMapping, ...] = ()


def receive(
    paths: Sequence[Path],
    mapping: SourceMapping | None,
    options: ReadOptions,
    session: Session,
    shelf: Path,
    progress: Progress,
) -> Iterator[Receipt]:
    """Reads the files once for each way of reading that the mapping asks for.

    With a mapping, only what it names is read; without one, everything.
    """
    if mapping is None:
        for source in open_sources(paths, options, session, shelf, progress):
            yield Receipt(source)
        return
    for chosen, files in _ways(mapping, options):
        wanted = [file for path in paths for file in _wanted(path, files)]
        if not wanted:
            continue
        for source in open_sources(wanted, chosen, session, shelf, progress):
            yield Receipt(source, tuple(f for f in files if source.matches(f.pattern)))


def _ways(
    mapping: SourceMapping, options: ReadOptions
) -> list[tuple[ReadOptions, list[FileMapping]]]:
    ways: dict[ReadOptions, list[FileMapping]] = {}
    for file in mapping.files:
        said: dict[str, Any] = dict(file.read)
        ways.setdefault(replace(options, **said), []).append(file)
    return list(ways.items())


def _wanted(path: Path, files: list[FileMapping]) -> Iterator[Path]:
    """The path, or what a folder holds, where a pattern may name it or something inside."""
    if path.is_dir() and not path.is_symlink():
        for child in sorted(path.iterdir()):
            yield from _wanted(child, files)
    elif path.name.casefold().endswith(_HOLDERS) or any(f.matches(path.name) for f in files):
        yield path
