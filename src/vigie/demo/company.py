"""The whole demo company: a seeded generator of a French heating and cooling distributor."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vigie.demo import (
    activities,
    activity_tables,
    address_book,
    contacts,
    experiments,
    logistics,
    range_tables,
    receivables,
    registry,
    selling,
    selling_tables,
    service,
    service_tables,
    supply,
    supply_tables,
    targets,
    working_time,
)
from vigie.demo.counters import Counters
from vigie.demo.crm import Crm
from vigie.demo.logistics import MovementBook
from vigie.demo.monthly import Monthly
from vigie.demo.receivables import Receivables
from vigie.demo.registry import NAME
from vigie.demo.selling import LINES_PER_PART, Part
from vigie.demo.sink import Sink
from vigie.demo.supply import Consumption, Suppliers
from vigie.demo.world import World
from vigie.kit.i18n import text
from vigie.kit.progress import Progress, silent
from vigie.model.loader import load_model

__all__ = ["NAME", "Manifest", "generate"]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was generated: the rows of each table, and from what."""

    directory: Path
    until: date
    seed: int
    scale: float
    rows: Mapping[str, int]


def generate(
    directory: Path,
    *,
    until: date,
    seed: int = 32,
    scale: float = 1.0,
    progress: Progress | None = None,
    lines_per_part: int = LINES_PER_PART,
) -> Manifest:
    """Writes about three years of the company's life, ending at `until`, into `directory`.

    `scale` 1 is some 150,000 order lines. The same arguments give the same bytes.
    Each table is `<table>.parquet`, or `<table>/<part>.parquet` when it takes several parts.
    """
    directory.mkdir(parents=True, exist_ok=True)
    tell = progress or silent
    world = World.build(until=until, seed=seed, scale=scale)
    sink, counters = Sink(directory, load_model()), Counters()
    book, people = address_book.draw(world), contacts.draw(world)
    registry.write(world, sink)
    range_tables.write(world, sink)
    address_book.write(world, book, sink)
    contacts.write(world, people, book, sink)
    crm = Crm.draw(world)
    crm.write(world, people, book, sink)
    monthly, owed = Monthly.empty(world), Receivables.empty(world)
    consumption, movements = Consumption.empty(world), MovementBook(world, counters, sink)
    for part in selling.trade(world, crm.scripted(world), counters, lines_per_part):
        write_part(world, sink, part)
        served = service.draw(world, part, people, counters)
        service_tables.write(world, served, sink)
        moved = logistics.write(world, part, served.return_tickets, counters, sink)
        consumption.add(world, moved)
        movements.add(moved)
        receivables.write_part(world, part, sink)
        owed.add(world, part)
        agenda = activities.draw(world, part.index, part.days, crm.deals, crm.leads)
        activity_tables.write(world, agenda, people, counters, sink)
        monthly.add(world, part)
        done = (part.last - world.span.days[0]).astype(int) + 1
        tell(text("Generating the demo company"), int(done), len(world.span.days))
    suppliers = Suppliers.draw(world)
    bought = supply.plan(world, consumption.pieces, suppliers)
    supply_tables.write(world, bought, suppliers, movements, sink)
    receivables.write_snapshots(world, owed, sink)
    service_tables.write_surveys(sink)
    service_tables.write_incidents(world, sink)
    experiments.write(world, sink)
    targets.write(world, monthly, sink)
    working_time.write(world, sink)
    return Manifest(directory, until, seed, scale, dict(sorted(sink.rows.items())))


def write_part(world: World, sink: Sink, part: Part) -> None:
    """The tables of orders, invoices and payments of one part."""
    sink.write("sales_order", selling_tables.orders(world, part.batch, part.shipped))
    sink.write("sales_order_line", selling_tables.order_lines(world, part.batch, part.shipped))
    sink.write("invoice", selling_tables.invoices(world, part.documents, part.settled))
    sink.write("invoice_line", selling_tables.invoice_lines(world, part.documents))
    sink.write("payment", selling_tables.payments(part.settled))
    sink.write("payment_allocation", selling_tables.allocations(part.settled, part.documents))
