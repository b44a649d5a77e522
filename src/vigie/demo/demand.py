"""How many orders of each kind a day brings: seasons, weather, weekdays, growth."""

from typing import Final

import numpy as np

from vigie.demo.calendar import SATURDAY, Span, weekday
from vigie.demo.frame import Array
from vigie.demo.settings import load
from vigie.demo.weather import Weather

LINES_AT_SCALE_1: Final = 150_000
LINES_PER_ORDER: Final = 3.5  # a little more than there are, to make room for growth
_WEEK: Final = np.array([1.05, 1.10, 1.02, 1.0, 0.88, 0.2, 0.05])
_HOLIDAY: Final = 0.05
_GROWTH: Final = 0.02  # of the number of orders each year


def orders_per_day(span: Span, weather: Weather, scale: float) -> Array:
    """Expected orders, one row per day and one column per theme of the catalogue."""
    themes = load("catalogue")["themes"]
    weights, heating, cooling = (
        np.array([theme[name] for theme in themes]) for name in ("weight", "heating", "cooling")
    )
    cold = _heating_season(span, weather)[:, None]
    warm = _cooling_season(span, weather)[:, None]
    seasons = 1 + heating * (cold - 1) + cooling * (warm - 1)
    intensity = weights * np.maximum(seasons, 0.12) * _working_pace(span)[:, None]
    # Growth and pace are those of a whole three years: a partial month stays partial.
    wanted = LINES_AT_SCALE_1 * scale / LINES_PER_ORDER / (3 * 365.25)
    return intensity * wanted / _mean_pace(span, weights)


def channel_weights(span: Span) -> Array:
    """The weight of each channel (field, phone, online, store) on each day."""
    years = span.years_since_start(span.days)
    online = 1.0 + 0.12 * years
    weights = np.stack(
        [np.ones_like(online), np.ones_like(online), online, np.ones_like(online)], 1
    )
    closed = ~span.is_open(span.days)
    weights[closed, :2] = 0.0
    weights[closed & (weekday(span.days) != SATURDAY), 3] = 0.0
    weights[np.isin(span.days, span.holiday_days), 3] = 0.0
    return weights


def _working_pace(span: Span) -> Array:
    pace = _WEEK[weekday(span.days)]
    pace = np.where(np.isin(span.days, span.holiday_days), _HOLIDAY, pace)
    return pace * _slack(span) * (1 + _GROWTH * span.years_since_start(span.days))


def _mean_pace(span: Span, weights: Array) -> float:
    year = slice(0, 365)
    return float(_working_pace(span)[year].mean() * weights.sum())


def _slack(span: Span) -> Array:
    """Building sites stand still in the middle of August and around the new year."""
    month_day = span.days.astype("datetime64[D]").astype(str).astype("U10")
    names = np.array([day[5:] for day in month_day])
    august = (names >= "08-03") & (names <= "08-24")
    christmas = (names >= "12-23") | (names <= "01-03")
    return np.where(christmas, 0.5, np.where(august, 0.72, 1.0))


def _day_of_year(span: Span) -> Array:
    return (span.days - span.days.astype("datetime64[Y]")).astype(np.float64)


def _bump(days: Array, centre: float, spread: float) -> Array:
    gap = (days - centre + 182.6) % 365.25 - 182.6
    return np.exp(-0.5 * (gap / spread) ** 2)


def _heating_season(span: Span, weather: Weather) -> Array:
    """Around 1: boilers fail on the first cold days and are replaced before winter."""
    cold = weather.heating_degrees / max(float(weather.heating_degrees.mean()), 0.1)
    return 0.55 + 0.28 * cold + 1.0 * _bump(_day_of_year(span), 292, 34)


def _cooling_season(span: Span, weather: Weather) -> Array:
    """Around 1: fitters stock up in May and June, heat waves do the rest."""
    warm = weather.cooling_degrees
    return 0.42 + 1.75 * _bump(_day_of_year(span), 168, 38) + 0.14 * warm
