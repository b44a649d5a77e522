"""Deals, quotes and leads together, and the orders that follow from them."""

from dataclasses import dataclass

from vigie.demo import deals, leads, pipeline_tables, quotes, scripts
from vigie.demo.address_book import AddressBook
from vigie.demo.contacts import Contacts
from vigie.demo.deals import Deals
from vigie.demo.frame import length
from vigie.demo.leads import Leads
from vigie.demo.orders import Batch
from vigie.demo.quotes import Quotes
from vigie.demo.sink import Sink
from vigie.demo.world import World


@dataclass(frozen=True)
class Crm:
    """What the company knows of its future business."""

    deals: Deals
    quotes: Quotes
    leads: Leads

    @classmethod
    def draw(cls, world: World) -> "Crm":
        found = deals.draw(world)
        return cls(found, quotes.draw(world, found), leads.draw(world, found))

    def write(self, world: World, people: Contacts, book: AddressBook, sink: Sink) -> None:
        """Writes the whole pipeline."""
        numbers = self.leads.by_deal(length(self.deals.heads))
        pipeline_tables.write(world, self.deals, people, book, numbers, sink)
        quotes.write(world, self.deals, self.quotes, sink)
        leads.write(world, self.leads, people, book, sink)

    def scripted(self, world: World) -> Batch:
        """The orders of won deals, and those of the stories."""
        quoted = quotes.accepted_by_deal(self.quotes, self.deals)
        return scripts.join([deals.won_orders(world, self.deals, quoted), scripts.island(world)])
