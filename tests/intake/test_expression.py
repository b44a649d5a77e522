"""What a mapping may say, and what it may not."""

from decimal import Decimal

import pytest

from vigie.intake.expression import parse_expression
from vigie.kit.errors import Invalid

COLUMNS = ("Order ID", "Quantity", "UnitPrice", "State", "Day")


@pytest.mark.parametrize(
    "source",
    [
        "Quantity * UnitPrice",
        "\"Order ID\" || '-' || State",
        "case when State = 'x' then -Quantity else Quantity end",
        "coalesce(Quantity, 0) > 0 and State not in ('a', 'b')",
        "upper(trim(left(State, 2)))",
        "make_date(Quantity, 1, 1)",
        "State ilike 'c%' or State is null",
        "round(Quantity / UnitPrice, 2)",
        "regexp_matches(State, '^C')",
        "Day + interval 30 day",
    ],
)
def test_scalar_sql_over_the_file_s_columns_is_understood(source):
    assert parse_expression(source, COLUMNS).sql


@pytest.mark.parametrize(
    "source",
    [
        "(select 1)",
        "State in (select 1)",
        "sum(Quantity)",
        "row_number() over ()",
        "read_csv('secret')",
        "getenv('HOME')",
        "Quantity; drop table x",
        "random()",
        "select",
        "*",
        "? + 1",
        "core.account",
    ],
)
def test_anything_else_is_refused(source):
    with pytest.raises(Invalid):
        parse_expression(source, COLUMNS)


def test_an_unknown_column_names_the_nearest_one():
    with pytest.raises(Invalid, match="'Quantity'"):
        parse_expression("Quantitty + 1", COLUMNS)


def test_columns_are_named_in_any_letter_case_and_reported_as_the_file_writes_them():
    found = parse_expression("quantity * UNITPRICE", COLUMNS)
    assert found.columns == ("Quantity", "UnitPrice")
    assert found.numbers == {"Quantity", "UnitPrice"}


def test_divisions_are_decimal_and_never_infinite(desk):
    with desk.warehouse.read() as session:
        sql = parse_expression("a / b / 3", ("a", "b")).sql
        assert session.scalar(f"SELECT {sql} FROM (SELECT 1.00 AS a, 1.00 AS b)") == Decimal(
            "0.3333333333"
        )
        assert session.scalar(f"SELECT {sql} FROM (SELECT 1.00 AS a, 0.00 AS b)") is None
