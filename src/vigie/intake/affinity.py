"""How well a received column fits a column of the model, and why."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from vigie.intake.feed import targets
from vigie.intake.plan import Evidence
from vigie.intake.reading import SourceColumn, ValueKind
from vigie.kit.i18n import Text, text
from vigie.model.naming import normalized
from vigie.model.schema import NUMERIC_TYPES, Column, ColumnType, Table

SURE: Final = 0.85  # a name that is known, with values that fit
POSSIBLE: Final = 0.5  # below, a column is kept as an attribute rather than guessed
_ALIKE: Final = 0.88  # from which on a header may be a misspelt name
_SAME: Final = (1.0, text("Same name."))
_LABEL: Final = (0.96, text("The column's own label."))
_SYNONYM: Final = (0.93, text("A known name for this column."))
_SIMILAR: Final = text("A name close to '{word}'.")
_VALUES: Final = text("The values look like it.")
_DATES: Final = (ColumnType.DATE, ColumnType.INSTANT)
_CURRENCY: Final = re.compile(r" *[A-Za-z]{3} *")
_PATTERNS: Final[Mapping[str, re.Pattern[str]]] = {
    "siret": re.compile(r"\d{3} ?\d{3} ?\d{3} ?\d{5}"),
    "siren": re.compile(r"\d{3} ?\d{3} ?\d{3}"),
    "vat_number": re.compile(r"[A-Z]{2} ?[0-9A-Z]{2} ?\d{3} ?\d{3} ?\d{3}"),
    "email": re.compile(r"[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}"),
    "website": re.compile(r"(https?://|www\.)\S+"),
}


@dataclass(frozen=True, slots=True)
class Affinity:
    """A received column that may fill a column of a table."""

    source: SourceColumn
    target: Column
    name: str  # of the target: the column's, or its company twin's
    evidence: Evidence

    @property
    def score(self) -> float:
        return self.evidence.confidence


def affinities(columns: tuple[SourceColumn, ...], table: Table) -> Iterator[Affinity]:
    """Every pair that is at least possible."""
    for name, target in targets(table).items():
        for source in columns:
            evidence = _evidence(source, name, target)
            if evidence and evidence.confidence >= POSSIBLE:
                yield Affinity(source, target, name, evidence)


def best_pairs(found: list[Affinity], used: frozenset[str] = frozenset()) -> list[Affinity]:
    """Each received column for one target and each target once, the best fits first."""
    sources, names = set(used), set[str]()
    chosen: list[Affinity] = []
    for pair in sorted(found, key=_rank, reverse=True):
        if pair.source.name not in sources and pair.name not in names:
            sources.add(pair.source.name)
            names.add(pair.name)
            chosen.append(pair)
    return chosen


def _rank(pair: Affinity) -> tuple[float, bool, float]:
    return pair.score, pair.target.required, pair.source.fill_rate


def _evidence(source: SourceColumn, name: str, target: Column) -> Evidence | None:
    score, reason = _by_name(source.name, name, target)
    if score < POSSIBLE and _looks_like(source, target):
        score, reason = 0.6, _VALUES
    if score < POSSIBLE:
        return None
    return Evidence(round(score * _fit(source, target), 2), reason)


def _by_name(header: str, name: str, target: Column) -> tuple[float, Text]:
    word = normalized(header)
    if word == normalized(name):
        return _SAME
    if name != target.name:
        return 0.0, _VALUES
    labels, synonyms = _known_words(target)
    if word in labels:
        return _LABEL
    if word in synonyms:
        return _SYNONYM
    return _by_likeness(word, (normalized(name), *labels, *synonyms))


def _by_likeness(word: str, known: tuple[str, ...]) -> tuple[float, Text]:
    if len(word) < 5:
        return 0.0, _VALUES
    best, score = "", 0.0
    for candidate in known:
        likeness = _likeness(word, candidate)
        if likeness > score:
            best, score = candidate, likeness
    if score < _ALIKE:
        return 0.0, _VALUES
    return 0.75 * score, Text(_SIMILAR.template, {"word": best})


@lru_cache(maxsize=2**16)
def _likeness(word: str, candidate: str) -> float:
    """How alike two words are, 0 for those that are not alike at all."""
    if abs(len(candidate) - len(word)) > 3 or len(candidate) < 5:
        return 0.0
    matcher = SequenceMatcher(None, word, candidate)
    # The cheap upper bound spares the true ratio of nearly every pair.
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


@lru_cache(maxsize=4096)
def _known_words(target: Column) -> tuple[tuple[str, ...], tuple[str, ...]]:
    labels = (normalized(target.label.en), normalized(target.label.fr))
    return labels, tuple(normalized(word) for word in target.synonyms)


def _looks_like(source: SourceColumn, target: Column) -> bool:
    pattern = _PATTERNS.get(target.name)
    if pattern is None or len(source.samples) < 2:
        return False
    return all(pattern.fullmatch(sample.strip()) for sample in source.samples)


def _fit(source: SourceColumn, target: Column) -> float:
    """How far the values go with the column's type, from 0 to 1."""
    kind = source.kind
    if kind is ValueKind.EMPTY:
        return 0.95
    if target.type in _DATES:
        return 1.0 if kind in (ValueKind.DATE, ValueKind.DATETIME) or source.date_format else 0.4
    if target.type in NUMERIC_TYPES:
        return 1.0 if kind in (ValueKind.INTEGER, ValueKind.NUMBER) else 0.4
    if target.type is ColumnType.BOOLEAN:
        return 1.0 if kind is ValueKind.BOOLEAN else 0.5
    if target.type is ColumnType.ENUM:
        return 1.0 if _speaks(source, target) else 0.4
    if target.name == "currency_code":
        return 1.0 if all(_CURRENCY.fullmatch(sample) for sample in source.samples) else 0.4
    if target.type is ColumnType.KEY:
        return 0.4 if kind in (ValueKind.DATE, ValueKind.DATETIME) else 1.0
    return 1.0


def _speaks(source: SourceColumn, target: Column) -> bool:
    """Whether the values are words of the enum."""
    words = {
        sample.strip().casefold().replace(" ", "_").replace("-", "_") for sample in source.samples
    }
    return words <= set(target.values)
