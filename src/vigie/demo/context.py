"""The world around: weather, economy, prices, market events, and the house's own emissions."""

from typing import Final

import numpy as np

from vigie.demo.frame import Array, Frame, stack
from vigie.demo.settings import load
from vigie.demo.sink import Sink
from vigie.demo.world import World
from vigie.warehouse.parquet import ColumnData, Words

# id, name, kind, unit, frequency, geography, days until it is published
_SERIES: Final = (
    ("METEO-FR-TEMP", "Température moyenne en France", "weather", "°C", "day", "FR", 1),
    ("METEO-FR-DJU", "Degrés-jours unifiés de chauffage", "weather", "°C·jour", "day", "FR", 1),
    ("METEO-FR-DJF", "Degrés-jours de climatisation", "weather", "°C·jour", "day", "FR", 1),
    ("MARCHE-CVC", "Marché du génie climatique", "market_size", "indice", "month", "FR", 40),
    ("CLIMAT-BTP", "Climat des affaires dans le bâtiment", "economy", "indice", "month", "FR", 25),
    ("PRIX-CUIVRE", "Prix du cuivre", "price_index", "€/t", "month", "Monde", 5),
    ("RECHERCHE-CLIM", "Recherches « climatiseur »", "search_trend", "indice", "week", "FR", 3),
    ("RECHERCHE-PAC", "Recherches « pompe à chaleur »", "search_trend", "indice", "week", "FR", 3),
)  # fmt: skip
_REGIONAL: Final = len(_SERIES)


def write(world: World, sink: Sink) -> None:
    """Writes series, observations and events."""
    sink.write("external_series", _series(world))
    rows = _observations(world)
    sink.write(
        "external_observation",
        {
            "series_id": Words(_ids(world), rows["series"]),
            "date": rows["day"],
            "value": rows["value"],
            "vintage_date": rows["published"],
            "is_forecast": np.zeros(len(rows["day"]), dtype=bool),
        },
    )
    sink.write("market_event", _events(world))


def _ids(world: World) -> list[str]:
    regions = [f"METEO-{region.code}-TEMP" for region in world.geography.regions]
    return [*(entry[0] for entry in _SERIES), *regions]


def _series(world: World) -> dict[str, ColumnData]:
    regions = [
        ("", f"Température moyenne – {r.name}", "weather", "°C", "day", f"FR-{r.code}", 1)
        for r in world.geography.regions
    ]
    rows = [*_SERIES, *regions]
    return {
        "series_id": _ids(world),
        "name": [row[1] for row in rows],
        "kind": [row[2] for row in rows],
        "unit": [row[3] for row in rows],
        "frequency": [row[4] for row in rows],
        "provider": ["Données fictives de démonstration"] * len(rows),
        "licence": ["CC0"] * len(rows),
        "geography": [row[5] for row in rows],
        "publication_lag_days": np.array([row[6] for row in rows]),
    }


def _observations(world: World) -> Frame:
    weather, span = world.weather, world.span
    heating = np.maximum(18 - weather.national, 0)
    cooling = np.maximum(weather.national - 22, 0)
    months = span.months[span.months < span.last.astype("datetime64[M]")].astype("datetime64[D]")
    weeks = span.mondays[(span.mondays >= span.days[0]) & (span.mondays + 6 <= span.last)]
    daily = [weather.national, heating, cooling]
    monthly = _monthly(world, months)
    rows = [_rows(code, span.days, values) for code, values in enumerate(daily)]
    rows += [_rows(3 + code, months, values) for code, values in enumerate(monthly)]
    rows += [_rows(6 + code, weeks, values) for code, values in enumerate(_weekly(world, weeks))]
    rows += [
        _rows(_REGIONAL + region, span.days, weather.temperatures[:, region])
        for region in range(len(world.geography.regions))
    ]
    lags = np.array([entry[6] for entry in _SERIES] + [1] * len(world.geography.regions))
    whole = stack(rows)
    return {**whole, "published": whole["day"] + lags[whole["series"]]}


def _rows(series: int, days: Array, values: Array) -> Frame:
    return {"series": np.full(len(days), series), "day": days, "value": np.round(values, 2)}


def _monthly(world: World, months: Array) -> list[Array]:
    """Market, business climate and copper: slow paths with noise."""
    chance = world.seeds.stream("economy")
    time, count = np.arange(len(months)), len(months)
    season = 6 * np.sin(2 * np.pi * (time + 2) / 12)
    market = 100 + 0.22 * time + season + chance.normal(0, 1.2, count)
    climate = 99 + 4 * np.sin(2 * np.pi * time / 31) + chance.normal(0, 0.9, count)
    copper = 8300 + 34 * time + np.cumsum(chance.normal(0, 120, count))
    return [market, climate, copper]


def _weekly(world: World, weeks: Array) -> list[Array]:
    chance = world.seeds.stream("searches")
    first = world.day_index(weeks)
    warm, cold = world.weather.cooling_degrees[first + 6], world.weather.heating_degrees[first + 6]
    noise = chance.normal(0, 3, (2, len(weeks)))
    return [
        np.clip(22 + 9 * warm + noise[0], 1, 100),
        np.clip(30 + 3.2 * cold + noise[1], 1, 100),
    ]


def _events(world: World) -> dict[str, ColumnData]:
    events = load("steering")["market_events"]
    starts = np.array([world.span.ago(event["days"]) for event in events])
    lasting = np.array([event["length"] for event in events])
    return {
        "event_id": [f"EVT{n:03d}" for n in range(1, len(events) + 1)],
        "name": [event["name"] for event in events],
        "start_date": starts,
        "end_date": starts + lasting,
        "geography": [event["where"] for event in events],
        "expected_effect": [event["effect"] for event in events],
    }
