"""One flat export, several tables: the lines, their document, and what the lines refer to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from vigie.intake.affinity import SURE, Affinity, affinities, best_pairs
from vigie.intake.derivation import derived_value
from vigie.intake.literal import literal
from vigie.intake.mapping import Fill, FillKind
from vigie.intake.plan import Evidence
from vigie.intake.reading import Source
from vigie.kit.i18n import text
from vigie.model.schema import Column, ColumnType, Model, Table
from vigie.warehouse.ddl import ENGINE_TYPES
from vigie.warehouse.engine import Session
from vigie.warehouse.names import quote

_EXAMPLES: Final = {ColumnType.DATE: "2000-01-01", ColumnType.INSTANT: "2000-01-01"}
_ANY_CURRENCY: Final = "EUR"
_WAVERING: Final = 0.1  # of the parents, from which on a column is none of theirs
_NUMBERED: Final = Evidence(
    0.9, text("Lines have no number of their own: they are counted within their document.")
)


@dataclass(frozen=True)
class Part:
    """A table that a relation feeds, and what fills it."""

    table: Table
    fills: dict[str, Fill]
    evidence: dict[str, Evidence]
    distinct_on: tuple[str, ...] = ()

    @property
    def sources(self) -> set[str]:
        """The received columns that it uses."""
        return {s for fill in self.fills.values() for s in (fill.source, *fill.group) if s}


def parts_of(
    session: Session, source: Source, model: Model, main: Table, pairs: tuple[Affinity, ...]
) -> list[Part]:
    """The main table and those that its rows also describe; none when it would lack something."""
    chosen = {pair.name: pair for pair in pairs}
    document = model.document(main)
    header = document if document is not None and document is not main else None
    parts: list[Part] = []
    if header:
        parts += _header(session, source, main, header, chosen)
    rest = [*parts, _part(main, chosen)]
    for reference, pair in list(_references(rest, source)):
        parent = model.tables[str(reference.references)]
        if all(parent is not part.table for part in rest):
            rest += _described(session, source, parent, pair, rest)
    for part in rest:
        _yield_names(part, rest)
    key = _keyed(rest[len(parts)], header)
    if key is None or not _complete(session, key):
        return []
    rest[len(parts)] = key
    return [part for part in rest if part.fills]


def _part(table: Table, chosen: dict[str, Affinity], distinct: bool = False) -> Part:
    return Part(
        table,
        {name: Fill(FillKind.COLUMN, pair.source.name) for name, pair in chosen.items()},
        {name: pair.evidence for name, pair in chosen.items()},
        table.key if distinct else (),
    )


def _header(
    session: Session, source: Source, main: Table, header: Table, chosen: dict[str, Affinity]
) -> list[Part]:
    """The document of the lines, when the lines name it and say what it needs."""
    reference = next(c for c in main.references if c.references == header.name)
    link = chosen.get(reference.name)
    if link is None:
        return []
    used = frozenset(
        pair.source.name
        for name, pair in chosen.items()
        if not _is_shared(main.columns[name.removesuffix("_company")])
    )
    found = [a for a in affinities(source.columns, header) if a.score >= SURE]
    pairs = {a.name: a for a in best_pairs(found, used | {link.source.name})}
    pairs[header.key[0]] = link
    needed = [c.name for c in header.columns.values() if c.required and not c.derive]
    if any(name not in pairs for name in needed):
        return []
    optional = {name: pair for name, pair in pairs.items() if name not in needed}
    for name in _wavering(session, source, link.source.name, optional):
        del pairs[name]
    return [_part(header, pairs, distinct=True)]


def _is_shared(column: Column) -> bool:
    """Whether a line and its document may take the same received column."""
    return column.references is not None


def _references(parts: list[Part], source: Source) -> Iterator[tuple[Column, Affinity]]:
    """The filled references of the parts, each with the received column that fills it."""
    for part in parts:
        for column in part.table.references:
            fill = part.fills.get(column.name)
            if fill is None or fill.kind is not FillKind.COLUMN:
                continue
            received = source.column(fill.source)
            if received and column.references:
                yield column, Affinity(received, column, column.name, part.evidence[column.name])


def _described(
    session: Session, source: Source, parent: Table, link: Affinity, parts: list[Part]
) -> list[Part]:
    """The parent, when columns that nobody else wants (or its name) describe it."""
    taken = {
        name
        for part in parts
        for target, fill in part.fills.items()
        for name in [fill.source]
        if not _is_wording(part.table, target)
    }
    found = [a for a in affinities(source.columns, parent) if a.score >= SURE]
    pairs = {a.name: a for a in best_pairs(found, frozenset(taken | {link.source.name}))}
    pairs.pop(parent.key[0], None)
    for name in _wavering(session, source, link.source.name, pairs):
        if name != parent.name_column:
            del pairs[name]
    if len(parent.key) > 1 or not pairs:
        return []
    key = Affinity(link.source, parent.columns[parent.key[0]], parent.key[0], link.evidence)
    return [_part(parent, {parent.key[0]: key, **pairs}, distinct=True)]


def _wavering(
    session: Session, source: Source, key: str, pairs: Mapping[str, Affinity]
) -> list[str]:
    """The targets whose column says different things of many a parent: it tells of the line."""
    if not pairs:
        return []
    values = [f"count(DISTINCT {quote(pair.source.name)})" for pair in pairs.values()]
    told = ", ".join(f"{value} AS v{n}" for n, value in enumerate(values))
    shares = ", ".join(f"count(*) FILTER (v{n} > 1) / count(*)" for n in range(len(values)))
    row = session.row(
        f"SELECT {shares} FROM (SELECT {told} FROM {source.relation} "
        f"WHERE {quote(key)} IS NOT NULL GROUP BY {quote(key)})"
    )
    found = zip(pairs, row or (), strict=True)
    return [name for name, share in found if share is not None and share > _WAVERING]


def _is_wording(table: Table, target: str) -> bool:
    """Free words on a line, such as its description: a parent's name has a better claim to them."""
    column = table.columns.get(target)
    return column is not None and column.type is ColumnType.TEXT and column.name == "description"


