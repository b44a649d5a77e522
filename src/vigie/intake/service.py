"""The one door to importing: plan, dry run, commit, undo, quarantine."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from vigie.intake.mapping import SourceMapping
from vigie.intake.plan import Plan
from vigie.intake.quarantine import QuarantinedRow
from vigie.intake.reading import ReadOptions
from vigie.intake.report import Finding, ImportReport
from vigie.kit.progress import Progress, silent
from vigie.model.schema import Model
from vigie.warehouse.engine import Session, Warehouse

Probe = Callable[[Session], Mapping[str, Decimal | None]]


def no_figures(session: Session) -> Mapping[str, Decimal | None]:
    """A probe that looks at no figure."""
    del session
    return {}


@dataclass(frozen=True, slots=True)
class IntakeSettings:
    """What importing needs to know of the workspace."""

    company_currency: str
    time_zone: str
    imports_dir: Path  # received files, content-addressed
    mappings_dir: Path  # accepted mappings, YAML


class Intake:
    """Brings received files into the warehouse, and takes them out again."""

    def __init__(
        self,
        warehouse: Warehouse,
        model: Model,
        settings: IntakeSettings,
        probe: Probe = no_figures,
    ) -> None: ...

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
        ...

    def dry_run(self, plan: Plan, progress: Progress = silent) -> ImportReport:
        """Does all that `commit` does, tells what came of it, and throws it away."""
        ...

    def commit(self, plan: Plan, progress: Progress = silent, wait: bool = True) -> ImportReport:
        """Imports the plan, all or nothing.

        While another import runs, waits for it, or raises Busy when `wait` is False.
        """
        ...

    def imports(self) -> list[ImportReport]:
        """Every import, the latest first."""
        ...

    def show(self, import_id: str) -> ImportReport:
        """One import; raises NotFound."""
        ...

    def undo(self, import_id: str) -> ImportReport:
        """Puts every row back exactly as it was before the import.

        Raises Refused, naming the later import, when its rows have been touched since.
        """
        ...

    def quarantine(self, import_id: str | None = None, table: str | None = None) -> list[Finding]:
        """Why rows are waiting, grouped by table, column and rule, the most frequent first."""
        ...

    def quarantined_rows(
        self,
        import_id: str | None = None,
        table: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[QuarantinedRow]:
        """The waiting rows themselves, with what is wrong in each."""
        ...

    def export_quarantine(
        self, path: Path, import_id: str | None = None, table: str | None = None
    ) -> int:
        """Writes the waiting rows to a .csv or .xlsx file to be corrected; gives their number."""
        ...

    def retry(self, path: Path, progress: Progress = silent) -> ImportReport:
        """Imports a corrected export; rows that are now sound leave the quarantine."""
        ...

    def save_mapping(self, plan: Plan, name: str) -> Path:
        """Keeps the plan's mapping for the next files of the same shape."""
        ...
