"""Carries what imports and undo have changed to the engine where figures are read."""

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlglot
from sqlglot import exp

from vigie.kit.errors import Busy, Refused, VigieError
from vigie.kit.i18n import text
from vigie.kit.progress import Progress
from vigie.model.schema import Model
from vigie.warehouse.ddl import CORE
from vigie.warehouse.engine import Session, Warehouse
from vigie.warehouse.gate import Gate
from vigie.warehouse.reading import Reader
from vigie.warehouse.slices import Mark, Parcel, Slice, export, marks, parcels, rows_of
from vigie.warehouse.store import Store
from vigie.warehouse.totals import totals


@dataclass(frozen=True, slots=True)
class Carried:
    """What one crossing brought over."""

    slices: int
    rows: int


class Mirror:
    """The copy of a warehouse in another engine; readers see whole data versions only.

    `opens` finds that engine. Where it is away the workspace opens all the same, imports and undo
    go on, and readers are told; it is looked for again by each of them.
    """

    def __init__(self, warehouse: Warehouse, opens: Callable[[], Store], model: Model) -> None:
        self._warehouse = warehouse
        self._opens = opens
        self._opened: Store | None = None
        self._model = model
        self._gate = Gate()
        self._carrying = threading.Lock()
        self._version: int | None = None
        self._failure: VigieError | None = None
        self._look()

    @property
    def version(self) -> int:
        return -1 if self._version is None else self._version

    @property
    def is_current(self) -> bool:
        """Whether the copy holds every committed write."""
        return self._version == self._warehouse.version

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """A reader on the copy; raises `Busy` while it does not hold a whole data version."""
        if self._opened is None:
            self._look()
        with self._gate.inside():
            if self._version is None:
                if self._failure:
                    raise self._failure
                raise Busy(
                    "{engine} does not hold all the data: run 'vigie engine move' to bring it "
                    "up to date.",
                    engine=self._store.label,
                )
            with self._store.read() as reader:
                yield reader

    def carry(self, progress: Progress | None = None, *, resumable: bool = False) -> Carried:
        """Brings the copy up to date: changed slices only, verified before they are shown.

        Readers see the old data until everything is there. A `resumable` move shows each parcel as
        it arrives, so that it goes on where it was cut off; readers are refused meanwhile. Raises
        `VigieError` when a slice does not arrive whole: the copy is then refused to readers until
        it is carried again.
        """
        with self._carrying:
            self._failure = None
            try:
                return self._carry(progress, resumable)
            except BaseException:
                self._version = None
                raise

    def follow(self, version: int) -> None:  # noqa: ARG002
        """Brings the copy up to a committed write; a failure is told to the next reader.

        The write stands: it must not look as if it had failed.
        """
        try:
            self.carry()
        except VigieError as error:
            self._failure = error
        except Exception as error:  # a driver's own kinds, when its engine goes away
            self._failure = VigieError(
                "{engine} could not be brought up to date: {reason}. "
                "Run 'vigie engine move' to catch up.",
                engine=self._store.label,
                reason=str(error)[:200],
            )

    @property
    def label(self) -> str:
        """What people call the engine; raises `VigieError` while it is away."""
        return self._store.label

    def rewrite(self) -> None:
        """Brings the copy up to date, with nothing of earlier rows left in its files.

        Raises `VigieError` while the engine is away.
        """
        if not self.is_current:
            self.carry()
        with self._carrying, self._gate.closed():
            self._store.rewrite()

    def tables_with(self, patterns: Sequence[str]) -> Sequence[str]:
        """The tables of the copy in which the engine finds one of the patterns."""
        return self._store.tables_with(patterns) if patterns else ()

    def close(self) -> None:
        """Lets go of the other engine."""
        if self._opened:
            self._opened.close()

    def _look(self) -> None:
        """Looks for the engine, and whether it holds everything.

        What an earlier process committed and could not carry any more is missing there.
        """
        with self._carrying:
            if self._opened is None:
                try:
                    current = self._store.version() == self._warehouse.version
                except VigieError as error:
                    self._failure = error
                else:
                    self._failure = None
                    self._version = self._warehouse.version if current else None

    @property
    def _store(self) -> Store:
        """The engine; raises `VigieError` while it is away, or holds what is another's."""
        if self._opened is None:
            store = self._opens()
            owner = store.owner()
            if owner not in (None, self._warehouse.identity):
                store.close()
                raise Refused(
                    "What {engine} holds at this place is the copy of another workspace: "
                    "name another place, or drop what is there.",
                    engine=store.label,
                )
            self._opened = store
        return self._opened

    def _carry(self, progress: Progress | None, resumable: bool) -> Carried:
        version = self._warehouse.version
        self._store.claim(self._warehouse.identity)
        self._store.discard()
        with self._warehouse.read() as session:
            wanted, held = marks(session, self._model), self._store.held()
            changed = {piece: mark for piece, mark in wanted.items() if held.get(piece) != mark}
            waiting: dict[Slice, Mark] = {}
            for parcel in parcels(changed, wanted):
                if progress:
                    done = sum(wanted[piece].rows for piece in waiting)
                    name = self._model.tables[parcel.table].label
                    progress(text("Moving {table}", table=name), done, None)
                self._bring(session, parcel)
                waiting.update((piece, wanted[piece]) for piece in parcel.slices)
                if resumable:
                    self._show(waiting, (), None)
                    waiting = {}
        self._show(waiting, held.keys() - wanted.keys(), version)
        self._store.settle(version)
        return Carried(len(changed), sum(mark.rows for mark in changed.values()))

    def _bring(self, session: Session, parcel: Parcel) -> None:
        with TemporaryDirectory(prefix="vigie-") as folder:
            files = export(session, parcel, self._model, Path(folder) / "parcel")
            self._store.stage(parcel.table, files)
            self._verify(session, parcel)

    def _verify(self, session: Session, parcel: Parcel) -> None:
        table, own = self._model.tables[parcel.table], exp.to_identifier("own")
        rows = sqlglot.parse_one(rows_of(parcel, self._model), dialect=session.dialect.name)
        months = {"months": list(parcel.months)}
        original = totals(session, table, exp.Subquery(this=rows, alias=own), months)
        with self._store.staged(parcel.table) as reader:
            copy = totals(reader, table, exp.table_(parcel.table, db=CORE, alias=own), {})
        for month, sums in original.items():
            for name, here in sums.items():
                there = copy.get(month, {}).get(name)
                if there != here:
                    raise self._damaged(parcel.table, month, name, here, there)

    def _damaged(
        self, table: str, month: str, name: str, here: Decimal, there: Decimal | None
    ) -> VigieError:
        return VigieError(
            "{table} of {month} did not arrive whole in {engine} ({what}: {there} instead of "
            "{here}): the copy is not used; run 'vigie engine move' again.",
            table=table,
            month=month,
            engine=self._store.label,
            what=name,
            there=there,
            here=here,
        )

    def _show(
        self, new: Mapping[Slice, Mark], gone: Collection[Slice], version: int | None
    ) -> None:
        with self._gate.closed():
            self._version = None
            self._store.switch(new, gone)
            self._version = version
