"""What the columns of a staged relation hold, recognised over the whole of it.

A sample suggests readings; then every value is counted, by the engine. What the values of a
column leave open (03/04/2026, 1,234) is settled by the other columns of the file, and otherwise
by the reader's locale, with a warning that says both readings.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from vigie.intake.reading import dates
from vigie.intake.reading.date_columns import is_named_a_date, typed_date
from vigie.intake.reading.evidence import Suggestion, suggest
from vigie.intake.reading.formats import EXCEL_SERIAL, NumberFormat, ReadOptions, ValueKind
from vigie.intake.reading.number_columns import typed_number
from vigie.intake.reading.observed import Observed
from vigie.intake.reading.settlement import settle_dates, settle_numbers
from vigie.intake.reading.source import LINE, SourceColumn
from vigie.intake.reading.staging import Staged, is_blank
from vigie.kit.i18n import Text, text
from vigie.warehouse.engine import Session
from vigie.warehouse.names import quote

_SAMPLE: Final = 500
_SHOWN: Final = 5
_AT_ONCE: Final = 100  # columns counted in one statement
_MANY: Final = 20  # distinct values that make a run of days no accident
_DATES: Final = (ValueKind.DATE, ValueKind.DATETIME)


@dataclass(frozen=True, slots=True)
class Recognition:
    """The columns, the marks of the file's numbers (None where none shows any), and the doubts.

    `blanked` columns hold cells that say '-' or 'N/A' among values: they are read as empty.
    """

    columns: tuple[SourceColumn, ...]
    blanked: frozenset[str]
    decimal: str | None
    thousands: str | None
    warnings: tuple[Text, ...]


def recognise(session: Session, staged: Staged, options: ReadOptions) -> Recognition:
    """Recognises every column, counting over every row."""
    columns = [
        _observed(name, sample, staged.types.get(name, ""), options)
        for name, sample in zip(staged.names, _samples(session, staged), strict=True)
    ]
    _count(session, staged.relation, columns)
    for column in columns:
        if not column.is_explained():
            _look_again(session, staged.relation, column, options)
    warnings = settle_numbers(columns, options) + settle_dates(columns, options)
    described = _described(columns, staged.rows, options)
    blanks = _blanks(session, staged.relation, columns, described)
    warnings += _told(blanks)
    main = _main_form(columns)
    return Recognition(
        tuple(described),
        frozenset(blanks),
        main.decimal if main else None,
        main.thousands if main else None,
        tuple(warnings),
    )


def _observed(name: str, sample: list[str], engine_type: str, options: ReadOptions) -> Observed:
    number, date = typed_number(engine_type), typed_date(engine_type)
    found = Suggestion() if date else suggest(sample, options.date_format)
    # Stored as a number, it may still be a day: 20260131.
    suggestion = replace(found, numeric=False, plain=False, comma=False) if number else found
    return Observed(name, sample, suggestion, number=number, date=date)


def _samples(session: Session, staged: Staged) -> list[list[str]]:
    """Up to 500 filled cells of each column, from all over the relation."""
    step = max(1, staged.rows // _SAMPLE)
    cells = ", ".join(quote(name) for name in staged.names)
    spread = f"WHERE {quote(LINE)} % {step} = 0 LIMIT {_SAMPLE}"
    rows = session.rows(f"SELECT {cells} FROM {staged.relation} {spread}")
    found = [[cell for cell in column if cell] for column in zip(*rows, strict=True)]
    found = found or [[] for _ in staged.names]
    return [
        sample or _rare(session, staged.relation, name)
        for name, sample in zip(staged.names, found, strict=True)
    ]


def _rare(session: Session, relation: str, name: str) -> list[str]:
    column = quote(name)
    filled = f"SELECT {column} FROM {relation} WHERE {column} IS NOT NULL LIMIT {_SAMPLE}"
    return [row[0] for row in session.rows(filled)]


def _count(session: Session, relation: str, columns: Sequence[Observed]) -> None:
    """Counts over every row, for many columns at once, what each one's questions ask."""
    for start in range(0, len(columns), _AT_ONCE):
        asked = [
            (column, label, aggregate)
            for column in columns[start : start + _AT_ONCE]
            for label, aggregate in _aggregates(column).items()
        ]
        counted = ", ".join(sql for _, _, sql in asked)
        answers = session.row(f"SELECT {counted} FROM {relation}") or ()
        for (column, label, _), answer in zip(asked, answers, strict=True):
            column.counts[label] = answer or 0  # NULL where no cell is filled


