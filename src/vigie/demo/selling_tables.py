"""The rows of orders, deliveries, invoices, payments and returns, under the model's names."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from vigie.demo import deliveries as shipping
from vigie.demo import keys
from vigie.demo.deliveries import Shipments
from vigie.demo.documents import Documents
from vigie.demo.frame import Array, Frame, length, take, totals
from vigie.demo.orders import KINDS, Batch
from vigie.demo.payments import METHODS, Settlement, net_amounts, tax_amounts
from vigie.demo.promotions import promotions
from vigie.demo.returns import CREDIT_REASONS
from vigie.demo.world import World
from vigie.warehouse.parquet import ColumnData, Words

Columns = Mapping[str, ColumnData]
_CURRENCIES: Final = ("EUR", "CHF")
_ORDER_STATUSES: Final = ("confirmed", "partially_delivered", "delivered", "invoiced", "cancelled")
_CANCEL_REASONS: Final = ("Chantier reporté", "Erreur de saisie", "Délai trop long", "Prix")
_INVOICE_STATUSES: Final = ("posted", "partially_paid", "paid")


def people(world: World, frame: Frame) -> dict[str, ColumnData]:
    """Who sold: the columns that orders and invoices share."""
    return {
        "account_id": keys.account(frame["account"]),
        "sales_rep_id": Words(world.people.rep_ids, frame["rep"]),
        "team_id": Words(world.people.team_ids, frame["team"]),
        "territory_id": Words(
            [f"REG-{r.code}" for r in world.geography.regions],
            world.accounts.region[frame["account"]],
        ),
        "store_id": Words(world.people.store_ids, frame["store"]),
        "channel_id": Words(world.people.channel_ids, frame["channel"]),
        "currency_code": Words(_CURRENCIES, frame["foreign"].astype(np.int64)),
    }


def orders(world: World, batch: Batch, shipped: Shipments) -> Columns:
    """The columns of `sales_order`."""
    heads = batch.orders
    cancelled = ~np.isnat(heads["cancelled"])
    tax = tax_amounts(heads["net"], heads["foreign"])
    promised = shipping.promised(world, heads)
    return {
        "order_id": keys.order(heads["number"]),
        "order_date": heads["day"],
        **people(world, heads),
        "quote_id": keys.quote(heads["quote"]),
        "opportunity_id": keys.opportunity(heads["opportunity"]),
        "status": Words(_ORDER_STATUSES, _order_status(world, batch, shipped)),
        "net_amount": heads["net"],
        "tax_amount": tax,
        "gross_amount": heads["net"] + tax,
        "discount_amount": heads["reduction"],
        "shipping_amount": heads["shipping"],
        "cost_amount": heads["cost"],
        "promised_date": promised,
        "requested_date": promised,
        "cancelled_at": heads["cancelled"].astype("datetime64[s]") + 15 * 3600,
        "cancel_reason": Words(_CANCEL_REASONS, np.where(cancelled, heads["number"] % 4, -1)),
    }


def order_lines(world: World, batch: Batch, shipped: Shipments) -> Columns:
    """The columns of `sales_order_line`."""
    lines = batch.lines
    delivery = shipped.line_delivery
    gone = _known(world, shipped.deliveries["delivered"])[delivery] & (delivery >= 0)
    billed = _known(world, _invoice_day(world, shipped))[delivery] & (delivery >= 0)
    return {
        "line_id": keys.order_line(lines["number"]),
        "order_id": keys.order(batch.orders["number"][lines["order"]]),
        **_line(world, lines),
        "delivered_quantity": np.where(gone, lines["quantity"], 0),
        "invoiced_quantity": np.where(billed, lines["quantity"], 0),
        "promised_date": shipping.promised(world, batch.orders)[lines["order"]],
    }


def product_ids(world: World) -> list[str]:
    """The products, by position."""
    return [product.code for product in world.catalogue.products]


def _line(world: World, lines: Frame) -> dict[str, ColumnData]:
    """What lines of orders and invoices share."""
    return {
        "line_number": lines["rank"] + 1,
        "product_id": Words(product_ids(world), lines["product"]),
        "uom_id": Words(["PCE"], np.where(lines["product"] < 0, -1, 0)),
        "quantity": lines["quantity"],
        "unit_price": lines["price"],
        "list_price": lines["list_price"],
        "discount_ratio": lines["discount"],
        "gross_amount": lines["gross"],
        "discount_amount": lines["reduction"],
        "net_amount": lines["net"],
        "promotion_id": Words([p.id for p in promotions(world.span)], lines["promotion"]),
        "unit_cost": lines["cost"],
        "cost_amount": lines["cost"] * lines["quantity"],
        "cost_method": Words(["average"], np.zeros_like(lines["rank"])),
        "line_kind": Words(KINDS, lines["kind"]),
    }


def _known(world: World, days: Array) -> Array:
    return days <= world.span.last


def _invoice_day(world: World, shipped: Shipments) -> Array:
    heads = shipped.deliveries
    later = world.span.working_day(heads["shipped"], 1)
    return np.where(heads["counter"], heads["shipped"], later)


def _order_status(world: World, batch: Batch, shipped: Shipments) -> Array:
    """How far each order is at `until`."""
    heads, count = shipped.deliveries, length(batch.orders)
    order = heads["order"]
    wanted = np.bincount(order, minlength=count)
    arrived = np.bincount(order, _known(world, heads["delivered"]), minlength=count)
    billed = np.bincount(order, _known(world, _invoice_day(world, shipped)), minlength=count)
    whole = np.where(billed == wanted, 3, 2)
    status = np.where(arrived == wanted, whole, np.where(arrived > 0, 1, 0))
    return np.where(np.isnat(batch.orders["cancelled"]), status, 4)


def invoices(world: World, issued: Documents, settled: Settlement) -> Columns:
    """The columns of `invoice`."""
    heads, net = issued.heads, net_amounts(issued)
    gross, paid = settled.documents["gross"], settled.documents["paid"]
    credit = heads["credit"].astype(np.int64)
    number = keys.document(heads["number"], heads["credit"])
    status = np.where(paid == gross, 2, np.where(paid != 0, 1, 0))
    electronic = world.accounts.is_electronic[heads["account"]]
    count = length(heads)
    return {
        "invoice_id": number,
        "number": number,
        "invoice_date": heads["day"],
        "invoice_type": Words(["invoice", "credit_note"], credit),
        "status": Words(_INVOICE_STATUSES, status),
        "corrected_invoice_id": keys.invoice(heads["corrected"]),
        "credit_reason": Words(CREDIT_REASONS, heads["reason"]),
        "order_id": keys.order(heads["order"]),
        **people(world, heads),
        "payment_term_days": heads["terms"],
        "due_date": settled.documents["due"],
        "net_amount": net,
        "tax_amount": gross - net,
        "gross_amount": gross,
        "discount_amount": totals(issued.lines["document"], issued.lines["reduction"], count),
        "cost_amount": totals(
            issued.lines["document"], issued.lines["cost"] * issued.lines["quantity"], count
        ),
        "paid_amount": paid,
        "open_amount": gross - paid,
        "paid_date": settled.documents["paid_day"],
        "is_disputed": (heads["number"] % 211 == 7) & (paid != gross),
        "is_electronic": electronic,
        "einvoice_format": Words(["facturx", "ubl"], np.where(electronic, credit * 0, -1)),
        "einvoice_status": Words(["Déposée"], np.where(electronic, 0, -1)),
    }


def invoice_lines(world: World, issued: Documents) -> Columns:
    """The columns of `invoice_line`."""
    heads, lines = issued.heads, issued.lines
    document = lines["document"]
    foreign = heads["foreign"][document]
    return {
        "line_id": keys.invoice_line(lines["number"]),
        "invoice_id": keys.document(heads["number"][document], heads["credit"][document]),
        **_line(world, lines),
        "order_line_id": keys.order_line(lines["order_line"]),
        "tax_rate": np.where(foreign, 0, 2000),
        "revenue_account": Words(["707000", "706000", "708500"], np.minimum(lines["kind"], 3) % 3),
    }


def payments(settled: Settlement) -> Columns:
    """The columns of `payment`."""
    paid = settled.payments
    out = paid["amount"] < 0
    return {
        "payment_id": keys.payment(paid["number"]),
        "payment_date": paid["day"],
        "account_id": keys.account(paid["account"]),
        "amount": paid["amount"],
        "currency_code": Words(_CURRENCIES, paid["foreign"].astype(np.int64)),
        "direction": Words(["in", "out"], out.astype(np.int64)),
        "method": Words(METHODS, np.where(out, 0, paid["method"])),
        "reference": keys.payment(paid["number"]),
        "unallocated_amount": paid["unallocated"],
        "is_bounced": np.zeros(len(out), dtype=bool),
    }


def allocations(settled: Settlement, issued: Documents) -> Columns:
    """The columns of `payment_allocation`."""
    rows = settled.allocations
    heads = take(issued.heads, rows["document"])
    return {
        "payment_id": keys.payment(rows["payment"]),
        "invoice_id": keys.document(heads["number"], heads["credit"]),
        "amount": rows["amount"],
        "allocated_on": rows["day"],
    }
