"""Bands of past landing errors, worked by hand."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from vigie.analysis.landing import SHARES, band, errors

MONTHS = [Decimal(100)] * 12 + [Decimal(110)] * 12


def test_a_steady_growth_is_landed_on_exactly() -> None:
    """Two months 10 % above last year's, then four: the landing is 440, and so is what came."""
    assert errors(MONTHS, 2, 4) == [Decimal(1)] * 7


def test_a_better_end_is_told_as_a_share_of_the_landing() -> None:
    months = [*MONTHS[:20], Decimal(132), Decimal(132)]
    assert errors(months, 8, 2) == [Decimal("1.2")]


def test_what_has_no_year_before_is_no_error() -> None:
    assert errors([Decimal(5)] * 13, 2, 1) == []
    assert errors([Decimal(0)] * 30, 2, 1) == []


def test_a_band_needs_an_error_in_each_tail() -> None:
    found = [Decimal(n) for n in range(1, 11)]
    assert band(found[:3], SHARES[0]) is None
    assert band(found, SHARES[0]) == (Decimal("3.25"), Decimal("7.75"))
    assert band(found, SHARES[1]) == (Decimal("1.9"), Decimal("9.1"))
    assert band(found, SHARES[2]) is None


@given(st.lists(st.decimals(0, 3, places=3), min_size=40, max_size=60))
def test_a_wider_band_holds_the_narrower(found: list[Decimal]) -> None:
    bands = [band(found, share) for share in SHARES]
    lows = [pair[0] for pair in bands if pair]
    highs = [pair[1] for pair in bands if pair]
    assert lows == sorted(lows, reverse=True)
    assert highs == sorted(highs)
