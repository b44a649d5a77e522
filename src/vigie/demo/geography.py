"""Where customers live: the regions of metropolitan France and their cities."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from vigie.demo.frame import Array
from vigie.demo.settings import load


@dataclass(frozen=True, slots=True)
class City:
    """A town of one region; `region` is a position in `Geography.regions`."""

    name: str
    postal_code: str
    latitude: float
    longitude: float
    region: int
    country: str


@dataclass(frozen=True, slots=True)
class Region:
    name: str
    code: str
    team: str
    population: int
    winter: float
    summer: float


@dataclass(frozen=True)
class Geography:
    """Regions, cities (the last one lies abroad) and the weight of each city."""

    regions: tuple[Region, ...]
    cities: tuple[City, ...]

    @classmethod
    def load(cls) -> "Geography":
        content = load("regions")
        regions: list[Region] = []
        cities: list[City] = []
        for position, entry in enumerate(content["regions"]):
            cities.extend(_city(city, position) for city in entry["cities"])
            regions.append(Region(**{k: v for k, v in entry.items() if k != "cities"}))
        abroad = content["abroad"]
        seller = [r.name for r in regions].index(abroad["sold_from"])
        cities.append(_city(abroad["city"], seller, abroad["country"]))
        return cls(tuple(regions), tuple(cities))

    @cached_property
    def population(self) -> Array:
        return np.array([region.population for region in self.regions], dtype=np.float64)

    @cached_property
    def city_region(self) -> Array:
        return np.array([city.region for city in self.cities])

    @cached_property
    def city_weights(self) -> Array:
        """A region's weight shared over its cities, the first one heaviest; 0 abroad."""
        rank = np.array([_rank(self.city_region, i) for i in range(len(self.cities))])
        share = 1.0 / (1.0 + rank)
        region_total = np.bincount(self.city_region, share)
        weights: Array = self.population[self.city_region] * share / region_total[self.city_region]
        weights[-1] = 0.0
        return weights / weights.sum()

    @cached_property
    def region_names(self) -> list[str]:
        return [region.name for region in self.regions]

    def region(self, name: str) -> int:
        return self.region_names.index(name)

    def city(self, name: str) -> City:
        return next(city for city in self.cities if city.name == name)


def _city(entry: list[Any], region: int, country: str = "FR") -> City:
    name, postal_code, latitude, longitude = entry
    return City(name, postal_code, latitude, longitude, region, country)


def _rank(groups: Array, position: int) -> int:
    return int((groups[:position] == groups[position]).sum())
