"""Prospects: where they come from, how they ripen, what becomes of them."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from vigie.demo import campaigns, keys, wording
from vigie.demo.address_book import AddressBook
from vigie.demo.calendar import at_hour, office_hours
from vigie.demo.contacts import Contacts
from vigie.demo.deals import WON, Deals
from vigie.demo.frame import Array, Frame, length, pick, stack, take
from vigie.demo.settings import load
from vigie.demo.sink import Sink
from vigie.demo.world import World
from vigie.warehouse.parquet import ColumnData, Words

LEADS_AT_SCALE_1: Final = 2_300
STATUSES: Final = ("new", "working", "nurturing", "mql", "sql", "converted", "disqualified")
NEW, WORKING, NURTURING, MQL, SQL, CONVERTED, DISQUALIFIED = range(7)
_NEVER: Final = np.datetime64("NaT", "s")


@dataclass(frozen=True)
class Leads:
    """One row per lead, by day; `deal` is a row of the deals, -1 for none."""

    heads: Frame

    def by_deal(self, count: int) -> Array:
        """The number of each deal's lead, -1 for none."""
        found = np.full(count, -1)
        known = self.heads["deal"] >= 0
        found[self.heads["deal"][known]] = self.heads["number"][known]
        return found


def draw(world: World, deals: Deals) -> Leads:
    """The leads behind new customers and prospects' deals, and many that led nowhere."""
    chance = world.seeds.stream("leads")
    heads = stack([_of_deals(world, chance, deals), _others(world, chance)])
    heads = take(heads, np.argsort(heads["created"], kind="stable"))
    count = length(heads)
    heads["number"] = np.arange(1, count + 1)
    heads["source"] = pick(chance, np.array([34, 12, 20, 9, 8, 12, 5]), count)
    heads["score"] = np.clip(
        chance.normal(38, 14, count)
        + 22 * (heads["status"] >= MQL) * (heads["status"] <= CONVERTED),
        2,
        99,
    ).astype(np.int64)
    return Leads(_dated(world, chance, heads))


def _of_deals(world: World, chance: np.random.Generator, deals: Deals) -> Frame:
    heads = deals.heads
    deal = np.flatnonzero(heads["new"] & (heads["created"] > world.span.days[35]))
    before = chance.integers(3, 32, len(deal))
    created = np.maximum(heads["created"][deal] - before, world.span.days[0])
    won = (heads["status"][deal] == WON) & (heads["account"][deal] >= 0)
    return {
        "created": created,
        "deal": deal,
        "owner": heads["owner"][deal],
        "status": np.where(won, CONVERTED, SQL),
        "sql": heads["created"][deal],
        "converted": np.where(won, heads["closing"][deal], np.datetime64("NaT")),
        "account": np.where(won, heads["account"][deal], -1),
    }


def _others(world: World, chance: np.random.Generator) -> Frame:
    count = round(LEADS_AT_SCALE_1 * world.scale) + 20
    growth = 1 + 0.08 * world.span.years_since_start(world.span.days)
    pace = np.where(world.span.is_open(world.span.days), 1.0, 0.25) * growth
    created = world.span.days[pick(chance, pace, count)]
    age = (world.span.last - created).astype(np.int64)
    old = pick(chance, np.array([0, 3, 20, 22, 0, 0, 55]), count)
    young = pick(chance, np.array([30, 45, 5, 15, 0, 0, 5]), count)
    nowhere = np.full(count, np.datetime64("NaT"), dtype=created.dtype)
    return {
        "created": created,
        "deal": np.full(count, -1),
        "owner": pick(chance, np.ones(len(world.people.reps)), count),
        "status": np.where(age < 21, young, old),
        "sql": nowhere,
        "converted": nowhere,
        "account": np.full(count, -1),
    }


def _dated(world: World, chance: np.random.Generator, heads: Frame) -> Frame:
    """Adds the moments of a lead's life, none of them after `until`."""
    count = length(heads)
    created = at_hour(chance, heads["created"], 7, 21)
    hours = chance.lognormal(1.6, 1.0, count)
    assigned = created + (chance.exponential(1.5, count) * 3600).astype(np.int64)
    assigned = office_hours(world.span, assigned)
    answered = office_hours(world.span, assigned + 600 + (hours * 3600).astype(np.int64))
    ripened = created + (chance.uniform(1, 3, count) * 86_400).astype(np.int64)
    sql = heads["sql"].astype("datetime64[s]") + 9 * 3600
    reached = (heads["status"] >= MQL) & (heads["status"] <= CONVERTED)
    converted = heads["converted"].astype("datetime64[s]") + 11 * 3600
    end = world.span.last.astype("datetime64[s]") + 86_399
    moments = {
        "assigned_at": np.where(heads["status"] == NEW, _NEVER, assigned),
        "responded_at": np.where(heads["status"] == NEW, _NEVER, answered),
        "mql_at": np.where(reached, ripened, _NEVER),
        "sql_at": np.maximum(sql, np.where(np.isnat(sql), _NEVER, ripened + 3600)),
        "converted_at": converted,
    }
    known = {name: np.where(when <= end, when, _NEVER) for name, when in moments.items()}
    return {**heads, "created_at": created, **known}


