"""How much of a change each member made, and by what: formulas whose parts leave no residual.

All arithmetic is on fractions, so that the parts sum to the change exactly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from vigie.kit.i18n import Label

NOUGHT: Final = Fraction(0)


class Effect(StrEnum):
    """What makes a part of a change."""

    CHANGE = "change"  # all of it, where nothing tells more
    PRICE = "price"
    COST = "cost"
    VOLUME = "volume"
    MIX = "mix"
    RATE = "rate"
    NEW = "new"
    LOST = "lost"
    OTHER = "other"

    @property
    def label(self) -> Label:
        """What people call it."""
        return _LABELS[self]


_LABELS: Final = {
    Effect.CHANGE: Label("Change", "Évolution"),
    Effect.PRICE: Label("Price", "Prix"),
    Effect.COST: Label("Cost", "Coût"),
    Effect.VOLUME: Label("Volume", "Volume"),
    Effect.MIX: Label("Mix", "Mix"),
    Effect.RATE: Label("Rate", "Taux"),
    Effect.NEW: Label("New", "Nouveautés"),
    Effect.LOST: Label("No longer sold", "Plus vendus"),
    Effect.OTHER: Label("Without a price", "Sans prix"),
}

Effects = Mapping[Effect, Fraction]


class Pair(NamedTuple):
    """One figure before and after."""

    before: Fraction
    after: Fraction

    @property
    def change(self) -> Fraction:
        return self.after - self.before

    @property
    def mean(self) -> Fraction:
        return (self.before + self.after) / 2


@dataclass(frozen=True, slots=True)
class Weighed:
    """A member of a rate: what is counted over what it is counted among."""

    top: Pair
    bottom: Pair

    @property
    def rates(self) -> Pair | None:
        """The member's own rate; None where one of the two sides has none."""
        if not self.bottom.before or not self.bottom.after:
            return None
        return Pair(self.top.before / self.bottom.before, self.top.after / self.bottom.after)


@dataclass(frozen=True, slots=True)
class Sold:
    """A member of an amount with the quantity behind it; `cost` where a margin is explained."""

    amount: Pair
    quantity: Pair
    cost: Pair | None = None

    @property
    def result(self) -> Pair:
        """What is explained: the amount, or what is left of it after its cost."""
        cost = self.cost or Pair(NOUGHT, NOUGHT)
        return Pair(self.amount.before - cost.before, self.amount.after - cost.after)

    @property
    def is_continuing(self) -> bool:
        """Whether there is a price on both sides."""
        return self.quantity.before > 0 and self.quantity.after > 0

    @property
    def sides(self) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
        """All figures before; all figures after."""
        pairs = (self.amount, self.quantity, *([self.cost] if self.cost else []))
        return tuple(pair.before for pair in pairs), tuple(pair.after for pair in pairs)


def rate_and_mix(members: Sequence[Weighed], whole: Weighed) -> list[Effects]:
    """The change of a rate R = N/D, shared among members of weight w = Dₘ/D and rate r = Nₘ/Dₘ.

    rate = w̄·Δr, mix = Δw·(r̄ − R̄), a bar being the mean of before and after. A member without
    a rate on one side, new or gone, has a mix effect only: ΔNₘ/D − Δw·R̄. `whole` holds the sums
    of the members; its denominators are not nought.
    """
    rates = whole.rates
    if rates is None:
        raise ZeroDivisionError("the whole has no rate")
    return [_rate_and_mix(member, whole.bottom, rates.mean) for member in members]


def _rate_and_mix(member: Weighed, total: Pair, average: Fraction) -> Effects:
    weight = Pair(member.bottom.before / total.before, member.bottom.after / total.after)
    own = member.rates
    if own is None:
        parts = Pair(member.top.before / total.before, member.top.after / total.after)
        return {Effect.RATE: NOUGHT, Effect.MIX: parts.change - weight.change * average}
    return {
        Effect.RATE: weight.mean * own.change,
        Effect.MIX: weight.change * (own.mean - average),
    }


def price_volume_mix(members: Sequence[Sold]) -> list[Effects]:
    """The change of an amount (or of a margin), shared among products of price p and quantity q.

    Products sold on both sides, g being the growth of their quantities taken together:
    price = Δp·q₁, cost = −Δc·q₁, volume = g·(p₀ − c₀)·q₀, mix = (p₀ − c₀)·(q₁ − (1 + g)·q₀).
    A product without sales before is `new`, without sales after `lost`; one whose quantity is
    missing or negative on a side has no price: its change is `other`.
    """
    lasting = [member.quantity for member in members if member.is_continuing]
    before = sum((quantity.before for quantity in lasting), NOUGHT)
    after = sum((quantity.after for quantity in lasting), NOUGHT)
    growth = after / before if before else Fraction(1)
    return [_price_volume_mix(member, growth) for member in members]


def _price_volume_mix(member: Sold, growth: Fraction) -> Effects:
    if not member.is_continuing:
        return {_presence(member): member.result.change}
    quantity, amount = member.quantity, member.amount
    at_old_price = amount.before / quantity.before * quantity.after
    found = {Effect.PRICE: amount.after - at_old_price}
    if member.cost is not None:
        at_old_cost = member.cost.before / quantity.before * quantity.after
        found[Effect.COST] = at_old_cost - member.cost.after
    earned = member.result.before
    grown = earned / quantity.before * quantity.after
    return {
        **found,
        Effect.VOLUME: earned * (growth - 1),
        Effect.MIX: grown - earned * growth,
    }


def _presence(member: Sold) -> Effect:
    before, after = member.sides
    if not any(before):
        return Effect.NEW
    return Effect.OTHER if any(after) else Effect.LOST
