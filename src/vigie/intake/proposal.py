"""What a file without a mapping most probably holds: tables, columns, and how sure that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from vigie.intake.affinity import SURE, Affinity, affinities, best_pairs
from vigie.intake.feed import targets
from vigie.intake.mapping import Fill, FillKind, TableMapping
from vigie.intake.parents import Part, parts_of
from vigie.intake.plan import Candidate, Evidence, Origin, SourcePlan, TablePlan
from vigie.intake.reading import Source, SourceColumn
from vigie.kit.i18n import text
from vigie.model.naming import normalized
from vigie.model.schema import Model, Table
from vigie.warehouse.engine import Session

_DISTINCT: Final = Evidence(0.5, text("Each row has a value of its own."))
_SHOWN: Final = 3
_ENOUGH: Final = 0.45  # a relation whose best table scores less is left for a person to decide
_REPEATED: Final = 0.5  # what is left of a score when the table's key repeats from line to line
_UNIQUE: Final = 0.8  # distinct values (an estimate) by line, from which on a key is one
_WEIGHTS: Final = (0.4, 0.35, 0.25)  # columns recognised, columns needed, name of the file


@dataclass(frozen=True, slots=True)
class Guess:
    """A table that a relation may hold, with the pairs of columns that speak for it."""

    table: Table
    pairs: tuple[Affinity, ...]
    score: float


def propose(
    session: Session, source: Source, model: Model, as_table: str | None = None
) -> SourcePlan:
    """The plan for a relation nobody has mapped; `as_table` forces its main table."""
    own = as_table or _own_name(source, model)
    if own and _is_canonical(source, model.tables[own]):
        return _identity(source, model.tables[own])
    guesses = [_forced(source, model.tables[as_table])] if as_table else _ranked(source, model)
    candidates = tuple(Candidate(g.table.name, g.score) for g in guesses[:_SHOWN])
    likely = (g for g in guesses if as_table or g.score >= _ENOUGH)
    found = ((g, parts_of(session, source, model, g.table, g.pairs)) for g in likely)
    main, parts = next(((g, parts) for g, parts in found if parts), (None, []))
    if main is None:
        return SourcePlan(source, Origin.NONE, (), candidates)
    used = {name for part in parts for name in part.sources}
    left = tuple(c.name for c in source.columns if c.name not in used)
    tables = tuple(_planned(part, left if part.table is main.table else ()) for part in parts)
    return SourcePlan(source, Origin.PROPOSED, tables, candidates)


def _own_name(source: Source, model: Model) -> str | None:
    """The table that the file, or the sheet, is called after in so many words."""
    for name in _names(source):
        if name in model.tables:
            return name
    return None


def _names(source: Source) -> list[str]:
    """The relation's names without their endings: 'core/invoice_line.csv.gz' → 'invoice_line'."""
    names = [source.format.sheet or "", source.member or "", source.file.name]
    return [name.rpartition("/")[2].partition(".")[0] for name in names if name]


def _is_canonical(source: Source, table: Table) -> bool:
    """Whether every column bears a name of the model, and none that is needed is missing."""
    names = {column.name for column in source.columns}
    needed = {c.name for c in table.columns.values() if c.required and not c.derive}
    return needed <= names and names <= {*targets(table), *table.columns}


def _identity(source: Source, table: Table) -> SourcePlan:
    evidence = Evidence(1.0, text("The file uses the model's own names."))
    fills = {
        column.name: Fill(FillKind.COLUMN, column.name)
        for column in source.columns
        if column.name in targets(table)
    }
    plan = TablePlan(TableMapping(table.name, fills), evidence, dict.fromkeys(fills, evidence))
    return SourcePlan(source, Origin.IDENTITY, (plan,), (Candidate(table.name, 1.0),))


def _ranked(source: Source, model: Model) -> list[Guess]:
    guesses = [_guess(source, table) for table in model.tables.values()]
    return sorted((g for g in guesses if g.score > 0), key=lambda g: -g.score)


def _guess(source: Source, table: Table) -> Guess:
    pairs = best_pairs(list(affinities(source.columns, table)))
    found = {pair.name: pair.score for pair in pairs}
    needed = [c for c in table.columns.values() if c.required and not c.derive]
    met = sum(found.get(column.name, 0.0) for column in needed) / max(len(needed), 1)
    known = sum(found.values()) / max(len(source.columns), 1)
    if not pairs or not any(pair.score >= SURE for pair in pairs):
        return Guess(table, tuple(pairs), 0.0)
    weights = zip(_WEIGHTS, (known, met, _likeness(source, table)), strict=True)
    score = sum(w * part for w, part in weights) * (
        _REPEATED if _repeats(source, table, pairs) else 1
    )
    return Guess(table, tuple(pairs), round(score, 3))


def _forced(source: Source, table: Table) -> Guess:
    """The table that the caller names; what tells its rows apart may stand for an unknown key."""
    guess = _guess(source, table)
    key = table.columns[table.key[0]]
    if len(table.key) > 1 or key.derive or key.name in {pair.name for pair in guess.pairs}:
        return guess
    used = {pair.source.name for pair in guess.pairs}
    for column in source.columns:
        if column.name not in used and _tells_apart(column, source.rows):
            pair = Affinity(column, key, key.name, _DISTINCT)
            return Guess(table, (pair, *guess.pairs), guess.score)
    return guess


def _tells_apart(column: SourceColumn, rows: int) -> bool:
    return column.fill_rate == 1.0 and column.distinct >= _UNIQUE * rows


def _repeats(source: Source, table: Table, pairs: list[Affinity]) -> bool:
    """Whether lines share keys of the table: then they are something smaller than its rows."""
    keys = [pair.source for pair in pairs if (pair.name,) == table.key]
    return any(key.distinct < _UNIQUE * key.fill_rate * source.rows for key in keys)


def _likeness(source: Source, table: Table) -> float:
    """How far the file's name speaks for the table."""
    words = {normalized(w) for w in (table.name, table.label.en, table.label.fr, *table.synonyms)}
    best = 0.0
    for name in _names(source):
        word = normalized(name)
        if word in words or word.removesuffix("s") in words:
            return 1.0
        if any(len(known) > 4 and known in word for known in words):
            best = 0.5
    return best


def _planned(part: Part, keep: tuple[str, ...]) -> TablePlan:
    evidence: Mapping[str, Evidence] = part.evidence
    scores = [e.confidence for e in evidence.values()]
    confidence = round((min(scores) + sum(scores) / len(scores)) / 2, 2)
    recognised = text(
        "{known} columns recognised, {kept} kept as attributes.", known=len(scores), kept=len(keep)
    )
    mapping = TableMapping(part.table.name, part.fills, distinct_on=part.distinct_on, keep=keep)
    return TablePlan(mapping, Evidence(confidence, recognised), evidence)