def write(world: World, leads: Leads, contacts: Contacts, book: AddressBook, sink: Sink) -> None:
    """Writes the leads and what each of them went through."""
    chance = world.seeds.stream("lead details")
    heads, count = leads.heads, length(leads.heads)
    account, status = heads["account"], heads["status"]
    last = wording.some(chance, "last_names", count)
    company = np.where(account >= 0, book.names[account], "Entreprise " + last)
    city = pick(chance, world.geography.city_weights, count)
    temperature = np.clip(heads["score"] // 34, 0, 2)
    reasons = load("pipeline")["disqualified"]
    columns: dict[str, ColumnData] = {
        "lead_id": keys.lead(heads["number"]),
        "created_at": heads["created_at"],
        "status": Words(STATUSES, status),
        "name": wording.some(chance, "first_names", count) + " " + last,
        "company_name": company,
        "email": wording.slug(last) + "@" + wording.slug(company) + ".example",
        "phone": wording.phones(chance, count),
        "source": Words(load("pipeline")["lead_sources"], heads["source"]),
        "channel_id": Words(
            world.people.channel_ids, np.array([2, 0, 1, 2, 0, 2, 0])[heads["source"]]
        ),
        "campaign_id": Words(
            [campaign.id for campaign in campaigns.campaigns(world.span)],
            campaigns.running(world.span, chance, heads["created"], 0.5),
        ),
        "owner_id": Words(world.people.rep_ids, heads["owner"]),
        "team_id": Words(world.people.team_ids, world.people.rep_team[heads["owner"]]),
        "assigned_at": heads["assigned_at"],
        "first_response_at": heads["responded_at"],
        "temperature": Words(["cold", "warm", "hot"], temperature),
        "score": heads["score"],
        "score_model": Words(["Grille maison 2023"], np.zeros(count, dtype=np.int64)),
        "industry_code": Words(["43.22B", "43.22A", "81.10Z"], heads["number"] % 3),
        "city": Words([c.name for c in world.geography.cities], city),
        "country_code": Words(["FR"], np.zeros(count, dtype=np.int64)),
        "expected_amount": chance.integers(8, 400, count) * 10_000,
        "mql_at": heads["mql_at"],
        "sql_at": heads["sql_at"],
        "converted_at": heads["converted_at"],
        "converted_account_id": keys.account(account),
        "converted_contact_id": keys.contact(contacts.one_of(chance, account)),
        "converted_opportunity_id": keys.opportunity(
            np.where(status == CONVERTED, heads["deal"] + 1, -1)
        ),
        "disqualified_reason": Words(
            reasons, np.where(status == DISQUALIFIED, heads["number"] % len(reasons), -1)
        ),
    }
    sink.write("lead", columns)
    sink.write("lead_status_event", _events(heads))


def _events(heads: Frame) -> dict[str, ColumnData]:
    """Every status a lead had, by lead and moment."""
    final = np.where(
        np.isin(heads["status"], (NURTURING, DISQUALIFIED)), heads["responded_at"], _NEVER
    )
    steps = [
        (NEW, heads["created_at"]),
        (WORKING, heads["assigned_at"]),
        (MQL, heads["mql_at"]),
        (SQL, heads["sql_at"]),
        (CONVERTED, heads["converted_at"]),
        (-1, final),
    ]
    events = stack(
        [
            {
                "lead": heads["number"],
                "status": np.where(code < 0, heads["status"], code),
                "at": moment,
                "score": heads["score"],
            }
            for code, moment in steps
        ]
    )
    events = take(events, ~np.isnat(events["at"]))
    events = take(events, np.lexsort((events["status"], events["at"], events["lead"])))
    return {
        "lead_id": keys.lead(events["lead"]),
        "status": Words(STATUSES, events["status"]),
        "entered_at": events["at"],
        "score": events["score"],
    }