def _yield_names(part: Part, parts: list[Part]) -> None:
    """A line's description gives way where a parent takes the same column for its name."""
    for name, fill in list(part.fills.items()):
        if _is_wording(part.table, name) and any(
            fill.source
            == other.fills.get(other.table.name_column or "", Fill(FillKind.VALUE)).source
            for other in parts
            if other is not part
        ):
            del part.fills[name]
            del part.evidence[name]


def _keyed(part: Part, header: Table | None) -> Part | None:
    """The part with a key: its own, one that derives from its columns, or a count of lines."""
    missing = [k for k in part.table.key if k not in part.fills and part.table.columns[k].required]
    if not missing or all(_derives(part, part.table.columns[k]) for k in missing):
        return part
    reference = next(
        (c.name for c in part.table.references if header and c.references == header.name), None
    )
    if len(missing) > 1 or reference not in part.fills:
        return None
    fill = Fill(FillKind.ORDINAL, group=(part.fills[reference].source,))
    fills = {missing[0]: fill, **part.fills}
    return Part(part.table, fills, {missing[0]: _NUMBERED, **part.evidence}, part.distinct_on)


def _complete(session: Session, part: Part) -> bool:
    """Whether all that the table cannot be without is filled, or is worked out from what is."""
    columns = part.table.columns.values()
    needed = [c for c in columns if c.required and not c.computed and c.name not in part.fills]
    if not needed:
        return True
    row = ", ".join(f"{_example(c, c.name in part.fills)} AS {quote(c.name)}" for c in columns)
    values = [derived_value(column, part.table, _ANY_CURRENCY) for column in needed]
    known = " AND ".join(f"{value} IS NOT NULL" for value in values)
    return bool(session.scalar(f"SELECT {known} FROM (SELECT {row})"))


def _example(column: Column, filled: bool) -> str:
    """A value that the column might hold, or none."""
    value = literal(_EXAMPLES.get(column.type, "1")) if filled else "NULL"
    return f"CAST({value} AS {ENGINE_TYPES[column.type]})"


def _derives(part: Part, key: Column) -> bool:
    """Whether one of the key's derivations finds all its columns filled."""
    known = part.table.columns
    return any(
        all(word in part.fills for word in known if word in way and word != key.name)
        for way in key.derive
    )
