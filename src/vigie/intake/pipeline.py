"""The work of one import inside one transaction: candidates → revisions → checks → core."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from vigie.intake import renewal, waiting, whole
from vigie.intake.apply import apply
from vigie.intake.candidate import discard, gather
from vigie.intake.checks import run_checks
from vigie.intake.currency import conversion
from vigie.intake.duplicates import settle
from vigie.intake.faults import Fault, Faults
from vigie.intake.feed import Feed, in_order
from vigie.intake.findings import Findings
from vigie.intake.guard import Masking, Met
from vigie.intake.messages import Check
from vigie.intake.placeholders import hold_places
from vigie.intake.report import Finding, TableCounts
from vigie.intake.revision import OPERATION, Incoming, Revised, Reviser, full_columns
from vigie.intake.stretch import Stretch, stretches
from vigie.intake.totals import Total, held_totals
from vigie.kit.i18n import text
from vigie.kit.progress import Progress
from vigie.model.schema import Model, Table
from vigie.warehouse.aside import aside, put_aside
from vigie.warehouse.ddl import CORE
from vigie.warehouse.engine import Session
from vigie.warehouse.names import qualified, quote


@dataclass
class Pipeline:
    """One run; `counts`, `rejected` and `warnings` tell what came of it."""

    session: Session
    model: Model
    currency: str
    import_id: str
    source_id: str
    prefix: str
    progress: Progress
    shelf: Path  # where rows are put aside
    cells: int  # values that are worked on at a time
    counts: dict[str, TableCounts] = field(default_factory=dict)
    rejected: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    masking: Masking | None = None
    met: list[Met] = field(default_factory=list)  # persons who are kept nameless
    _touched: dict[str, Table] = field(default_factory=dict)
    _made: int = 0

    def run(self, feeds: Sequence[Feed]) -> None:
        """Takes every feed through; the caller commits or rolls back."""
        ordered = in_order(feeds, self.model)
        total = sum(feed.source.rows for feed in ordered)
        done = 0
        for feed in ordered:
            self.progress(text("Reading values: {source}", source=feed.source.name), done, total)
            self._take(feed, done, total)
            done += feed.source.rows
        self.progress(text("Totals and references"), total, total)
        fed = {feed.table.name for feed in ordered}
        self._stand_for_lines(fed)
        self._renew_totals(fed)
        self._hold_places()

    def _take(self, feed: Feed, done: int, total: int) -> None:
        lines = gather(self.session, feed)
        feed = lines.feed
        repeated = settle(self.session, feed)
        lines = replace(lines, rows=lines.rows - repeated.dropped)
        if self.masking:
            self.met += self.masking.apply(self.session, feed)
        self._count(feed.table, read=lines.read, skipped=lines.skipped)
        reviser = self._reviser(self._incoming(feed))
        before = waiting.last_number(self.session)
        rejected, warned = Findings(), Findings()
        doing = text("Checking and writing: {table}", table=feed.table.label)
        for stretch in self._stretches(feed.candidates, lines.rows, feed.table):
            self.progress(doing, done + min(stretch.first or 0, lines.read), total)
            faults = Faults(self.session, feed.number)
            faults.open()
            repeated.note(stretch, faults)
            self._write(feed, stretch, reviser, before, faults)
            rejected.add(faults.findings(feed.table, reject=True))
            warned.add(faults.findings(feed.table, reject=False))
            faults.close()
        discard(self.session, feed)
        if self.masking:
            self.masking.discard(self.session, feed)
        repeated.discard(self.session)
        self.rejected += rejected.all()
        self.warnings += warned.all()

    def _incoming(self, feed: Feed) -> Incoming:
        return Incoming(
            table=feed.table,
            relation=feed.candidates,
            columns=frozenset(feed.columns),
            source_id=self.source_id,
            prefix=self.prefix,
            keeps=bool(feed.mapping.keep),
            totals=held_totals(self.model, feed.table),
        )

    def _write(
        self, feed: Feed, stretch: Stretch, reviser: Reviser, before: int, faults: Faults
    ) -> None:
        revised = self._revised(reviser, stretch)
        run_checks(self.session, feed, stretch, revised, self.model, self.currency, faults)
        rejected = faults.rejected if faults.any_rejected() else None
        applied = apply(self.session, revised, rejected, self.import_id)
        self._count(feed.table, **asdict(applied))
        waiting.release(self.session, feed, revised, rejected, before, self.import_id)
        if rejected:
            waiting.keep(self.session, feed, stretch, revised, faults, before, self.import_id)
        if applied.updated:
            self._renew_lines(feed.table, revised)
        revised.path.unlink()

    def _revised(self, reviser: Reviser, stretch: Stretch) -> Revised:
        self._made += 1
        return reviser.revise(self.session, stretch, self.shelf / f"revision-{self._made}.parquet")

    def _stretches(self, relation: str, rows: int, table: Table) -> Iterator[Stretch]:
        return stretches(self.session, relation, rows, table, self.cells)

    def _reviser(self, incoming: Incoming) -> Reviser:
        """How the candidates are revised: core as it is before the first of them is written."""
        core = qualified(CORE, incoming.table.name)
        fresh = self.session.row(f"SELECT 1 FROM {core} LIMIT 1") is None
        candidates = incoming.relation if "currency_code" in incoming.columns else None
        money = conversion(self.session, self.model, incoming.table, self.currency, candidates)
        full = full_columns(self.session, incoming)
        return Reviser(incoming, money, self.import_id, fresh, full)

    def _count(self, table: Table, **more: int) -> None:
        before = self.counts.get(table.name, TableCounts(table.name))
        if more.get("created") or more.get("updated"):
            self._touched[table.name] = table
        sums = {name: getattr(before, name) + number for name, number in more.items()}
        self.counts[table.name] = replace(before, **sums)

    def _renew_lines(self, table: Table, revised: Revised) -> None:
        """A document whose date or currency changed has its lines converted anew."""
        for line in self.model.tables.values():
            owner = self.model.document(line)
            if owner is not table or line is table:
                continue
            if not any(column.converted for column in line.columns.values()):
                continue
            reference = next(c.name for c in line.references if c.references == owner.name)
            keys = f"SELECT {quote(owner.key[0])} FROM {revised.relation}"
            changed = f"{keys} WHERE {OPERATION} = 'updated'"
            self._renew(line, renewal.lines_of(line, reference, changed))

    def _stand_for_lines(self, fed: set[str]) -> None:
        for header, line, held in renewal.documents(self.model):
            if header.name in whole.HEADERS and fed & {header.name, line.name}:
                added = whole.stand_in(self.session, header, line, held, self.import_id)
                if added:
                    self._count(line, placeholders=added)

    def _renew_totals(self, fed: set[str]) -> None:
        for header, line, held in renewal.documents(self.model):
            if line.name not in fed:
                continue
            self._check_totals(header, line, held)
            summed = renewal.summed_columns(held)
            candidates = renewal.sums(header, line, held, self.import_id)
            self._renew(header, candidates, summed)

    def _check_totals(self, header: Table, line: Table, held: list[Total]) -> None:
        self._made += 1
        faults = Faults(self.session, -self._made)
        faults.open()
        for total in held:
            found = renewal.misfits(header, line, total, self.import_id)
            faults.add(found, Fault(total.column.name, Check.TOTAL, reject=False))
        found = renewal.lineless(header, line, held[0], self.import_id)
        faults.add(found, Fault(held[0].column.name, Check.NO_LINES, reject=False))
        self.warnings += faults.findings(header, reject=False)
        faults.close()

    def _renew(self, table: Table, candidates: str, summed: frozenset[str] = frozenset()) -> None:
        """Revises rows that are in core already."""
        self._made += 1
        path = self.shelf / f"renewal-{self._made}.parquet"
        rows = put_aside(self.session, candidates, path)
        if rows:
            self._renew_rows(table, aside(path), rows, summed)
        path.unlink()

    def _renew_rows(self, table: Table, relation: str, rows: int, summed: frozenset[str]) -> None:
        totals = held_totals(self.model, table)
        incoming = Incoming(
            table=table,
            relation=relation,
            columns=frozenset(table.key) | summed,
            source_id=self.source_id,
            totals=totals,
            summed=summed & totals,
            from_file=False,
        )
        reviser = self._reviser(incoming)
        for stretch in self._stretches(relation, rows, table):
            revised = self._revised(reviser, stretch)
            applied = apply(self.session, revised, None, self.import_id)
            if applied.updated:
                self._touched[table.name] = table
            revised.path.unlink()

    def _hold_places(self) -> None:
        held = hold_places(
            self.session,
            self.model,
            list(self._touched.values()),
            self.import_id,
            self.source_id,
            self.prefix,
        )
        for name, count in held.items():
            self._count(self.model.tables[name], placeholders=count)
