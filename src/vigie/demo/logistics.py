"""The rows of deliveries, returns and the stock movements that they cause."""

from typing import Final

import numpy as np

from vigie.demo import keys
from vigie.demo.counters import Counters
from vigie.demo.frame import Array, Frame, length, stack, take
from vigie.demo.orders import FREE_GOOD, PRODUCT
from vigie.demo.returns import REASONS
from vigie.demo.selling import Part
from vigie.demo.selling_tables import product_ids
from vigie.demo.sink import Sink
from vigie.demo.world import World
from vigie.warehouse.parquet import ColumnData, Numbered, Words

MOVEMENTS: Final = ("issue", "return", "receipt", "inventory", "production")
ISSUE, RETURN, RECEIPT, INVENTORY, PRODUCTION = range(5)
_STATUSES: Final = ("planned", "shipped", "delivered")
_CARRIERS: Final = (
    "Messagerie du Nord",
    "Transports Valmont",
    "Colis Express Pro",
    "Tournée maison",
)
_RESTOCKS: Final = ("yes", "scrap", "repair")
_NEVER: Final = np.datetime64("NaT", "s")


def warehouse_ids(world: World) -> list[str]:
    """One warehouse per team."""
    return [f"PF-{name}" for name in world.people.team_ids]


def write(world: World, part: Part, tickets: Array, counters: Counters, sink: Sink) -> Frame:
    """Writes the deliveries and returns of one part; gives what they moved in the stock.

    `tickets` is the number of each return's ticket, -1 for none.
    """
    sink.write("delivery", _deliveries(world, part))
    sink.write("delivery_line", _delivery_lines(world, part, counters))
    sink.write("sales_return", _returns(part, tickets))
    sink.write("sales_return_line", _return_lines(world, part))
    moved = stack([_issues(world, part), _restocked(part)])
    return take(moved, moved["day"] <= world.span.last)


def _deliveries(world: World, part: Part) -> dict[str, ColumnData]:
    heads = part.shipped.deliveries
    orders = take(part.batch.orders, heads["order"])
    last, counter = world.span.last, heads["counter"]
    left, arrived = heads["shipped"] <= last, heads["delivered"] <= last
    morning = heads["shipped"].astype("datetime64[s]") + 7 * 3600 + heads["number"] % 120 * 60
    noon = heads["delivered"].astype("datetime64[s]") + 10 * 3600 + heads["number"] % 360 * 60
    noon = np.where(counter, morning + 300, noon)
    freight = np.where(counter, 0, 900 + heads["weight"] * 16 + heads["kilometres"] * 3)
    return {
        "delivery_id": keys.delivery(heads["number"]),
        "account_id": keys.account(orders["account"]),
        "order_id": keys.order(orders["number"]),
        "warehouse_id": Words(warehouse_ids(world), orders["team"]),
        "status": Words(_STATUSES, left.astype(np.int64) + arrived),
        "promised_date": heads["promised"],
        "shipped_at": np.where(left, morning, _NEVER),
        "delivered_at": np.where(arrived, noon, _NEVER),
        "carrier": Words(_CARRIERS, np.where(counter, -1, heads["number"] % len(_CARRIERS))),
        "distance_km": heads["kilometres"],
        "weight_kg": heads["weight"],
        "transport_mode": Words(["Route", "Enlèvement"], counter.astype(np.int64)),
        "cost_amount": freight,
    }


def _delivery_lines(world: World, part: Part, counters: Counters) -> dict[str, ColumnData]:
    lines, row = part.batch.lines, part.shipped.line_delivery
    sent = np.flatnonzero((row >= 0) & np.isin(lines["kind"], (PRODUCT, FREE_GOOD)))
    sent = sent[np.argsort(row[sent], kind="stable")]
    mine, row = take(lines, sent), row[sent]
    rank = np.arange(len(sent)) - np.searchsorted(row, row) + 1
    return {
        "line_id": Numbered("BLL", counters.next("delivery_line", len(sent)), 7),
        "delivery_id": keys.delivery(part.shipped.deliveries["number"][row]),
        "line_number": rank,
        "order_line_id": keys.order_line(mine["number"]),
        "product_id": Words(product_ids(world), mine["product"]),
        "quantity": mine["quantity"],
    }


