"""Whether a mapping can be: tables and columns of the model, columns of the file."""

from collections.abc import Iterator

from vigie.intake.feed import targets
from vigie.intake.fill import condition_sql, fill_sql, required_column
from vigie.intake.mapping import FileMapping, SourceMapping, TableMapping
from vigie.intake.reading import Source
from vigie.kit.errors import Invalid
from vigie.kit.i18n import Text, text
from vigie.kit.spelling import nearest
from vigie.model.document import Document, Place
from vigie.model.schema import Model, Table

_Finding = tuple[Place, Text]


def check_model(mapping: SourceMapping, model: Model, document: Document | None) -> None:
    """Raises Invalid at the first table or target column that the model does not have."""
    for index, file in enumerate(mapping.files):
        for number, part in enumerate(file.tables):
            for place, problem in _against_model(part, model):
                raise _refusal(document, ("files", index, "tables", number, *place), problem)


def check_source(
    mapping: SourceMapping,
    file: FileMapping,
    source: Source,
    model: Model,
    document: Document | None,
) -> None:
    """Raises Invalid at the first column, function or condition that the source cannot give."""
    index = mapping.files.index(file)
    for number, part in enumerate(file.tables):
        for place, problem in _against_source(part, source, model.tables[part.table]):
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


def _against_source(part: TableMapping, source: Source, table: Table) -> Iterator[_Finding]:
    known = targets(table)
    for name, fill in part.columns.items():
        try:
            fill_sql(fill, known[name], source, "")
        except Invalid as error:
            yield ("columns", name), error.text
    for position, name in enumerate(part.keep):
        try:
            required_column(source, name)
        except Invalid as error:
            yield ("keep", position), error.text
    if part.where:
        try:
            condition_sql(part.where, source)
        except Invalid as error:
            yield ("where",), error.text


def _unknown(word: str, known: list[str]) -> Text:
    guess = nearest(word, known) or ", ".join(known[:12])
    return text("'{word}' is unknown; did you mean '{guess}'?", word=word, guess=guess)
