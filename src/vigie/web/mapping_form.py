"""The mapping of a draft as a form: what is shown, and what comes back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from vigie.intake.mapping import FileMapping, Fill, FillKind, SourceMapping, TableMapping
from vigie.intake.plan import Evidence, Plan, SourcePlan, TablePlan
from vigie.intake.reading import ReadOptions, Source, SourceColumn
from vigie.model.schema import Column, Model, Table

AS_IT_IS: Final = "="  # the choice that keeps a computed fill
DELIMITERS: Final = {"semicolon": ";", "comma": ",", "tab": "\t", "bar": "|"}


@dataclass(frozen=True, slots=True)
class Row:
    """One target column: what fills it, how surely, and some of the data."""

    name: str  # of the field
    column: Column
    chosen: str  # a source column, "" or AS_IT_IS
    computed: str | None  # the words of a fill that is not a plain column
    evidence: Evidence | None
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableForm:
    """The columns of one table that a source feeds; `others` are not filled yet."""

    table: Table
    evidence: Evidence
    rows: tuple[Row, ...]
    others: tuple[Row, ...]

    @property
    def missing(self) -> tuple[Column, ...]:
        """Required columns that nothing fills or derives."""
        return tuple(
            row.column for row in self.others if row.column.required and not row.column.derive
        )


@dataclass(frozen=True, slots=True)
class SourceForm:
    """One relation and its tables."""

    index: int
    plan: SourcePlan
    tables: tuple[TableForm, ...]
    unused: tuple[SourceColumn, ...]
    kept: frozenset[str]

    @property
    def source(self) -> Source:
        return self.plan.source


def form_of(plan: Plan, model: Model) -> tuple[SourceForm, ...]:
    """What the page shows."""
    return tuple(_source(index, source, model) for index, source in enumerate(plan.sources))


def mapping_from(plan: Plan, fields: Mapping[str, str]) -> SourceMapping:
    """The mapping that the returned form describes."""
    places = [place for place, source in enumerate(plan.sources) if source.tables]
    files = tuple(
        replace(file, tables=tuple(_tables(place, plan.sources[place], fields)))
        for place, file in zip(places, plan.mapping.files, strict=True)
    )
    return replace(plan.mapping, files=files)


def options_from(plan: Plan, fields: Mapping[str, str]) -> ReadOptions:
    """How the files are to be read, as the returned form says; nothing said means: recognise."""
    row = fields.get("header_row", "")
    return replace(
        plan.options,
        encoding=fields.get("encoding") or None,
        delimiter=DELIMITERS.get(fields.get("delimiter", "")),
        decimal=fields.get("decimal") or None,
        date_format=fields.get("date_format") or None,
        header_row=int(row) if row.isdecimal() else None,
    )


def retabled(plan: Plan, index: int, again: Plan) -> SourceMapping:
    """The mapping of `plan` with the part of one relation taken from another proposal."""
    name = plan.sources[index].source.name
    known = {**_by_name(plan), name: _by_name(again)[name]}
    files = tuple(known[s.source.name] for s in plan.sources if s.source.name in known)
    return replace(plan.mapping, files=files)


def _by_name(plan: Plan) -> dict[str, FileMapping]:
    mapped = [source.source.name for source in plan.sources if source.tables]
    return dict(zip(mapped, plan.mapping.files, strict=True))


def _source(index: int, plan: SourcePlan, model: Model) -> SourceForm:
    tables = tuple(
        _table(f"s{index}.{place}", table, plan.source, model)
        for place, table in enumerate(plan.tables)
    )
    used = {row.chosen for table in tables for row in table.rows}
    unused = tuple(column for column in plan.source.columns if column.name not in used)
    kept = frozenset(name for table in plan.tables for name in table.mapping.keep)
    return SourceForm(index, plan, tables, unused, kept)


def _table(prefix: str, plan: TablePlan, source: Source, model: Model) -> TableForm:
    table = model.tables[plan.mapping.table]
    rows = [
        _row(f"{prefix}.{column.name}", column, plan, source)
        for column in table.columns.values()
        if not column.computed
    ]
    return TableForm(
        table,
        plan.evidence,
        tuple(row for row in rows if row.chosen),
        tuple(row for row in rows if not row.chosen),
    )


def _row(name: str, column: Column, plan: TablePlan, source: Source) -> Row:
    fill = plan.mapping.columns.get(column.name)
    evidence = plan.columns.get(column.name)
    if fill is None:
        return Row(name, column, "", None, None, ())
    if fill.kind is not FillKind.COLUMN or fill.values:
        return Row(name, column, AS_IT_IS, _words(fill), evidence, ())
    received = source.column(fill.source)
    samples = received.samples if received else ()
    return Row(name, column, fill.source, None, evidence, samples)


def _words(fill: Fill) -> str:
    match fill.kind:
        case FillKind.COLUMN:
            translated = ", ".join(f"{a} → {b}" for a, b in list(fill.values.items())[:3])
            return f"{fill.source} ({translated}…)"
        case FillKind.ORDINAL:
            return "1, 2, 3… / " + ", ".join(fill.group)
        case FillKind.VALUE:
            return f"“{fill.source}”"
        case _:
            return fill.source


def _tables(index: int, source: SourcePlan, fields: Mapping[str, str]) -> Iterator[TableMapping]:
    keeper = _keeper(source.tables)
    for place, table in enumerate(source.tables):
        prefix = f"s{index}.{place}."
        chosen = {
            name.removeprefix(prefix): value
            for name, value in fields.items()
            if name.startswith(prefix) and value
        }
        columns = {
            name: table.mapping.columns[name] if value == AS_IT_IS else Fill(FillKind.COLUMN, value)
            for name, value in chosen.items()
        }
        kept = _kept(index, source, fields) if place == keeper else ()
        yield replace(table.mapping, columns=columns, keep=kept)


def _keeper(tables: Sequence[TablePlan]) -> int:
    """The table whose rows carry the kept columns: the one that was proposed to."""
    return max(range(len(tables)), key=lambda place: len(tables[place].mapping.keep), default=0)


def _kept(index: int, source: SourcePlan, fields: Mapping[str, str]) -> tuple[str, ...]:
    names = (column.name for column in source.source.columns)
    return tuple(name for name in names if fields.get(f"keep{index}.{name}"))
