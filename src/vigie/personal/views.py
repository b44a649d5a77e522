"""Saved views: pages with their question, by a name; and the page that opens first."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, delete, insert, select

from vigie.kit.errors import Invalid, NotFound
from vigie.people.clock import Clock, now
from vigie.people.person import Person
from vigie.people.tables import person
from vigie.personal.sharing import Share, reaches, replace_shares, shares_of
from vigie.personal.tables import first_page, view, view_share
from vigie.state.store import Store

LONGEST_NAME: Final = 100
LONGEST_ADDRESS: Final = 4000


@dataclass(frozen=True, slots=True)
class View:
    """One saved view, as one person may use it."""

    id: str
    name: str
    address: str
    owner: str  # the name
    is_own: bool


class Views:
    """The saved views of people."""

    def __init__(self, store: Store, clock: Clock = now) -> None:
        self._store = store
        self._clock = clock

    def save(self, owner: Person, name: str, address: str) -> str:
        """Keeps an address of one of our pages by a name; raises Invalid."""
        named = name.strip()[:LONGEST_NAME]
        if not named:
            raise Invalid("A saved view has a name.")
        made = secrets.token_hex(4)
        values = {
            "id": made,
            "owner_id": owner.id,
            "name": named,
            "address": checked(address),
            "made_at": self._clock(),
        }
        with self._store.write() as connection:
            connection.execute(insert(view).values(values))
        return made

    def of(self, reader: Person) -> tuple[View, ...]:
        """Those that `reader` owns, by name, then those shared with them."""
        mine = view.c.owner_id == reader.id
        shared = select(view_share).where(
            view_share.c.subject_id == view.c.id, reaches(view_share, reader)
        )
        query = (
            select(view, person.c.name.label("owner"))
            .join(person, person.c.id == view.c.owner_id)
            .where(mine | shared.exists())
            .order_by(view.c.name, view.c.id)
        )
        with self._store.read() as connection:
            found = [_view(row, reader) for row in connection.execute(query)]
        return tuple(sorted(found, key=lambda one: not one.is_own))

    def remove(self, owner: Person, view_id: str) -> None:
        """Forgets a view of `owner`; raises NotFound where it is none of theirs."""
        own = delete(view).where(view.c.id == view_id, view.c.owner_id == owner.id)
        with self._store.write() as connection:
            if not connection.execute(own).rowcount:
                raise _unknown()

    def share(self, owner: Person, view_id: str, shares: Iterable[Share]) -> None:
        """Shares a view of `owner` with these, and with nobody else; raises NotFound."""
        own = select(view.c.id).where(view.c.id == view_id, view.c.owner_id == owner.id)
        with self._store.write() as connection:
            if connection.scalar(own) is None:
                raise _unknown()
            replace_shares(connection, view_share, view_id, shares)

    def shares(self, view_id: str) -> tuple[Share, ...]:
        """With whom a view is shared."""
        with self._store.read() as connection:
            return shares_of(connection, view_share, view_id)

    def open_first(self, reader: Person, address: str | None) -> None:
        """Makes `address` the first page of `reader`; None: the company's again."""
        wanted = checked(address) if address else None
        with self._store.write() as connection:
            connection.execute(delete(first_page).where(first_page.c.person_id == reader.id))
            if wanted:
                connection.execute(insert(first_page).values(person_id=reader.id, address=wanted))

    def first(self, reader: Person) -> str | None:
        """The first page that `reader` chose."""
        query = select(first_page.c.address).where(first_page.c.person_id == reader.id)
        with self._store.read() as connection:
            found: str | None = connection.scalar(query)
        return found


def checked(address: str) -> str:
    """An address on our own pages; raises Invalid for any other."""
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    if not is_ours or len(address) > LONGEST_ADDRESS or not address.isprintable():
        raise Invalid("Only a page of the cockpit can be saved.")
    return address


def _unknown() -> NotFound:
    return NotFound("There is no such saved view among yours.")


def _view(row: Row[Any], reader: Person) -> View:
    return View(row.id, row.name, row.address, row.owner, row.owner_id == reader.id)
