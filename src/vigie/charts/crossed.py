"""One measure of several members over consecutive periods: for curves, stacks and multiples."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from vigie.charts.flags import Flag
from vigie.charts.table import data_table
from vigie.kit.formats import Formatter, Number, Unit, known
from vigie.kit.i18n import text
from vigie.kit.periods import Grain


@dataclass(frozen=True, slots=True)
class Series:
    """One member: a figure for each period, None where there is none."""

    name: str
    values: tuple[Number | None, ...]
    previous: tuple[Number | None, ...] = ()  # of the same periods before
    href: str | None = None
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Crossed:
    """Members in the order given, all over the same periods."""

    name: str
    heading: str  # what the members are: "Channel"
    unit: Unit
    grain: Grain
    starts: tuple[date, ...]
    series: tuple[Series, ...]
    partial: bool = False  # the last period is still running
    flags: tuple[Flag, ...] = ()

    def period(self, index: int, f: Formatter) -> str:
        """A period in words; the one that is still running says so."""
        words = f.period(self.starts[index], self.grain)
        if self.partial and index == len(self.starts) - 1:
            return text("{period} to date", period=words).to(f.locale)
        return words

    def figures(self) -> list[Number | None]:
        """Every figure."""
        return [value for one in self.series for value in one.values]

    @property
    def settled(self) -> int | None:
        """The last period that is over and of which anything is known."""
        end = len(self.starts) - self.partial
        found = [i for i in range(end) if any(known(s.values[i]) is not None for s in self.series)]
        return found[-1] if found else None


def table(chart: Crossed, f: Formatter) -> Markup:
    """The figures, one row a period, one column a member."""
    head = [text("Period").to(f.locale), *(one.name for one in chart.series)]
    rows = [
        [chart.period(i, f), *(f.value(one.values[i], chart.unit) for one in chart.series)]
        for i in range(len(chart.starts))
    ]
    return data_table(chart.name, head, rows, f.locale)


def ranked(chart: Crossed, index: int) -> Sequence[tuple[Decimal, Series]]:
    """The members with their figures of one period, the largest first."""
    found = [(number, s) for s in chart.series if (number := known(s.values[index])) is not None]
    return sorted(found, key=lambda pair: -pair[0])
