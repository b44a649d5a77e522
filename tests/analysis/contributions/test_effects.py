"""Each effect worked out by hand, and no residual whatever the figures."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vigie.analysis.contributions.effects import (
    Effect,
    Effects,
    Pair,
    Sold,
    Weighed,
    price_volume_mix,
    rate_and_mix,
)

amounts = st.decimals(-10_000, 10_000, places=2, allow_nan=False).map(Fraction)
pairs = st.builds(Pair, amounts, amounts)


def pair(before: object, after: object) -> Pair:
    return Pair(Fraction(str(before)), Fraction(str(after)))


def said(effects: Effects) -> dict[str, str]:
    return {effect.value: str(value) for effect, value in effects.items()}


def whole(members: list[Weighed]) -> Weighed:
    def total(pairs: list[Pair]) -> Pair:
        return Pair(
            sum((one.before for one in pairs), Fraction(0)),
            sum((one.after for one in pairs), Fraction(0)),
        )

    return Weighed(total([m.top for m in members]), total([m.bottom for m in members]))


# -- price, volume, mix -----------------------------------------------------------------------


def test_price_volume_and_mix_of_two_products() -> None:
    # Pumps: 10 at 100 €, then 12 at 110 €. Gas: 30 at 20 €, then 36 at 19 €. Both grow by 20 %.
    pump = Sold(pair(1000, 1320), pair(10, 12))
    gas = Sold(pair(600, 684), pair(30, 36))
    assert [said(one) for one in price_volume_mix([pump, gas])] == [
        {"price": "120", "volume": "200", "mix": "0"},  # 12 × 10 €; 20 % of 1000 €
        {"price": "-36", "volume": "120", "mix": "0"},  # 36 × −1 €; 20 % of 600 €
    ]


def test_selling_more_of_the_dear_product_is_mix() -> None:
    # Quantities stay at 40 together; ten pieces move from 20 € to 100 €.
    pump = Sold(pair(1000, 2000), pair(10, 20))
    gas = Sold(pair(600, 400), pair(30, 20))
    assert [said(one) for one in price_volume_mix([pump, gas])] == [
        {"price": "0", "volume": "0", "mix": "1000"},
        {"price": "0", "volume": "0", "mix": "-200"},
    ]


def test_a_margin_has_a_cost_effect_too() -> None:
    # Sold at 100 then 110, bought at 60 then 70, 10 pieces then 12.
    sold = Sold(pair(1000, 1320), pair(10, 12), cost=pair(600, 840))
    assert said(price_volume_mix([sold])[0]) == {
        "price": "120",  # 12 × 10 €
        "cost": "-120",  # 12 × 10 €
        "volume": "80",  # 20 % of a margin of 400 €
        "mix": "0",
    }


@pytest.mark.parametrize(
    ("sold", "effect", "change"),
    [
        (Sold(pair(0, 500), pair(0, 5)), Effect.NEW, 500),
        (Sold(pair(500, 0), pair(5, 0)), Effect.LOST, -500),
        (Sold(pair(500, -80), pair(5, -1)), Effect.OTHER, -580),  # more came back than was sold
        (Sold(pair(500, 700), pair(0, 0)), Effect.OTHER, 200),  # a service without a quantity
    ],
)
def test_what_has_no_price_on_a_side_is_told_apart(sold: Sold, effect: Effect, change: int) -> None:
    lasting = Sold(pair(100, 120), pair(10, 12))
    assert price_volume_mix([lasting, sold])[1] == {effect: change}


def test_what_is_new_does_not_count_as_growth_of_the_others() -> None:
    lasting = Sold(pair(100, 100), pair(10, 10))
    effects = price_volume_mix([lasting, Sold(pair(0, 900), pair(0, 90))])
    assert effects[0][Effect.VOLUME] == 0


@given(
    st.lists(st.builds(Sold, pairs, pairs, st.none() | pairs), max_size=8),
)
def test_price_volume_and_mix_leave_no_residual(members: list[Sold]) -> None:
    for member, effects in zip(members, price_volume_mix(members), strict=True):
        assert sum(effects.values(), Fraction(0)) == member.result.change


# -- rate and mix -----------------------------------------------------------------------------


def test_rate_and_mix_of_two_teams() -> None:
    # North wins 20 of 40, then 30 of 50; South wins 6 of 60, then 5 of 50. 26 % becomes 35 %.
    north = Weighed(pair(20, 30), pair(40, 50))
    south = Weighed(pair(6, 5), pair(60, 50))
    effects = rate_and_mix([north, south], whole([north, south]))
    mean = Fraction("0.305")  # of 26 % and 35 %
    assert effects[0] == {
        Effect.RATE: Fraction("0.45") * Fraction("0.1"),  # 50 % became 60 %
        Effect.MIX: Fraction("0.1") * (Fraction("0.55") - mean),
    }
    assert effects[1] == {
        Effect.RATE: 0,
        Effect.MIX: Fraction("-0.1") * (Fraction("0.1") - mean),
    }
    assert sum(sum(one.values()) for one in effects) == Fraction("0.09")


def test_a_rate_can_fall_everywhere_and_rise_on_the_whole() -> None:
    # Simpson: both fall by a point, the better one grows.
    good = Weighed(pair(50, 441), pair(100, 900))
    poor = Weighed(pair(90, 9), pair(900, 100))
    effects = rate_and_mix([good, poor], whole([good, poor]))
    assert all(one[Effect.RATE] < 0 for one in effects)
    assert sum(one[Effect.MIX] for one in effects) > 0
    assert sum(sum(one.values()) for one in effects) == Fraction("0.45") - Fraction("0.14")


def test_a_member_that_comes_in_or_goes_away_has_a_mix_effect_only() -> None:
    old = Weighed(pair(10, 10), pair(100, 100))
    new = Weighed(pair(0, 40), pair(0, 100))
    effects = rate_and_mix([old, new], whole([old, new]))
    assert effects[1][Effect.RATE] == 0
    # Half of what is counted now wins 40 %; 10 % became 25 %, 17.5 % on average.
    assert effects[1][Effect.MIX] == Fraction("0.2") - Fraction("0.5") * Fraction("0.175")


def test_a_whole_without_a_rate_is_not_shared_out() -> None:
    nothing = Weighed(pair(0, 1), pair(0, 2))
    with pytest.raises(ZeroDivisionError):
        rate_and_mix([nothing], nothing)


@given(st.lists(st.builds(Weighed, pairs, pairs), min_size=1, max_size=8))
def test_rate_and_mix_leave_no_residual(members: list[Weighed]) -> None:
    total = whole(members)
    assume(total.rates is not None)
    assert total.rates is not None
    made = sum((sum(one.values()) for one in rate_and_mix(members, total)), Fraction(0))
    assert made == total.rates.change


@given(st.lists(st.builds(Weighed, pairs, pairs), min_size=1, max_size=6))
def test_backwards_every_rate_and_mix_effect_changes_its_sign(members: list[Weighed]) -> None:
    def turned(one: Weighed) -> Weighed:
        return Weighed(Pair(*reversed(one.top)), Pair(*reversed(one.bottom)))

    total = whole(members)
    assume(total.rates is not None)
    forth = rate_and_mix(members, total)
    back = rate_and_mix([turned(one) for one in members], turned(total))
    for one, other in zip(forth, back, strict=True):
        assert one == {effect: -value for effect, value in other.items()}
