"""How long personal data stay: what is over is found, told, and made nameless."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from vigie.kit.i18n import Label
from vigie.kit.progress import Progress, silent
from vigie.model.schema import Model
from vigie.people.audit import COMMAND_LINE, Action
from vigie.people.house import People
from vigie.privacy.declaration import Declaration, Rule
from vigie.privacy.finding import Anchor
from vigie.privacy.ledger import Mask, digest
from vigie.privacy.requests import Requests
from vigie.privacy.subjects import links, load_subjects
from vigie.settings import Settings
from vigie.warehouse import expiry
from vigie.warehouse.engine import Session, Warehouse

FILES: Final = "files"  # the received files that are kept
KEPT: Final = "data/imports"


@dataclass(frozen=True, slots=True)
class Due:
    """What one rule finds over: persons by their keys, or rows with columns to empty."""

    table: str
    rule: Rule
    before: date  # what is older is over
    keys: tuple[str, ...] = ()
    rows: int = 0

    @property
    def count(self) -> int:
        return len(self.keys) or self.rows

    @property
    def because(self) -> Label:
        return self.rule.because


@dataclass(frozen=True)
class Retention:
    """Runs the rules of `retention.yaml` and of the company's `privacy.yaml`."""

    directory: Path
    warehouse: Warehouse
    model: Model
    settings: Settings
    declaration: Declaration
    people: People
    requests: Requests

    def due(self, today: date | None = None) -> list[Due]:
        """What every rule finds over; nothing is changed."""
        day = today or datetime.now(self.settings.zone).date()
        rules = self.declaration.retention
        with self.warehouse.read() as session:
            people = [self._people(session, name, rule, day) for name, rule in rules.people.items()]
            rows = [self._columns(session, name, rule, day) for name, rule in rules.columns.items()]
        return [*people, *rows, *(self._files(rule, day) for rule in (rules.files,) if rule)]

    def run(
        self,
        today: date | None = None,
        actor: str = COMMAND_LINE,
        progress: Progress = silent,
    ) -> list[Due]:
        """Makes nameless whoever is over, and empties columns; tells what it found and did.

        Wordings are not searched for names, as they are when a person asks.
        """
        found = self.due(today)
        emptied = {one.table: one.rows for one in found if one.rows}
        if emptied:
            self._empty(found)
        if anchors := [Anchor(one.table, key) for one in found for key in one.keys]:
            self.requests.make_nameless(anchors, actor, progress)
        elif emptied:
            self.warehouse.rewrite()
        if emptied:
            self.people.audit.record(Action.PERSON_ERASED, actor, "retention", emptied=emptied)
        return found

    def _empty(self, found: list[Due]) -> None:
        with self.warehouse.write() as session:
            for one in found:
                if one.rows and one.table != FILES:
                    table = self.model.tables[one.table]
                    expiry.empty(session, table, one.rule.columns, one.before)
        for one in found:
            if one.table == FILES:
                for file in self._older(one.before):
                    file.unlink()

    def _files(self, rule: Rule, today: date) -> Due:
        before = _months_before(today, rule.months)
        return Due(FILES, rule, before, rows=0 if rule.never else len(self._older(before)))

    def _older(self, before: date) -> list[Path]:
        """Received files that were kept before a day."""
        zone = self.settings.zone
        return [
            file
            for file in sorted((self.directory / KEPT).rglob("*"))
            if file.is_file() and datetime.fromtimestamp(file.stat().st_mtime, zone).date() < before
        ]

    def _people(self, session: Session, name: str, rule: Rule, today: date) -> Due:
        subject, table = load_subjects()[name], self.model.tables[name]
        before = _months_before(today, rule.months)
        if rule.never:
            return Due(name, rule, before)
        telling = (*subject.names, *subject.emails, *subject.phones)
        if rule.since:
            keys = expiry.past(session, table, rule.since, subject.condition, before, telling)
        else:
            pointing = [(one.table, one.column) for one in links(self.model, name)]
            keys = expiry.silent_since(
                session, self.model, table, pointing, subject.condition, before, telling
            )
        return Due(name, rule, before, keys=tuple(self._known(name, keys)))

    def _known(self, table: str, keys: Sequence[str]) -> Iterator[str]:
        """Those who were not made nameless yet: a pseudonym stands in the place of their name."""
        ledger = self.requests.ledger
        nameless, secret = ledger.digests(Mask.ERASED).get(table, frozenset()), ledger.secret()
        for key in keys:
            if digest(secret, table, key) not in nameless:
                yield key

    def _columns(self, session: Session, name: str, rule: Rule, today: date) -> Due:
        before = _months_before(today, rule.months)
        if rule.never:
            return Due(name, rule, before)
        table = self.model.tables[name]
        rows = expiry.old_values(session, table, rule.columns, before)
        return Due(name, rule, before, rows=rows)


def _months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last one of a shorter month."""
    place = day.year * 12 + day.month - 1 - months
    for last in range(day.day, 27, -1):
        try:
            return date(place // 12, place % 12 + 1, last)
        except ValueError:
            continue
    return date(place // 12, place % 12 + 1, min(day.day, 28))
