"""The one door to importing: plan, dry run, commit, undo, quarantine."""

import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from vigie.intake import ledger, planning, quarantine, saved
from vigie.intake.archive import digests, keep_files, move_files
from vigie.intake.execution import Execution, Probe
from vigie.intake.export import export
from vigie.intake.guard import Guard, Masking, Nobody
from vigie.intake.ledger import Outcome
from vigie.intake.lock import ImportLock
from vigie.intake.mapping import SourceMapping, digest
from vigie.intake.plan import Plan
from vigie.intake.quarantine import QuarantinedRow, Selection
from vigie.intake.reading import ReadOptions, Shelf
from vigie.intake.report import Finding, ImportReport, ImportStatus
from vigie.intake.retry import retry
from vigie.intake.stretch import cells_in
from vigie.intake.undo import undo
from vigie.kit.errors import Invalid, Refused, VigieError
from vigie.kit.i18n import SOURCE_LOCALE, Locale, text
from vigie.kit.progress import Progress, silent
from vigie.model.schema import Model
from vigie.warehouse.engine import Session, Warehouse


def no_figures(session: Session, tables: Collection[str]) -> dict[str, None]:
    """A probe that looks at no figure."""
    del session, tables
    return {}


@dataclass(frozen=True, slots=True)
class IntakeSettings:
    """What importing needs to know of the workspace."""

    company_currency: str
    time_zone: str
    imports_dir: Path  # received files, content-addressed
    mappings_dir: Path  # accepted mappings, YAML
    cells: int | None = None  # values that are worked on at a time; None: what memory allows

    @property
    def staging_dir(self) -> Path:
        """Rows on their way in: on the disk of the workspace, which has room."""
        return self.imports_dir.with_name("staging")