def _returns(part: Part, tickets: Array) -> dict[str, ColumnData]:
    heads = part.returns.heads
    sold = take(part.documents.heads, heads["document"])
    return {
        "return_id": keys.sales_return(heads["number"]),
        "return_date": heads["day"],
        "account_id": keys.account(sold["account"]),
        "reason": Words(REASONS, heads["reason"]),
        "order_id": keys.order(sold["order"]),
        "invoice_id": keys.invoice(sold["number"]),
        "ticket_id": keys.ticket(tickets),
        "currency_code": Words(["EUR", "CHF"], sold["foreign"].astype(np.int64)),
        "status": Words(["settled"], np.zeros(len(tickets), dtype=np.int64)),
    }


def _return_lines(world: World, part: Part) -> dict[str, ColumnData]:
    lines = part.returns.lines
    gross = lines["price"] * lines["returned"]
    faulty = part.returns.heads["reason"][lines["return"]] == 0
    restock = np.where(faulty, 1 + lines["number"] % 2, 0)
    return {
        "line_id": Numbered("RTL", lines["number"], 5),
        "return_id": keys.sales_return(part.returns.heads["number"][lines["return"]]),
        "product_id": Words(product_ids(world), lines["product"]),
        "quantity": -lines["returned"],
        "net_amount": (gross * lines["discount"] + 5_000) // 10_000 - gross,
        "restock": Words(_RESTOCKS, restock),
    }


def _issues(world: World, part: Part) -> Frame:
    lines, row = part.batch.lines, part.shipped.line_delivery
    sent = np.flatnonzero((row >= 0) & np.isin(lines["kind"], (PRODUCT, FREE_GOOD)))
    goods = sent[~world.catalogue.is_service[lines["product"][sent]]]
    mine, delivery = take(lines, goods), row[goods]
    return {
        "day": part.shipped.deliveries["shipped"][delivery],
        "product": mine["product"],
        "warehouse": part.batch.orders["team"][mine["order"]],
        "quantity": -mine["quantity"],
        "kind": np.full(len(goods), ISSUE),
        "cost": mine["cost"],
        "document": part.shipped.deliveries["number"][delivery],
    }


def _restocked(part: Part) -> Frame:
    """Sound goods go back on the shelf."""
    lines, heads = part.returns.lines, part.returns.heads
    sound = np.flatnonzero(heads["reason"][lines["return"]] != 0)
    mine = take(lines, sound)
    sold = take(part.documents.heads, heads["document"][mine["return"]])
    return {
        "day": heads["day"][mine["return"]],
        "product": mine["product"],
        "warehouse": sold["team"],
        "quantity": mine["returned"],
        "kind": np.full(len(sound), RETURN),
        "cost": mine["cost"],
        "document": heads["number"][mine["return"]],
    }


_DOCUMENTS: Final = (
    "delivery",
    "sales_return",
    "supplier_receipt",
    "inventory",
    "production_order",
)
_PREFIXES: Final = ("BL", "RT", "RF", "INV", "OF")
_HOURS: Final = np.array([6, 15, 9, 5, 17])


def write_movements(world: World, counters: Counters, sink: Sink, moved: Frame) -> None:
    """Writes stock movements in the order of days."""
    moved = take(moved, np.argsort(moved["day"], kind="stable"))
    number = counters.next("stock_movement", length(moved))
    sink.write("stock_movement", _movements(world, {**moved, "number": number}))


def _movements(world: World, moved: Frame) -> dict[str, ColumnData]:
    kind = moved["kind"]
    at = moved["day"].astype("datetime64[s]") + _HOURS[kind] * 3600 + moved["number"] % 50 * 60
    return {
        "movement_id": Numbered("MVT", moved["number"], 7),
        "moved_at": at,
        "product_id": Words(product_ids(world), moved["product"]),
        "warehouse_id": Words(warehouse_ids(world), moved["warehouse"]),
        "quantity": moved["quantity"],
        "movement_type": Words(MOVEMENTS, kind),
        "unit_cost": moved["cost"],
        "document_type": Words(_DOCUMENTS, kind),
        "document_id": Numbered(Words(_PREFIXES, kind), moved["document"], 6),
    }
