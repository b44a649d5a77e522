"""The people at the customers, and what each of them agreed to."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from vigie.demo import keys, wording
from vigie.demo.address_book import AddressBook
from vigie.demo.frame import Array, pick_each, spread
from vigie.demo.settings import load
from vigie.demo.sink import Sink
from vigie.demo.world import World
from vigie.warehouse.parquet import ColumnData, Words

_ROLES: Final = ("decider", "influencer", "buyer", "user")
# Of the first, second and further contacts of a company.
_ROLE_WEIGHTS: Final = np.array([[80, 5, 10, 5], [5, 25, 45, 25], [2, 38, 15, 45]], dtype=float)


@dataclass(frozen=True)
class Contacts:
    """Contact `first[a]` … `first[a] + count[a] - 1` work at customer a; numbered from 1."""

    account: Array
    rank: Array
    first: Array
    count: Array

    def one_of(self, chance: np.random.Generator, accounts: Array) -> Array:
        """The number of a contact at each customer, the first one oftener."""
        rank = (chance.random(len(accounts)) ** 2 * self.count[accounts]).astype(np.int64)
        found: Array = self.first[accounts] + rank + 1
        return np.where(accounts < 0, -1, found)


def draw(world: World) -> Contacts:
    """One to six contacts at each customer."""
    chance = world.seeds.stream("contacts")
    accounts = world.accounts
    more = chance.poisson(np.minimum(accounts.size * 0.9, 4))
    count = np.where(accounts.is_consumer, 1, 1 + np.minimum(more, 5))
    account, rank = spread(count)
    return Contacts(account, rank, np.cumsum(count) - count, count)


def write(world: World, contacts: Contacts, book: AddressBook, sink: Sink) -> None:
    """Writes the contacts."""
    chance = world.seeds.stream("contact details")
    count, account = len(contacts.account), contacts.account
    consumer = world.accounts.is_consumer[account]
    first = wording.some(chance, "first_names", count)
    last = wording.some(chance, "last_names", count)
    first = np.where(consumer, book.first_names[account], first)
    last = np.where(consumer, book.last_names[account], last)
    role = pick_each(chance, _ROLE_WEIGHTS, np.minimum(contacts.rank, 2))
    mailbox = np.array([f"{m}.{n}" for n, m in enumerate(wording.slug(first + " " + last), 1)])
    columns: dict[str, ColumnData] = {
        "contact_id": keys.contact(np.arange(1, count + 1)),
        "name": first + " " + last,
        "first_name": first,
        "last_name": last,
        "account_id": keys.account(account),
        "job_title": np.where(consumer, np.array(None), _titles(chance, role)),
        "decision_role": Words(_ROLES, role),
        "email": mailbox.astype(object) + "@" + book.domains[account],
        "phone": wording.phones(chance, count),
        "mobile": wording.phones(chance, count, mobile=True),
        "language_code": Words(["fr"], np.zeros(count, dtype=np.int64)),
    }
    sink.write("contact", columns)


def _titles(chance: np.random.Generator, role: Array) -> Array:
    titles = [np.array(load("names")["job_titles"][name], dtype=object) for name in _ROLES]
    found = np.empty(len(role), dtype=object)
    for position, known in enumerate(titles):
        rows = np.flatnonzero(role == position)
        found[rows] = known[chance.integers(0, len(known), len(rows))]
    return found
