"""From files to a plan: explicit mappings first, then accepted ones, then proposals."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from vigie.intake.archive import digests
from vigie.intake.conformity import check_model, check_source
from vigie.intake.declaration import load_mapping
from vigie.intake.mapping import COMPANY, FileMapping, SourceMapping, TableMapping
from vigie.intake.plan import Evidence, Origin, Plan, SourcePlan, TablePlan
from vigie.intake.proposal import propose
from vigie.intake.reading import FileKind, ReadOptions, Shelf, Source
from vigie.intake.receiving import Receipt, receive
from vigie.intake.saved import recognise
from vigie.kit.errors import Invalid, NotFound
from vigie.kit.i18n import Text, text
from vigie.kit.progress import Progress
from vigie.kit.spelling import nearest
from vigie.model.document import Document
from vigie.model.schema import Model
from vigie.warehouse.engine import Session

_GIVEN: Final = text("Given by the mapping.")
_SAVED: Final = text("Accepted before for a file with the same columns.")
_WILDCARDS: Final = str.maketrans({"[": "[[]", "*": "[*]", "?": "[?]"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a caller asks to be planned."""

    paths: tuple[Path, ...]
    options: ReadOptions
    as_table: str | None = None
    mapping: SourceMapping | Path | None = None


def make(
    session: Session,
    model: Model,
    wanted: Wanted,
    known: Sequence[SourceMapping],
    shelf: Shelf,
    progress: Progress,
) -> Plan:
    """Stages the files on the shelf and finds what becomes of each relation."""
    _refuse_unknown(wanted, model)
    given, document = _given(wanted)
    if given:
        check_model(given, model, document)
    # Before they are read: what is written meanwhile will be found to have changed.
    received = digests(wanted.paths)
    reading = receive(wanted.paths, given, wanted.options, session, shelf.folder, progress)
    receipts = list(reading)
    if given:
        planned = [_explicit(session, receipt, given, model, document) for receipt in receipts]
        return Plan(wanted.paths, wanted.options, given, tuple(planned), received, shelf)
    chosen = [_found(session, receipt.source, model, known, wanted) for receipt in receipts]
    sources = {source for _, source in chosen if source is not None}
    plans = [plan for plan, _ in chosen]
    system = sources.pop() if len(sources) == 1 else COMPANY
    mapping = SourceMapping(system, tuple(_files(plans)))
    return Plan(wanted.paths, wanted.options, mapping, tuple(plans), received, shelf)


def _refuse_unknown(wanted: Wanted, model: Model) -> None:
    for path in wanted.paths:
        if not path.exists() and not path.is_symlink():
            raise NotFound("There is no file or folder {file}.", file=path.name)
    if wanted.as_table and wanted.as_table not in model.tables:
        raise Invalid(
            "There is no table '{table}'; did you mean '{guess}'?",
            table=wanted.as_table,
            guess=nearest(wanted.as_table, model.tables) or "invoice_line",
        )


def _given(wanted: Wanted) -> tuple[SourceMapping | None, Document | None]:
    if isinstance(wanted.mapping, Path):
        return load_mapping(wanted.mapping)
    return wanted.mapping, None


def _explicit(
    session: Session,
    receipt: Receipt,
    given: SourceMapping,
    model: Model,
    document: Document | None,
) -> SourcePlan:
    for file in receipt.files:
        check_source(session, given, file, receipt.source, model, document)
    tables = tuple(_certain(part, _GIVEN) for part in _parts(receipt.files))
    return SourcePlan(receipt.source, Origin.EXPLICIT if tables else Origin.NONE, tables)


def _found(
    session: Session,
    source: Source,
    model: Model,
    known: Sequence[SourceMapping],
    wanted: Wanted,
) -> tuple[SourcePlan, str | None]:
    """The relation's plan, and the source system that an accepted mapping names."""
    accepted = None if wanted.as_table else recognise(tuple(known), source)
    if accepted is None:
        return propose(session, source, model, wanted.as_table), None
    mapping, file = accepted
    check_model(replace(mapping, files=(file,)), model, None)
    check_source(session, replace(mapping, files=(file,)), file, source, model, None)
    tables = tuple(_certain(part, _SAVED) for part in file.tables)
    return SourcePlan(source, Origin.SAVED, tables), mapping.source


def _parts(files: tuple[FileMapping, ...]) -> list[TableMapping]:
    return [part for file in files for part in file.tables]


def _certain(part: TableMapping, reason: Text) -> TablePlan:
    evidence = Evidence(1.0, reason)
    return TablePlan(part, evidence, dict.fromkeys(part.columns, evidence))


def _files(plans: list[SourcePlan]) -> list[FileMapping]:
    """The plans as a mapping file says them: each relation by a name that only it has."""
    shared = Counter(plan.source.file.name for plan in plans)
    return [
        FileMapping(
            pattern=_pattern(plan.source, shared[plan.source.file.name] > 1),
            tables=plan.mappings,
            read=_read(plan.source),
            header=tuple(column.name for column in plan.source.columns),
        )
        for plan in plans
        if plan.tables
    ]


def _pattern(source: Source, shared: bool) -> str:
    name = source.member if shared and source.member else source.file.name
    return name.translate(_WILDCARDS)


def _read(source: Source) -> dict[str, object]:
    if source.format.kind is FileKind.EXCEL and source.format.sheet:
        return {"sheet": source.format.sheet}
    return {}
