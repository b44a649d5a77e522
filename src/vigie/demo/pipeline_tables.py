"""The rows of opportunities, their lines, stages, history and weekly snapshots."""

from typing import Any, Final

import numpy as np

from vigie.demo import deal_history, keys
from vigie.demo.address_book import AddressBook, partner_ids
from vigie.demo.calendar import at_hour
from vigie.demo.contacts import Contacts
from vigie.demo.deals import ABANDONED, LOST, OPEN, WON, Deals
from vigie.demo.frame import Array, Frame, length, spread, take
from vigie.demo.settings import load
from vigie.demo.sink import Sink
from vigie.demo.world import World
from vigie.warehouse.parquet import ColumnData, Words

_STATUSES: Final = ("open", "won", "lost", "abandoned")
_FORECASTS: Final = ("pipeline", "pipeline", "best_case", "commit", "closed", "omitted")
_NEW, _UPSELL, _CROSS_SELL, _RENEWAL = range(4)


def write(
    world: World, deals: Deals, contacts: Contacts, book: AddressBook, leads: Array, sink: Sink
) -> None:
    """Writes the pipeline; `leads` is the number of each deal's lead, -1 for none."""
    history = deal_history.draw(world, deals)
    sink.write("pipeline", _pipeline())
    sink.write("pipeline_stage", _stages())
    sink.write("opportunity", _opportunities(world, deals, history, contacts, book, leads))
    sink.write("opportunity_line", _lines(world, deals))
    sink.write("opportunity_stage_event", _events(world, deals, history))
    sink.write("opportunity_snapshot", _snapshots(world, deals, history))


def stage_list() -> list[dict[str, Any]]:
    """Open stages, then the closed ones in the order of the statuses won, lost, abandoned."""
    content = load("pipeline")
    return [*content["stages"], *content["closed"]]


def _pipeline() -> dict[str, ColumnData]:
    pipeline = load("pipeline")["pipeline"]
    return {"pipeline_id": [pipeline["id"]], "name": [pipeline["name"]]}


def _stages() -> dict[str, ColumnData]:
    stages = stage_list()
    days = [stage.get("days", 0) for stage in stages]
    return {
        "stage_id": [stage["id"] for stage in stages],
        "pipeline_id": [load("pipeline")["pipeline"]["id"]] * len(stages),
        "name": [stage["name"] for stage in stages],
        "position": np.arange(1, len(stages) + 1),
        "default_probability": _probabilities(),
        "stage_kind": [stage.get("kind", "open") for stage in stages],
        "target_days": np.ma.masked_equal(days, 0),
        "aida_stage": [stage["aida"] for stage in stages],
    }


def _probabilities() -> Array:
    return np.array([stage["probability"] for stage in stage_list()]) * 100


def _opportunities(
    world: World,
    deals: Deals,
    history: Frame,
    contacts: Contacts,
    book: AddressBook,
    leads: Array,
) -> dict[str, ColumnData]:
    chance = world.seeds.stream("opportunity details")
    heads, count = deals.heads, length(deals.heads)
    status, account = heads["status"], heads["account"]
    open_, won, lost = status == OPEN, status == WON, (status == LOST) | (status == ABANDONED)
    words = load("pipeline")
    last = deal_history.state_at(history, np.arange(count), np.full(count, world.span.last))
    stage = history["stage"][last]
    luck = chance.integers(0, 1_000, count)
    competitors = partner_ids("competitors")
    created = at_hour(chance, heads["created"])
    closed = np.where(open_, np.datetime64("NaT"), at_hour(chance, heads["closing"]))
    kind = np.where(heads["new"], _NEW, np.array([1, 1, 2, 2, 3])[luck % 5])
    return {
        "opportunity_id": keys.opportunity(np.arange(1, count + 1)),
        "name": _names(deals, book),
        "account_id": keys.account(account),
        "contact_id": keys.contact(contacts.one_of(chance, account)),
        "lead_id": keys.lead(leads),
        "owner_id": Words(world.people.rep_ids, heads["owner"]),
        "team_id": Words(world.people.team_ids, world.people.rep_team[heads["owner"]]),
        "channel_id": Words(world.people.channel_ids, _inside(world)[heads["owner"]]),
        "source": Words(words["lead_sources"], np.where(heads["new"], luck % 7, -1)),
        "product_id": Words(
            [p.code for p in world.catalogue.products],
            deals.lines["product"][np.searchsorted(deals.lines["deal"], np.arange(count))],
        ),
        "pipeline_id": Words([words["pipeline"]["id"]], np.zeros(count, dtype=np.int64)),
        "stage_id": Words([s["id"] for s in stage_list()], stage),
        "status": Words(_STATUSES, status),
        "created_at": created,
        "expected_close_date": history["expected"][last],
        "closed_at": np.where(closed < created, created + 3600, closed),
        "currency_code": Words(["EUR"], np.zeros(count, dtype=np.int64)),
        "amount": np.where(open_, history["amount"][last], heads["amount"]),
        "probability": _probabilities()[stage],
        "forecast_category": Words(
            _FORECASTS, np.where(open_, heads["stage"], np.where(won, 4, 5))
        ),
        "opportunity_type": Words(["new", "upsell", "cross_sell", "renewal"], kind),
        "loss_reason": Words(words["loss_reasons"], np.where(lost, _reason(luck), -1)),
        "win_reason": Words(words["win_reasons"], np.where(won, luck % 5, -1)),
        "competitor_account_id": Words(
            competitors, np.where(lost & (luck % 3 > 0), luck % len(competitors), -1)
        ),
        "next_step": Words(words["next_steps"], np.where(open_, luck % 5, -1)),
        "next_step_date": np.where(
            open_, world.span.last + luck % 21 - 6, np.datetime64("NaT", "D")
        ),
    }


