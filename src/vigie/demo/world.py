"""Everything that stays the same while the demo company trades."""

from dataclasses import dataclass
from datetime import date

from vigie.demo import accounts, assortment, currency
from vigie.demo.accounts import Accounts
from vigie.demo.assortment import Shelf
from vigie.demo.calendar import Span
from vigie.demo.catalogue import Catalogue
from vigie.demo.frame import Array
from vigie.demo.geography import Geography
from vigie.demo.people import People
from vigie.demo.randomness import Seeds
from vigie.demo.weather import Weather


@dataclass(frozen=True)
class World:
    """The company, its market and its calendar."""

    seeds: Seeds
    scale: float
    span: Span
    geography: Geography
    people: People
    catalogue: Catalogue
    weather: Weather
    accounts: Accounts
    shelf: Shelf
    rates: Array

    @classmethod
    def build(cls, *, until: date, seed: int, scale: float) -> "World":
        seeds, span, geography = Seeds(seed), Span.ending(until), Geography.load()
        people, catalogue = People.load(geography), Catalogue.build(seeds, span)
        return cls(
            seeds=seeds,
            scale=scale,
            span=span,
            geography=geography,
            people=people,
            catalogue=catalogue,
            weather=Weather.build(seeds, span, geography),
            accounts=accounts.build(seeds, span, geography, people, scale),
            shelf=Shelf(catalogue, assortment.weights(catalogue, span)),
            rates=currency.rates(seeds, span),
        )

    def day_index(self, days: Array) -> Array:
        """Positions in the span of days that lie inside it."""
        return (days - self.span.days[0]).astype(int)

    def franc_rate(self, days: Array) -> Array:
        return self.rates[self.day_index(days), 0]
