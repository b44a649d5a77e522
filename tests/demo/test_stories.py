"""Each story that the demo plants is found through the public query interface."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from vigie.workspace import Workspace

from .conftest import UNTIL

pytestmark = pytest.mark.slow

SUMMER, LAST_SUMMER = (date(2026, 5, 1), UNTIL), (date(2025, 5, 1), date(2025, 10, 31))
YEAR, LAST_YEAR = (date(2025, 11, 1), UNTIL), (date(2024, 11, 1), date(2025, 10, 31))
FIRST_YEAR = (date(2023, 11, 1), date(2024, 10, 31))
FRESH_AIR = "product.model = '32 FreshAir'"
GAS = "product.is_perishable = true"


def ask(
    workspace: Workspace, metric: str, days: tuple[date, date], *where: str, by: str | None = None
) -> dict[Any, Any]:
    """The figure of each member of a dimension over some days."""
    result = workspace.query(
        [metric], by=[by] if by else [], where=where, date_from=days[0], date_to=days[1]
    )
    if by is None:
        return {None: result.scalar()}
    return {row[result.column(by)]: row[result.column(metric)] for row in result.rows}


def one(workspace: Workspace, metric: str, days: tuple[date, date], *where: str) -> Decimal:
    return Decimal(str(ask(workspace, metric, days, *where)[None] or 0))


def test_everything_generated_is_imported_without_a_word(workspace: Workspace) -> None:
    values, report = workspace.intake.imports()
    assert [table.table for table in values.tables] == ["account_segment"]
    assert {table.table for table in report.tables} == set(workspace.model.tables)
    assert [table for table in report.tables if table.quarantined or table.placeholders] == []
    assert (report.rejected, report.warnings) == ((), ())


def test_fresh_air_sells_less_while_returns_and_complaints_climb(workspace: Workspace) -> None:
    now, then = (one(workspace, "order_intake", days, FRESH_AIR) for days in (SUMMER, LAST_SUMMER))
    assert now < then * Decimal("0.6")
    siblings = ("product.category_id = 'CLI-MONO'", "product.model != '32 FreshAir'")
    now, then = (one(workspace, "order_intake", days, *siblings) for days in (SUMMER, LAST_SUMMER))
    assert now > then * Decimal("0.95")
    for metric in ("credit_note_amount", "complaints"):
        now, then = (one(workspace, metric, days, FRESH_AIR) for days in (SUMMER, LAST_SUMMER))
        assert now > 5 * then, metric


def test_a_key_account_leaves_while_its_rep_does_nothing(workspace: Workspace) -> None:
    mine = "sales_rep = 'Julien Mercier'"
    autumn, last_autumn = (date(2026, 8, 1), UNTIL), (date(2025, 8, 1), date(2025, 10, 31))
    before = ask(workspace, "order_intake", last_autumn, mine, by="customer")
    after = ask(workspace, "order_intake", autumn, mine, by="customer")
    lost = min(before, key=lambda name: (after.get(name) or 0) - before[name])
    whole_year = ask(workspace, "revenue", LAST_YEAR, by="customer")
    assert lost in sorted(whole_year, key=lambda name: whole_year[name], reverse=True)[:5]
    assert after[lost] < before[lost] / 5
    for metric in ("visits", "calls", "meetings", "emails_sent"):
        assert not ask(workspace, metric, (date(2026, 6, 10), UNTIL), mine, by="customer").get(lost)
    assert ask(workspace, "visits", last_autumn, mine, by="customer")[lost] > 2


def test_the_basket_stands_still_on_the_phone_alone(workspace: Workspace) -> None:
    first, last = (
        ask(workspace, "average_basket", days, by="channel") for days in (FIRST_YEAR, YEAR)
    )
    growth = {channel: last[channel] / first[channel] - 1 for channel in last}
    phone = growth.pop("Téléphone")
    assert abs(phone) < Decimal("0.05")
    assert min(growth.values()) > phone + Decimal("0.05")


def test_one_rep_rings_deals_in_just_after_the_quarter(workspace: Workspace) -> None:
    early: dict[str, int] = {}
    signed: dict[str, int] = {}
    result = workspace.query(
        ["contracts_signed"], by=["sales_rep", "day"], date_from=FIRST_YEAR[0], date_to=UNTIL
    )
    for record in result.records():
        rep, day, count = record["sales_rep"], record["day"], record["contracts_signed"] or 0
        signed[rep] = signed.get(rep, 0) + count
        if day.month in (1, 4, 7, 10) and day.day <= 10:
            early[rep] = early.get(rep, 0) + count
    share = {rep: early.get(rep, 0) / count for rep, count in signed.items() if count > 30}
    assert share.pop("Thomas Vasseur") > 0.5
    assert max(share.values()) < 0.3


def test_one_supplier_drifts_late(workspace: Workspace) -> None:
    before, after = (
        ask(workspace, "supplier_on_time_rate", days, by="supplier")
        for days in (LAST_SUMMER, SUMMER)
    )
    change = {name: after[name] - before[name] for name in after}
    assert min(change, key=lambda name: change[name]) == "Nivélia Froid"
    assert before["Nivélia Froid"] > 0.7
    assert after.pop("Nivélia Froid") < 0.2
    assert min(after.values()) > 0.6


def test_one_gas_outlives_its_shelf_in_the_warehouse(workspace: Workspace) -> None:
    result = workspace.query(["stock_value"], by=["product"], where=[GAS], as_of=UNTIL)
    stock = {record["product"]: record["stock_value"] for record in result.records()}
    sold = ask(workspace, "revenue", YEAR, GAS, by="product")
    margin = ask(workspace, "gross_margin", YEAR, GAS, by="product")
    cover = {name: stock[name] / (sold[name] - margin[name]) * 365 for name in stock}
    idle = {name for name, days in cover.items() if days > 270}
    assert idle == {name for name in stock if "R410A" in name}
    assert max(days for name, days in cover.items() if name not in idle) < 120


def test_heat_pumps_in_corsica_grow_sevenfold_on_next_to_nothing(workspace: Workspace) -> None:
    result = workspace.query(
        ["order_intake"],
        by=["region"],
        where=["product.category_id in ('PAC-AE', 'PAC-AA')"],
        date_from=YEAR[0],
        date_to=YEAR[1],
        compare=["previous_year"],
    )
    change = {
        record["region"]: record["order_intake_previous_year_relative_change"]
        for record in result.records()
        if record["region"]
    }
    assert 5.8 < change.pop("Corse") < 6.8
    assert max(change.values()) < 1.5
    assert any("small base" in str(warning) for warning in result.warnings)
