"""Mappings that a company has accepted, kept as YAML beside its data."""

from pathlib import Path
from typing import Final

import yaml

from vigie.intake.declaration import load_mapping
from vigie.intake.mapping import FileMapping, SourceMapping
from vigie.intake.reading import Source
from vigie.kit.errors import UsageError

_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")


def load(folder: Path) -> tuple[SourceMapping, ...]:
    """Every mapping of the folder, the latest first; raises Invalid for one that cannot be."""
    if not folder.is_dir():
        return ()
    files = sorted(folder.glob("*.yaml"), key=_age, reverse=True)
    return tuple(load_mapping(file)[0] for file in files)


def save(mapping: SourceMapping, folder: Path, name: str) -> Path:
    """Writes the mapping under `name`, in place of one of the same name."""
    safe = "".join(c if c in _LETTERS else "-" for c in name.casefold()).strip("-")
    if not safe:
        raise UsageError("A mapping needs a name with letters or digits.")
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{safe}.yaml"
    draft = file.with_suffix(".yaml.part")
    words = yaml.safe_dump(mapping.words(), allow_unicode=True, sort_keys=False, width=100)
    draft.write_text(words, encoding="utf-8")
    draft.replace(file)
    return file


def recognise(
    known: tuple[SourceMapping, ...], source: Source
) -> tuple[SourceMapping, FileMapping] | None:
    """The mapping accepted for a file with these very columns, if there is one."""
    header = frozenset(column.name for column in source.columns)
    for mapping in known:
        for file in mapping.files:
            if file.header and frozenset(file.header) == header:
                return mapping, file
    return None


def _age(file: Path) -> float:
    return file.stat().st_mtime
