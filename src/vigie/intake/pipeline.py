"""The work of one import inside one transaction: candidates → revisions → checks → core."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from vigie.intake import renewal, waiting, whole
from vigie.intake.apply import Applied, apply
from vigie.intake.candidate import ROW, Gathered, gather
from vigie.intake.checks import run_checks
from vigie.intake.currency import conversion
from vigie.intake.duplicates import settle
from vigie.intake.faults import Fault, Faults
from vigie.intake.feed import Feed, in_order
from vigie.intake.messages import Check
from vigie.intake.placeholders import hold_places
from vigie.intake.report import Finding, TableCounts
from vigie.intake.revision import OPERATION, Incoming, Revised, Reviser, full_columns
from vigie.intake.totals import Total, held_totals
from vigie.kit.i18n import text
from vigie.kit.progress import Progress
from vigie.model.schema import Model, Table
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
    counts: dict[str, TableCounts] = field(default_factory=dict)
    rejected: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    _touched: dict[str, Table] = field(default_factory=dict)
    _made: int = 0

    def run(self, feeds: Sequence[Feed]) -> None:
        """Takes every feed through; the caller commits or rolls back."""
        ordered = in_order(feeds, self.model)
        total = 2 * len(ordered) + 1
        gathered: list[tuple[Feed, Gathered, Faults]] = []
        for done, feed in enumerate(ordered):
            self.progress(text("Reading values: {source}", source=feed.source.name), done, total)
            gathered.append(self._gather(feed))
        for done, (feed, lines, faults) in enumerate(gathered, start=len(ordered)):
            self.progress(
                text("Checking and writing: {table}", table=feed.table.label), done, total
            )
            self._take(feed, lines, faults)
        self.progress(text("Totals and references"), total - 1, total)
        fed = {feed.table.name for feed in ordered}
        self._stand_for_lines(fed)
        self._renew_totals(fed)
        self._hold_places()

    def _gather(self, feed: Feed) -> tuple[Feed, Gathered, Faults]:
        lines = gather(self.session, feed)
        faults = Faults(self.session, feed.number)
        faults.open()
        repeated = settle(self.session, feed, faults)
        return feed, replace(lines, rows=lines.rows - repeated), faults

    def _take(self, feed: Feed, lines: Gathered, faults: Faults) -> None:
        incoming = Incoming(
            table=feed.table,
            relation=feed.candidates,
            columns=frozenset(feed.columns),
            into=feed.revisions,
            source_id=self.source_id,
            prefix=self.prefix,
            keeps=bool(feed.mapping.keep),
            totals=held_totals(self.model, feed.table),
        )
        revised = self._revise(incoming)
        run_checks(self.session, feed, revised, self.model, self.currency, faults)
        rejected = faults.rejected if faults.any_rejected() else None
        applied = apply(self.session, revised, rejected, self.import_id)
        self._count(feed.table, applied, lines)
        waiting.release(self.session, feed, rejected, self.import_id)
        if rejected:
            waiting.keep(self.session, feed, faults, self.import_id)
        self._collect(feed.table, faults)
        if applied.updated:
            self._renew_lines(feed)
        for temporary in (feed.candidates, feed.revisions, faults.relation):
            self.session.execute(f"DROP TABLE {temporary}")

    def _revise(self, incoming: Incoming) -> Revised:
        core = qualified(CORE, incoming.table.name)
        fresh = self.session.row(f"SELECT 1 FROM {core} LIMIT 1") is None
        candidates = incoming.relation if "currency_code" in incoming.columns else None
        money = conversion(self.session, self.model, incoming.table, self.currency, candidates)
        full = full_columns(self.session, incoming)
        return Reviser(incoming, money, self.import_id, fresh, full).revise(self.session)

    def _collect(self, table: Table, faults: Faults) -> None:
        self.rejected += faults.findings(table, reject=True)
        self.warnings += faults.findings(table, reject=False)

    def _count(self, table: Table, applied: Applied, lines: Gathered) -> None:
        before = self.counts.get(table.name, TableCounts(table.name))
        if applied.created or applied.updated:
            self._touched[table.name] = table
        self.counts[table.name] = replace(
            before,
            read=before.read + lines.read,
            created=before.created + applied.created,
            updated=before.updated + applied.updated,
            unchanged=before.unchanged + applied.unchanged,
            quarantined=before.quarantined + applied.quarantined,
            skipped=before.skipped + lines.skipped,
        )

    def _renew_lines(self, feed: Feed) -> None:
        """A document whose date or currency changed has its lines converted anew."""
        for line in self.model.tables.values():
            owner = self.model.document(line)
            if owner is not feed.table or line is feed.table:
                continue
            if not any(column.converted for column in line.columns.values()):
                continue
            reference = next(c.name for c in line.references if c.references == owner.name)
            revised = (
                f"SELECT {quote(owner.key[0])} FROM {feed.revisions} WHERE {OPERATION} = 'updated'"
            )
            self._renew(line, renewal.lines_of(line, reference, revised))

    def _stand_for_lines(self, fed: set[str]) -> None:
        for header, line, held in renewal.documents(self.model):
            if header.name in whole.HEADERS and fed & {header.name, line.name}:
                added = whole.stand_in(self.session, header, line, held, self.import_id)
                before = self.counts.get(line.name, TableCounts(line.name))
                if added:
                    placeholders = before.placeholders + added
                    self.counts[line.name] = replace(before, placeholders=placeholders)

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
        self._collect(header, faults)

    def _renew(self, table: Table, candidates: str, summed: frozenset[str] = frozenset()) -> None:
        """Revises rows that are in core already."""
        self._made += 1
        relation, into = quote(f"renewal_{self._made}"), quote(f"renewed_{self._made}")
        self.session.execute(f"CREATE TEMP TABLE {relation} AS {candidates}")
        if self.session.row(f"SELECT {ROW} FROM {relation} LIMIT 1") is None:
            return
        keys = frozenset(table.key)
        totals = held_totals(self.model, table)
        incoming = Incoming(
            table=table,
            relation=relation,
            columns=keys | summed,
            into=into,
            source_id=self.source_id,
            totals=totals,
            summed=summed & totals,
            from_file=False,
        )
        applied = apply(self.session, self._revise(incoming), None, self.import_id)
        if applied.updated:
            self._touched[table.name] = table

    def _hold_places(self) -> None:
        held = hold_places(
            self.session,
            self.model,
            list(self._touched.values()),
            self.import_id,
            self.source_id,
            self.prefix,
        )
        for table, count in held.items():
            before = self.counts.get(table, TableCounts(table))
            self.counts[table] = replace(before, placeholders=before.placeholders + count)
