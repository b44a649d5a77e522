"""One plan carried out in one transaction, whose fate the caller decides."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from decimal import Decimal

from vigie.intake import ledger, unreadable, waiting
from vigie.intake.feed import Feed
from vigie.intake.guard import Guard, Masking, Met
from vigie.intake.ledger import Outcome
from vigie.intake.mapping import SourceMapping, TableMapping, digest
from vigie.intake.pipeline import Pipeline
from vigie.intake.plan import Plan, SourcePlan
from vigie.intake.reading import Shelf, Source
from vigie.intake.report import FileReport, Finding, KpiEffect, TableCounts
from vigie.kit.i18n import text
from vigie.kit.progress import Progress
from vigie.model.schema import Model
from vigie.warehouse.engine import Session

Probe = Callable[[Session, Collection[str]], Mapping[str, Decimal | None]]
"""The figures that rest on some tables, as a session sees them."""


@dataclass
class Execution:
    """The work of one import; `outcome` tells what came of it."""

    session: Session
    model: Model
    currency: str
    import_id: str
    progress: Progress
    probe: Probe
    committed: Callable[[], AbstractContextManager[Session]]  # what readers see meanwhile
    shelf: Shelf  # for rows put aside
    cells: int
    guard: Guard
    masking: Masking | None
    files: list[FileReport] = field(default_factory=list)
    counts: dict[str, TableCounts] = field(default_factory=dict)
    rejected: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    met: list[Met] = field(default_factory=list)  # persons who are kept nameless
    _fed: int = 0

    def run(self, plan: Plan) -> Outcome:
        """Imports the rows staged for a plan."""
        feeds = [feed for planned in plan.sources for feed in self._feeds(planned, plan.mapping)]
        self.pipe(feeds, plan.mapping)
        return self.outcome()

    def pipe(self, feeds: Sequence[Feed], mapping: SourceMapping) -> None:
        """Takes feeds of one source system into core."""
        pipeline = Pipeline(
            self.session,
            self.model,
            self.currency,
            self.import_id,
            mapping.source,
            mapping.prefix,
            self.progress,
            self.shelf.folder,
            self.cells,
            self.counts,
            self.rejected,
            self.warnings,
            self.masking,
            self.met,
        )
        pipeline.run(feeds)
        if self.met:
            self.guard.sweep(self.session, self.import_id, self.met)

    def note(self, source: Source, parts: tuple[TableMapping, ...], source_id: str) -> FileReport:
        """Writes a relation down in the ledger, and says whether it was imported before."""
        meaning = digest(source_id, parts)
        earlier = ledger.already_imported(self.session, source.sha256, meaning)
        file = FileReport(
            source.name, source.sha256, source.rows, len(source.rejected), identical_to=earlier
        )
        ledger.note_file(self.session, self.import_id, len(self.files), file, meaning, source)
        self.files.append(file)
        return file

    def outcome(self) -> Outcome:
        self.progress(text("Effect on the figures"), 0, None)
        written = frozenset(self.session.written)
        self.session.follow(self.import_id)
        return Outcome(
            tuple(self.counts.values()),
            (
                *sorted(self.rejected, key=lambda f: -f.rows),
                *unreadable.of_import(self.session, self.import_id),
            ),
            tuple(sorted(self.warnings, key=lambda f: -f.rows)),
            self._effects(written),
            waiting.settled(self.session, self.import_id),
        )

    def _effects(self, written: Collection[str]) -> tuple[KpiEffect, ...]:
        """What the rows written make of the figures that rest on them."""
        after = self.probe(self.session, written)
        with self.committed() as session:
            before = self.probe(session, written)
        return tuple(
            KpiEffect(metric, before.get(metric), after[metric])
            for metric in after
            if before.get(metric) != after[metric]
        )

    def _feeds(self, planned: SourcePlan, mapping: SourceMapping) -> list[Feed]:
        source = planned.source
        file = self.note(source, planned.mappings, mapping.source)
        # With persons to keep nameless every row is looked at: the file is kept without them.
        if (file.identical_to and not self.masking) or not planned.tables:
            return []
        unreadable.keep(self.session, source, self.import_id)
        feeds: list[Feed] = []
        for part in planned.mappings:
            table = self.model.tables[part.table]
            feeds.append(Feed(self._fed, source, part, table, mapping.prefix))
            self._fed += 1
        return feeds
