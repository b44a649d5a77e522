"""The one place where numbers, money, changes, dates and periods become words on a screen.

Rounding is half up, the minus is U+2212, and a missing figure is an en dash.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from functools import lru_cache
from statistics import median
from typing import Final

from babel import Locale as BabelLocale
from babel.dates import format_date
from babel.numbers import get_currency_symbol, parse_pattern

from vigie.kit.calendar.company import Calendar
from vigie.kit.figures import (
    EXACT,
    Number,
    Unit,
    decimals,
    known,
    plain_decimals,
    rounded,
    significant,
)
from vigie.kit.i18n import Locale
from vigie.kit.periods import Grain, Period

__all__ = ["MISSING", "Formatter", "Magnitude", "Number", "Unit", "known", "rounded"]

MISSING: Final = "–"
MINUS: Final = "−"
NBSP: Final = "\u00a0"
_LARGEST_RELATIVE: Final = Decimal(100)
_HUNDREDTH: Final = Decimal("0.01")


_SUFFIXES: Final[dict[Locale, dict[Unit, str]]] = {
    "en": {Unit.DAYS: "d", Unit.HOURS: "h", Unit.MONTHS: "mo", Unit.POINTS: "pts"},
    "fr": {Unit.DAYS: "j", Unit.HOURS: "h", Unit.MONTHS: "mois", Unit.POINTS: "pts"},
}
_MAGNITUDES: Final[dict[Locale, tuple[tuple[int, str], ...]]] = {
    "en": ((12, "T"), (9, "B"), (6, "M"), (3, "K")),
    "fr": ((12, "Bn"), (9, "Md"), (6, "M"), (3, "k")),
}
_WORDS: Final[dict[Locale, dict[str, str]]] = {
    "en": {
        "week": "W",
        "month": "P",
        "quarter": "Q",
        "year": "FY {year}",
        "part_of": "{part} FY {year}",
    },
    "fr": {
        "week": "S",
        "month": "P",
        "quarter": "T",
        "year": "exercice {year}",
        "part_of": "{part} ex. {year}",
    },
}


@dataclass(frozen=True, slots=True)
class Formatter:
    """Writes figures and dates for one reader and one company.

    `calendar` names the company's fiscal periods, `zone` is where its clock hangs.

    >>> Formatter("fr").compact(Decimal("1234567"), Unit.CURRENCY)
    '1,23\\xa0M€'
    """

    locale: Locale = "en"
    currency: str = "EUR"
    calendar: Calendar = field(default_factory=Calendar)
    zone: dt.tzinfo = dt.UTC

    # -- numbers ---------------------------------------------------------------------------

    def number(self, x: Number | None, digits: int = 0) -> str:
        """A plain number with a fixed count of decimals."""
        decimal = known(x)
        if decimal is None:
            return MISSING
        pattern = parse_pattern("#,##0" + ("." + "0" * digits if digits else ""))
        with localcontext(EXACT):
            written: str = pattern.apply(rounded(decimal, digits), _babel(self.locale))
        return written.replace("-", MINUS)

    def percent(self, x: Number | None, digits: int = 1) -> str:
        """A fraction in per cent."""
        decimal = known(x)
        return MISSING if decimal is None else self._with_unit(decimal, Unit.RATIO, digits)

    def value(self, x: Number | None, unit: Unit, digits: int | None = None) -> str:
        """A figure in full with its unit, for tables and tooltips."""
        decimal = known(x)
        if decimal is None:
            return MISSING
        places = decimals(decimal, unit) if digits is None else digits
        return self._with_unit(decimal, unit, places)

    def compact(self, x: Number | None, unit: Unit, digits: int = 3) -> str:
        """A figure in few digits with its unit: 1,23 M€, 12,5 k, 34,5 %."""
        decimal = known(x)
        if decimal is None:
            return MISSING
        if unit in _SUFFIXES["en"] or unit is Unit.RATIO:
            return self._with_unit(decimal, unit, decimals(decimal, unit))
        for exponent, letter in _MAGNITUDES[self.locale]:
            size = abs(decimal).scaleb(-exponent)
            # Four digits read better than a thousandth: 1 234 rather than 1,23 k.
            if rounded(size, 3) >= (10 if exponent == 3 else 1):
                places = significant(size, digits)
                return Magnitude(self, unit, exponent, letter, places).full(decimal)
        places = plain_decimals(abs(decimal), unit, digits)
        if unit is Unit.NUMBER and _HUNDREDTH <= abs(decimal) < 1:
            places = 2  # 0.05 reads, 0.0456 does not
        return self._with_unit(decimal, unit, places)

    def variance(self, x: Number | None, unit: Unit, digits: int | None = None) -> str:
        """A difference, always signed; that of a rate is in points. Compact without `digits`."""
        decimal = known(x)
        if decimal is None:
            return MISSING
        size = abs(decimal)
        if unit is Unit.RATIO:
            places = 1 if digits is None else digits
            written = self._suffixed(self.number(size * 100, places), Unit.POINTS)
        elif digits is None:
            written = self.compact(size, unit)
        else:
            written = self.value(size, unit, digits)
        return _sign(decimal, written) + written

    def relative(self, x: Number | None, digits: int = 1) -> str:
        """A relative change, always signed; none past ±9,999 %, where it says nothing more.

        Above 100 % decimals are dropped.
        """
        decimal = known(x)
        if decimal is None:
            return MISSING
        if abs(decimal) >= _LARGEST_RELATIVE:
            cap = self.percent(_LARGEST_RELATIVE - Decimal("0.01"), 0)
            return f"{'>' if decimal > 0 else '<'}{NBSP}{'+' if decimal > 0 else MINUS}{cap}"
        written = self.percent(abs(decimal), digits if abs(decimal) < 1 else 0)
        return _sign(decimal, written) + written

    def scale(self, values: Iterable[Number | None], unit: Unit) -> "Magnitude":
        """One magnitude and precision for all `values`, as the labels of one chart need.

        The middle value keeps two digits, so that small ones stay readable beside large ones.
        """
        sizes = [abs(value) for x in values if (value := known(x))] or [Decimal(0)]
        middle, largest = median(sizes), max(sizes)
        if unit is Unit.RATIO:
            return Magnitude(self, unit, digits=1)
        if unit in _SUFFIXES["en"]:
            return Magnitude(self, unit, digits=0 if largest >= 100 else 1)
        for exponent, letter in _MAGNITUDES[self.locale]:
            if middle.adjusted() > exponent or largest.adjusted() > exponent + 4:
                digits = significant(largest.scaleb(-exponent))
                return Magnitude(self, unit, exponent, letter, digits)
        return Magnitude(self, unit, digits=plain_decimals(largest, unit))

    def _with_unit(self, decimal: Decimal, unit: Unit, digits: int) -> str:
        if unit is Unit.RATIO:
            return self._suffixed(self.number(decimal * 100, digits), unit)
        return self._suffixed(self.number(decimal, digits), unit)

    def _suffixed(self, written: str, unit: Unit, magnitude: str = "") -> str:
        if unit is Unit.CURRENCY and self.locale == "en":
            sign = MINUS if written.startswith(MINUS) else ""
            return f"{sign}{self.symbol}{written.removeprefix(MINUS)}{magnitude}"
        suffix = magnitude + self.suffix(unit)
        space = "" if self.locale == "en" and unit in (Unit.RATIO, Unit.COUNT) else NBSP
        if self.locale == "en" and magnitude:
            space = ""
        return f"{written}{space}{suffix}" if suffix else written

    def suffix(self, unit: Unit) -> str:
        """What stands after a number of `unit`: %, j, €; nothing for counts."""
        if unit is Unit.RATIO:
            return "%"
        if unit is Unit.CURRENCY:
            return self.symbol
        return _SUFFIXES[self.locale].get(unit, "")

    def points_caption(self, unit: Unit) -> str:
        """The unit of a difference of rates or scores; empty where a difference keeps its unit."""
        return "" if unit.is_additive_scale else _SUFFIXES[self.locale][Unit.POINTS]

    @property
    def symbol(self) -> str:
        """The sign of the company's currency."""
        return get_currency_symbol(self.currency, locale=self.locale)

    # -- time ------------------------------------------------------------------------------

    def date(self, day: dt.date | None) -> str:
        """A day with its year: 15 mars 2026, 15 Mar 2026."""
        return MISSING if day is None else self._french_first(day, "d MMM y")

    def day(self, day: dt.date) -> str:
        """A day without its year: 15 mars."""
        return self._french_first(day, "d MMM")

    def span(self, period: Period) -> str:
        """A run of days: 1er–21 nov. 2026."""
        start, end = period.start, period.end
        if start == end:
            return self.date(start)
        if start.year != end.year:
            return f"{self.date(start)} – {self.date(end)}"
        if start.month != end.month:
            return f"{self.day(start)} – {self.date(end)}"
        return f"{self.day(start).split()[0]}–{self.date(end)}"

    def period(self, start: dt.date, grain: Grain) -> str:
        """A period by its first day: mars 2026, S12 2026, T1 2026, exercice 2026."""
        words = _WORDS[self.locale]
        if grain is Grain.DAY:
            return self.date(start)
        if grain is Grain.MONTH:
            return self._pattern(start, "MMM y")
        if grain is Grain.FISCAL_YEAR:
            return words["year"].format(year=self.calendar.fiscal_year(start))
        if grain.is_fiscal:
            tick, year = self.tick(start, grain), self.calendar.fiscal_year(start)
            return words["part_of"].format(part=tick, year=year)
        if grain is Grain.YEAR:
            return str(start.year)
        return f"{self.tick(start, grain)} {self.tick_group(start, grain)}"

    def tick(self, start: dt.date, grain: Grain) -> str:
        """A period on an axis, in as few letters as it stays clear in."""
        words = _WORDS[self.locale]
        if grain is Grain.DAY:
            return str(start.day)
        if grain is Grain.WEEK:
            return f"{words['week']}{self._midweek(start).isocalendar().week:02}"
        if grain is Grain.MONTH:
            return self._pattern(start, "MMM")
        if grain.civil is Grain.QUARTER:
            return f"{words['quarter']}{self.calendar.place(start, grain)}"
        if grain is Grain.FISCAL_MONTH:
            return f"{words['month']}{self.calendar.place(start, grain)}"
        return str(self.calendar.fiscal_year(start) if grain.is_fiscal else start.year)

    def tick_group(self, start: dt.date, grain: Grain) -> str:
        """What a run of ticks shares: the year, or the month of days; nothing for years."""
        if grain.civil is Grain.YEAR:
            return ""
        if grain is Grain.DAY:
            return self._pattern(start, "MMM y")
        if grain.is_fiscal:
            return str(self.calendar.fiscal_year(start))
        return str(self._midweek(start).isocalendar().year if grain is Grain.WEEK else start.year)

    def time(self, moment: dt.datetime) -> str:
        """Hours and minutes on a 24-hour clock."""
        return f"{moment:%H:%M}"

    def instant(self, moment: dt.datetime | None) -> str:
        """A day and its time on the company's clock: 21 nov. 2026 14:05."""
        if moment is None:
            return MISSING
        # Without a zone it is on the company's clock already.
        here = moment.astimezone(self.zone) if moment.tzinfo else moment
        return f"{self.date(here)} {self.time(here)}"

    def duration(self, length: dt.timedelta) -> str:
        """A length of time in its two largest units: 2 h 05, 3 j 4 h, 1.5 s."""
        seconds = Decimal(str(length.total_seconds()))
        if seconds < 60:
            return f"{self.number(seconds, 1 if seconds < 10 else 0)}{NBSP}s"
        minutes, left = divmod(int(rounded(seconds, 0)), 60)
        if minutes < 60:
            return f"{minutes}{NBSP}min" + (f"{NBSP}{left:02}{NBSP}s" if left else "")
        hours, minutes = divmod(minutes, 60)
        if hours < 24:
            return f"{hours}{NBSP}h{NBSP}{minutes:02}"
        days, hours = divmod(hours, 24)
        return f"{days}{NBSP}{self.suffix(Unit.DAYS)}" + (f"{NBSP}{hours}{NBSP}h" if hours else "")

    def _midweek(self, day: dt.date) -> dt.date:
        """A day of the ISO week that holds most days of the company's week of `day`."""
        return self.calendar.start(day, Grain.WEEK) + dt.timedelta(days=3)

    def _french_first(self, day: dt.date, pattern: str) -> str:
        written = self._pattern(day, pattern)
        return f"1er{written[1:]}" if self.locale == "fr" and day.day == 1 else written

    def _pattern(self, day: dt.date, pattern: str) -> str:
        return format_date(day, pattern, locale=self.locale)


