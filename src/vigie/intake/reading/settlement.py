"""Doubts of one column settled by the other columns of its file, then by the reader's locale."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from vigie.intake.reading import dates, number_columns
from vigie.intake.reading.date_columns import DateReading, day_first, reading
from vigie.intake.reading.formats import ReadOptions
from vigie.intake.reading.number_columns import NumberReading, plain, winner
from vigie.intake.reading.observed import Observed
from vigie.kit.i18n import Text, text

_POINT: Final = "."


def settle_numbers(columns: Sequence[Observed], options: ReadOptions) -> list[Text]:
    """Gives every column of numbers its reading; answers what had to be guessed."""
    for column in columns:
        column.number = _number(column, _POINT)
    told = Counter(
        column.number.form.decimal
        for column in columns
        if column.number and not column.number.rival and _is_marked(column)
    )
    known = told.most_common(1)[0][0] if told else None
    warnings = []
    for column in columns:
        if column.number and column.number.rival:
            column.number = _number(column, known or _usual_decimal(column, options))
            if known is None and column.number:
                warnings.append(_doubtful_number(column, column.number))
    return warnings


def settle_dates(columns: Sequence[Observed], options: ReadOptions) -> list[Text]:
    """Gives every column of dates its reading; answers what had to be guessed."""
    for column in columns:
        column.date = _date(column, options, day=True)
    told = Counter(
        day_first(column.date.date_format)
        for column in columns
        if column.date and not column.date.rival
    )
    told.pop(None, None)
    known = told.most_common(1)[0][0] if told else None
    usual = options.locale == "fr" if known is None else known
    warnings = []
    for column in columns:
        if column.date and column.date.rival:
            column.date = _date(column, options, day=bool(usual))
            if known is None and column.date:
                warnings.append(_doubtful_date(column, column.date))
    return warnings


def _number(column: Observed, preferred: str) -> NumberReading | None:
    if not column.suggestion.numeric:
        return column.number
    found = plain(column.suggestion, column.counts, column.filled)
    if found or "." not in column.counts:
        return found
    return winner(column.suggestion, column.counts, column.filled, preferred)


def _is_marked(column: Observed) -> bool:
    return column.number is not None and not column.number.whole


def _usual_decimal(column: Observed, options: ReadOptions) -> str:
    """1.234 is a decimal point anywhere; 1,234 is a decimal comma to a French reader."""
    return "," if options.locale == "fr" and column.counts[","] else _POINT


def _date(column: Observed, options: ReadOptions, *, day: bool) -> DateReading | None:
    if not column.suggestion.date_formats:
        return column.date
    given = options.date_format
    preferred = [form for form in dates.FORMATS if day_first(form) in (None, day)]
    order = [given] if given in column.suggestion.date_formats and given else preferred
    return reading(column.suggestion, column.counts, column.filled, order)


def _doubtful_number(column: Observed, chosen: NumberReading) -> Text:
    example = next(value for value in column.sample if "," in value or "." in value)
    rival = chosen.rival or chosen.form
    return text(
        "In {column}, {example} is read as {value}; it could also be {other}. "
        "Say which decimal mark the file uses if this is wrong.",
        column=column.name,
        example=example,
        value=number_columns.value(example, chosen.form),
        other=number_columns.value(example, rival),
    )


def _doubtful_date(column: Observed, chosen: DateReading) -> Text:
    example = next(value for value in column.sample if dates.fits(value, chosen.date_format))
    rival = chosen.rival or chosen.date_format
    return text(
        "In {column}, {example} is read as {value}; it could also be {other}. "
        "Say which date format the file uses if this is wrong.",
        column=column.name,
        example=example,
        value=dates.day(example, chosen.date_format),
        other=dates.day(example, rival),
    )
