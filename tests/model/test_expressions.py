"""The model's SQL does in the engine what it says: derivations agree, rules judge soundly."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from vigie.model.loader import load_model
from vigie.model.schema import Column, ColumnType, Rule, Table
from vigie.warehouse.ddl import ENGINE_TYPES
from vigie.warehouse.engine import Session, Warehouse
from vigie.warehouse.names import quote

MODEL = load_model()
TABLES = list(MODEL.tables.values())


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    warehouse = Warehouse.open(None, MODEL)
    with warehouse.read() as session:
        yield session
    warehouse.close()


def value(session: Session, table: Table, sql: str, row: dict[str, object]) -> object:
    """`sql` over a row of `table` that holds only what `row` says."""
    cells = ", ".join(
        f"CAST({_literal(row.get(name))} AS {ENGINE_TYPES[column.type]}) AS {quote(name)}"
        for name, column in table.columns.items()
    )
    return session.scalar(f"SELECT {sql} FROM (SELECT {cells})")


def derived(session: Session, table: Table, column: Column, row: dict[str, object]) -> object:
    ways = ", ".join(f"({way})" for way in column.derive)
    sql = f"CAST(coalesce({quote(column.name)}, {ways}) AS {ENGINE_TYPES[column.type]})"
    return value(session, table, sql.replace(":company_currency", "'EUR'"), row)


def judged(session: Session, table: Table, rule: Rule, row: dict[str, object]) -> bool:
    return value(session, table, f"coalesce({rule.condition}, true)", row) is True


def rule_of(table: Table, name: str) -> Rule:
    return next(rule for rule in table.rules if rule.name == name)


def _literal(given: object) -> str:
    return "NULL" if given is None else f"'{given}'"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_expression_runs_on_an_empty_row_and_no_rule_blames_it(
    session: Session, table: Table
) -> None:
    for column in table.columns.values():
        if column.derive:
            found = derived(session, table, column, {})
            assert column.type is not ColumnType.ENUM or found in (None, *column.values)
    assert all(judged(session, table, rule, {}) for rule in table.rules)


# One sale, told whole: 3 units at 10.00, 20 % off, cost 6.00 each.
SALE: dict[str, Decimal] = {
    "quantity": Decimal(3),
    "unit_price": Decimal(10),
    "discount_ratio": Decimal("0.2"),
    "gross_amount": Decimal(30),
    "discount_amount": Decimal(6),
    "net_amount": Decimal(24),
}


@pytest.mark.parametrize("name", ["sales_order_line", "invoice_line"])
@pytest.mark.parametrize(
    "given",
    [
        ("quantity", "unit_price", "discount_ratio"),
        ("quantity", "unit_price", "discount_amount"),
        ("quantity", "unit_price", "net_amount"),
        ("quantity", "net_amount", "discount_ratio"),
        ("quantity", "net_amount", "discount_amount"),
        ("quantity", "net_amount", "gross_amount"),
        ("quantity", "gross_amount", "discount_ratio"),
        ("quantity", "gross_amount", "discount_amount"),
        ("quantity", "list_price", "discount_ratio"),
        ("quantity", "list_price", "discount_amount"),
        ("quantity", "list_price", "net_amount"),
    ],
)
def test_a_line_is_completed_the_same_whatever_three_facts_the_source_has(
    session: Session, name: str, given: tuple[str, ...]
) -> None:
    table = MODEL.tables[name]
    row: dict[str, object] = {fact: SALE.get(fact, SALE["unit_price"]) for fact in given}
    assert {fact: derived(session, table, table.columns[fact], row) for fact in SALE} == SALE


@pytest.mark.parametrize("name", ["sales_order_line", "invoice_line"])
def test_a_line_without_discount_has_none_of_zero(session: Session, name: str) -> None:
    table = MODEL.tables[name]
    row: dict[str, object] = {"quantity": -2, "unit_price": "2.5"}
    found = {
        fact: derived(session, table, table.columns[fact], row)
        for fact in ("gross_amount", "discount_amount", "net_amount")
    }
    assert found == {"gross_amount": -5, "discount_amount": 0, "net_amount": -5}


@pytest.mark.parametrize(
    ("name", "row", "status"),
    [
        ("opportunity", {"stage_id": "Won", "closed_at": "2017-03-01"}, "won"),
        ("opportunity", {"stage_id": "crm:Lost", "closed_at": "2017-03-01"}, "lost"),
        ("opportunity", {"stage_id": "Gagnée", "closed_at": "2017-03-01"}, "won"),
        ("opportunity", {"stage_id": "Prospecting"}, "open"),
        ("opportunity", {"closed_at": "2017-03-01", "probability": 1}, "won"),
        ("opportunity", {"closed_at": "2017-03-01"}, None),  # won or lost? only the source knows
        ("activity", {"completed_at": "2024-01-05"}, "done"),
        ("activity", {"due_at": "2024-01-05"}, "planned"),
        ("activity", {"occurred_at": "2024-01-05"}, "done"),
        ("invoice", {"paid_date": "2024-01-05"}, "paid"),
        ("invoice", {"invoice_date": "2024-01-05"}, "posted"),
        ("sales_order", {"cancelled_at": "2024-01-05"}, "cancelled"),
        ("lead", {"converted_account_id": "A1"}, "converted"),
        ("ticket", {"resolved_at": "2024-01-05"}, "resolved"),
    ],
)
def test_a_status_that_the_source_lacks_follows_from_the_dates(
    session: Session, name: str, row: dict[str, object], status: str | None
) -> None:
    table = MODEL.tables[name]
    assert derived(session, table, table.columns["status"], row) == status


def test_a_negative_invoice_is_a_credit_note(session: Session) -> None:
    table = MODEL.tables["invoice"]
    kind = table.columns["invoice_type"]
    assert derived(session, table, kind, {"net_amount": "-12.5"}) == "credit_note"
    assert derived(session, table, kind, {"gross_amount": "12.5"}) == "invoice"
    assert derived(session, table, kind, {}) == "invoice"


CREDIT: dict[str, object] = {"invoice_type": "credit_note"}


@pytest.mark.parametrize(
    ("name", "rule", "row", "sound"),
    [
        ("survey_response", "score_in_scale", {"score": 9, "scale_min": 0, "scale_max": 10}, True),
        ("survey_response", "score_in_scale", {"score": 9, "scale_min": 1, "scale_max": 5}, False),
        ("opportunity", "probability_range", {"probability": "0.4"}, True),
        ("opportunity", "probability_range", {"probability": 40}, False),
        ("invoice", "credit_note_negative", {**CREDIT, "net_amount": 5}, False),
        ("invoice", "credit_note_negative", {**CREDIT, "net_amount": -5}, True),
        ("invoice", "not_far_future", {"invoice_date": "2224-01-01"}, False),
        ("account", "siren_format", {"siren": "732 829 320"}, True),
        ("account", "siren_format", {"siren": "73282932"}, False),
        ("account", "siret_of_siren", {"siren": "732829320", "siret": "73282932000074"}, True),
        ("account", "siret_of_siren", {"siren": "732829320", "siret": "55210055400013"}, False),
        ("payment", "direction_and_sign", {"direction": "in", "amount": -3}, False),
        ("web_traffic_daily", "bounces_within_sessions", {"bounces": 4, "sessions": 3}, False),
        (
            "target",
            "end_after_start",
            {"period_start": "2024-02-01", "period_end": "2024-01-01"},
            False,
        ),
    ],
)
def test_a_rule_tells_a_sound_row_from_a_wrong_one(
    session: Session, name: str, rule: str, row: dict[str, object], sound: bool
) -> None:
    table = MODEL.tables[name]
    assert judged(session, table, rule_of(table, rule), row) is sound


def test_the_department_comes_from_a_french_postal_code(session: Session) -> None:
    account = MODEL.tables["account"]
    column = account.columns["department_code"]

    def department(postal_code: str, country: str) -> object:
        row: dict[str, object] = {"postal_code": postal_code, "country_code": country}
        return derived(session, account, column, row)

    assert department("69003", "FR") == "69"
    assert department("97410", "FR") == "974"
    assert department("20090", "FR") == "2A"
    assert department("20200", "FR") == "2B"
    assert department("69003", "DE") is None
