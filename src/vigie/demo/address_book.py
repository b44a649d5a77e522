"""The address book: customers, suppliers and competitors with names, identifiers and places."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from vigie.demo import keys, range_tables, registry, wording
from vigie.demo.calendar import Span
from vigie.demo.frame import Array, pick
from vigie.demo.joining import joined
from vigie.demo.settings import load
from vigie.demo.sink import Sink
from vigie.demo.world import World
from vigie.warehouse.parquet import ColumnData, Words

_SOURCES: Final = (
    "Salon professionnel",
    "Bouche-à-oreille",
    "Site web",
    "Prospection",
    "Parrainage",
)
_METHODS: Final = ("Virement", "LCR", "Prélèvement")


@dataclass(frozen=True)
class AddressBook:
    """The customers' names and identifiers, by position."""

    names: Array
    siren: Array
    domains: Array
    emails: Array
    phones: Array
    first_names: Array
    last_names: Array


def draw(world: World) -> AddressBook:
    """Names every customer."""
    chance = world.seeds.stream("directory")
    accounts, count = world.accounts, len(world.accounts)
    first, last = (wording.some(chance, f"{name}_names", count) for name in ("first", "last"))
    names = _names(world, chance, first, last)
    slugs = wording.slug(names) + np.array([f"-{i}" for i in range(1, count + 1)], dtype=object)
    consumer = accounts.is_consumer
    domains = np.where(consumer, "courriel.example", slugs + ".example")
    people = wording.slug(first + " " + last)
    mailbox = np.where(consumer, people, np.array("contact", dtype=object))
    return AddressBook(
        names=names,
        siren=wording.sirens(chance, count),
        domains=domains,
        emails=mailbox + "@" + domains,
        phones=wording.phones(chance, count),
        first_names=first,
        last_names=last,
    )


def _names(world: World, chance: np.random.Generator, first: Array, last: Array) -> Array:
    accounts = world.accounts
    names = np.empty(len(accounts), dtype=object)
    cities = [city.name for city in world.geography.cities]
    for position, segment in enumerate(load("names")["segments"]):
        rows = np.flatnonzero(accounts.segment == position)
        templates = segment["names"]
        chosen = chance.integers(0, len(templates), len(rows))
        for rank, (row, template) in enumerate(zip(rows.tolist(), chosen.tolist(), strict=True)):
            names[row] = templates[template].format(
                first=first[row], last=last[row], city=cities[accounts.city[row]], n=rank + 1
            )
    return names


def write(world: World, book: AddressBook, sink: Sink) -> None:
    """Writes accounts with their identifiers, addresses and owners."""
    sink.write("account", joined(_customers(world, book), _partners(world)))
    sink.write("account_address", _addresses(world))
    sink.write("account_identifier", _identifiers(world, book))
    sink.write("account_owner_period", _owners(world))


def _customers(world: World, book: AddressBook) -> dict[str, ColumnData]:
    chance = world.seeds.stream("customer details")
    accounts, count = world.accounts, len(world.accounts)
    segments = load("names")["segments"]
    consumer = accounts.is_consumer
    siren = _unless(consumer, book.siren)
    people = [book.first_names, book.last_names]
    return {
        "account_id": keys.account(np.arange(count)),
        "name": book.names,
        "first_name": _unless(~consumer, people[0]),
        "last_name": _unless(~consumer, people[1]),
        "account_type": Words(["company", "person"], consumer.astype(np.int64)),
        "is_customer": np.ones(count, dtype=bool),
        "is_prospect": np.zeros(count, dtype=bool),
        "is_supplier": np.zeros(count, dtype=bool),
        "is_competitor": np.zeros(count, dtype=bool),
        "company_id": Words([registry.COMPANY], np.zeros(count, dtype=np.int64)),
        "account_number": keys.account(np.arange(count)),
        "siren": siren,
        "siret": _unless(consumer, wording.sirets(book.siren)),
        "vat_number": _unless(consumer, wording.vat_numbers(book.siren)),
        "email": book.emails,
        "email_domain": book.domains,
        "phone": book.phones,
        **_place(world, accounts.city),
        "industry_code": Words([s["naf"] for s in segments], accounts.segment),
        "industry_label": Words([s["label"] for s in segments], accounts.segment),
        "employee_count": np.ma.masked_array(
            1 + (accounts.size**2.5 * chance.exponential(6, count)).astype(np.int64), mask=consumer
        ),
        "customer_category": Words([s["name"] for s in segments], accounts.segment),
        "owner_id": Words(world.people.rep_ids, accounts.owner),
        "territory_id": Words(registry.territory_ids(world), accounts.region),
        "store_id": Words(world.people.store_ids, accounts.store),
        "channel_id": Words(world.people.channel_ids, accounts.habits.argmax(axis=1)),
        "acquisition_source": Words(_SOURCES, chance.integers(0, len(_SOURCES), count)),
        "first_seen_date": accounts.since,
        "birth_year": np.ma.masked_array(chance.integers(1948, 2002, count), mask=~consumer),
        "language_code": Words(["fr"], np.zeros(count, dtype=np.int64)),
        "payment_term_days": accounts.terms,
        "payment_method": Words(_METHODS, pick(chance, np.array([5, 3, 2]), count)),
        "credit_limit_amount": accounts.credit_limit,
        "is_blocked": (accounts.delay > 45) & (chance.random(count) < 0.4),
        "is_internal": np.zeros(count, dtype=bool),
    }


