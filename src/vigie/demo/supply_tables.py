"""The rows of warehouses, purchases, receipts, stock levels, production and quality."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from vigie.demo import range_tables
from vigie.demo.frame import Array, Frame, length, stack, take, totals
from vigie.demo.held import Held
from vigie.demo.logistics import INVENTORY, PRODUCTION, RECEIPT, warehouse_ids
from vigie.demo.selling_tables import product_ids
from vigie.demo.settings import load
from vigie.demo.sink import Sink
from vigie.demo.stories import fresh_air
from vigie.demo.supply import Plan, Suppliers
from vigie.demo.world import World
from vigie.warehouse.parquet import ColumnData, Numbered, Words

_REJECTED: Final = 0.012  # of the lines have pieces to refuse
_REJECTED_STORY: Final = 0.22
_REJECT_REASONS: Final = ("Emballage endommagé", "Non conforme", "Fuite au contrôle")
_BUYERS: Final = ("RESP1", "RESP2", "RESP3")


def write(world: World, plan: Plan, suppliers: Suppliers, movements: Held, sink: Sink) -> Frame:
    """Writes everything about supply; gives the receipts for the accounts."""
    sink.write("warehouse", _warehouses(world))
    lines = _purchase_lines(world, plan, suppliers)
    sink.write("purchase_order", _purchases(world, lines))
    sink.write("purchase_order_line", _purchase_line_columns(world, lines))
    received = _received(world, lines)
    sink.write("supplier_receipt", _receipts(received))
    sink.write("supplier_receipt_line", _receipt_lines(world, received))
    made = _made(world, plan)
    sink.write("production_order", _production(world, made))
    movements.close(_inbound(world, plan, received, made))
    sink.write("stock_level", _levels(world, plan, suppliers))
    return received


def _warehouses(world: World) -> dict[str, ColumnData]:
    stores = {"nord": "M01", "sud": "M03", "ouest": "M05"}
    return {
        "warehouse_id": warehouse_ids(world),
        "name": [team["warehouse"] for team in world.people.teams],
        "store_id": [stores[team["id"]] for team in world.people.teams],
    }


def _purchase_lines(world: World, plan: Plan, suppliers: Suppliers) -> Frame:
    """One row per ordered product; orders are one a week, supplier and warehouse."""
    chance = world.seeds.stream("purchases")
    week, warehouse, product = np.nonzero(plan.bought)
    supplier = world.catalogue.supplier[product]
    cell = (week * 100 + supplier) * 10 + warehouse
    order = np.lexsort((product, cell))
    week, warehouse, product, supplier, cell = (
        values[order] for values in (week, warehouse, product, supplier, cell)
    )
    _, purchase = np.unique(cell, return_inverse=True)
    ordered = suppliers.ordered[week]
    standard = world.catalogue.costs(product, ordered)
    dearer = 1 + chance.normal(0.004, 0.015, len(week)) + 0.015 * (supplier % 5 == 2)
    frame = {
        "purchase": purchase + 1,
        "line": np.arange(1, len(week) + 1),
        "rank": np.arange(len(week)) - np.searchsorted(purchase, purchase) + 1,
        "supplier": supplier,
        "warehouse": warehouse,
        "product": product,
        "quantity": plan.bought[week, warehouse, product],
        "ordered": ordered,
        "promised": suppliers.promised[week, supplier],
        "received": suppliers.received[week, supplier],
        "price": np.rint(standard * dearer).astype(np.int64),
        "standard": standard,
    }
    return take(frame, ordered <= world.span.last)


def _purchases(world: World, lines: Frame) -> dict[str, ColumnData]:
    firsts = np.flatnonzero(lines["rank"] == 1)
    heads = take(lines, firsts)
    count = int(lines["purchase"][-1]) + 1
    net = totals(lines["purchase"], lines["price"] * lines["quantity"], count)[heads["purchase"]]
    here = heads["received"] <= world.span.last
    return {
        "purchase_id": Numbered("CA", heads["purchase"], 6),
        "order_date": heads["ordered"],
        "supplier_account_id": Words(_supplier_ids(), heads["supplier"]),
        "status": Words(["confirmed", "received"], here.astype(np.int64)),
        "buyer_id": Words(_BUYERS, heads["warehouse"]),
        "currency_code": Words(["EUR"], np.zeros(len(firsts), dtype=np.int64)),
        "net_amount": net,
    }


def _supplier_ids() -> list[str]:
    count = len(load("names")["suppliers"])
    return [range_tables.supplier_id(position) or "" for position in range(count)]


def _purchase_line_columns(world: World, lines: Frame) -> dict[str, ColumnData]:
    return {
        "line_id": Numbered("CAL", lines["line"], 6),
        "purchase_id": Numbered("CA", lines["purchase"], 6),
        "line_number": lines["rank"],
        "product_id": Words(product_ids(world), lines["product"]),
        "quantity": lines["quantity"],
        "unit_price": lines["price"],
        "net_amount": lines["price"] * lines["quantity"],
        "reference_price": lines["standard"],
        "promised_date": lines["promised"],
    }


def _received(world: World, lines: Frame) -> Frame:
    """What arrived by `until`. Refused pieces are made good on the spot: the stock counts all."""
    chance = world.seeds.stream("receipts")
    rows = take(lines, lines["received"] <= world.span.last)
    story = rows["product"] == world.catalogue.model(fresh_air.MODEL)
    recent = world.span.months_before_end(rows["received"]) < fresh_air.MONTHS
    risk = np.where(story & recent, _REJECTED_STORY, _REJECTED)
    refused = chance.random(length(rows)) < risk
    share = chance.uniform(0.05, 0.4, length(rows))
    rejected = np.where(refused, np.ceil(rows["quantity"] * share), 0).astype(np.int64)
    return {**rows, "rejected": rejected}


def _receipts(received: Frame) -> dict[str, ColumnData]:
    heads = take(received, received["rank"] == 1)
    return {
        "receipt_id": Numbered("RF", heads["purchase"], 6),
        "received_on": heads["received"],
        "purchase_id": Numbered("CA", heads["purchase"], 6),
        "supplier_account_id": Words(_supplier_ids(), heads["supplier"]),
    }


def _receipt_lines(world: World, received: Frame) -> dict[str, ColumnData]:
    refused = received["rejected"] > 0
    return {
        "line_id": Numbered("RFL", received["line"], 6),
        "receipt_id": Numbered("RF", received["purchase"], 6),
        "purchase_line_id": Numbered("CAL", received["line"], 6),
        "product_id": Words(product_ids(world), received["product"]),
        "received_quantity": received["quantity"] + received["rejected"],
        "accepted_quantity": received["quantity"],
        "rejected_quantity": received["rejected"],
        "reject_reason": Words(_REJECT_REASONS, np.where(refused, received["line"] % 3, -1)),
        "promised_date": received["promised"],
        "unit_price": received["price"],
    }


def _made(world: World, plan: Plan) -> Frame:
    chance = world.seeds.stream("production")
    week, warehouse, product = np.nonzero(plan.produced)
    day = world.span.working_day(world.span.mondays[week] + 2)
    known = day <= world.span.last
    pieces = plan.produced[week, warehouse, product]
    scrapped = chance.binomial(pieces, 0.015)
    frame = {
        "day": day,
        "warehouse": warehouse,
        "product": product,
        "pieces": pieces,
        "scrapped": scrapped,
    }
    frame = take(frame, known)
    return {**frame, "number": np.arange(1, length(frame) + 1)}


def _production(world: World, made: Frame) -> dict[str, ColumnData]:
    return {
        "production_id": Numbered("OF", made["number"], 6),
        "product_id": Words(product_ids(world), made["product"]),
        "planned_quantity": made["pieces"] + made["scrapped"],
        "produced_quantity": made["pieces"],
        "scrapped_quantity": made["scrapped"],
        "planned_end": made["day"] - made["number"] % 3,
        "actual_end": made["day"],
    }


def _inbound(world: World, plan: Plan, received: Frame, made: Frame) -> Frame:
    """Opening stock, receipts, production and corrections, by day."""
    warehouse, product = np.nonzero(plan.opening)
    opening = {
        "day": np.full(len(product), world.span.days[0]),
        "product": product,
        "warehouse": warehouse,
        "quantity": plan.opening[warehouse, product],
        "document": np.zeros_like(product),
    }
    week, warehouse, product = np.nonzero(plan.corrected)
    counted = {
        "day": np.minimum(world.span.mondays[week] + 6, world.span.last),
        "product": product,
        "warehouse": warehouse,
        "quantity": plan.corrected[week, warehouse, product],
        "document": week + 1,
    }
    arrived = {
        "day": received["received"],
        "document": received["purchase"],
        **{name: received[name] for name in ("product", "warehouse", "quantity")},
    }
    packed = {
        "quantity": made["pieces"],
        "document": made["number"],
        **{name: made[name] for name in ("day", "product", "warehouse")},
    }
    kinds = ((INVENTORY, opening), (RECEIPT, arrived), (PRODUCTION, packed), (INVENTORY, counted))
    rows = stack([{**rows, "kind": np.full(length(rows), kind)} for kind, rows in kinds])
    return {**rows, "cost": world.catalogue.costs(rows["product"], rows["day"])}


def _levels(world: World, plan: Plan, suppliers: Suppliers) -> Mapping[str, ColumnData]:
    """The stock on every Sunday evening, and at `until`."""
    goods = np.flatnonzero(~world.catalogue.is_service)
    weeks, warehouses = plan.on_hand.shape[:2]
    week, warehouse, product = (
        index.ravel() for index in np.indices((weeks, warehouses, len(goods)))
    )
    product = goods[product]
    day = np.minimum(world.span.mondays[week] + 6, world.span.last)
    on_hand = plan.on_hand[week, warehouse, product]
    cost = world.catalogue.costs(product, day)
    shelf = np.array([p.shelf_days for p in world.catalogue.products])[product]
    bought = _last_purchase(plan, suppliers, world)[week, warehouse, product]
    perishable = shelf > 0
    level = plan.bought.mean(axis=0)[warehouse, product]
    return {
        "snapshot_date": day,
        "product_id": Words(product_ids(world), product),
        "warehouse_id": Words(warehouse_ids(world), warehouse),
        "on_hand_quantity": on_hand,
        "reserved_quantity": on_hand // 9,
        "preparing_quantity": on_hand // 25,
        "on_order_quantity": plan.on_order[week, warehouse, product],
        "min_quantity": np.ceil(level * 2).astype(np.int64),
        "max_quantity": np.ceil(level * 9).astype(np.int64) + 2,
        "unit_cost": cost,
        "stock_value": on_hand * cost,
        "expiry_date": np.where(perishable, bought + shelf, np.datetime64("NaT")),
    }


def _last_purchase(plan: Plan, suppliers: Suppliers, world: World) -> Array:
    """The day on which the stock of each product was last filled, seen at each week."""
    supplier = np.maximum(world.catalogue.supplier, 0)
    day = np.broadcast_to(suppliers.ordered[:, None, None], plan.bought.shape)
    ordered = np.where(plan.bought > 0, day, world.span.days[0])
    lead = suppliers.lead[supplier]
    last: Array = np.maximum.accumulate(ordered.astype(np.int64), axis=0)
    return last.astype("datetime64[D]") + lead[None, None, :] * (last > 0)
