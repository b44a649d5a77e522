"""The mapping file: what it can say, and how its mistakes are told."""

from decimal import Decimal

import pytest
import yaml

from vigie.intake.declaration import load_mapping, parse_mapping
from vigie.kit.errors import Invalid, NotFound

CONTRACT = """
source: contoso
files:
  - pattern: "sales*.csv*"
    read: {delimiter: ";", decimal: ",", date_format: "%d/%m/%Y"}
    tables:
      - table: sales_order
        distinct_on: [order_id]
        columns:
          order_id: OrderKey
          order_date: Day
          status: {column: State, values: {Livré: delivered, Annulé: cancelled, "*": confirmed}}
      - table: sales_order_line
        where: "Quantity > 0"
        columns:
          order_id: OrderKey
          line_id: {template: "{OrderKey}-{LineNumber}"}
          quantity: {column: Quantity}
          net_amount: {expression: "Quantity * NetPrice"}
          line_kind: {value: product}
        keep: [Color]
"""
FILE = (
    "OrderKey;LineNumber;Day;State;Quantity;NetPrice;Color",
    "O1;1;05/01/2024;Livré;2;10,25;red",
    "O1;2;05/01/2024;Livré;0;3;blue",
    "O2;1;06/01/2024;Annulé;-1;3;red",
    "O3;1;07/01/2024;?!;1;3;red",
)


def test_the_whole_contract_is_honoured(desk, counts):
    report = desk.bring(desk.write("sales_2024.csv", *FILE), CONTRACT)
    assert counts(report, "sales_order_line").skipped == 2
    assert desk.rows(
        "SELECT line_id, quantity, net_amount, line_kind, attributes->>'Color', source_id "
        "FROM core.sales_order_line ORDER BY 1"
    ) == [
        ("contoso:O1-1", Decimal("2.0000"), Decimal("20.5000"), "product", "red", "contoso"),
        ("contoso:O3-1", Decimal("1.0000"), Decimal("3.0000"), "product", "red", "contoso"),
    ]
    assert desk.rows("SELECT source_key, status FROM core.sales_order ORDER BY 1") == [
        ("O1", "delivered"),
        ("O2", "cancelled"),
        ("O3", "confirmed"),
    ]


def test_values_without_a_star_pass_what_they_do_not_name(desk):
    words = """
files:
  - pattern: "*.csv"
    tables:
      - {table: product, columns: {product_id: {column: p, values: {GTXPro: GTX Pro}}, name: n}}
"""
    desk.bring(desk.write("a.csv", "p;n", "GTXPro;a", "MG Special;b"), words)
    assert desk.rows("SELECT product_id FROM core.product ORDER BY 1") == [
        ("GTX Pro",),
        ("MG Special",),
    ]


def test_lines_without_a_number_are_counted_within_their_document(desk):
    words = """
files:
  - pattern: "*.csv"
    tables:
      - {table: invoice, distinct_on: [invoice_id], columns: {invoice_id: inv, invoice_date: day}}
      - table: invoice_line
        columns:
          line_id: {ordinal_within: [inv]}
          line_number: {ordinal_within: [inv]}
          invoice_id: inv
          quantity: q
          net_amount: a
"""
    lines = ("A1;2024-01-05;1;10", "A2;2024-01-05;1;20", "A1;2024-01-05;1;10")
    desk.bring(desk.write("a.csv", "inv;day;q;a", *lines), words)
    assert desk.rows("SELECT line_id, line_number FROM core.invoice_line ORDER BY 1") == [
        ("A1-1", 1),
        ("A1-2", 2),
        ("A2-1", 1),
    ]


def test_a_row_whose_condition_cannot_be_told_is_not_lost(desk, counts):
    words = """
files:
  - pattern: "*.csv"
    tables:
      - table: product
        where: "weight > 0"
        columns: {product_id: id, name: n, weight_kg: weight}
"""
    lines = [f"P{n};a;{n}" for n in range(20)]
    report = desk.bring(desk.write("a.csv", "id;n;weight", *lines, "PX;a;heavy"), words)
    assert counts(report, "product").skipped == 1
    assert counts(report, "product").quarantined == 1
    assert report.rejected[0].examples == ("heavy",)


def test_a_mapping_says_itself_again(desk):
    path = desk.mapping(CONTRACT)
    mapping, _ = load_mapping(path)
    assert parse_mapping(yaml.safe_load(yaml.safe_dump(mapping.words()))) == mapping


@pytest.mark.parametrize(
    ("wrong", "right", "line", "guess"),
    [
        ("table: sales_ordr\n", "table: sales_order\n", 7, "sales_order"),
        ("quantiti:", "quantity:", 18, "quantity"),
        ("Quantity * NetPrize", "Quantity * NetPrice", 19, "NetPrice"),
        ("{OrderKey}-{LineNr}", "{OrderKey}-{LineNumber}", 17, "LineNumber"),
        ("keep: [Colour]", "keep: [Color]", 21, "Color"),
        ('where: "Quantitty > 0"', 'where: "Quantity > 0"', 14, "Quantity"),
        ("distinct_on: [orderid]", "distinct_on: [order_id]", 8, "order_id"),
        ("templat:", "template:", 17, "template"),
        ("pattren:", "pattern:", 4, "pattern"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_nearest_word(desk, wrong, right, line, guess):
    assert right in CONTRACT
    path = desk.write("sales.csv", *FILE)
    with pytest.raises(Invalid) as refusal:
        desk.bring(path, CONTRACT.replace(right, wrong, 1))
    said = str(refusal.value)
    assert f"mapping.yaml, line {line}:" in said
    assert guess in said


def test_sql_that_the_engine_cannot_compute_is_told_at_its_line(desk):
    wrong = CONTRACT.replace("Quantity * NetPrice", "left(State)")
    with pytest.raises(Invalid, match=r"mapping\.yaml, line 19:.*left"):
        desk.bring(desk.write("sales.csv", *FILE), wrong)


def test_a_key_that_nothing_fills_is_told_before_anything_is_read(desk):
    words = 'files: [{pattern: "*", tables: [{table: product, columns: {name: n}}]}]'
    with pytest.raises(Invalid, match="product_id"):
        desk.bring(desk.write("a.csv", "n", "x"), words)


def test_a_fill_says_one_thing(desk):
    both = "{product_id: {column: a, value: b}}"
    words = f'files: [{{pattern: "*", tables: [{{table: product, columns: {both}}}]}}]'
    with pytest.raises(Invalid, match="exactly one"):
        desk.bring(desk.write("a.csv", "a", "x"), words)


def test_a_missing_mapping_file_is_not_found(desk):
    with pytest.raises(NotFound, match=r"nowhere\.yaml"):
        desk.intake.plan([desk.write("a.csv", "a", "x")], mapping=desk.folder / "nowhere.yaml")