@dataclass(frozen=True, slots=True)
class Magnitude:
    """The power of ten and precision that all labels of one chart share."""

    formatter: Formatter
    unit: Unit
    exponent: int = 0
    letter: str = ""
    digits: int = 0

    @property
    def caption(self) -> str:
        """The unit to print once beside the labels: k€, M, %; empty for plain counts."""
        suffix = self.formatter.suffix(self.unit)
        if self.unit is Unit.CURRENCY and self.formatter.locale == "en":
            return f"{suffix}{self.letter}"
        return f"{self.letter}{suffix}"

    def label(self, x: Number | None) -> str:
        """A figure without its unit."""
        return self.formatter.number(self._reduced(x), self.digits)

    def variance(self, x: Number | None) -> str:
        """A signed difference without its unit."""
        reduced = self._reduced(x)
        if reduced is None:
            return MISSING
        written = self.formatter.number(abs(reduced), self.digits)
        return _sign(reduced, written) + written

    def full(self, x: Number | None) -> str:
        """A figure with its unit."""
        if known(x) is None:
            return MISSING
        return self.formatter._suffixed(self.label(x), self.unit, self.letter)

    def _reduced(self, x: Number | None) -> Decimal | None:
        decimal = known(x)
        if decimal is None:
            return None
        return decimal * 100 if self.unit is Unit.RATIO else decimal.scaleb(-self.exponent)


def _sign(decimal: Decimal, written: str) -> str:
    if not any(digit in "123456789" for digit in written):
        return "±"
    return "+" if decimal > 0 else MINUS


@lru_cache
def _babel(locale: Locale) -> BabelLocale:
    return BabelLocale.parse(locale)
