"""What a model must keep to beyond the shape of its files, checked one table at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from vigie.kit.i18n import Text, text
from vigie.kit.spelling import nearest
from vigie.model.document import Place
from vigie.model.naming import normalized, words
from vigie.model.schema import Column, ColumnType, Model, Table

PARAMETERS: Final = ("company_currency",)  # the holes a `derive` may have
_TIMES: Final = (ColumnType.DATE, ColumnType.INSTANT)


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in a family, and where in its file."""

    family: str
    place: Place
    problem: Text


def mistakes(model: Model) -> Iterator[Mistake]:
    """Every mistake of the model, file by file."""
    for table in model.tables.values():
        for place, problem in chain(_table(table), _columns(table, model), _rules(table)):
            yield Mistake(table.family, ("tables", table.name, *place), problem)


def unknown(word: object, known: Iterable[str]) -> Text:
    """The sentence about a word that is none of `known`."""
    valid = tuple(known)
    guess = nearest(str(word), valid)
    if guess:
        return text("'{word}' is unknown; did you mean '{guess}'?", word=word, guess=guess)
    return text("'{word}' is unknown; use one of {known}.", word=word, known=", ".join(valid))


_Finding = tuple[Place, Text]


def _table(table: Table) -> Iterator[_Finding]:
    for index, word in enumerate(table.key):
        if word not in table.columns:
            yield ("key", index), unknown(word, table.columns)
    for place, named in (("time", table.time), ("name", table.name_column)):
        if named is not None and named not in table.columns:
            yield (place,), unknown(named, table.columns)
    if table.time and table.time in table.columns and table.columns[table.time].type not in _TIMES:
        yield ("time",), text("'{word}' is not a date.", word=table.time)
    yield from _ambiguous(table)


def _ambiguous(table: Table) -> Iterator[_Finding]:
    """Words by which a source's header could mean two columns."""
    homes = {normalized(name): name for name in table.columns}
    for column in table.columns.values():
        for word in words(column):
            home = homes.setdefault(normalized(word), column.name)
            if home == column.name:
                continue
            problem = text(
                "the word '{word}' already means '{column}'; keep it in one place.",
                word=word,
                column=home,
            )
            yield ("columns", column.name), problem


def _columns(table: Table, model: Model) -> Iterator[_Finding]:
    for column in table.columns.values():
        for place, problem in chain(
            _type(column), _reference(column, model), _conversion(table, column, model)
        ):
            yield ("columns", column.name, *place), problem
        for index, source in enumerate(column.derive):
            for problem in _expression(source, table):
                yield ("columns", column.name, "derive", index), problem


def _type(column: Column) -> Iterator[_Finding]:
    if (column.type is ColumnType.ENUM) != bool(column.values):
        yield ("values",), text("an enum, and nothing else, lists its values.")
    if column.converted and column.type is not ColumnType.MONEY:
        yield ("converted",), text("only money is converted to the company's currency.")
    if column.references and column.type is not ColumnType.KEY:
        yield ("references",), text("only a key points to another table.")


def _reference(column: Column, model: Model) -> Iterator[_Finding]:
    if column.references is None:
        return
    if column.references not in model.tables:
        yield ("references",), unknown(column.references, model.tables)
    elif len(model.tables[column.references].key) > 1:
        yield (
            ("references",),
            text("'{table}' has a key of several columns.", table=column.references),
        )


def _conversion(table: Table, column: Column, model: Model) -> Iterator[_Finding]:
    """A converted amount needs a currency and a date, in its row or in its document's."""
    if not column.converted:
        return
    document = model.document(table)
    if document is None or document.time is None or "currency_code" not in document.columns:
        yield (
            ("converted",),
            text("no currency_code and date, here or in the document it belongs to."),
        )


def _rules(table: Table) -> Iterator[_Finding]:
    for index, rule in enumerate(table.rules):
        if rule.column not in table.columns:
            yield ("rules", index, "column"), unknown(rule.column, table.columns)
        for problem in _expression(rule.condition, table):
            yield ("rules", index, "condition"), problem


def _expression(source: str, table: Table) -> Iterator[Text]:
    try:
        tree = sqlglot.parse_one(source, dialect="duckdb")
    except SqlglotError:
        yield text("'{source}' is not an SQL expression.", source=source)
        return
    if tree.find(exp.Query, exp.AggFunc, exp.Window):
        yield text("'{source}' looks beyond its own row.", source=source)
    for named in tree.find_all(exp.Column):
        if named.name not in table.columns:
            yield unknown(named.name, table.columns)
    for hole in tree.find_all(exp.Placeholder):
        if hole.name not in PARAMETERS:
            yield unknown(hole.name, PARAMETERS)
