"""The people of a workspace: added, found, changed."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from vigie.kit.errors import Invalid, NotFound, Refused
from vigie.kit.spelling import nearest
from vigie.people import tables
from vigie.people.clock import Clock, now
from vigie.people.digest import identifier
from vigie.people.person import Link, LinkKind, Person
from vigie.state.store import Store
from vigie.state.tables import metadata

_ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+\.?[^@\s]+")
LONGEST: Final = 200  # letters of a name or of an address


class Directory:
    """Who may come in; `roles` are the names that a person's role may have."""

    def __init__(self, store: Store, roles: Iterable[str], clock: Clock = now) -> None:
        self._store = store
        self._roles = tuple(roles)
        self._clock = clock

    def add(
        self,
        email: str,
        name: str,
        role: str,
        links: Iterable[Link] = (),
        *,
        is_demo: bool = False,
    ) -> Person:
        """Lets somebody in from now on; raises Invalid, NotFound (role) or Refused (known)."""
        address = _address(email)
        values = {
            "id": identifier(),
            "email": address,
            "name": _name(name) or address.partition("@")[0],
            "role": self._role(role),
            "is_active": True,
            "is_demo": is_demo,
            "created_at": self._clock(),
        }
        try:
            with self._store.write() as connection:
                connection.execute(insert(tables.person).values(values))
                _link(connection, values["id"], links)
        except IntegrityError as error:
            raise Refused("Somebody with this e-mail address is known already.") from error
        return self.get(str(values["id"]))

    def get(self, person_id: str) -> Person:
        """The person of that id; raises NotFound."""
        with self._store.read() as connection:
            return _one(connection, tables.person.c.id == person_id)

    def find(self, email: str) -> Person:
        """The person of that e-mail address; raises NotFound."""
        with self._store.read() as connection:
            return _one(connection, tables.person.c.email == email.strip().lower())

    def all(self) -> list[Person]:
        """Everybody, by name."""
        with self._store.read() as connection:
            rows = connection.execute(select(tables.person).order_by(tables.person.c.name)).all()
            links = _links(connection)
        return [_person(row, links.get(row.id, ())) for row in rows]

    def is_empty(self) -> bool:
        """Whether nobody has ever come in."""
        with self._store.read() as connection:
            return not connection.scalar(select(func.count()).select_from(tables.person))

    def rename(self, person_id: str, name: str) -> None:
        """Calls a person by another name."""
        self._change(person_id, name=_name(name))

    def give_role(self, person_id: str, role: str) -> None:
        """Gives a person another role; the last active admin keeps theirs."""
        self._change(person_id, role=self._role(role))

    def activate(self, person_id: str, active: bool) -> None:
        """Lets a person in again, or no longer; whoever may not come in is signed out at once."""
        self._change(person_id, is_active=active)

    def erase(self, person_id: str, token: str) -> None:
        """Forgets who an account belonged to; entries of the audit still tell it from others.

        Whatever hangs on the account goes: links, sessions, tokens, factors, devices.
        """
        with self._store.write() as connection:
            for table in metadata.sorted_tables:
                for column in table.columns:
                    if any(key.column is tables.person.c.id for key in column.foreign_keys):
                        rows = column == person_id
                        if column.nullable:
                            connection.execute(update(table).where(rows).values({column: None}))
                        else:
                            connection.execute(delete(table).where(rows))
            connection.execute(
                update(tables.person)
                .where(tables.person.c.id == person_id)
                .values(
                    email=f"{person_id}@erased.invalid", name=token, password=None, is_active=False
                )
            )
            _keep_an_admin(connection)

    def relink(self, person_id: str, links: Iterable[Link]) -> None:
        """Says who a person is in the company's data."""
        with self._store.write() as connection:
            _one(connection, tables.person.c.id == person_id)
            rows = tables.link
            connection.execute(delete(rows).where(rows.c.person_id == person_id))
            _link(connection, person_id, links)

    def _change(self, person_id: str, **values: Any) -> None:
        table = tables.person
        with self._store.write() as connection:
            connection.execute(update(table).where(table.c.id == person_id).values(values))
            if values.get("is_active") is False:
                for room in (tables.session, tables.ticket, tables.device):
                    connection.execute(delete(room).where(room.c.person_id == person_id))
            _keep_an_admin(connection)

    def _role(self, role: str) -> str:
        if role not in self._roles:
            raise NotFound(
                "There is no role '{role}'; did you mean '{nearest}'?",
                role=role,
                nearest=nearest(role, self._roles) or ", ".join(self._roles),
            )
        return role


ADMIN: Final = "admin"


def _keep_an_admin(connection: Connection) -> None:
    """Raises Refused, and so takes the change back, where nobody could let others in any more."""
    table = tables.person
    admins = (table.c.role == ADMIN) & table.c.is_active
    people = connection.scalar(select(func.count()).select_from(table).where(~table.c.is_demo))
    if people and not connection.scalar(select(func.count()).select_from(table).where(admins)):
        raise Refused("Somebody must stay who administers: give another person the role first.")


def _address(email: str) -> str:
    address = email.strip().lower()
    if not _ADDRESS.fullmatch(address) or len(address) > LONGEST:
        raise Invalid(
            "This is not an e-mail address: write it as in {example}.", example="ada@x.fr"
        )
    return address


def _name(name: str) -> str:
    return " ".join(name.split())[:LONGEST]


def _one(connection: Connection, which: Any) -> Person:
    row = connection.execute(select(tables.person).where(which)).one_or_none()
    if row is None:
        raise NotFound("Nobody is known by this address: see 'vigie users list'.")
    return _person(row, _links(connection, row.id).get(row.id, ()))


def _person(row: Row[Any], links: tuple[Link, ...]) -> Person:
    return Person(
        id=row.id,
        email=row.email,
        name=row.name,
        role=row.role,
        is_active=row.is_active,
        is_demo=row.is_demo,
        has_password=row.password is not None,
        created_at=row.created_at,
        links=links,
    )


def _link(connection: Connection, person_id: object, links: Iterable[Link]) -> None:
    rows = [
        {"person_id": person_id, "kind": link.kind.value, "key": link.key}
        for link in dict.fromkeys(links)
    ]
    if rows:
        connection.execute(insert(tables.link), rows)


def _links(connection: Connection, person_id: str | None = None) -> Mapping[str, tuple[Link, ...]]:
    rows = tables.link
    query = select(rows).order_by(rows.c.kind, rows.c.key)
    if person_id:
        query = query.where(rows.c.person_id == person_id)
    found: dict[str, tuple[Link, ...]] = {}
    for row in connection.execute(query):
        one = Link(LinkKind(row.kind), row.key)
        found[row.person_id] = (*found.get(row.person_id, ()), one)
    return found
