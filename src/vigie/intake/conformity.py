"""Whether a mapping can be: tables and columns of the model, columns of the file."""

from collections.abc import Callable, Iterator
from functools import partial

from vigie.intake.feed import targets
from vigie.intake.fill import condition_sql, fill_sql, required_column, text_of
from vigie.intake.mapping import FileMapping, Fill, SourceMapping, TableMapping
from vigie.intake.reading import Source
from vigie.kit.errors import Invalid, VigieError
from vigie.kit.i18n import Text, text
from vigie.kit.spelling import nearest
from vigie.model.document import Document, Place
from vigie.model.schema import Column, Model, Table
from vigie.warehouse.engine import Session

_Finding = tuple[Place, Text]


def check_model(mapping: SourceMapping, model: Model, document: Document | None) -> None:
    """Raises Invalid at the first table or target column that the model does not have."""
    for index, file in enumerate(mapping.files):
        for number, part in enumerate(file.tables):
            for place, problem in _against_model(part, model):
                raise _refusal(document, ("files", index, "tables", number, *place), problem)


def check_source(
    session: Session,
    mapping: SourceMapping,
    file: FileMapping,
    source: Source,
    model: Model,
    document: Document | None,
) -> None:
    """Raises Invalid at the first column, function or condition that the source cannot give."""
    index = mapping.files.index(file)
    for number, part in enumerate(file.tables):
        for place, problem in _against_source(session, part, source, model.tables[part.table]):
            raise _refusal(document, ("files", index, "tables", number, *place), problem)


def _refusal(document: Document | None, place: Place, problem: Text) -> Invalid:
    if document:
        return document.error(place, problem)
    return Invalid("{problem}", problem=problem)


def _against_model(part: TableMapping, model: Model) -> Iterator[_Finding]:
    table = model.tables.get(part.table)
    if table is None:
        yield ("table",), _unknown(part.table, list(model.tables))
        return
    known = targets(table)
    for name in part.columns:
        if name not in known:
            yield ("columns", name), _unknown(name, list(known))
    for position, name in enumerate(part.distinct_on):
        if name not in part.columns:
            yield ("distinct_on", position), _unknown(name, list(part.columns))
    for name in table.key:
        column = table.columns[name]
        if column.required and name not in part.columns and not column.derive:
            yield (
                ("columns",),
                text(
                    "the key column '{name}' of {table} is not filled.", name=name, table=table.name
                ),
            )


def _against_source(
    session: Session, part: TableMapping, source: Source, table: Table
) -> Iterator[_Finding]:
    known = targets(table)
    for name, fill in part.columns.items():
        made = partial(_fill, fill, known[name], source)
        yield from _objection(session, source, ("columns", name), made)
    for position, name in enumerate(part.keep):
        made = partial(_column, source, name)
        yield from _objection(session, source, ("keep", position), made)
    if part.where:
        yield from _objection(
            session, source, ("where",), partial(condition_sql, part.where, source)
        )


def _fill(fill: Fill, target: Column, source: Source) -> str:
    return fill_sql(fill, target, source, "").value


def _column(source: Source, name: str) -> str:
    return text_of(required_column(source, name))


def _objection(
    session: Session, source: Source, place: Place, made: Callable[[], str]
) -> Iterator[_Finding]:
    """What we, or else the engine, have against the SQL that is made of a part of the mapping."""
    try:
        session.describe(f"SELECT {made()} FROM {source.relation}")
    except VigieError as error:
        yield place, error.text
    except Exception as error:  # the engine's own errors have no name outside the warehouse
        said = str(error).partition("\n")[0]
        yield place, text("the engine cannot compute this: {problem}", problem=said)


def _unknown(word: str, known: list[str]) -> Text:
    guess = nearest(word, known) or ", ".join(known[:12])
    return text("'{word}' is unknown; did you mean '{guess}'?", word=word, guess=guess)