def _reason(luck: Array) -> Array:
    """Reasons of a loss, the first ones oftener."""
    found: Array = np.searchsorted([380, 600, 740, 840, 920], luck, side="right")
    return found


def _inside(world: World) -> Array:
    inside = np.array([rep.inside for rep in world.people.reps])
    people = world.people
    return np.where(inside, people.channel("phone"), people.channel("field_sales"))


def _names(deals: Deals, book: AddressBook) -> Array:
    subjects = load("pipeline")["subjects"]
    families = [family["id"] for family in load("catalogue")["families"]]
    words = np.array([subjects.get(name, "Équipement") for name in families], dtype=object)
    customers = np.append(book.names, "nouveau client")
    return words[deals.heads["family"]] + " – " + customers[deals.heads["account"]]


def _lines(world: World, deals: Deals) -> dict[str, ColumnData]:
    """What was proposed; before a proposal nobody knows the products."""
    proposed = deals.heads["stage"] >= deal_history.GUESSING
    lines = take(deals.lines, proposed[deals.lines["deal"]])
    return {
        "line_id": [f"OPL{n:06d}" for n in range(1, length(lines) + 1)],
        "opportunity_id": keys.opportunity(lines["deal"] + 1),
        "product_id": Words([p.code for p in world.catalogue.products], lines["product"]),
        "quantity": lines["quantity"],
        "unit_price": lines["price"],
        "discount_ratio": lines["discount"],
        "net_amount": lines["net"],
    }


def _events(world: World, deals: Deals, history: Frame) -> dict[str, ColumnData]:
    chance = world.seeds.stream("stage events")
    rank = np.arange(length(history)) - np.searchsorted(history["deal"], history["deal"])
    # Entries of one day follow each other in the order of their stages.
    entered = history["day"].astype("datetime64[s]") + 9 * 3600 + rank * 2400
    minutes = chance.integers(0, 30, length(history)) * 60
    return {
        "opportunity_id": keys.opportunity(history["deal"] + 1),
        "stage_id": Words([s["id"] for s in stage_list()], history["stage"]),
        "entered_at": entered + minutes,
        "currency_code": Words(["EUR"], np.zeros(length(history), dtype=np.int64)),
        "amount": history["amount"],
        "probability": _probabilities()[history["stage"]],
        "expected_close_date": history["expected"],
        "changed_by": Words(world.people.rep_ids, deals.heads["owner"][history["deal"]]),
        "origin": Words(["source_history"], np.zeros(length(history), dtype=np.int64)),
    }


def _snapshots(world: World, deals: Deals, history: Frame) -> dict[str, ColumnData]:
    """What was open on every Monday."""
    heads, mondays = deals.heads, world.span.mondays
    first = world.span.week_of(heads["created"]) + 1
    ends = np.minimum(heads["closing"] - 1, world.span.last)
    weeks = np.maximum(world.span.week_of(ends) - first + 1, 0)
    deal, rank = spread(weeks)
    day = mondays[np.minimum(first[deal] + rank, len(mondays) - 1)]
    row = deal_history.state_at(history, deal, day)
    order = np.argsort(day, kind="stable")
    deal, day, row = deal[order], day[order], row[order]
    return {
        "snapshot_date": day,
        "opportunity_id": keys.opportunity(deal + 1),
        "stage_id": Words([s["id"] for s in stage_list()], history["stage"][row]),
        "status": Words(_STATUSES, np.zeros(len(deal), dtype=np.int64)),
        "amount": history["amount"][row],
        "probability": _probabilities()[history["stage"][row]],
        "expected_close_date": history["expected"][row],
        "owner_id": Words(world.people.rep_ids, heads["owner"][deal]),
    }
