"""Reads the families' YAML files into one checked, frozen Model."""

from functools import cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from vigie.kit.errors import Invalid, NotFound
from vigie.kit.i18n import text
from vigie.model.checks import mistakes, unknown
from vigie.model.declaration import (
    ColumnDeclaration,
    FamilyDeclaration,
    LabelDeclaration,
    RuleDeclaration,
    TableDeclaration,
)
from vigie.model.document import Document, Place, read
from vigie.model.schema import ColumnType, Model

FAMILIES: Final = Path(__file__).parent / "families"


@cache
def load_model(directory: Path = FAMILIES) -> Model:
    """The sales model that the YAML files of `directory` declare.

    Raises Invalid, naming file, line and the nearest valid word, at the first mistake.
    """
    read_files = [_declared(file) for file in sorted(directory.glob("*.yaml"))]
    if not read_files:
        raise NotFound("No family of tables (*.yaml) in {directory}.", directory=directory)
    declared = sorted(read_files, key=lambda pair: pair[1].position)
    _refuse_twins(declared)
    documents = {family.family: document for document, family in declared}
    families = {family.family: family.model() for _, family in declared}
    model = Model(families)
    for mistake in mistakes(model):
        raise documents[mistake.family].error(mistake.place, mistake.problem)
    return model


def _declared(file: Path) -> tuple[Document, FamilyDeclaration]:
    document = read(file)
    try:
        return document, FamilyDeclaration.model_validate(document.content)
    except ValidationError as errors:
        # A misspelt word is also a missing one: the misspelling explains more.
        first = min(errors.errors(), key=lambda error: error["type"] != "extra_forbidden")
        raise _explained(document, first) from errors


def _explained(document: Document, error: ErrorDetails) -> Invalid:
    place = error["loc"]
    word = place[-1] if place else ""
    if error["type"] == "extra_forbidden":
        return document.error(place, unknown(word, tuple(_holder(place).model_fields)))
    if error["type"] == "enum":
        return document.error(place, unknown(error["input"], tuple(ColumnType)))
    if error["type"] == "missing":
        return document.error(place, text("'{word}' is missing.", word=word))
    problem = text("'{word}': {problem}.", word=word, problem=error["msg"])
    return document.error(place, problem)


def _holder(place: Place) -> type[BaseModel]:
    """The declaration that holds the last word of `place`."""
    match place[:-1]:
        case ():
            return FamilyDeclaration
        case ("tables", _):
            return TableDeclaration
        case ("tables", _, "columns", _):
            return ColumnDeclaration
        case ("tables", _, "rules", _):
            return RuleDeclaration
        case _:
            return LabelDeclaration


def _refuse_twins(declared: list[tuple[Document, FamilyDeclaration]]) -> None:
    homes: dict[str, str] = {}
    for document, family in declared:
        for table in family.tables:
            if table in homes:
                problem = text(
                    "the table '{table}' already stands in '{family}'; rename one of them.",
                    table=table,
                    family=homes[table],
                )
                raise document.error(("tables", table), problem)
            homes[table] = family.family
