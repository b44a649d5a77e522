"""With whom something is shared: everybody, a role, a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, insert, or_, select

from vigie.people.person import Person


class With(StrEnum):
    """Who is meant."""

    EVERYONE = "everyone"
    ROLE = "role"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Share:
    """One circle of readers; `key` is a role's name or a person's id."""

    kind: With
    key: str = ""
    may_edit: bool = False


NOBODY_ELSE: Final[tuple[Share, ...]] = ()


def shares_of(connection: Connection, table: Table, subject: str) -> tuple[Share, ...]:
    """With whom `subject` is shared."""
    rows = connection.execute(
        select(table).where(table.c.subject_id == subject).order_by(table.c.kind, table.c.key)
    )
    return tuple(Share(With(row.kind), row.key, row.may_edit) for row in rows)


def replace_shares(
    connection: Connection, table: Table, subject: str, shares: Iterable[Share]
) -> None:
    """Shares `subject` with these, and with nobody else."""
    connection.execute(delete(table).where(table.c.subject_id == subject))
    for one in dict.fromkeys(shares):
        values = {"subject_id": subject, "kind": one.kind, "key": one.key, "may_edit": one.may_edit}
        connection.execute(insert(table).values(values))


def reaches(table: Table, person: Person) -> ColumnElement[bool]:
    """Whether a share is meant for `person`."""
    return or_(
        table.c.kind == With.EVERYONE,
        and_(table.c.kind == With.ROLE, table.c.key == person.role),
        and_(table.c.kind == With.PERSON, table.c.key == person.id),
    )