def _place(world: World, city: Array) -> dict[str, ColumnData]:
    cities = world.geography.cities
    regions = [*world.geography.region_names]
    return {
        "city": Words([c.name for c in cities], city),
        "postal_code": Words([c.postal_code for c in cities], city),
        "region": Words([regions[c.region] if c.country == "FR" else None for c in cities], city),
        "country_code": Words([c.country for c in cities], city),
    }


def partner_ids(kind: str) -> list[str]:
    """The accounts of all `suppliers` or `competitors`."""
    count = len(load("names")[kind])
    if kind == "suppliers":
        return [range_tables.supplier_id(position) or "" for position in range(count)]
    return [f"CO{position + 1:02d}" for position in range(count)]


def _partners(world: World) -> dict[str, ColumnData]:
    suppliers, competitors = load("names")["suppliers"], load("names")["competitors"]
    names = np.array([*suppliers, *competitors], dtype=object)
    count = len(names)
    supplies = np.arange(count) < len(suppliers)
    chance = world.seeds.stream("partners")
    siren = wording.sirens(chance, count)
    never = np.zeros(count, dtype=bool)
    domains = wording.slug(names) + ".example"
    return {
        "account_id": partner_ids("suppliers") + partner_ids("competitors"),
        "name": names,
        "account_type": ["company"] * count,
        "is_customer": never,
        "is_prospect": never,
        "is_supplier": supplies,
        "is_competitor": ~supplies,
        "siren": siren,
        "vat_number": wording.vat_numbers(siren),
        "email": "contact@" + domains,
        "email_domain": domains,
        "phone": wording.phones(chance, count),
        **_place(world, pick(chance, world.geography.city_weights, count)),
        "first_seen_date": np.full(count, world.span.days[0] - 1500),
        "is_internal": never,
    }


def _addresses(world: World) -> dict[str, ColumnData]:
    chance = world.seeds.stream("addresses")
    accounts, count = world.accounts, len(world.accounts)
    number = chance.integers(1, 140, count).astype(str).astype(object)
    street = number + " " + wording.some(chance, "streets", count)
    cities = world.geography.cities
    spot = chance.normal(0, 0.05, (2, count))
    middle = np.array([(c.latitude, c.longitude) for c in cities])[accounts.city].T
    both = np.repeat(np.arange(count), 2)
    role = np.tile([0, 1], count)
    place = _place(world, accounts.city[both])
    return {
        "account_id": keys.account(both),
        "role": Words(["billing", "shipping"], role),
        "line1": street[both],
        **place,
        "latitude": (middle + spot)[0][both],
        "longitude": (middle + spot)[1][both],
    }


def _identifiers(world: World, book: AddressBook) -> dict[str, ColumnData]:
    companies = np.flatnonzero(~world.accounts.is_consumer)
    values = [
        book.siren[companies],
        wording.vat_numbers(book.siren[companies]),
        np.array([f"411{row + 1:05d}" for row in companies], dtype=object),
    ]
    return {
        "account_id": keys.account(np.tile(companies, len(values))),
        "scheme": Words(["siren", "vat", "aux_account"], np.repeat([0, 1, 2], len(companies))),
        "value": np.concatenate(values),
        "is_verified": np.repeat([True, True, False], len(companies)),
    }


def _owners(world: World) -> dict[str, ColumnData]:
    """Who looked after each customer; some were handed over by a colleague."""
    chance = world.seeds.stream("owners")
    accounts, span = world.accounts, world.span
    owned = np.flatnonzero(~accounts.is_consumer)
    handed = owned[(chance.random(len(owned)) < 0.12) & (accounts.since[owned] < span.days[0])]
    when = span.days[0] + chance.integers(60, 400, len(handed))
    colleague = _colleagues(world, accounts.owner[handed])
    since = accounts.since.copy()
    since[handed] = when
    return {
        "account_id": keys.account(np.concatenate([owned, handed])),
        "sales_rep_id": Words(
            world.people.rep_ids, np.concatenate([accounts.owner[owned], colleague])
        ),
        "valid_from": np.concatenate([since[owned], accounts.since[handed]]),
        "valid_to": np.concatenate([_open_end(span, len(owned)), when - 1]),
    }


def _open_end(span: Span, count: int) -> Array:
    return np.full(count, np.datetime64("NaT"), dtype=span.days.dtype)


def _colleagues(world: World, reps: Array) -> Array:
    """The next rep of the same team."""
    teams = world.people.rep_team
    following = {}
    for rep in range(len(teams)):
        team = np.flatnonzero(teams == teams[rep])
        following[rep] = int(team[(np.flatnonzero(team == rep)[0] + 1) % len(team)])
    return np.array([following[int(rep)] for rep in reps], dtype=np.int64)


def _unless(hidden: Array, values: Array) -> Any:
    return np.where(hidden, np.array(None), values)
