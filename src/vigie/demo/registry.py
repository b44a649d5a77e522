"""Reference tables: the company, its calendar, channels, people, territories and shops."""

from datetime import date
from typing import Any, Final

import numpy as np

from vigie.demo import calendar, currency
from vigie.demo.sink import Sink
from vigie.demo.world import World
from vigie.warehouse.parquet import ColumnData, Words

COMPANY: Final = "ACD"
NAME: Final = "Auster Climatique Distribution"
COUNTRY_TERRITORY: Final = "FRANCE"
UNITS: Final = (("PCE", "Pièce"), ("LOT", "Lot"), ("ML", "Mètre linéaire"), ("H", "Heure"))


def write(world: World, sink: Sink) -> None:
    """Writes everything that exists before the first order."""
    sink.write("company", _company())
    sink.write("calendar_date", calendar.table(world.span))
    sink.write("channel", _channels(world))
    sink.write("unit_of_measure", _units())
    sink.write("currency_rate", _rates(world))
    sink.write("team", _teams(world))
    sink.write("territory", _territories(world))
    sink.write("sales_rep", _reps(world))
    sink.write("team_member", _members(world))
    sink.write("territory_assignment", _assignments(world))
    sink.write("store", _stores(world))


def _company() -> dict[str, ColumnData]:
    return {
        "company_id": [COMPANY],
        "name": [NAME],
        "currency_code": [currency.COMPANY],
        "time_zone": ["Europe/Paris"],
        "fiscal_year_start_month": np.array([1]),
        "country_code": ["FR"],
        "siren": ["000110008"],
        "vat_number": ["FR12000110008"],
    }


def _channels(world: World) -> dict[str, ColumnData]:
    channels = world.people.channels
    return {
        "channel_id": [c["id"] for c in channels],
        "name": [c["name"] for c in channels],
        "channel_type": [c["type"] for c in channels],
    }


def _units() -> dict[str, ColumnData]:
    return {
        "uom_id": [code for code, _ in UNITS],
        "name": [name for _, name in UNITS],
        "category": ["Unité", "Unité", "Longueur", "Temps"],
        "factor_to_base": np.array([1, 10, 1, 1]),
    }


def _rates(world: World) -> dict[str, ColumnData]:
    days, currencies = world.rates.shape
    return {
        "currency_code": Words(currency.FOREIGN, np.tile(np.arange(currencies), days)),
        "rate_date": np.repeat(world.span.days, currencies),
        "rate_to_company": world.rates.ravel() / 10_000,
    }


def _teams(world: World) -> dict[str, ColumnData]:
    return {
        "team_id": ["VENTES", *world.people.team_ids],
        "name": ["Direction commerciale", *(team["name"] for team in world.people.teams)],
        "parent_team_id": [None, *("VENTES" for _ in world.people.teams)],
    }


def territory_ids(world: World) -> list[str]:
    return [f"REG-{region.code}" for region in world.geography.regions]


def _territories(world: World) -> dict[str, ColumnData]:
    regions = world.geography.regions
    managers = {team["id"]: team["manager"]["id"] for team in world.people.teams}
    return {
        "territory_id": [COUNTRY_TERRITORY, *territory_ids(world)],
        "name": ["France", *(region.name for region in regions)],
        "level": ["country", *("region" for _ in regions)],
        "parent_territory_id": [None, *(COUNTRY_TERRITORY for _ in regions)],
        "manager_id": [world.people.director["id"], *(managers[r.team] for r in regions)],
        "country_code": ["FR"] * (len(regions) + 1),
    }


def staff(world: World) -> list[dict[str, Any]]:
    """Everyone in sales, from the director down."""
    director = world.people.director
    rows = [{**director, "role": "director", "title": "Directrice commerciale", "team": None}]
    for team in world.people.teams:
        manager, name = team["manager"], team["id"].upper()
        chief = {"role": "manager", "title": "Chef des ventes", "team": name}
        rows.append({**manager, **chief, "boss": director["id"]})
        for rep in team["reps"]:
            inside = rep.get("inside", False)
            title = "Commercial sédentaire" if inside else "Technico-commercial"
            kind = {"role": "inside" if inside else "rep", "title": title, "team": name}
            rows.append({**rep, **kind, "boss": manager["id"]})
    return rows


def _reps(world: World) -> dict[str, ColumnData]:
    rows = staff(world)
    regions = world.geography.region_names
    codes = territory_ids(world)
    territories = [
        codes[regions.index(row["regions"][0])] if "regions" in row else None for row in rows
    ]
    return {
        "sales_rep_id": [row["id"] for row in rows],
        "name": [f"{row['first_name']} {row['last_name']}" for row in rows],
        "first_name": [row["first_name"] for row in rows],
        "last_name": [row["last_name"] for row in rows],
        "email": [f"{row['id'].lower()}@auster-climatique.example" for row in rows],
        "role": [row["role"] for row in rows],
        "job_title": [row["title"] for row in rows],
        "manager_id": [row.get("boss") for row in rows],
        "team_id": [row["team"] or "VENTES" for row in rows],
        "territory_id": territories,
        "hire_date": _days([row["hired"] for row in rows]),
        "is_active": np.ones(len(rows), dtype=bool),
        "fte": np.full(len(rows), 10_000),
        "weekly_capacity_hours": np.full(len(rows), 39),
    }


def _members(world: World) -> dict[str, ColumnData]:
    rows = [row for row in staff(world) if row["team"]]
    return {
        "team_id": [row["team"] for row in rows],
        "sales_rep_id": [row["id"] for row in rows],
        "valid_from": _days([row["hired"] for row in rows]),
    }


def _assignments(world: World) -> dict[str, ColumnData]:
    codes = territory_ids(world)
    pairs = [(codes[region], rep) for rep in world.people.reps for region in rep.regions]
    return {
        "territory_id": [code for code, _ in pairs],
        "sales_rep_id": [rep.id for _, rep in pairs],
        "valid_from": _days([rep.hired for _, rep in pairs]),
    }


def _stores(world: World) -> dict[str, ColumnData]:
    stores = world.people.stores
    cities = [world.geography.city(store["city"]) for store in stores]
    managers = {team["id"]: team["manager"]["id"] for team in world.people.teams}
    return {
        "store_id": [store["id"] for store in stores],
        "name": [store["name"] for store in stores],
        "store_type": ["Comptoir professionnel"] * len(stores),
        "manager_id": [managers[store["team"]] for store in stores],
        "territory_id": [territory_ids(world)[city.region] for city in cities],
        "opened_on": _days([store["opened"] for store in stores]),
        "floor_area_m2": np.array([store["area"] for store in stores]),
        "city": [city.name for city in cities],
        "postal_code": [city.postal_code for city in cities],
        "region": [world.geography.region_names[city.region] for city in cities],
        "country_code": ["FR"] * len(stores),
        "latitude": np.array([city.latitude for city in cities]),
        "longitude": np.array([city.longitude for city in cities]),
    }


def _days(days: list[date]) -> Any:
    return np.array(days, dtype="datetime64[D]")
