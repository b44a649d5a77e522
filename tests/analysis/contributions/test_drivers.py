"""The figures of a formula: worked out by hand, and exact for any formula."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import prod

from hypothesis import given
from hypothesis import strategies as st

from vigie.analysis.contributions.breakdown import Change
from vigie.analysis.contributions.drivers import MOST, driven, shared
from vigie.analysis.contributions.effects import Pair
from vigie.analysis.contributions.formula import operands
from vigie.analysis.contributions.models import models
from vigie.analysis.contributions.reading import Member
from vigie.kit.formats import Unit
from vigie.metrics.language.definition import Catalog

numbers = st.fractions(-50, 50, max_denominator=9)
named = st.dictionaries(
    st.sampled_from("abcdef"), st.builds(Pair, numbers, numbers), min_size=1, max_size=4
)


def product(values: Mapping[str, Fraction]) -> Fraction:
    return prod(values.values(), start=Fraction(1))


def pair(before: int, after: int) -> Pair:
    return Pair(Fraction(before), Fraction(after))


def test_customers_frequency_and_basket_by_hand() -> None:
    # 10 × 2 × 100 = 2000 becomes 12 × 2 × 110 = 2640.
    found = shared(
        product, {"customers": pair(10, 12), "frequency": pair(2, 2), "basket": pair(100, 110)}
    )
    # +2 customers: (2 × 2 × 100 + 2 × 2 × 110) / 2; +10 € of basket: (10 + 12) / 2 × 2 × 10.
    assert found == {"customers": 420, "frequency": 0, "basket": 220}


def test_a_quotient_by_hand() -> None:
    # 100 / 4 = 25 becomes 120 / 6 = 20.
    def quotient(values: Mapping[str, Fraction]) -> Fraction | None:
        return values["top"] / values["bottom"] if values["bottom"] else None

    found = shared(quotient, {"top": pair(100, 120), "bottom": pair(4, 6)})
    # The top moved first adds 5, moved last 20/6; the bottom the rest.
    assert found == {"top": Fraction(25, 6), "bottom": Fraction(-55, 6)}
    assert shared(quotient, {"top": pair(1, 2), "bottom": pair(0, 2)}) is None


@given(operands=named)
def test_shares_of_a_product_sum_to_its_change(operands: dict[str, Pair]) -> None:
    found = shared(product, operands)
    assert found is not None
    before, after = ({name: one[side] for name, one in operands.items()} for side in (0, 1))
    assert sum(found.values()) == product(after) - product(before)


@given(operands=named)
def test_a_figure_that_stays_makes_nothing(operands: dict[str, Pair]) -> None:
    still = {**operands, "still": Pair(Fraction(3), Fraction(3))}
    found = shared(product, still)
    assert found is not None
    assert found["still"] == 0


def test_figures_whose_product_is_another_figure_explain_nothing(catalog: Catalog) -> None:
    names = ("active_customers", "purchase_frequency", "average_basket")
    found = operands(catalog.metrics["order_intake"], catalog, models())
    assert found is not None
    assert tuple(found.shapes) == names
    leaves = {"active_customers": pair(2, 3), "orders": pair(4, 6), "order_intake": pair(100, 180)}
    known = Member(None, None, leaves)
    right = Change(Unit.CURRENCY, Decimal(100), Decimal(180))
    assert sum(part.change for part in driven(found, known, right, catalog)) == 80
    wrong = Change(Unit.CURRENCY, Decimal(100), Decimal(181))
    assert driven(found, known, wrong, catalog) == ()


def test_too_many_figures_are_not_shared_out() -> None:
    assert shared(product, {str(n): pair(1, 2) for n in range(MOST + 1)}) is None
