"""Which day of the year before answers for a day, feast for feast."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from vigie.kit.calendar.feasts import Feast, Region, easter, public_holidays

_YEAR: Final = timedelta(weeks=52)
_DAY: Final = timedelta(days=1)
# The weeks that live by Easter: two before Holy Week, Holy Week, and the one of Easter Monday.
_FIRST: Final = timedelta(days=-20)
_LENGTH: Final = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class Season:
    """Each day, in turn: a public holiday (and the Friday after Ascension) is answered by itself
    a year before; the four weeks around Easter by the same day of those weeks; any other day by
    the same weekday 52 weeks before.

    Every earlier day answers for one day and no more, so that sums over days stay sums: weeks
    that Easter leaves and weeks that it takes change places.
    """

    region: Region = Region.FRANCE

    def earlier(self, day: date) -> date:
        """The day of the year before that answers for `day`.

        >>> Season().earlier(date(2026, 4, 6))
        datetime.date(2025, 4, 21)
        """
        feast = self._feast_before(day)
        if feast is not None:
            return feast
        # A day whose own answer a feast has taken is given what the feast leaves.
        while taker := self._feast_after(_by_week(day)):
            day = taker
        return _by_week(day)

    def _feast_before(self, day: date) -> date | None:
        feast = _feasts(day.year, self.region).get(day)
        return None if feast is None else self._days(day.year - 1).get(feast)

    def _feast_after(self, day: date) -> date | None:
        feast = _feasts(day.year, self.region).get(day)
        return None if feast is None else self._days(day.year + 1).get(feast)

    def _days(self, year: int) -> dict[str, date]:
        return {feast: day for day, feast in _feasts(year, self.region).items()}


def _by_week(day: date) -> date:
    """The same weekday a year before, weeks around Easter against weeks around Easter."""
    new, old = easter(day.year), easter(day.year - 1) + _YEAR
    late = new - old
    earliest, latest = min(new, old) + _FIRST, max(new, old) + _FIRST + _LENGTH
    if not earliest <= day < latest:
        return day - _YEAR
    if new + _FIRST <= day < new + _FIRST + _LENGTH:
        return day - late - _YEAR
    return day - _YEAR + (_LENGTH if new > old else -_LENGTH)


@lru_cache(maxsize=256)
def _feasts(year: int, region: Region) -> dict[date, str]:
    """The named days of a year, one name a day and one day a name."""
    named: dict[date, str] = {**public_holidays(year, region)}
    bridge = next(day for day, one in named.items() if one is Feast.ASCENSION) + _DAY
    return {bridge: "after_ascension"} | named
