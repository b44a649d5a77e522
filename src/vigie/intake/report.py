"""What an import did, or would do."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from vigie.kit.i18n import Text


class ImportStatus(StrEnum):
    """How far an import came."""

    RUNNING = "running"
    COMMITTED = "committed"
    FAILED = "failed"  # refused with a sentence; nothing was changed
    INTERRUPTED = "interrupted"  # the process died; nothing was changed
    UNDONE = "undone"
    IDENTICAL = "identical"  # the same files with the same mapping were imported before
    DRY_RUN = "dry_run"


@dataclass(frozen=True, slots=True)
class TableCounts:
    """What happened to the rows read for one table.

    Always: read = created + updated + unchanged + quarantined + skipped. Placeholders are rows
    that other tables' references called for; they are counted apart.
    """

    table: str
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    quarantined: int = 0
    skipped: int = 0  # refused by `where`, identical duplicates, rows merged by `distinct_on`
    placeholders: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of trouble in one column, with how many rows have it."""

    table: str
    column: str
    rule: str
    message: Text
    fix: Text
    rows: int
    examples: tuple[str, ...] = ()  # values as they were received, at most five
    lines: tuple[int, ...] = ()  # their lines in the received file


@dataclass(frozen=True, slots=True)
class FileReport:
    """One received relation: a file, a sheet, a member of an archive."""

    name: str
    sha256: str
    rows: int
    rejected: int = 0  # lines that could not even be read as rows
    identical_to: str | None = None  # the import that already brought the same content


@dataclass(frozen=True, slots=True)
class KpiEffect:
    """A figure of the cockpit before and after the import."""

    metric: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The whole account of an import."""

    import_id: str
    source_id: str
    status: ImportStatus
    started_at: datetime
    finished_at: datetime | None = None
    undone_at: datetime | None = None
    files: tuple[FileReport, ...] = ()
    tables: tuple[TableCounts, ...] = ()
    rejected: tuple[Finding, ...] = ()  # why rows wait in quarantine, most frequent first
    warnings: tuple[Finding, ...] = ()  # rows that came in, yet deserve a look
    effects: tuple[KpiEffect, ...] = ()
    settled: int = 0  # rows that had waited in quarantine, and have come in corrected
    message: Text | None = None  # one sentence about the whole, when there is something to say

    @property
    def created(self) -> int:
        return sum(counts.created for counts in self.tables)

    @property
    def updated(self) -> int:
        return sum(counts.updated for counts in self.tables)

    @property
    def unchanged(self) -> int:
        return sum(counts.unchanged for counts in self.tables)

    @property
    def quarantined(self) -> int:
        return sum(counts.quarantined for counts in self.tables) + sum(
            file.rejected for file in self.files
        )

    @property
    def changed_nothing(self) -> bool:
        placeholders = sum(counts.placeholders for counts in self.tables)
        return not (self.created or self.updated or placeholders)
