"""What the reader looks at: a period, a comparison and some choices, all in the address."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from starlette.datastructures import QueryParams

from vigie.kit.calendar.company import Calendar
from vigie.kit.errors import Invalid, UsageError
from vigie.kit.i18n import Text, text
from vigie.kit.periods import Grain, Period
from vigie.kit.spelling import nearest
from vigie.metrics.language.comparison import Against, Align, Comparison
from vigie.metrics.question.query import Query
from vigie.web.address import address
from vigie.web.versus import against_of, parameters_of, word


class Span(StrEnum):
    """A period that is counted back from today, or one of the reader's own."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    TRAILING = "12-months"
    CUSTOM = "custom"


SPANS: Final[Mapping[Span, Text]] = {
    Span.MONTH: text("This month"),
    Span.QUARTER: text("This quarter"),
    Span.YEAR: text("Year to date"),
    Span.TRAILING: text("Last 12 months"),
    Span.CUSTOM: text("Other dates"),
}
EXCEPT: Final = "except"  # names a dimension whose chosen members are left out
_GRAINS: Final = {Span.QUARTER: Grain.FISCAL_QUARTER, Span.YEAR: Grain.FISCAL_YEAR}
KEPT: Final = ("by", "show", "among")

Choice = tuple[str, str]  # a dimension and the key of one of its members


@dataclass(frozen=True, slots=True)
class Filters:
    """A reader's question. `dates` is the whole period; its end is never after today."""

    span: Span
    dates: Period
    against: Against = Comparison.PREVIOUS_YEAR
    choices: tuple[Choice, ...] = ()
    excepted: tuple[str, ...] = ()  # the dimensions whose choices are left out, not kept
    align: Align = Align.DAYS
    kept: tuple[Choice, ...] = ()  # what else the page's address says: how it is cut

    def chosen(self, dimension: str) -> tuple[str, ...]:
        """The values that `dimension` is narrowed to; none means all."""
        return () if dimension in self.excepted else self.named(dimension)

    def named(self, dimension: str) -> tuple[str, ...]:
        """The values of `dimension` in the address, kept or left out."""
        return tuple(value for name, value in self.choices if name == dimension)

    def toggled(self, dimension: str, value: str) -> "Filters":
        """The same question with one more choice, or without it when it was chosen."""
        if dimension in self.excepted:
            return self.widened(dimension).toggled(dimension, value)
        choice = (dimension, value)
        if choice in self.choices:
            return self.without(choice)
        return replace(self, choices=(*self.choices, choice))

    def without(self, choice: Choice) -> "Filters":
        """The same question, wider by one choice."""
        left = tuple(c for c in self.choices if c != choice)
        named = {name for name, _ in left}
        return replace(self, choices=left, excepted=tuple(d for d in self.excepted if d in named))

    def widened(self, *dimensions: str) -> "Filters":
        """The same question about all members of these dimensions; of all when none is named."""
        gone = dimensions or tuple(name for name, _ in self.choices)
        return replace(
            self,
            choices=tuple(choice for choice in self.choices if choice[0] not in gone),
            excepted=tuple(name for name in self.excepted if name not in gone),
        )

    def query(
        self,
        *metrics: str,
        by: tuple[str, ...] = (),
        compare: Sequence[Against] = (),
        **more: Any,
    ) -> Query:
        """This question, put to the metric layer."""
        question = Query(
            metrics=metrics,
            by=by,
            compare=tuple(map(word, compare)),
            where=self.conditions(),
            date_from=self.dates.start,
            date_to=self.dates.end,
            align=self.align.value,
            so_far=_GRAINS.get(self.span),
        )
        return replace(question, **more)

    def conditions(self) -> tuple[str, ...]:
        """The choices as the metric layer reads them; several values of one dimension add up."""
        names = dict.fromkeys(name for name, _ in self.choices)
        return tuple(
            condition(f"{name}.key", self.named(name), excepted=name in self.excepted)
            for name in names
        )

    def parameters(self) -> list[tuple[str, str]]:
        """This question as an address writes it."""
        pairs = [("period", self.span.value)]
        if self.span is Span.CUSTOM:
            pairs += [("from", self.dates.start.isoformat()), ("to", self.dates.end.isoformat())]
        pairs += parameters_of(self.against, self.align)
        return [*pairs, *self.choices, *((EXCEPT, name) for name in self.excepted), *self.kept]

    def at(self, path: str, *more: tuple[str, str]) -> str:
        """The address of this question on another page."""
        return address(path, [*self.parameters(), *more])


def condition(dimension: str, values: Sequence[str], *, excepted: bool = False) -> str:
    """`dimension` is one of `values`, or none of them, in the words of a query.

    >>> condition("city", ["L'Isle-Adam", "Pau"])
    "city in ('L''Isle-Adam', 'Pau')"
    """
    quoted = ("'" + value.replace("'", "''") + "'" for value in values)
    return f"{dimension} {'not in' if excepted else 'in'} ({', '.join(quoted)})"


def filters_of(
    parameters: QueryParams,
    today: date,
    calendar: Calendar,
    dimensions: Collection[str],
    default: Span = Span.YEAR,
) -> Filters:
    """Reads a question from an address; raises `UsageError` or `Invalid` naming what is wrong.

    A parameter that is called as one of `dimensions` is a choice among its members.
    """
    # Days alone are a period of one's own.
    usual = Span.CUSTOM if parameters.get("from") or parameters.get("to") else default
    span = Span(_word(parameters, "period", SPANS, usual))
    against, align = against_of(parameters)
    pairs = parameters.multi_items()
    choices = tuple(dict.fromkeys((n, value) for n, value in pairs if n in dimensions and value))
    excepted = (name for key, name in pairs if key == EXCEPT and name in dict(choices))
    return Filters(
        span=span,
        dates=_dates(parameters, span, today, calendar),
        against=against,
        choices=choices,
        excepted=tuple(dict.fromkeys(excepted)),
        align=align,
        kept=tuple((name, value) for name, value in pairs if name in KEPT and value),
    )


def period_of(span: Span, today: date, calendar: Calendar) -> Period:
    """The period that a word names on a given day, up to that day."""
    if span is Span.TRAILING:
        return calendar.last("12 months", today)
    return calendar.period(today, _GRAINS.get(span, Grain.MONTH)).until(today)


def _dates(parameters: QueryParams, span: Span, today: date, calendar: Calendar) -> Period:
    if span is not Span.CUSTOM:
        return period_of(span, today, calendar)
    year = period_of(Span.YEAR, today, calendar)
    start, end = (_day(parameters, name) for name in ("from", "to"))
    return Period(start or min(year.start, end or today), end or max(today, start or today))


def _day(parameters: QueryParams, name: str) -> date | None:
    written = parameters.get(name)
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise Invalid(
            "'{written}' is not a day: write '{name}' as in 2026-03-31.", written=written, name=name
        ) from error


def _word(parameters: QueryParams, name: str, words: Mapping[Any, Text], default: StrEnum) -> str:
    written = parameters.get(name) or default.value
    known = [str(word) for word in words]
    if written not in known:
        raise UsageError(
            "'{written}' is not a value of '{name}'; did you mean '{nearest}'?",
            written=written,
            name=name,
            nearest=nearest(written, known) or " | ".join(known),
        )
    return written
