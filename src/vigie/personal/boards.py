"""Boards that people make in the page: YAML in versions, shared or not, never lost."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from vigie.kit.errors import NotFound, VigieError
from vigie.people.clock import Clock, now
from vigie.people.person import Person
from vigie.people.tables import person
from vigie.personal.sharing import Share, reaches, replace_shares, shares_of
from vigie.personal.tables import board, board_share, board_version
from vigie.state.store import Store

MARK: Final = "b-"  # how the names of these boards begin, unlike those of files
LISTED: Final = 50  # versions of a history


class Overtaken(VigieError):  # noqa: N818
    """Somebody else saved first; the later change is kept as version `number`."""

    code = "overtaken"
    status = 409

    def __init__(self, number: int) -> None:
        super().__init__(
            "Somebody else has changed this board meanwhile. Your change is kept as version "
            "{number}; it is not shown until you choose it.",
            number=number,
        )
        self.number = number


@dataclass(frozen=True, slots=True)
class Kept:
    """A board as one person may use it."""

    id: str
    owner_id: str
    owner: str  # the name
    number: int
    content: str
    copy_of: str | None
    is_own: bool
    may_edit: bool
    can_undo: bool
    can_redo: bool


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a board."""

    number: int
    at: datetime
    author_id: str | None
    author: str | None  # the name
    content: str


class Boards:
    """The boards of people; safe to share between threads and processes."""

    def __init__(self, store: Store, clock: Clock = now) -> None:
        self._store = store
        self._clock = clock

    def make(self, owner: Person, content: str, copy_of: str | None = None) -> str:
        """Keeps a new board of `owner`; its name."""
        name = f"{MARK}{secrets.token_hex(4)}"
        with self._store.write() as connection:
            connection.execute(
                insert(board).values(
                    id=name, owner_id=owner.id, number=1, copy_of=copy_of, made_at=self._clock()
                )
            )
            self._add(connection, name, 1, None, owner.id, content)
        return name

    def of(self, reader: Person) -> tuple[Kept, ...]:
        """Those that `reader` owns, the oldest first, then those shared with them."""
        with self._store.read() as connection:
            rows = connection.execute(_seen_by(reader).where(board.c.removed_at.is_(None)))
            found = [_kept(row, reader) for row in rows]
        return tuple(sorted(found, key=lambda one: not one.is_own))

    def removed(self, owner: Person) -> tuple[Kept, ...]:
        """Those that `owner` has put away and may take back, the latest first."""
        query = _seen_by(owner).where(board.c.removed_at.is_not(None), board.c.owner_id == owner.id)
        with self._store.read() as connection:
            rows = connection.execute(query.order_by(None).order_by(board.c.removed_at.desc()))
            return tuple(_kept(row, owner) for row in rows)

    def get(self, name: str, reader: Person) -> Kept:
        """The board as `reader` may use it; raises NotFound where it is not for them."""
        with self._store.read() as connection:
            row = connection.execute(
                _seen_by(reader).where(board.c.id == name, board.c.removed_at.is_(None))
            ).one_or_none()
        if row is None:
            raise NotFound("There is no board '{name}', or it is not shared with you.", name=name)
        return _kept(row, reader)

    def content(self, name: str) -> str:
        """The YAML that is shown of a board, whoever owns it; raises NotFound."""
        with self._store.read() as connection:
            found = connection.scalar(
                select(board_version.c.content)
                .join(board, board.c.id == board_version.c.board_id)
                .where(board.c.id == name, board_version.c.number == board.c.number)
            )
        if found is None:
            raise NotFound("There is no board '{name}', or it is not shared with you.", name=name)
        return str(found)

    def save(self, name: str, author: Person, content: str, seen: int) -> int:
        """Adds a version and shows it; its number.

        `seen` is the version that was changed. Raises Overtaken where another one is shown by now:
        the new one is kept nevertheless.
        """
        with self._store.write() as connection:
            shown = self._held(connection, name)
            known = connection.scalar(
                select(func.max(board_version.c.number)).where(board_version.c.board_id == name)
            )
            number = (known or 0) + 1
            self._add(connection, name, number, seen, author.id, content)
            if shown == seen:
                _show(connection, name, number)
        if shown != seen:
            raise Overtaken(number)
        return number

    def undo(self, name: str) -> None:
        """Shows what the version shown was made from; nothing where it is the first."""
        self._step(name, _parent)

    def redo(self, name: str) -> None:
        """Shows what was made last from the version shown; nothing where it is the last."""
        self._step(name, _child)

    def show(self, name: str, number: int) -> None:
        """Shows the version of that number; raises NotFound."""
        with self._store.write() as connection:
            self._held(connection, name)
            known = connection.scalar(
                select(board_version.c.number).where(
                    board_version.c.board_id == name, board_version.c.number == number
                )
            )
            if known is None:
                raise _no_version(number)
            _show(connection, name, number)

    def version(self, name: str, number: int) -> Version:
        """The version of that number; raises NotFound."""
        with self._store.read() as connection:
            row = connection.execute(
                _versions(name).where(board_version.c.number == number)
            ).one_or_none()
        if row is None:
            raise _no_version(number)
        return _version(row)

    def history(self, name: str) -> tuple[Version, ...]:
        """The versions, the latest first."""
        latest = _versions(name).order_by(board_version.c.number.desc()).limit(LISTED)
        with self._store.read() as connection:
            return tuple(map(_version, connection.execute(latest)))

    def remove(self, name: str) -> None:
        """Puts the board away; `restore` takes it back."""
        self._put(name, self._clock())

    def restore(self, name: str) -> None:
        """Takes a board back that was put away."""
        self._put(name, None)

    def shares(self, name: str) -> tuple[Share, ...]:
        """With whom the board is shared."""
        with self._store.read() as connection:
            return shares_of(connection, board_share, name)

    def share(self, name: str, shares: Iterable[Share]) -> None:
        """Shares the board with these, and with nobody else."""
        with self._store.write() as connection:
            replace_shares(connection, board_share, name, shares)

    def _add(
        self,
        connection: Connection,
        name: str,
        number: int,
        parent: int | None,
        author: str,
        content: str,
    ) -> None:
        connection.execute(
            insert(board_version).values(
                board_id=name,
                number=number,
                parent=parent,
                at=self._clock(),
                author_id=author,
                content=content,
            )
        )

    def _held(self, connection: Connection, name: str) -> int:
        """The version shown, held until the transaction ends."""
        shown = connection.scalar(
            select(board.c.number).where(board.c.id == name).with_for_update()
        )
        if shown is None:
            raise NotFound("There is no board '{name}', or it is not shared with you.", name=name)
        return int(shown)

    def _step(self, name: str, towards: Any) -> None:
        with self._store.write() as connection:
            number = connection.scalar(towards(name, self._held(connection, name)))
            if number is not None:
                _show(connection, name, number)

    def _put(self, name: str, at: datetime | None) -> None:
        with self._store.write() as connection:
            connection.execute(update(board).where(board.c.id == name).values(removed_at=at))


