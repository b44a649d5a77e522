"""A mapping file's shape, checked by pydantic and turned into a `SourceMapping`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

from vigie.intake.mapping import COMPANY, FileMapping, Fill, FillKind, SourceMapping, TableMapping
from vigie.kit.errors import Invalid, NotFound
from vigie.kit.i18n import text
from vigie.kit.spelling import nearest
from vigie.model.document import Document, Place, read

Scalar = str | int | float | bool | None
_KINDS: Final = tuple(kind.value for kind in FillKind)


class _Declaration(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FillDeclaration(_Declaration):
    column: str | None = None
    template: str | None = None
    expression: str | None = None
    value: Scalar = None
    ordinal_within: tuple[str, ...] | None = None
    values: dict[Scalar, Scalar] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_kind(self) -> "FillDeclaration":
        given = [kind for kind in _KINDS if getattr(self, kind) is not None]
        if len(given) != 1:
            raise ValueError(f"say exactly one of {', '.join(_KINDS)}")
        return self

    def fill(self) -> Fill:
        kind = next(FillKind(k) for k in _KINDS if getattr(self, k) is not None)
        values = {word: _word(v) for k, v in self.values.items() for word in _spellings(k)}
        if kind is FillKind.ORDINAL:
            return Fill(kind, group=self.ordinal_within or (), values=values)
        return Fill(kind, _word(getattr(self, kind.value)), values=values)


class TableDeclaration(_Declaration):
    table: str
    where: str | None = None
    distinct_on: tuple[str, ...] = ()
    columns: dict[str, FillDeclaration] = Field(min_length=1)
    keep: tuple[str, ...] = ()

    @field_validator("columns", mode="before")
    @classmethod
    def _shorthand(cls, columns: object) -> object:
        """A bare word is a source column."""
        if not isinstance(columns, Mapping):
            return columns
        return {
            name: fill if isinstance(fill, Mapping) else {"column": str(fill)}
            for name, fill in columns.items()
        }

    def mapping(self) -> TableMapping:
        columns = {name: fill.fill() for name, fill in self.columns.items()}
        return TableMapping(self.table, columns, self.where, self.distinct_on, self.keep)


class ReadDeclaration(_Declaration):
    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    decimal: str | None = None
    date_format: str | None = None
    sheet: str | None = None
    header_row: int | None = None


class FileDeclaration(_Declaration):
    pattern: str = Field(min_length=1)
    read: ReadDeclaration = ReadDeclaration()
    header: tuple[str, ...] = ()
    tables: tuple[TableDeclaration, ...] = Field(min_length=1)

    def mapping(self) -> FileMapping:
        tables = tuple(table.mapping() for table in self.tables)
        return FileMapping(
            self.pattern, tables, self.read.model_dump(exclude_none=True), self.header
        )


class MappingDeclaration(_Declaration):
    source: str = Field(default=COMPANY, pattern=r"^[A-Za-z0-9_.-]+$")
    files: tuple[FileDeclaration, ...] = Field(min_length=1)

    def mapping(self) -> SourceMapping:
        return SourceMapping(self.source, tuple(file.mapping() for file in self.files))


def load_mapping(path: Path) -> tuple[SourceMapping, Document]:
    """The mapping that a YAML file declares, and the file itself, to point at lines of it.

    Raises NotFound, or Invalid with file, line and the nearest valid word.
    """
    if not path.is_file():
        raise NotFound("There is no mapping file {file}.", file=path.name)
    document = read(path)
    try:
        return MappingDeclaration.model_validate(document.content).mapping(), document
    except ValidationError as errors:
        raise _explained(document, errors.errors()[0]) from errors


def parse_mapping(content: object) -> SourceMapping:
    """A mapping given as data, by a form or a script; raises Invalid."""
    try:
        return MappingDeclaration.model_validate(content).mapping()
    except ValidationError as errors:
        error = errors.errors()[0]
        raise Invalid(
            "The mapping is wrong at {place}: {problem}.",
            place=".".join(str(word) for word in error["loc"]),
            problem=error["msg"],
        ) from errors


def parse_table(content: object) -> TableMapping:
    """One table's part of a mapping, as `TableMapping.words` says it."""
    return TableDeclaration.model_validate(content).mapping()


def _explained(document: Document, error: ErrorDetails) -> Invalid:
    place: Place = error["loc"]
    word = str(place[-1]) if place else ""
    if error["type"] == "extra_forbidden":
        guess = nearest(word, _words(place)) or ", ".join(_words(place))
        problem = text("'{word}' is unknown; did you mean '{guess}'?", word=word, guess=guess)
        return document.error(place, problem)
    if error["type"] == "missing":
        return document.error(place, text("'{word}' is missing.", word=word))
    return document.error(place, text("'{word}': {problem}.", word=word, problem=error["msg"]))


def _words(place: Place) -> tuple[str, ...]:
    """The words that may stand beside the last one of `place`."""
    holder: type[BaseModel] = MappingDeclaration
    for word, declaration in (
        ("files", FileDeclaration),
        ("read", ReadDeclaration),
        ("tables", TableDeclaration),
        ("columns", FillDeclaration),
    ):
        if word in place[:-1]:
            holder = declaration
    return tuple(holder.model_fields)


def _word(value: Scalar) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _spellings(key: Scalar) -> tuple[str, ...]:
    """YAML takes Yes and No for booleans: both spellings are meant."""
    if isinstance(key, bool):
        return ("true", "yes") if key else ("false", "no")
    return (_word(key),)
