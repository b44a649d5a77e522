"""Where a definition's words lead: columns at the end of a path, or the nearest known word."""

from collections.abc import Iterable

from vigie.kit.i18n import Text, text
from vigie.kit.spelling import nearest
from vigie.metrics.language.definition import Catalog, Dataset
from vigie.metrics.language.expression import Path
from vigie.metrics.language.tables import columns_of


def unknown(word: str, known: Iterable[str]) -> Text:
    """The sentence that refuses `word` and offers the nearest known one."""
    known = sorted(known)
    near = nearest(word, known)
    if near:
        return text("'{word}' is not known; did you mean '{near}'?", word=word, near=near)
    return text("'{word}' is not known; known: {known}.", word=word, known=", ".join(known))


def column_problem(path: Path, name: str, dataset: Dataset, catalog: Catalog) -> Text | None:
    """Why a row of `dataset` has no column `name` at the end of `path`, or None."""
    here, steps = dataset.columns, dataset.relationships
    for step in path:
        if step not in steps:
            return unknown(step, steps)
        table = steps[step].to
        here, steps = columns_of(table, catalog), catalog.tables[table]
    return None if name in here else unknown(name, here)


def split(words: str) -> tuple[Path, str]:
    """The path and the column that `step.step.column` names."""
    *path, name = words.split(".")
    return tuple(path), name
