"""Who is a person in the model, and which columns single them out (`subjects.yaml`)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from vigie.model.document import read
from vigie.model.schema import Model, Table

CATALOGUE: Final = Path(__file__).parent.parent / "catalog" / "privacy"


class Subject(BaseModel):
    """A table whose rows are about one person each."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    audience: str
    condition: str | None = Field(None, alias="if")  # SQL: which rows are
    names: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    def telling(self, table: Table) -> tuple[str, ...]:
        """The columns that are emptied when a person of `table` is erased."""
        personal = [c.name for c in table.columns.values() if c.personal]
        return tuple(name for name in (*personal, *self.also) if name not in self.keeps)


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A column by which rows of `table` belong to a person."""

    table: str
    column: str


@lru_cache
def load_subjects() -> Mapping[str, Subject]:
    """Table → how its rows are persons."""
    content = read(CATALOGUE / "subjects.yaml").content
    assert isinstance(content, dict)  # noqa: S101 - our own file
    return {name: Subject.model_validate(said) for name, said in content.items()}


def links(model: Model, table: str) -> tuple[Link, ...]:
    """Every column that names a person of `table`, in other tables and in its own."""
    pointing = {
        Link(other.name, column.name)
        for other in model.tables.values()
        for column in other.references
        if column.references == table
    }
    said = (name.partition(".") for name in load_subjects()[table].links)
    return tuple(sorted(pointing | {Link(first, last) for first, _, last in said}))


def personal_columns(model: Model) -> Iterator[tuple[Table, str]]:
    """Every column that the model marks as personal."""
    for table in model.tables.values():
        for column in table.columns.values():
            if column.personal:
                yield table, column.name
