"""What is written sums to what is written, whatever is rounded."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from vigie.analysis.contributions.exact import apportioned, decimal, fraction

parts = st.lists(st.fractions(-1000, 1000, max_denominator=997), min_size=1, max_size=30)


@given(parts=parts, digits=st.integers(0, 12))
def test_apportioned_parts_sum_to_the_whole_and_stay_near(
    parts: list[Fraction], digits: int
) -> None:
    whole = decimal(sum(parts, Fraction(0)), digits)
    written = apportioned(whole, parts, digits)
    assert sum(written) == whole
    unit = Fraction(1, 10**digits)
    assert all(abs(Fraction(one) - part) <= unit for one, part in zip(written, parts, strict=True))


def test_a_third_of_a_euro_three_times_is_a_euro() -> None:
    written = apportioned(Decimal("1.0000"), [Fraction(1, 3)] * 3, 4)
    assert [str(one) for one in written] == ["0.3334", "0.3333", "0.3333"]


def test_parts_that_need_no_rounding_are_left_alone() -> None:
    parts = [Fraction("12.5001"), Fraction("-2.5001")]
    assert apportioned(Decimal("10.0000"), parts, 4) == [Decimal("12.5001"), Decimal("-2.5001")]


def test_nothing_shares_nothing() -> None:
    assert apportioned(Decimal(0), [], 2) == []


def test_an_unknown_figure_stays_unknown() -> None:
    assert fraction(None) is None
    assert fraction(Decimal("0.1")) == Fraction(1, 10)
