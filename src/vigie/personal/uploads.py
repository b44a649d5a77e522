"""Files sent for import that nobody has decided on yet: whose they are, and how they are read."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete, insert, select, update

from vigie.intake.declaration import parse_mapping
from vigie.intake.mapping import SourceMapping
from vigie.intake.reading import ReadOptions
from vigie.people.clock import Clock, now
from vigie.personal.tables import upload
from vigie.state.store import Store

KEPT: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody has said of the files; None: Vigie is to find out."""

    as_table: str | None = None
    mapping: SourceMapping | None = None
    options: ReadOptions | None = None

    def words(self) -> str:
        """All of it, as JSON."""
        options = asdict(self.options) if self.options else None
        mapping = self.mapping.words() if self.mapping else None
        return json.dumps([self.as_table, mapping, options], ensure_ascii=False)

    @classmethod
    def of(cls, words: str) -> "Asked":
        """What `words` say; raises Invalid where an earlier Vigie spoke otherwise."""
        as_table, mapping, options = json.loads(words)
        return cls(
            as_table,
            parse_mapping(mapping) if mapping else None,
            ReadOptions(**options) if options else None,
        )


@dataclass(frozen=True, slots=True)
class Upload:
    """Files that wait for the decision of whoever sent them."""

    id: str  # the name of their folder
    files: tuple[str, ...]  # names, in the order in which they came
    asked: str  # the words of an `Asked`
    received_at: datetime


class Uploads:
    """The uploads of people, for `KEPT` and no longer."""

    def __init__(self, store: Store, clock: Clock = now) -> None:
        self._store = store
        self._clock = clock

    def keep(self, owner: str, upload_id: str, files: list[str], asked: Asked) -> None:
        """Remembers files that have been received whole."""
        values = {
            "id": upload_id,
            "owner_id": owner,
            "files": json.dumps(files, ensure_ascii=False),
            "asked": asked.words(),
            "received_at": self._clock(),
        }
        with self._store.write() as connection:
            connection.execute(insert(upload).values(values))

    def ask(self, upload_id: str, asked: Asked) -> None:
        """Remembers what was said of the files last."""
        with self._store.write() as connection:
            connection.execute(
                update(upload).where(upload.c.id == upload_id).values(asked=asked.words())
            )

    def of(self, owner: str) -> tuple[Upload, ...]:
        """Those of one person, the latest first."""
        return self._found(upload.c.owner_id == owner)

    def ids(self) -> frozenset[str]:
        """All that wait."""
        return frozenset(one.id for one in self._found(upload.c.id.is_not(None)))

    def over(self) -> frozenset[str]:
        """Those that have been kept long enough."""
        return frozenset(one.id for one in self._found(upload.c.received_at < self._clock() - KEPT))

    def forget(self, upload_id: str) -> None:
        """They were decided on."""
        with self._store.write() as connection:
            connection.execute(delete(upload).where(upload.c.id == upload_id))

    def _found(self, condition: ColumnElement[bool]) -> tuple[Upload, ...]:
        query = select(upload).where(condition).order_by(upload.c.received_at.desc(), upload.c.id)
        with self._store.read() as connection:
            return tuple(
                Upload(row.id, tuple(json.loads(row.files)), row.asked, row.received_at)
                for row in connection.execute(query)
            )
