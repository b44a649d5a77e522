"""The customers and how each of them behaves: size, rhythm, channels, discount, payment."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from vigie.demo.calendar import Span
from vigie.demo.frame import Array, pick
from vigie.demo.geography import Geography
from vigie.demo.people import People
from vigie.demo.randomness import Seeds
from vigie.demo.settings import load

ACCOUNTS_AT_SCALE_1: Final = 1500
FEWEST: Final = 70
STORY_REP: Final = "C10"  # loses a key account without noticing
STORY_SHARE: Final = 0.022  # of all sales, what that key account weighs
_RAREST: Final = 0.35  # of the median customer's weight
_CONSUMER: Final = "Particulier"
# How each kind of customer orders: field, phone, online, store.
_HABITS: Final = {
    _CONSUMER: (0.0, 0.0, 0.6, 0.4),
    "Grande surface de bricolage": (0.7, 0.25, 0.05, 0.0),
    "Promoteur et constructeur": (0.65, 0.2, 0.1, 0.05),
    "Collectivité": (0.45, 0.25, 0.25, 0.05),
    "Exploitant et maintenance": (0.4, 0.35, 0.2, 0.05),
}
_USUAL_HABIT: Final = (0.33, 0.27, 0.2, 0.2)


@dataclass(frozen=True)
class Accounts:
    """One value per customer; a customer is known by position."""

    segment: Array  # position in names.yaml's segments
    city: Array
    region: Array
    owner: Array  # position of the rep, -1 for a consumer
    team: Array
    store: Array
    since: Array  # first day as a customer
    gone: Array  # first day without a purchase
    weight: Array  # expected share of the orders
    size: Array  # multiplies quantities
    discount: Array  # basis points
    delay: Array  # mean days of payment after the due date
    terms: Array
    credit_limit: Array  # cents
    trade: Array  # 0 heating … 1 cooling
    habits: Array  # customers × channels
    is_foreign: Array
    is_electronic: Array
    key_account: int  # the one that the story's rep is losing

    def __len__(self) -> int:
        return len(self.segment)

    @property
    def is_consumer(self) -> Array:
        return self.owner < 0


def segment_values(name: str) -> Array:
    """One parameter of names.yaml for every segment."""
    return np.array([segment[name] for segment in load("names")["segments"]])


def build(seeds: Seeds, span: Span, geography: Geography, people: People, scale: float) -> Accounts:
    """Draws the customers of a company of this scale."""
    chance = seeds.stream("accounts")
    count = max(FEWEST, round(ACCOUNTS_AT_SCALE_1 * scale))
    segment = pick(chance, segment_values("share"), count)
    city = pick(chance, geography.city_weights, count)
    foreign = (chance.random(count) < 0.006) | (np.arange(count) == count - 1)
    foreign &= segment < 3
    city = np.where(foreign, len(geography.cities) - 1, city)
    region = geography.city_region[city]
    owner = _owners(chance, people, region, segment)
    weight = _weights(chance, segment)
    key_account = _key_account(weight, owner, people)
    since, gone = _life(chance, span, weight)
    return Accounts(
        segment=segment,
        city=city,
        region=region,
        owner=owner,
        team=np.array([people.team(r.team) for r in geography.regions])[region],
        store=people.nearest_store(geography)[region],
        since=since,
        gone=gone,
        weight=weight**0.78,
        size=np.clip((weight / np.median(weight)) ** 0.22, 0.6, 4.0),
        discount=_discounts(chance, segment, weight),
        delay=segment_values("delay")[segment] + chance.gamma(1.2, 5.0, count) - 5,
        terms=_terms(chance, segment),
        credit_limit=_credit_limits(weight),
        trade=np.clip(segment_values("trade")[segment] + chance.normal(0, 0.12, count), 0, 1),
        habits=_habits(chance, segment),
        is_foreign=foreign,
        is_electronic=chance.random(count) < np.where(weight > np.median(weight), 0.6, 0.3),
        key_account=key_account,
    )


def is_consumer(segment: Array) -> Array:
    """Which customers are private persons."""
    names = [entry["name"] for entry in load("names")["segments"]]
    return segment == names.index(_CONSUMER)


def _owners(chance: np.random.Generator, people: People, region: Array, segment: Array) -> Array:
    outside = chance.random(len(region)) < 0.78
    owner = np.full(len(region), -1)
    for inside in (False, True):
        for position in np.unique(region):
            reps = people.region_reps(int(position), inside=inside)
            rows = np.flatnonzero((region == position) & (outside != inside))
            owner[rows] = np.array(reps)[chance.integers(0, len(reps), len(rows))]
    return np.where(is_consumer(segment), -1, owner)


def _weights(chance: np.random.Generator, segment: Array) -> Array:
    weight = segment_values("weight")[segment] * chance.lognormal(0, 0.95, len(segment))
    tail = chance.random(len(segment)) < 0.03
    weight = np.where(
        tail & ~is_consumer(segment), weight * chance.uniform(3, 9, len(weight)), weight
    )
    rare = np.median(weight) * _RAREST
    return np.clip(weight, rare, weight.sum() * 0.03)


def _key_account(weight: Array, owner: Array, people: People) -> int:
    """Picks the story's account and makes it one of the largest."""
    mine = np.flatnonzero(owner == people.rep(STORY_REP))
    chosen = int(mine[weight[mine].argmax()])
    weight[chosen] = 0.0
    weight[chosen] = weight.sum() * STORY_SHARE
    return chosen


def _life(chance: np.random.Generator, span: Span, weight: Array) -> tuple[Array, Array]:
    count, whole = len(weight), len(span.days)
    old = chance.random(count) < 0.66
    before = -chance.integers(60, 4200, count)
    during = chance.integers(0, whole - 20, count)
    since = span.days[0] + np.where(old, before, during)
    lasting = (chance.exponential(365 * 14, count)).astype(np.int64) + 200
    large = weight >= np.quantile(weight, 0.95)
    since = np.where(large, span.days[0] - 1000, since)
    gone = np.maximum(since, span.days[0]) + np.where(large, whole + 500, lasting)
    return since, gone


def _discounts(chance: np.random.Generator, segment: Array, weight: Array) -> Array:
    house = segment_values("discount")[segment] * 100.0
    volume = 350 * np.log10(weight / np.median(weight))
    points = house + volume + chance.normal(0, 180, len(segment))
    return np.clip(points, 0, 3600).astype(np.int64)


def _terms(chance: np.random.Generator, segment: Array) -> Array:
    terms = segment_values("terms")[segment]
    second = (chance.random(len(segment)) < 0.5).astype(np.int64)
    return terms[np.arange(len(segment)), second]


def _credit_limits(weight: Array) -> Array:
    """By size, in steps of 500 €."""
    steps = np.rint(weight / np.median(weight) * 40).astype(np.int64)
    return steps * 50_000 + 100_000


def _habits(chance: np.random.Generator, segment: Array) -> Array:
    names = [entry["name"] for entry in load("names")["segments"]]
    usual = np.array([_HABITS.get(name, _USUAL_HABIT) for name in names])
    return usual[segment] * chance.gamma(1.6, 1.0, (len(segment), usual.shape[1]))
