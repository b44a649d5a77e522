"""The neutral values that stand in the place of what told who somebody is."""

from typing import Final

from vigie.kit.i18n import Locale
from vigie.model.schema import ColumnType, Table
from vigie.privacy.subjects import Subject

_MARKS: Final = {"fr": "Anonyme", "en": "Anonymous"}
_SIGNS: Final = 8


def mark(locale: Locale) -> str:
    """What nameless people are called."""
    return _MARKS[locale]


def token(locale: Locale, told: str) -> str:
    """A name for somebody who is not to be known; `told` tells them from others."""
    return f"{mark(locale)} {told[:_SIGNS].upper()}"


def pseudonym(locale: Locale, digest: str) -> str:
    """The same name as SQL, from a digest that the engine works out."""
    return f"'{mark(locale)} ' || upper(left({digest}, {_SIGNS}))"


def neutral(table: Table, subject: Subject, name: str) -> dict[str, str]:
    """Column → SQL for the rows of persons; `name` is the SQL of what to call them."""
    values = dict.fromkeys(subject.telling(table), "NULL")
    for column in subject.names:
        values[column] = name
    return {**values, "attributes": "NULL"}


def neutral_beside(table: Table, name: str) -> dict[str, str]:
    """Column → SQL for the rows that belong to a person; figures stay."""
    values: dict[str, str] = {}
    for column in table.columns.values():
        if not column.personal:
            continue
        if column.name in table.key:
            values[column.name] = f"{name} || ' ' || left(md5({column.name}), 6)"
        elif column.type is ColumnType.TEXT:
            values[column.name] = name if column.required else "NULL"
        elif not column.required:
            values[column.name] = "NULL"
    return values
