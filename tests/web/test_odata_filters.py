"""Filters: read, judged, and carried out the same by the metric layer and by each row."""

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.kit.errors import VigieError
from vigie.web.odata.syntax import Comparison, Junction, Literal, Member, Negation, parse_filter
from vigie.web.odata.truth import passes

from .conftest import Visitor
from .small_company import CUSTOMERS
from .subscriber import Subscriber

COLUMNS = "month,customer_key,customer,region,revenue"
REGIONS = sorted({region for _, _, region in CUSTOMERS})


@pytest.fixture(scope="module")
def subscriber(visitor: Visitor) -> Subscriber:
    return Subscriber(visitor.workspace)


def test_and_binds_closer_than_or() -> None:
    tree = parse_filter("a eq 1 or b eq 'x' and not c")

    one = Comparison("eq", Member("a"), Literal(Decimal(1)))
    two = Comparison("eq", Member("b"), Literal("x"))
    assert tree == Junction("or", (one, Junction("and", (two, Negation(Member("c"))))))


@pytest.mark.parametrize(
    ("words", "truth"),
    [
        ("x eq null", True),
        ("x ne null", False),
        ("x lt 1", False),
        ("not (x lt 1)", True),
        ("contains(x,'a')", False),
        ("not contains(x,'a')", False),
        ("contains(x,'a') or y eq 2", True),
        ("contains(x,'a') and y eq 2", False),
        ("y in (1,2)", True),
        ("y in (1,null)", False),
        ("x in (1,null)", True),
        ("z eq 0.1", True),
    ],
)
def test_null_is_not_known(words: str, truth: bool) -> None:
    assert passes(parse_filter(words), {"x": None, "y": Decimal(2), "z": 0.1}) is truth


@given(st.text(max_size=60))
def test_any_words_are_read_or_refused(words: str) -> None:
    with suppress(VigieError):
        parse_filter(words)


def test_brackets_have_an_end() -> None:
    with pytest.raises(VigieError, match="brackets"):
        parse_filter("(" * 5000 + "a eq 1" + ")" * 5000)


MEMBERS = st.one_of(
    st.builds(
        "region {} '{}'".format, st.sampled_from(["eq", "ne", "ge", "lt"]), st.sampled_from(REGIONS)
    ),
    st.builds(
        "customer_key {} '{}'".format,
        st.sampled_from(["eq", "gt", "le"]),
        st.sampled_from(["C2", "C4", ""]),
    ),
    st.builds(
        "month {} 2024-{:02}-{:02}".format,
        st.sampled_from(["eq", "ge", "gt", "le", "lt", "ne"]),
        st.integers(1, 12),
        st.sampled_from([1, 15]),
    ),
    st.builds("revenue {} {}".format, st.sampled_from(["gt", "le"]), st.integers(1000, 2500)),
    st.builds("contains(customer,'{}')".format, st.sampled_from(["e", "O", "Morel"])),
)
FILTERS = st.recursive(
    MEMBERS,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("not ({})".format, inner),
    ),
    max_leaves=4,
)


@settings(max_examples=40, deadline=None)
@given(words=FILTERS)
def test_a_filter_keeps_the_rows_of_which_it_is_true(subscriber: Subscriber, words: str) -> None:
    everything = subscriber.rows("figures", select=COLUMNS)

    kept = subscriber.rows("figures", select=COLUMNS, filter=words)

    tree = parse_filter(words)
    assert kept == [row for row in everything if passes(tree, _held(row))]


def _held(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "month": date.fromisoformat(row["month"])}