def _no_version(number: int) -> NotFound:
    return NotFound("There is no version {number} of this board.", number=number)


def _versions(name: str) -> Select[Any]:
    return (
        select(board_version, person.c.name.label("author"))
        .outerjoin(person, person.c.id == board_version.c.author_id)
        .where(board_version.c.board_id == name)
    )


def _version(row: Row[Any]) -> Version:
    return Version(row.number, row.at, row.author_id, row.author, row.content)


def _show(connection: Connection, name: str, number: int) -> None:
    connection.execute(update(board).where(board.c.id == name).values(number=number))


def _parent(name: str, number: int) -> Select[tuple[int]]:
    return select(board_version.c.parent).where(
        board_version.c.board_id == name, board_version.c.number == number
    )


def _child(name: str, number: int) -> Select[tuple[int]]:
    return select(func.max(board_version.c.number)).where(
        board_version.c.board_id == name, board_version.c.parent == number
    )


def _seen_by(reader: Person) -> Select[Any]:
    """Every board of `reader` or shared with them, with the version that is shown."""
    mine = board.c.owner_id == reader.id
    shared = select(board_share).where(
        board_share.c.subject_id == board.c.id, reaches(board_share, reader)
    )
    later = board_version.alias("later")
    made_from = select(later.c.number).where(
        later.c.board_id == board.c.id, later.c.parent == board.c.number
    )
    return (
        select(
            board,
            board_version.c.content,
            board_version.c.parent,
            person.c.name.label("owner"),
            shared.where(board_share.c.may_edit).exists().label("may_edit"),
            made_from.exists().label("can_redo"),
        )
        .join(
            board_version,
            (board_version.c.board_id == board.c.id) & (board_version.c.number == board.c.number),
        )
        .join(person, person.c.id == board.c.owner_id)
        .where(mine | shared.exists())
        .order_by(board.c.made_at, board.c.id)
    )


def _kept(row: Row[Any], reader: Person) -> Kept:
    is_own = row.owner_id == reader.id
    return Kept(
        id=row.id,
        owner_id=row.owner_id,
        owner=row.owner,
        number=row.number,
        content=row.content,
        copy_of=row.copy_of,
        is_own=is_own,
        may_edit=is_own or bool(row.may_edit),
        can_undo=row.parent is not None,
        can_redo=bool(row.can_redo),
    )
