"""One plan carried out in one transaction, whose fate the caller decides."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from vigie.intake import ledger, unreadable
from vigie.intake.feed import Feed
from vigie.intake.ledger import Outcome
from vigie.intake.mapping import SourceMapping, TableMapping, digest
from vigie.intake.pipeline import Pipeline
from vigie.intake.plan import Plan, SourcePlan
from vigie.intake.reading import Source
from vigie.intake.report import FileReport, Finding, KpiEffect, TableCounts
from vigie.intake.stretch import CELLS
from vigie.kit.i18n import text
from vigie.kit.progress import Progress
from vigie.model.schema import Model
from vigie.warehouse.engine import Session

Probe = Callable[[Session], Mapping[str, Decimal | None]]


@dataclass
class Execution:
    """The work of one import; `outcome` tells what came of it."""

    session: Session
    model: Model
    currency: str
    import_id: str
    progress: Progress
    probe: Probe
    cells: int = CELLS
    files: list[FileReport] = field(default_factory=list)
    counts: dict[str, TableCounts] = field(default_factory=dict)
    rejected: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    _fed: int = 0

    def run(self, plan: Plan) -> Outcome:
        """Imports the rows staged for a plan."""
        before = self.probe(self.session)
        feeds = [feed for planned in plan.sources for feed in self._feeds(planned, plan.mapping)]
        self.pipe(feeds, plan.mapping)
        return self.outcome(before)

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
            self.counts,
            self.rejected,
            self.warnings,
            self.cells,
        )
        pipeline.run(feeds)

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

    def outcome(self, before: Mapping[str, Decimal | None]) -> Outcome:
        self.progress(text("Effect on the figures"), 0, None)
        self.session.follow(self.import_id)
        after = self.probe(self.session)
        effects = tuple(
            KpiEffect(metric, before.get(metric), after[metric])
            for metric in after
            if before.get(metric) != after[metric]
        )
        return Outcome(
            tuple(self.counts.values()),
            (
                *sorted(self.rejected, key=lambda f: -f.rows),
                *unreadable.of_import(self.session, self.import_id),
            ),
            tuple(sorted(self.warnings, key=lambda f: -f.rows)),
            effects,
        )

    def _feeds(self, planned: SourcePlan, mapping: SourceMapping) -> list[Feed]:
        source = planned.source
        file = self.note(source, planned.mappings, mapping.source)
        if file.identical_to or not planned.tables:
            return []
        unreadable.keep(self.session, source, self.import_id)
        feeds: list[Feed] = []
        for part in planned.mappings:
            table = self.model.tables[part.table]
            feeds.append(Feed(self._fed, source, part, table, mapping.prefix))
            self._fed += 1
        return feeds
