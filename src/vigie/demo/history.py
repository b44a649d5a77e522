"""The run of the company's months: each part of the trade and all that follows from it."""

from collections.abc import Iterator

from vigie.demo import (
    accounting,
    activities,
    activity_tables,
    logistics,
    receivables,
    selling,
    selling_tables,
    service,
    service_tables,
    supply,
    supply_tables,
    sustainability,
    targets,
)
from vigie.demo.background import Background
from vigie.demo.counters import Counters
from vigie.demo.forecasts import forecasts
from vigie.demo.frame import Frame
from vigie.demo.held import Held
from vigie.demo.monthly import Monthly
from vigie.demo.receivables import Receivables
from vigie.demo.selling import Part
from vigie.demo.sink import Sink
from vigie.demo.supply import Consumption, Suppliers
from vigie.demo.sustainability import Footprint
from vigie.demo.world import World


class History:
    """Writes the tables of the trade part by part, and adds up what comes at the end."""

    def __init__(self, world: World, background: Background, sink: Sink) -> None:
        self._world, self._sink = world, sink
        self._people, self._crm = background.contacts, background.crm
        self._book = background.book
        self._counters = Counters()
        self._monthly, self._owed = Monthly.empty(world), Receivables.empty(world)
        self._consumption, self._footprint = Consumption.empty(world), Footprint.empty(world)
        self._movements, self._journal = Held(self._write_moved), Held(self._write_journal)

    def run(self, lines_per_part: int) -> Iterator[int]:
        """Writes everything; gives the number of days that are done, part by part."""
        orders = self._crm.scripted(self._world)
        for part in selling.trade(self._world, orders, self._counters, lines_per_part):
            self._write_trade(part)
            self._write_service(part)
            self._write_agenda(part)
            self._add(part)
            yield part.days.stop
        self._close()

    def _write_trade(self, part: Part) -> None:
        world, sink, documents = self._world, self._sink, part.documents
        sink.write("sales_order", selling_tables.orders(world, part.batch, part.shipped))
        sink.write("sales_order_line", selling_tables.order_lines(world, part.batch, part.shipped))
        sink.write("invoice", selling_tables.invoices(world, documents, part.settled))
        sink.write("invoice_line", selling_tables.invoice_lines(world, documents))
        sink.write("payment", selling_tables.payments(part.settled))
        sink.write("payment_allocation", selling_tables.allocations(part.settled, documents))
        receivables.write_part(world, part, sink)

    def _write_service(self, part: Part) -> None:
        world = self._world
        served = service.draw(world, part, self._people, self._counters)
        service_tables.write(world, served, self._sink)
        moved = logistics.write(world, part, served.return_tickets, self._counters, self._sink)
        self._consumption.add(world, moved)
        self._movements.add(moved)

    def _write_agenda(self, part: Part) -> None:
        deals, leads = self._crm.deals, self._crm.leads
        agenda = activities.draw(self._world, part.index, part.days, deals, leads)
        activity_tables.write(self._world, agenda, self._people, self._counters, self._sink)

    def _add(self, part: Part) -> None:
        self._monthly.add(self._world, part)
        self._owed.add(self._world, part)
        self._footprint.add(self._world, part)
        self._journal.add(accounting.of_part(self._world, part))

    def _close(self) -> None:
        world, sink = self._world, self._sink
        suppliers = Suppliers.draw(world)
        plan = supply.plan(world, self._consumption.pieces, suppliers)
        received = supply_tables.write(world, plan, suppliers, self._movements, sink)
        self._journal.close(accounting.of_purchases(received))
        receivables.write_snapshots(world, self._owed, sink)
        aims = [*targets.targets(world, self._monthly), *forecasts(world, self._monthly)]
        targets.write(world, aims, sink)
        sustainability.write(world, self._footprint, sink)

    def _write_moved(self, moved: Frame) -> None:
        logistics.write_movements(self._world, self._counters, self._sink, moved)

    def _write_journal(self, rows: Frame) -> None:
        columns = accounting.columns(self._world, self._book, rows)
        self._sink.write("journal_entry_line", columns)
