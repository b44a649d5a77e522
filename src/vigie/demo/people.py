"""Who sells: managers, reps, teams, territories and shops."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from vigie.demo.frame import Array
from vigie.demo.geography import Geography
from vigie.demo.settings import load


@dataclass(frozen=True, slots=True)
class Rep:
    """One salesperson; `generosity` is points of discount above the house's habit."""

    id: str
    first_name: str
    last_name: str
    hired: date
    team: int
    generosity: float
    inside: bool
    regions: tuple[int, ...]

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True)
class People:
    """The sales force; a rep, team, shop or channel is known by its position."""

    reps: tuple[Rep, ...]
    teams: tuple[dict[str, Any], ...]
    stores: tuple[dict[str, Any], ...]
    channels: tuple[dict[str, Any], ...]
    director: dict[str, Any]

    @classmethod
    def load(cls, geography: Geography) -> "People":
        content = load("people")
        reps = [
            _rep(entry, position, geography)
            for position, team in enumerate(content["teams"])
            for entry in team["reps"]
        ]
        return cls(
            tuple(reps),
            tuple(content["teams"]),
            tuple(content["stores"]),
            tuple(content["channels"]),
            content["director"],
        )

    @cached_property
    def rep_ids(self) -> list[str]:
        return [rep.id for rep in self.reps]

    @cached_property
    def rep_team(self) -> Array:
        return np.array([rep.team for rep in self.reps])

    @cached_property
    def generosity(self) -> Array:
        return np.array([rep.generosity for rep in self.reps])

    @cached_property
    def team_ids(self) -> list[str]:
        return [team["id"].upper() for team in self.teams]

    @cached_property
    def store_ids(self) -> list[str]:
        return [store["id"] for store in self.stores]

    @cached_property
    def channel_ids(self) -> list[str]:
        return [channel["id"] for channel in self.channels]

    def team(self, name: str) -> int:
        return [team["id"] for team in self.teams].index(name)

    def rep(self, identifier: str) -> int:
        return self.rep_ids.index(identifier)

    def channel(self, kind: str) -> int:
        return [channel["type"] for channel in self.channels].index(kind)

    def region_reps(self, region: int, *, inside: bool) -> list[int]:
        """The reps who look after a region, on the road or by phone."""
        return [
            position
            for position, rep in enumerate(self.reps)
            if region in rep.regions and rep.inside is inside
        ]

    def nearest_store(self, geography: Geography) -> Array:
        """The shop that each region's customers go to."""
        cities = [geography.city(store["city"]) for store in self.stores]
        places = np.array([(city.latitude, city.longitude) for city in cities])
        found = np.zeros(len(geography.regions), dtype=np.int64)
        for region in range(len(geography.regions)):
            first = next(city for city in geography.cities if city.region == region)
            gap = places - np.array([first.latitude, first.longitude])
            found[region] = int((gap**2).sum(axis=1).argmin())
        return found


def _rep(entry: dict[str, Any], team: int, geography: Geography) -> Rep:
    return Rep(
        id=entry["id"],
        first_name=entry["first_name"],
        last_name=entry["last_name"],
        hired=entry["hired"],
        team=team,
        generosity=entry["generosity"],
        inside=entry.get("inside", False),
        regions=tuple(geography.region(name) for name in entry["regions"]),
    )
