"""Filters survive any value that a person may type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.kit.errors import Invalid
from vigie.metrics.question.condition import Operator, parse_condition


@pytest.mark.parametrize(
    ("words", "field", "operator", "values"),
    [
        ("channel = 'online'", "channel", "=", ("online",)),
        ("region != Île-de-France", "region", "!=", ("Île-de-France",)),
        ("a <> b", "a", "!=", ("b",)),
        ("account.employee_count>=12", "account.employee_count", ">=", ("12",)),
        ("region in (A, 'B, c', \"d\")", "region", "in", ("A", "B, c", "d")),
        ("region NOT IN (A)", "region", "not in", ("A",)),
        ("name contains O'Neil", "name", "contains", ("O'Neil",)),
        ("region is  not null", "region", "is not null", ()),
        ("account.Ma couleur = rouge", "account.Ma couleur", "=", ("rouge",)),
        ("index = in (x)", "index", "=", ("in (x)",)),
    ],
)
def test_words_are_read(words: str, field: str, operator: str, values: tuple[str, ...]) -> None:
    condition = parse_condition(words)
    assert (condition.field, condition.operator, condition.values) == (
        field,
        Operator(operator),
        values,
    )


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_quoted_values_come_back_as_typed(values: list[str]) -> None:
    quoted = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    assert parse_condition(f"region in ({quoted})").values == tuple(values)


@given(st.text(max_size=40))
def test_any_words_are_read_or_refused(words: str) -> None:
    try:
        parse_condition(words)
    except Invalid:
        return
