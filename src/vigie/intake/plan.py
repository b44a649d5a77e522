"""What is about to be imported: the relations found in the files and the tables they feed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from vigie.intake.mapping import SourceMapping, TableMapping
from vigie.intake.reading import ReadOptions, Shelf, Source
from vigie.kit.i18n import Text


class Origin(StrEnum):
    """Where a relation's mapping comes from."""

    EXPLICIT = "explicit"  # given by the caller
    SAVED = "saved"  # accepted before for a file of the same shape
    IDENTITY = "identity"  # the file uses the model's own names
    PROPOSED = "proposed"  # guessed, with a confidence
    NONE = "none"  # nothing fits: the relation is left out


@dataclass(frozen=True, slots=True)
class Evidence:
    """How sure a proposal is, from 0 to 1, and why."""

    confidence: float
    reason: Text


@dataclass(frozen=True, slots=True)
class TablePlan:
    """One table that a relation feeds."""

    mapping: TableMapping
    evidence: Evidence
    columns: Mapping[str, Evidence]  # target column → evidence


@dataclass(frozen=True, slots=True)
class Candidate:
    """A table that a relation might feed, best first."""

    table: str
    score: float


@dataclass(frozen=True, slots=True)
class SourcePlan:
    """One relation and what becomes of it."""

    source: Source
    origin: Origin
    tables: tuple[TablePlan, ...]
    candidates: tuple[Candidate, ...] = ()

    @property
    def mappings(self) -> tuple[TableMapping, ...]:
        return tuple(table.mapping for table in self.tables)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything needed to import, and to show beforehand what would be imported.

    Its rows lie on the `shelf` as long as the plan is held: files are read once. Committing
    refuses files that are no longer what was `received`.
    """

    paths: tuple[Path, ...]
    options: ReadOptions
    mapping: SourceMapping  # as it would be saved
    sources: tuple[SourcePlan, ...]
    received: Mapping[Path, str] = field(repr=False)  # file → digest of its content
    shelf: Shelf = field(repr=False, compare=False)

    @property
    def confidence(self) -> float:
        """The least sure of the tables' confidences; 0 when nothing is mapped."""
        tables = [table for source in self.sources for table in source.tables]
        return min((table.evidence.confidence for table in tables), default=0.0)

    @property
    def unmapped(self) -> tuple[SourcePlan, ...]:
        """The relations that no table wants."""
        return tuple(source for source in self.sources if not source.tables)