def _aggregates(column: Observed) -> dict[str, str]:
    quoted = quote(column.name)
    whole = {"filled": f"count({quoted})", "distinct": f"approx_count_distinct({quoted})"}
    conditions = column.first_questions()
    return whole | {label: f"count_if({asked})" for label, asked in conditions.items()}


def _look_again(session: Session, relation: str, column: Observed, options: ReadOptions) -> None:
    """Counts what the values are that the first look left unexplained, usually few."""
    quoted = quote(column.name)
    asked = column.second_questions(options)
    counted = ", ".join(f"count_if({condition})" for condition in asked.values())
    rest = (
        f"SELECT {quoted} FROM {relation} WHERE {quoted} IS NOT NULL AND NOT {column.explained()}"
    )
    answers = session.row(f"SELECT {counted} FROM ({rest})") or ()
    column.counts |= {label: answer or 0 for label, answer in zip(asked, answers, strict=True)}


def _described(columns: Sequence[Observed], rows: int, options: ReadOptions) -> list[SourceColumn]:
    form = _main_form(columns) or NumberFormat(options.decimal or ".")
    formats = Counter(column.date.date_format for column in columns if column.date)
    usual = options.date_format or (formats.most_common(1)[0][0] if formats else None)
    return [_column(column, rows, options, form, usual) for column in columns]


def _main_form(columns: Sequence[Observed]) -> NumberFormat | None:
    """The marks of most columns that show any."""
    forms = Counter(c.number.form for c in columns if c.number and not c.number.whole)
    return forms.most_common(1)[0][0] if forms else None


def _column(
    column: Observed, rows: int, options: ReadOptions, form: NumberFormat, usual: str | None
) -> SourceColumn:
    kind = _kind(column)
    number, date = column.number, column.date
    reading = date if kind in _DATES else number
    serial = EXCEL_SERIAL if column.suggestion.serial and number else None
    return SourceColumn(
        name=column.name,
        kind=kind,
        number=number.form if number else form,
        date_format=date.date_format if date else serial or _likely(column, usual),
        time_zone=options.time_zone,
        uniform=reading is not None and reading.uniform,
        whole_floats=number is not None and number.whole_floats,
        padded=column.counts.get("padded", 1) > 0 and not (reading and reading.uniform),
        fill_rate=column.filled / rows if rows else 0.0,
        samples=tuple(dict.fromkeys(column.sample))[:_SHOWN],
        distinct=column.counts["distinct"],
    )


def _likely(column: Observed, usual: str | None) -> str | None:
    """The file's usual date format, in a column where only some values have it."""
    fitting = usual and any(dates.fits(value, usual) for value in column.sample)
    return usual if fitting else None


def _kind(column: Observed) -> ValueKind:
    if not column.counts["filled"]:
        return ValueKind.EMPTY
    if column.date and (not column.number or _is_packed_date(column)):
        return ValueKind.DATETIME if column.date.timed else ValueKind.DATE
    if column.number:
        return _number_kind(column)
    return ValueKind.BOOLEAN if column.boolean else ValueKind.TEXT


def _is_packed_date(column: Observed) -> bool:
    """Whether eight digits are a day rather than a code."""
    return is_named_a_date(column.name) or column.counts["distinct"] >= _MANY


def _number_kind(column: Observed) -> ValueKind:
    number = column.number
    assert number is not None  # noqa: S101  the caller looked
    if column.suggestion.serial and is_named_a_date(column.name):
        return ValueKind.DATE if number.whole else ValueKind.DATETIME
    if number.codes and number.whole:
        return ValueKind.TEXT
    return ValueKind.INTEGER if number.whole else ValueKind.NUMBER


def _blanks(
    session: Session, relation: str, columns: Sequence[Observed], described: Sequence[SourceColumn]
) -> dict[str, str]:
    """The columns of values where some cells only say that they are empty, and one such word."""
    said: dict[str, str] = {}
    for column, found in zip(columns, described, strict=True):
        if column.counts.get("blank") and found.kind is not ValueKind.TEXT:
            quoted = quote(column.name)
            blank = f"SELECT max({quoted}) FROM {relation} WHERE {is_blank(quoted)}"
            said[column.name] = session.scalar(blank).strip()
    return said


def _told(blanks: Mapping[str, str]) -> list[Text]:
    """What was read as empty; spaces go without saying."""
    columns: dict[str, list[str]] = {}
    for name, word in blanks.items():
        columns.setdefault(word, []).append(name)
    return [
        text("Cells that say '{word}' are read as empty in {columns}.",
             word=word, columns=", ".join(names))
        for word, names in columns.items()
        if word
    ]  # fmt: skip
