"""How long personal data stay: what is over is found, told, and made nameless."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
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
from vigie.privacy.runs import AGAIN, SCHEDULE, Runs
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
    runs: Runs

    def due(self, today: date | None = None) -> list[Due]:
        """What every rule finds over; nothing is changed."""
        day = today or datetime.now(self.settings.zone).date()
        rules = self.declaration.retention
        with self.warehouse.read() as session:
            people = [self._people(session, name, rule, day) for name, rule in rules.people.items()]
            rows = [self._columns(session, name, rule, day) for name, rule in rules.columns.items()]
        return [*people, *rows, *(self._files(rule, day) for rule in (rules.files,) if rule)]

    def look(self, today: date | None = None, actor: str = COMMAND_LINE) -> list[Due]:
        """Tells what is over, and keeps that it was looked at."""
        return self._noted(lambda: self.due(today), actor, applied=False)

    def run(
        self,
        today: date | None = None,
        actor: str = COMMAND_LINE,
        progress: Progress = silent,
    ) -> list[Due]:
        """Makes nameless whoever is over, and empties columns; tells what it found and did.

        Finishes first what was cut off. Wordings are not searched for names, as they are when a
        person asks. Raises Busy while somebody else erases.
        """
        return self._noted(lambda: self._applied(today, actor, progress), actor, applied=True)

    def by_schedule(self, now: datetime, progress: Progress = silent) -> list[Due]:
        """What the running server does when it is time: applies the rules, or only looks."""
        today = now.astimezone(self.settings.zone).date()
        if self.settings.retention.apply:
            return self.run(today, SCHEDULE, progress)
        return self.look(today, SCHEDULE)

    def next_run(self, now: datetime) -> datetime | None:
        """When the running server looks next; not after `now` when it is time, None: never."""
        form, last = self.settings.retention, self.runs.last()
        if last is None:
            return form.next_after(now, self.settings.zone) and now
        then = form.next_after(last.started_at, self.settings.zone)
        if then and last.outcome is None:
            # Killed, or failed: not again at once, lest it brings the server down each time.
            return min(then, last.started_at + AGAIN)
        return then

    def _noted(self, work: Callable[[], list[Due]], actor: str, *, applied: bool) -> list[Due]:
        action = Action.RETENTION_APPLIED if applied else Action.RETENTION_LOOKED_AT
        with self.requests.turn.taken():
            self._rewrite_what_was_cut_off()
            name = self.runs.begin(actor, applied=applied)
            try:
                found = work()
            except BaseException:
                self.runs.end(name, None)
                raise
            over = Counter[str]()
            for one in found:
                over[one.table] += one.count
            self.runs.end(name, over)
            self.people.audit.record(action, actor, "retention", over=dict(+over))
            return found

    def _rewrite_what_was_cut_off(self) -> None:
        """What a killed run has emptied is gone from the rows, and perhaps not from the file."""
        last = self.runs.last()
        if last and last.applied and last.outcome is None:
            self.requests.write_anew()

    def _applied(self, today: date | None, actor: str, progress: Progress) -> list[Due]:
        for _ in self.requests.resume(actor, progress):
            pass
        found = self.due(today)
        emptied = any(one.rows for one in found)
        if emptied:
            self._empty(found)
        if anchors := [Anchor(one.table, key) for one in found for key in one.keys]:
            self.requests.make_nameless(anchors, actor, progress)
        elif emptied:
            self.requests.write_anew()
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
