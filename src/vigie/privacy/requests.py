"""What persons may ask for, done: find them, hand over, correct, restrict, erase."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from vigie.intake.service import Intake
from vigie.kit.errors import Invalid, NotFound, Refused, VigieError
from vigie.kit.progress import Progress, silent
from vigie.model.schema import Model
from vigie.people.audit import COMMAND_LINE, Action
from vigie.people.directory import ADMIN
from vigie.people.house import People
from vigie.privacy.copies import Copies
from vigie.privacy.correction import correct
from vigie.privacy.erasure import Erasure
from vigie.privacy.finding import Anchor, Found, Reach, find
from vigie.privacy.handover import gathered, packed
from vigie.privacy.ledger import Kind, Ledger
from vigie.privacy.plan import Plan, unfinished
from vigie.privacy.restriction import release, restrict
from vigie.privacy.traces import Traces
from vigie.privacy.turn import Turn
from vigie.settings import Settings
from vigie.warehouse import persons
from vigie.warehouse.engine import Session, Warehouse


@dataclass(frozen=True)
class Requests:
    """The desk at which requests of persons are answered."""

    directory: Path
    settings: Settings
    model: Model
    warehouse: Warehouse
    people: People
    ledger: Ledger
    copies: Copies
    turn: Turn
    intake: Callable[[], Intake]

    def find(self, term: str) -> list[Found]:
        """Whom an e-mail address, a phone number, a name or a key may mean."""
        with self.warehouse.read() as session:
            return find(session, self.model, term)

    def hand_over(self, anchors: Sequence[Anchor], actor: str = COMMAND_LINE) -> bytes:
        """Everything about a person, as a zip to give to them; raises NotFound, Invalid."""
        with self.warehouse.read() as session:
            self._refuse_unknown(session, anchors)
            found = gathered(session, Reach(self.model, tuple(anchors)), self.people.roles)
        name = self.ledger.open(Kind.EXPORT, actor)
        told = {table: len(rows) for table, rows in found.items()}
        self.ledger.close(name, {"request": name, "kind": Kind.EXPORT, "rows": told})
        self.people.audit.record(Action.PERSON_EXPORTED, actor, name, rows=told)
        today = self.settings.zone
        return packed(
            found,
            self.model,
            self.settings.company,
            self.settings.locale,
            datetime.now(today).date(),
        )

    def correct(self, anchor: Anchor, column: str, value: str, actor: str = COMMAND_LINE) -> None:
        """Corrects one column of one row, for good; raises NotFound, Invalid."""
        with self.warehouse.read() as session:
            self._refuse_unknown(session, [anchor])
        name = self.ledger.open(Kind.RECTIFY, actor)
        told = {"request": name, "kind": Kind.RECTIFY, "table": anchor.table, "column": column}
        try:
            correct(self.warehouse, self.model, self.ledger, anchor, column, value, name)
        except VigieError as error:
            self.ledger.close(name, {**told, "refused": error.code})
            raise
        self.ledger.close(name, told)
        self.people.audit.record(Action.PERSON_RECTIFIED, actor, name, column=column)

    def restrict(self, anchors: Sequence[Anchor], actor: str = COMMAND_LINE) -> None:
        """Sets a person's data aside until `release`; raises NotFound, Invalid."""
        with self.warehouse.read() as session:
            self._refuse_unknown(session, anchors)
        name = self.ledger.open(Kind.RESTRICT, actor)
        with self.warehouse.write() as session:
            reach = Reach(self.model, tuple(anchors))
            done = restrict(session, self.model, self.ledger, reach, self.settings.locale, name)
        self._told(name, Kind.RESTRICT, actor, done)

    def release(self, anchors: Sequence[Anchor], actor: str = COMMAND_LINE) -> None:
        """Lifts a restriction; raises NotFound, Invalid."""
        with self.warehouse.read() as session:
            self._refuse_unknown(session, anchors)
        name = self.ledger.open(Kind.RELEASE, actor)
        with self.warehouse.write() as session:
            done = release(session, self.model, self.ledger, Reach(self.model, tuple(anchors)))
        self._told(name, Kind.RELEASE, actor, done)

    def _told(self, name: str, kind: Kind, actor: str, rows: Mapping[str, int]) -> None:
        self.ledger.close(name, {"request": name, "kind": kind, "rows": rows})
        self.people.audit.record(Action.PERSON_RESTRICTED, actor, name, kind=kind)

    def erase(
        self, anchors: Sequence[Anchor], actor: str = COMMAND_LINE, progress: Progress = silent
    ) -> dict[str, Any]:
        """Erases the person whom the rows are about; gives the certificate.

        Raises NotFound when a row is not there, Invalid without any row, Busy while somebody
        else erases.
        """
        with self.turn.taken():
            return self.carry_out(self.begin(anchors, actor), actor, progress)

    def begin(self, anchors: Sequence[Anchor], actor: str) -> Plan:
        """Opens the erasure of a person and keeps its plan; nothing is erased yet."""
        with self.warehouse.read() as session:
            self._refuse_unknown(session, anchors)
            traces = Reach(self.model, tuple(anchors)).traces(session)
        users = self._accounts(traces)
        name = self.ledger.open(Kind.ERASE, actor)
        plan = Plan(name, Kind.ERASE, tuple(anchors), traces, tuple(users))
        plan.write(self.directory)
        return plan

    def make_nameless(
        self, anchors: Sequence[Anchor], actor: str, progress: Progress = silent
    ) -> dict[str, Any]:
        """Makes many persons nameless whose time is over: their rows and what points to them.

        Nothing is searched for their names: kept files have a time of their own.
        """
        name = self.ledger.open(Kind.RETENTION, actor)
        plan = Plan(name, Kind.RETENTION, tuple(anchors), Traces())
        plan.write(self.directory)
        return self.carry_out(plan, actor, progress)

    def resume(
        self, actor: str = COMMAND_LINE, progress: Progress = silent
    ) -> Iterator[dict[str, Any]]:
        """Finishes what was cut off; gives the certificates."""
        for plan in unfinished(self.directory):
            yield self.carry_out(plan, actor, progress)

    def write_anew(self) -> None:
        """Leaves nothing of replaced rows in any file of the data, nor in copies of them."""
        self.warehouse.rewrite()
        self.copies.write_anew()

    def unfinished(self) -> list[str]:
        """The requests that were cut off."""
        return [plan.request for plan in unfinished(self.directory)]

    def carry_out(self, plan: Plan, actor: str, progress: Progress = silent) -> dict[str, Any]:
        """Does what a plan says; gives the certificate. Raises Busy while somebody else erases."""
        work = Erasure(
            self.directory,
            self.settings.locale,
            self.model,
            self.warehouse,
            self.people,
            self.ledger,
            self.copies,
            progress,
        )
        # An import that had begun before would bring back whom it does not know to keep away.
        with self.turn.taken(), self.intake().paused():
            certificate = dict(work.carry_out(plan))
        self.people.audit.record(
            Action.PERSON_ERASED, actor, plan.request, kind=plan.kind, left=certificate["left"]
        )
        return certificate

    def _accounts(self, traces: Traces) -> list[str]:
        """The accounts of the person; raises Refused where nobody would be left to administer."""
        known = self.people.directory.all()
        own = [one.id for one in known if traces.are_in(one.email)]
        others = [one for one in known if one.id not in own and one.is_active]
        if own and not any(one.role == ADMIN for one in others):
            raise Refused("Somebody must stay who administers: give another person the role first.")
        return own

    def _refuse_unknown(self, session: Session, anchors: Sequence[Anchor]) -> None:
        if not anchors:
            raise Invalid("Name at least one row of the person.")
        for one in anchors:
            rows = persons.of_keys(self.model.tables[one.table], [one.key])
            if not persons.count(session, rows):
                raise NotFound("There is no row {row}.", row=str(one))
