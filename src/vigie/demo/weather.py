"""The weather of each region and day, on which heating and cooling sales depend."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from vigie.demo.calendar import Span
from vigie.demo.frame import Array
from vigie.demo.geography import Geography
from vigie.demo.randomness import Seeds

HEATING_BASE, COOLING_BASE = 17.0, 21.0


@dataclass(frozen=True)
class Weather:
    """Mean temperatures in °C, one row per day of the span, one column per region."""

    temperatures: Array
    heat_waves: tuple[tuple[np.datetime64, np.datetime64], ...]
    population: Array

    @classmethod
    def build(cls, seeds: Seeds, span: Span, geography: Geography) -> "Weather":
        chance = seeds.stream("weather")
        day_of_year = (span.days - span.days.astype("datetime64[Y]")).astype(np.float64)
        season = 0.5 - 0.5 * np.cos(2 * np.pi * (day_of_year - 19) / 365.25)
        winter = np.array([region.winter for region in geography.regions])
        summer = np.array([region.summer for region in geography.regions])
        normal = winter + season[:, None] * (summer - winter)
        noise = _drift(chance, len(span.days), 0.84, 1.2)[:, None] + 0.6 * chance.normal(
            size=normal.shape
        )
        waves = _heat_waves(chance, span)
        heat = np.zeros(len(span.days))
        for first, last in waves:
            heat[(span.days >= first) & (span.days <= last)] += 6.5
        return cls(normal + noise + heat[:, None], waves, geography.population)

    @cached_property
    def national(self) -> Array:
        """The mean weighted by population."""
        return self.temperatures @ (self.population / self.population.sum())

    @cached_property
    def heating_degrees(self) -> Array:
        """Degrees below the heating base, averaged over the last week."""
        return _week_mean(np.maximum(HEATING_BASE - self.national, 0))

    @cached_property
    def cooling_degrees(self) -> Array:
        """Degrees above the cooling base, averaged over the last week."""
        return _week_mean(np.maximum(self.national - COOLING_BASE, 0))


def _drift(chance: np.random.Generator, count: int, memory: float, spread: float) -> Array:
    shocks = chance.normal(0, spread, count)
    for day in range(1, count):
        shocks[day] += memory * shocks[day - 1]
    return shocks


def _week_mean(values: Array) -> Array:
    padded = np.concatenate([np.full(6, values[0]), values])
    return np.convolve(padded, np.ones(7) / 7, mode="valid")


def _heat_waves(
    chance: np.random.Generator, span: Span
) -> tuple[tuple[np.datetime64, np.datetime64], ...]:
    """One or two hot spells each summer."""
    waves = []
    for year in range(span.start.year, span.until.year + 1):
        for month_day, chance_of in (("06-18", 0.5), ("07-16", 1.0), ("08-10", 0.6)):
            first = np.datetime64(f"{year}-{month_day}") + int(chance.integers(0, 9))
            days = int(chance.integers(6, 12))
            if chance.random() < chance_of:
                waves.append((first, first + days))
    return tuple(waves)
