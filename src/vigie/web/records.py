"""One document: an order or an invoice with its lines, and where each row comes from."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse

from vigie.kit.errors import NotFound
from vigie.kit.formats import Formatter
from vigie.kit.i18n import Label
from vigie.model.schema import NUMERIC_TYPES, Column
from vigie.model.words import word
from vigie.warehouse.record import Field, Lines, Record
from vigie.web.cockpit import Cockpit, Here
from vigie.web.pages import formatter
from vigie.web.people.veil import visible
from vigie.web.printed import NOTHING, Printed, document, printed_column

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of the lines."""

    label: Label
    number: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One row that belongs to the document."""

    cells: tuple[Printed, ...]
    line: int | None  # in the received file


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one table that belong to the document."""

    name: str
    label: Label
    total: int
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]


@router.get("/records/{table}/{key:path}")
def record(request: Request, here: Here, table: str, key: str) -> HTMLResponse:
    """A row, what belongs to it, and its import."""
    with here.workspace.warehouse.read() as session:
        found, belonging = visible(here, session, table, key)
    formats = _formats(here, request, found)
    return here.pages.render(
        request,
        "record.html",
        record=found,
        fields=[(field.column.label, _printed(field, formats)) for field in found.fields],
        groups=[_group(group, formats) for group in belonging],
        files=_files(here, found),
    )


def _formats(here: Cockpit, request: Request, record: Record) -> Formatter:
    """Amounts of a document are written in its own currency."""
    formats = formatter(here.pages.reader(request), here.workspace.settings)
    currency = next((f.value for f in record.fields if f.column.name == "currency_code"), None)
    return replace(formats, currency=currency) if currency else formats


def _printed(field: Field, formats: Formatter) -> Printed:
    if field.column.references:
        words = field.name or str(field.value)
        return Printed(words, href=document(field.column.references, field.value))
    if field.column.values and field.value is not None:
        return Printed(word(str(field.value), column=field.column.name).to(formats.locale))
    return printed_column(field.value, field.column.type, formats)


def _group(group: Lines, formats: Formatter) -> Group:
    columns = list(_filled(group))
    return Group(
        group.table.name,
        group.table.label,
        group.total,
        tuple(Heading(column.label, column.type in NUMERIC_TYPES) for column in columns),
        tuple(_line(record, columns, formats) for record in group.records),
    )


def _filled(group: Lines) -> Iterator[Column]:
    """The columns that any of the lines fills, but for the link to the document itself."""
    known = {
        field.column.name for record in group.records for field in record.fields if field.value
    }
    return (c for c in group.table.columns.values() if c.name in known and c.name != group.link)


def _line(record: Record, columns: list[Column], formats: Formatter) -> Line:
    known = {field.column.name: field for field in record.fields}
    cells = tuple(
        _printed(known[column.name], formats) if column.name in known else NOTHING
        for column in columns
    )
    return Line(cells, record.origin.line)


def _files(here: Cockpit, record: Record) -> tuple[str, ...]:
    """The files of the import that brought the row."""
    if record.origin.import_id is None:
        return ()
    try:
        report = here.workspace.intake.show(record.origin.import_id)
    except NotFound:
        return ()
    return tuple(file.name for file in report.files)
