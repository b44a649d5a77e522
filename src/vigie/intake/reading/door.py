"""The door: paths in, staged sources out, one after the other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from vigie.intake.reading import delimited, excel, json_records, parquet, totals
from vigie.intake.reading.batches import batch_name, batches, pattern
from vigie.intake.reading.encodings import MIXED
from vigie.intake.reading.formats import FileFormat, FileKind, ReadOptions, ValueKind
from vigie.intake.reading.header import check_width, unique_names
from vigie.intake.reading.limits import LIMITS, Budget, Limits
from vigie.intake.reading.received import INSIDE, Received
from vigie.intake.reading.recognition import recognise
from vigie.intake.reading.source import Part, RejectedLine, Source, SourceColumn
from vigie.intake.reading.staging import Staged, stage_rows
from vigie.intake.reading.texts import Utf8, as_utf8, join
from vigie.intake.reading.unpacking import Unpacker
from vigie.kit.errors import UnreadableFile
from vigie.kit.i18n import Text, text
from vigie.kit.progress import Progress, silent
from vigie.warehouse.engine import Session


def open_sources(
    paths: Iterable[Path],
    options: ReadOptions,
    session: Session,
    shelf: Path,
    progress: Progress = silent,
    limits: Limits = LIMITS,
) -> Iterator[Source]:
    """Stages every relation found at `paths`: files, archives, folders.

    What is unpacked is gone when the iterator ends or is closed; the staged relations live as
    long as the folder `shelf`, for any session. Raises `UnreadableFile` for what cannot be read
    as what it claims to be, `NotFound` for a path or sheet that is not there.
    """
    with TemporaryDirectory(dir=shelf) as name:
        unpacker = Unpacker(Path(name), Budget(limits))
        received = [file for path in paths for file in unpacker.open(Path(path))]
        reading = _Reading(options, session, Path(name), shelf, unpacker.budget)
        told = tuple(unpacker.warnings)
        done = 0
        for batch in batches(received):
            progress(text("Reading {file}", file=batch[0].name), done, len(received))
            for source in reading.sources(batch):
                yield replace(source, warnings=told + source.warnings)
                told = ()
            done += len(batch)
        progress(text("Files read"), done, len(received))


@dataclass(frozen=True, slots=True)
class _Found:
    """A staged relation before its columns are recognised."""

    received: Received
    name: str
    staged: Staged
    form: FileFormat
    rejected: tuple[RejectedLine, ...] = ()
    warnings: tuple[Text, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """What every file of one call is read with."""

    options: ReadOptions
    session: Session
    folder: Path  # of what is unpacked
    shelf: Path  # of what is staged
    budget: Budget

    def sources(self, batch: Sequence[Received]) -> Iterator[Source]:
        """What a batch holds: one source, or one for each sheet of a workbook."""
        readers = {
            FileKind.DELIMITED: self._delimited,
            FileKind.EXCEL: self._excel,
            FileKind.PARQUET: self._parquet,
            FileKind.JSON: self._json,
        }
        for found in readers[batch[0].kind](batch):
            yield self._source(found)

    def _delimited(self, batch: Sequence[Received]) -> Iterator[_Found]:
        first = as_utf8(batch[0], self.options.encoding, self.folder)
        layout = delimited.layout(first.path, batch[0].name, self.options, self.budget.limits)
        if len(batch) > 1 and layout.skip != 1:
            # Without a header, or with titles of their own, files do not simply add up.
            for file in batch:
                yield from self._delimited([file])
            return
        rest = [as_utf8(file, self.options.encoding, self.folder) for file in batch[1:]]
        yield self._text([first, *rest], layout)

    def _text(self, texts: Sequence[Utf8], layout: delimited.Layout) -> _Found:
        batch = [text.received for text in texts]
        path, name = texts[0].path, batch[0].name
        parts: tuple[Part, ...] = ()
        warnings = layout.header.warnings + _mixed(texts)
        if len(batch) > 1:
            path, parts = join(texts, layout.skip, self.folder)
            name = batch_name(batch)
        cut = delimited.stage(path, name, layout, self.session, self.shelf, self.budget.limits)
        form = FileFormat(
            kind=FileKind.DELIMITED,
            encoding=texts[0].encoding,
            delimiter=layout.dialect.delimiter,
            quote=layout.dialect.quote,
            escape=layout.dialect.escape,
            header_row=layout.header_line,
            compression=batch[0].compression,
        )
        received = _together(batch) if parts else batch[0]
        return _Found(received, name, cut.staged, form, cut.rejected, warnings, parts)

    def _excel(self, batch: Sequence[Received]) -> Iterator[_Found]:
        received = batch[0]
        for sheet in excel.sheets(received, self.options, self.budget):
            header = sheet.header
            staged = stage_rows(self.session, lambda h=header: h.names, sheet.rows(), self.shelf)  # type: ignore[misc]
            form = FileFormat(
                FileKind.EXCEL,
                sheet=sheet.name,
                header_row=sheet.header_line,
                compression=received.compression,
            )
            name = f"{received.name}{INSIDE}{sheet.name}"
            yield _Found(received, name, staged, form, warnings=sheet.warnings)

    def _parquet(self, batch: Sequence[Received]) -> Iterator[_Found]:
        staged, warnings = parquet.stage(batch[0], self.session, self.shelf, self.budget.limits)
        form = FileFormat(FileKind.PARQUET, compression=batch[0].compression)
        yield _Found(batch[0], batch[0].name, staged, form, warnings=warnings)

    def _json(self, batch: Sequence[Received]) -> Iterator[_Found]:
        received, limits = batch[0], self.budget.limits
        text = as_utf8(received, self.options.encoding, self.folder)
        records = json_records.Records(text.path, received.name, limits.line)

        def names() -> Sequence[str]:
            return unique_names(list(records.columns))[0]

        staged = stage_rows(self.session, names, records.rows(), self.shelf)
        check_width(len(records.columns), received.name, limits)
        if not staged.rows:
            raise UnreadableFile("{file} holds no record: export it again.", file=received.name)
        form = FileFormat(FileKind.JSON, text.encoding, compression=received.compression)
        yield _Found(received, received.name, staged, form, tuple(records.rejected))

    def _source(self, found: _Found) -> Source:
        found = self._without_total(found)
        known = recognise(self.session, found.staged, self.options)
        received = found.received
        staged = replace(found.staged, blanked=known.blanked)
        return Source(
            name=found.name,
            file=received.file,
            member=received.member,
            sha256=received.sha256,
            format=replace(found.form, decimal=known.decimal, thousands=known.thousands),
            relation=staged.relation,
            columns=tuple(c for i, c in enumerate(known.columns, 1) if not _is_padding(c, i)),
            rows=staged.rows,
            rejected=found.rejected,
            warnings=found.warnings + known.warnings,
            parts=found.parts,
        )

    def _without_total(self, found: _Found) -> _Found:
        total = totals.last_total(self.session, found.staged)
        if total is None:
            return found
        staged = found.staged.without_last_row(total.line)
        return replace(found, staged=staged, rejected=(*found.rejected, total))


def _together(batch: Sequence[Received]) -> Received:
    """The files of a batch as one: where they all are, and a digest of all digests."""
    files = {file.file for file in batch}
    one = batch[0]
    digest = sha256("".join(file.sha256 for file in batch).encode()).hexdigest()
    place = one.file if len(files) == 1 else one.file.parent
    return replace(one, file=place, member=pattern(batch), sha256=digest)


def _is_padding(column: SourceColumn, position: int) -> bool:
    """Whether a column has neither a name of its own nor a value."""
    return column.kind is ValueKind.EMPTY and column.name == f"column_{position}"


def _mixed(texts: Sequence[Utf8]) -> tuple[Text, ...]:
    return tuple(
        text("{file} mixes UTF-8 and cp1252: each character is read as what it is.",
             file=read.received.name)
        for read in texts
        if read.encoding == MIXED
    )  # fmt: skip
