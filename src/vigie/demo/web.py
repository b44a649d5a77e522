"""The rows of the web site: visits, calls to action and the funnel of the online shop."""

from typing import Final

import numpy as np

from vigie.demo.calendar import weekday
from vigie.demo.frame import Array
from vigie.demo.sink import Sink
from vigie.demo.world import World
from vigie.warehouse.parquet import ColumnData, Words

_SITE: Final = ("www.auster-climatique.example",)
_MEDIA: Final = ("organic", "paid", "direct", "referral", "social", "email")
_MEDIUM_SHARES: Final = np.array([0.44, 0.17, 0.21, 0.07, 0.05, 0.06])
_SOURCES: Final = (
    "moteur de recherche",
    "annonces",
    "-",
    "annuaire professionnel",
    "LinkedIn",
    "lettre",
)
_DEVICES: Final = ("desktop", "mobile", "tablet")
_DEVICE_SHARES: Final = np.array([0.56, 0.4, 0.04])
_PAGES: Final = np.array([4.4, 2.9, 3.5])
_BOUNCE: Final = np.array([0.36, 0.52, 0.44])
_SESSIONS_AT_SCALE_1: Final = 1_450
_ACTIONS: Final = (
    "Demander un devis",
    "Demander une démonstration",
    "Télécharger le catalogue",
    "Être rappelé",
)
_ACTION_RATES: Final = np.array([0.021, 0.007, 0.015, 0.011])
_STEPS: Final = (
    "visit",
    "product_view",
    "add_to_cart",
    "checkout",
    "payment",
    "order",
    "quote_request",
    "demo_request",
)
# What is left of the visits at each step, on a computer; a phone loses more in the cart.
_STEP_RATES: Final = np.array([1.0, 0.52, 0.115, 0.062, 0.041, 0.036, 0.013, 0.0042])
_MOBILE_LOSS: Final = np.array([1.0, 0.95, 0.8, 0.6, 0.5, 0.46, 0.7, 0.7])
_BASKET: Final = 42_000


def write(world: World, sink: Sink) -> None:
    """Writes visits, calls to action and the funnel."""
    visits = _visits(world)
    sink.write("web_traffic_daily", _traffic(world, visits))
    sink.write("cta_daily", _calls_to_action(world, visits))
    sink.write("web_funnel_daily", _funnel(world, visits))


def _visits(world: World) -> Array:
    """Expected sessions a day: growth, working days, and the weather that breaks things."""
    span = world.span
    growth = 1 + 0.11 * span.years_since_start(span.days)
    week = np.array([1.1, 1.12, 1.08, 1.05, 0.95, 0.48, 0.42])[weekday(span.days)]
    holiday = np.where(np.isin(span.days, span.holiday_days), 0.4, 1.0)
    hot = 1 + 0.09 * world.weather.cooling_degrees
    cold = 1 + 0.02 * world.weather.heating_degrees
    scale = max(0.1, min(world.scale, 10.0))
    return _SESSIONS_AT_SCALE_1 * scale * growth * week * holiday * hot * cold


def _traffic(world: World, visits: Array) -> dict[str, ColumnData]:
    chance = world.seeds.stream("web traffic")
    shape = (len(visits), len(_MEDIA), len(_DEVICES))
    day, medium, device = (index.ravel() for index in np.indices(shape))
    expected = visits[day] * _MEDIUM_SHARES[medium] * _DEVICE_SHARES[device]
    sessions = chance.poisson(expected * chance.lognormal(0, 0.08, len(day)))
    paid = np.where(medium == 1, 0.1, 0.0)
    bounces = chance.binomial(sessions, np.clip(_BOUNCE[device] + paid, 0, 0.9))
    pages = sessions + chance.poisson((sessions - bounces) * (_PAGES[device] - 1))
    orders = chance.binomial(sessions, 0.012 * _MOBILE_LOSS[5] ** (device == 1))
    return {
        "date": world.span.days[day],
        "site": Words(_SITE, day * 0),
        "medium": Words(_MEDIA, medium),
        "source": Words(_SOURCES, medium),
        "device": Words(_DEVICES, device),
        "country_code": Words(["FR"], day * 0),
        "sessions": sessions,
        "users": sessions - chance.binomial(sessions, 0.17),
        "page_views": pages,
        "bounces": bounces,
        "engaged_sessions": sessions - bounces,
        "total_duration_s": chance.poisson((sessions - bounces) * 212 + bounces * 9),
        "conversions": orders,
        "leads": chance.binomial(sessions, 0.0011),
        "revenue": orders * chance.integers(_BASKET // 2, _BASKET * 2, len(day)),
    }


def _calls_to_action(world: World, visits: Array) -> dict[str, ColumnData]:
    chance = world.seeds.stream("calls to action")
    day, action = (index.ravel() for index in np.indices((len(visits), len(_ACTIONS))))
    seen = chance.poisson(visits[day] * np.array([0.7, 0.35, 0.5, 0.9])[action])
    return {
        "date": world.span.days[day],
        "site": Words(_SITE, day * 0),
        "cta": Words(_ACTIONS, action),
        "impressions": seen,
        "clicks": chance.binomial(seen, _ACTION_RATES[action]),
    }


def _funnel(world: World, visits: Array) -> dict[str, ColumnData]:
    chance = world.seeds.stream("web funnel")
    shape = (len(visits), len(_DEVICES), len(_STEPS))
    sessions = chance.poisson(visits[:, None] * _DEVICE_SHARES)
    loss = np.where(np.arange(len(_DEVICES))[:, None] == 1, _MOBILE_LOSS, 1.0)
    rates = _STEP_RATES * loss
    counts = np.zeros(shape, dtype=np.int64)
    counts[:, :, 0] = sessions
    for step in range(1, len(_STEPS)):
        # Requests for a quote or a demonstration start from the product pages, not from the cart.
        origin = 1 if step >= _STEPS.index("quote_request") else step - 1
        share = rates[:, step] / rates[:, origin]
        counts[:, :, step] = chance.binomial(counts[:, :, origin], np.minimum(share, 1.0))
    day, device, step = (index.ravel() for index in np.indices(shape))
    count = counts[day, device, step]
    valued = (step >= _STEPS.index("add_to_cart")) & (step <= _STEPS.index("order"))
    return {
        "date": world.span.days[day],
        "site": Words(_SITE, day * 0),
        "step": Words(_STEPS, step),
        "device": Words(_DEVICES, device),
        "count": count,
        "value_amount": np.where(valued, count * _BASKET, 0),
    }