class Intake:
    """Brings received files into the warehouse, and takes them out again."""

    def __init__(
        self,
        warehouse: Warehouse,
        model: Model,
        settings: IntakeSettings,
        probe: Probe = no_figures,
        guard: Guard | None = None,
    ) -> None:
        self._warehouse = warehouse
        self._model = model
        self._settings = settings
        self._probe = probe
        self._guard = guard or Nobody()
        self._lock = ImportLock()
        # What a killed process left behind belongs to nobody.
        shutil.rmtree(settings.staging_dir, ignore_errors=True)
        with warehouse.write() as session:
            ledger.create(session)

    def plan(
        self,
        paths: Sequence[Path],
        as_table: str | None = None,
        mapping: SourceMapping | Path | None = None,
        options: ReadOptions | None = None,
        progress: Progress = silent,
    ) -> Plan:
        """Reads the files and says which tables they would feed, how, and how surely.

        `mapping` (a YAML file, or an edited `Plan.mapping`) decides alone; `as_table` forces the
        target of a proposal. Raises UnreadableFile, Invalid (a mapping that cannot be), NotFound.
        """
        wanted = planning.Wanted(
            tuple(paths),
            options or ReadOptions(time_zone=self._settings.time_zone),
            as_table,
            mapping,
        )
        with self._warehouse.read() as session:
            known = saved.load(self._settings.mappings_dir)
            return planning.make(session, self._model, wanted, known, self._shelf(), progress)

    def dry_run(self, plan: Plan, progress: Progress = silent) -> ImportReport:
        """Does all that `commit` does, tells what came of it, and throws it away."""
        _refuse_unmapped(plan)
        _refuse_changed(plan, digests(plan.paths))
        with self._lock.held(), self._warehouse.read() as session:
            run = self._execution(session, ledger.new_import_id(), progress, self._guard.masking())
            started = ledger.now()
            outcome = run.run(plan)
            return ImportReport(
                import_id=run.import_id,
                source_id=plan.mapping.source,
                status=ImportStatus.DRY_RUN,
                started_at=started,
                finished_at=ledger.now(),
                files=tuple(run.files),
                tables=outcome.tables,
                rejected=outcome.rejected,
                warnings=outcome.warnings,
                effects=outcome.effects,
                settled=outcome.settled,
            )

    def commit(self, plan: Plan, progress: Progress = silent, wait: bool = True) -> ImportReport:
        """Imports the plan, all or nothing.

        While another import runs, waits for it, or raises Busy when `wait` is False.
        """
        _refuse_unmapped(plan)
        with self._lock.held(wait):
            if identical := self._identical(plan):
                return identical
            progress(text("Keeping the received files"), 0, None)
            masking = self._guard.masking()
            received = self._receive(plan.paths, masking)

            def work(run: Execution) -> Outcome:
                _refuse_changed(plan, received)
                return self._kept(received, run, run.run(plan))

            return self._concluded(self._begin(plan.mapping), work, progress, masking)

    def take(self, paths: Sequence[Path], progress: Progress = silent) -> ImportReport:
        """Plans and commits files that nobody needs to look at first: they are read once.

        Raises what `plan` and `commit` raise.
        """
        options = ReadOptions(time_zone=self._settings.time_zone)
        wanted = planning.Wanted(tuple(paths), options)
        known = saved.load(self._settings.mappings_dir)

        def work(run: Execution) -> Outcome:
            plan = planning.make(run.session, self._model, wanted, known, self._shelf(), progress)
            _refuse_unmapped(plan)
            _refuse_changed(plan, received)
            words = plan.mapping.words()
            ledger.note_mapping(run.session, run.import_id, plan.mapping.source, words)
            return self._kept(received, run, run.run(plan))

        with self._lock.held():
            masking = self._guard.masking()
            received = self._receive(wanted.paths, masking)
            return self._concluded(self._begin(SourceMapping()), work, progress, masking)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Nothing is imported meanwhile; waits for what is."""
        with self._lock.held():
            yield

    def imports(self) -> list[ImportReport]:
        """Every import, the latest first."""
        with self._warehouse.read() as session:
            return ledger.reports(session, self._model)

    def show(self, import_id: str) -> ImportReport:
        """One import; raises NotFound."""
        with self._warehouse.read() as session:
            return ledger.report(session, self._model, import_id)

    def undo(self, import_id: str) -> ImportReport:
        """Puts every row back exactly as it was before the import.

        Raises Refused, naming the later import, when its rows have been touched since.
        """
        with self._lock.held(), self._warehouse.write() as session:
            undo(session, self._model, import_id)
            return ledger.report(session, self._model, import_id)

    def quarantine(self, import_id: str | None = None, table: str | None = None) -> list[Finding]:
        """Why rows are waiting, grouped by table, column and rule, the most frequent first."""
        with self._warehouse.read() as session:
            return quarantine.groups(session, self._model, Selection(import_id, table))

    def waiting(self) -> dict[str, int]:
        """How many rows of each table wait."""
        with self._warehouse.read() as session:
            return quarantine.waiting(session)

    def quarantined_rows(
        self,
        import_id: str | None = None,
        table: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[QuarantinedRow]:
        """The waiting rows themselves, with what is wrong in each."""
        selection = Selection(import_id, table)
        with self._warehouse.read() as session:
            return quarantine.rows(session, self._model, selection, limit, offset)

    def export_quarantine(
        self,
        path: Path,
        import_id: str | None = None,
        table: str | None = None,
        locale: Locale = SOURCE_LOCALE,
    ) -> int:
        """Writes the waiting rows to a .csv or .xlsx file to be corrected; gives their number."""
        with self._warehouse.read() as session:
            return export(session, self._model, path, Selection(import_id, table), locale)

    def retry(self, path: Path, progress: Progress = silent) -> ImportReport:
        """Imports a corrected export; rows that are now sound leave the quarantine."""
        options = ReadOptions(time_zone=self._settings.time_zone)
        with self._lock.held():
            masking = self._guard.masking()
            received = self._receive([path], masking)
            import_id = self._begin(SourceMapping())

            def work(run: Execution) -> Outcome:
                return self._kept(received, run, retry(run, path, options))

            return self._concluded(import_id, work, progress, masking)

    def save_mapping(self, plan: Plan, name: str) -> Path:
        """Keeps the plan's mapping for the next files of the same shape."""
        return saved.save(plan.mapping, self._settings.mappings_dir, name)

    def _shelf(self) -> Shelf:
        return Shelf(self._settings.staging_dir)

    def _receive(self, paths: Sequence[Path], masking: Masking | None) -> Mapping[Path, str]:
        """Keeps the files, unless persons in them may have to be kept nameless first."""
        received = digests(paths)
        if not masking:
            keep_files(received, self._settings.imports_dir)
        return received

    def _kept(self, received: Mapping[Path, str], run: Execution, outcome: Outcome) -> Outcome:
        """Keeps the files without the persons whom the run met, if that is not done yet."""
        if run.masking:
            aside = run.shelf.folder / "kept"
            keep_files(received, aside, self._settings.imports_dir)
            for copy in [path for path in aside.rglob("*") if path.is_file()]:
                self._guard.clean(copy, run.met)
            move_files(aside, self._settings.imports_dir)
        return outcome

    def _execution(
        self, session: Session, import_id: str, progress: Progress, masking: Masking | None
    ) -> Execution:
        settings = self._settings
        return Execution(
            session,
            self._model,
            settings.company_currency,
            import_id,
            progress,
            self._probe,
            self._warehouse.read,
            self._shelf(),
            settings.cells or cells_in(self._warehouse.memory),
            self._guard,
            masking,
        )

    def _begin(self, mapping: SourceMapping) -> str:
        """Notes the start in a transaction of its own: a crash leaves the trace, nothing else."""
        import_id = ledger.new_import_id()
        with self._warehouse.write() as session:
            ledger.begin(session, import_id, mapping.source, mapping.words())
        return import_id

    def _concluded(
        self,
        import_id: str,
        work: Callable[[Execution], Outcome],
        progress: Progress,
        masking: Masking | None,
    ) -> ImportReport:
        try:
            with self._warehouse.write() as session:
                outcome = work(self._execution(session, import_id, progress, masking))
                ledger.note_outcome(session, import_id, outcome)
                ledger.finish(session, import_id, ImportStatus.COMMITTED)
                progress(text("Writing to disk"), 0, None)
        except BaseException as error:
            said = error.text if isinstance(error, VigieError) else None
            with self._warehouse.write() as session:
                ledger.finish(session, import_id, ImportStatus.FAILED, said)
            raise
        return self.show(import_id)

    def _identical(self, plan: Plan) -> ImportReport | None:
        """The report of an import that could change nothing, if this is one."""
        started = ledger.now()
        with self._warehouse.read() as session:
            earlier = [
                ledger.already_imported(
                    session, planned.source.sha256, digest(plan.mapping.source, planned.mappings)
                )
                for planned in plan.sources
                if planned.tables
            ]
            if not all(earlier):
                return None
            before = ledger.report(session, self._model, str(earlier[0]))
        return replace(
            before,
            status=ImportStatus.IDENTICAL,
            started_at=started,
            finished_at=ledger.now(),
            files=tuple(replace(file, identical_to=before.import_id) for file in before.files),
            tables=(),
            rejected=(),
            warnings=(),
            effects=(),
            settled=0,
            message=text(
                "The same content was imported on {day} ({import_id}): nothing to do.",
                day=f"{before.started_at:%Y-%m-%d}",
                import_id=before.import_id,
            ),
        )


def _refuse_unmapped(plan: Plan) -> None:
    if not any(source.tables for source in plan.sources):
        names = ", ".join(source.source.name for source in plan.sources)
        raise Invalid(
            "No table was recognised for {files}: name one with --as, or give a mapping.",
            files=names or ", ".join(path.name for path in plan.paths),
        )


def _refuse_changed(plan: Plan, received: Mapping[Path, str]) -> None:
    if plan.received != received:
        raise Refused("A file has changed since it was looked at: look at it again first.")
