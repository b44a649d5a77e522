"""The planted stories are found by asking why: `vigie contributions`, without being told where."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from vigie.analysis.contributions.result import Breakdown, Contributions, Flag, Method, Part
from vigie.workspace import Workspace

from .conftest import UNTIL

pytestmark = pytest.mark.slow

SUMMER: dict[str, Any] = {"date_from": date(2026, 5, 1), "date_to": UNTIL}
AUTUMN: dict[str, Any] = {"date_from": date(2026, 8, 1), "date_to": UNTIL}


def of(found: Contributions, dimension: str) -> Breakdown:
    return next(one for one in found.breakdowns if one.dimension == dimension)


def named(parts: tuple[Part, ...], name: str) -> Part:
    return next(part for part in parts if part.called("fr") == name)


def test_revenue_is_explained_by_products_and_32_fresh_air_first(workspace: Workspace) -> None:
    found = workspace.contributions("revenue", **SUMMER)
    assert found.breakdowns[0].dimension == "product"
    first = found.breakdowns[0].parts[0]
    assert first.called("fr") == "Climatiseur mono-split 32 FreshAir"
    assert Flag.SIGNAL in first.flags


def test_what_comes_back_is_32_fresh_air_of_its_supplier(workspace: Workspace) -> None:
    found = workspace.contributions("credit_note_amount", **SUMMER)
    assert {one.dimension for one in found.breakdowns} >= {"product", "supplier"}
    assert of(found, "supplier").parts[0].called("fr") == "FreshAir Europe"
    assert of(found, "product").parts[0].called("fr") == "Climatiseur mono-split 32 FreshAir"
    assert Flag.SIGNAL in of(found, "product").parts[0].flags


def test_the_key_account_that_leaves_is_the_first_customer(workspace: Workspace) -> None:
    found = workspace.contributions("order_intake", **AUTUMN)
    first = of(found, "customer").parts[0]
    assert first.called("fr") == "Habitat Pau"
    assert Flag.SIGNAL in first.flags


def test_the_supplier_that_drifts_made_most_of_the_drop(workspace: Workspace) -> None:
    found = workspace.contributions("supplier_on_time_rate", **SUMMER)
    assert Flag.SIGNAL in found.flags
    breakdown = of(found, "supplier")
    assert found.ranking[0].dimension in ("supplier", "brand")
    first = breakdown.parts[0]
    assert (first.called("fr"), first.share is not None) == ("Nivélia Froid", True)
    assert first.share is not None
    assert first.share > Decimal("0.5")
    effects = {effect.value: value for effect, value in first.effects}
    assert effects["rate"] < 10 * effects["mix"] < 0


def test_growth_on_next_to_nothing_is_flagged(workspace: Workspace) -> None:
    found = workspace.contributions(
        "order_intake",
        by=["region"],
        where=["product.category_id in ('PAC-AE', 'PAC-AA')"],
        last="12 months",
        top=20,
    )
    corsica = named(of(found, "region").parts, "Corse")
    assert Flag.SMALL_BASE in corsica.flags


def test_another_hand_s_sql_finds_the_same_parts(workspace: Workspace) -> None:
    """Price, volume and mix of every product, out of the lines of invoices."""
    found = workspace.contributions("revenue", by=["product"], top=1000, **SUMMER)
    (breakdown,) = found.breakdowns
    assert breakdown.method is Method.PRICE_VOLUME_MIX
    with workspace.warehouse.read() as session:
        known = {row[0]: row[1:] for row in session.rows(PRICE_VOLUME_MIX)}
        change = session.scalar(CHANGE)
    assert found.change == change
    assert len(known) == len(breakdown.parts)
    for part in breakdown.parts:
        effects = {effect.value: value for effect, value in part.effects}
        moved, price, volume, mix = known[part.key]
        assert part.change == moved, part.key
        if price is not None:
            assert float(effects["price"]) == pytest.approx(float(price), abs=0.01), part.key
            assert float(effects["volume"]) == pytest.approx(float(volume), abs=0.01), part.key
            assert float(effects["mix"]) == pytest.approx(float(mix), abs=0.01), part.key


LINES = """
    SELECT line.product_id, line.quantity, line.net_amount_company AS amount,
           CASE WHEN invoice.invoice_date BETWEEN DATE '2026-05-01' AND DATE '2026-10-31' THEN 1
                WHEN invoice.invoice_date BETWEEN DATE '2025-05-01' AND DATE '2025-10-31' THEN 0
           END AS side
    FROM core.invoice_line AS line JOIN core.invoice AS invoice USING (invoice_id)
    WHERE invoice.status NOT IN ('draft', 'cancelled')
"""
CHANGE = f"SELECT sum(CASE side WHEN 1 THEN amount WHEN 0 THEN -amount END) FROM ({LINES})"
PRICE_VOLUME_MIX = f"""
    WITH product AS (
        SELECT product_id,
               coalesce(sum(amount) FILTER (side = 0), 0) AS r0,
               coalesce(sum(amount) FILTER (side = 1), 0) AS r1,
               coalesce(sum(quantity) FILTER (side = 0), 0) AS q0,
               coalesce(sum(quantity) FILTER (side = 1), 0) AS q1
        FROM ({LINES}) WHERE side IS NOT NULL GROUP BY product_id
    ), growth AS (SELECT sum(q1) / sum(q0) AS g FROM product WHERE q0 > 0 AND q1 > 0)
    SELECT product_id, r1 - r0,
           CASE WHEN q0 > 0 AND q1 > 0 THEN r1 - r0 / q0 * q1 END,
           CASE WHEN q0 > 0 AND q1 > 0 THEN r0 * (g - 1) END,
           CASE WHEN q0 > 0 AND q1 > 0 THEN r0 / q0 * q1 - r0 * g END
    FROM product, growth
"""
