"""What stands before the first order: people, products, customers, pipeline, marketing, context."""

from dataclasses import dataclass

from vigie.demo import (
    accounting,
    address_book,
    contacts,
    context,
    experiments,
    marketing,
    range_tables,
    registry,
    relations,
    service_tables,
    steering,
    tariffs,
    web,
    working_time,
)
from vigie.demo.address_book import AddressBook
from vigie.demo.contacts import Contacts
from vigie.demo.crm import Crm
from vigie.demo.sink import Sink
from vigie.demo.world import World


@dataclass(frozen=True)
class Background:
    """Who and what the trade refers to."""

    book: AddressBook
    contacts: Contacts
    crm: Crm


def write_background(world: World, sink: Sink) -> Background:
    """Draws and writes all tables that do not depend on the orders."""
    book, people, crm = address_book.draw(world), contacts.draw(world), Crm.draw(world)
    registry.write(world, sink)
    range_tables.write(world, sink)
    tariffs.write(world, sink)
    address_book.write(world, book, sink)
    contacts.write(world, people, book, sink)
    crm.write(world, people, book, sink)
    relations.write(world, people, crm.deals, sink)
    marketing.write(world, people, sink)
    web.write(world, sink)
    context.write(world, sink)
    steering.write(world, sink)
    experiments.write(world, sink)
    working_time.write(world, sink)
    accounting.write_accounts(sink)
    service_tables.write_surveys(sink)
    service_tables.write_incidents(world, sink)
    return Background(book, people, crm)
