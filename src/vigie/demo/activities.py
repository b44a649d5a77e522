"""What the sales force does all day: visits, calls, meetings, e-mails, and what it still has to."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from vigie.demo import working_time
from vigie.demo.calendar import at_hour
from vigie.demo.deals import OPEN, Deals
from vigie.demo.frame import Array, Frame, length, pick, pick_each, spread, stack, take
from vigie.demo.leads import Leads
from vigie.demo.stories import lost_account
from vigie.demo.world import World

TYPES: Final = ("call", "visit", "meeting", "demo", "email", "task")
CALL, VISIT, MEETING, DEMO, EMAIL, TASK = range(6)
STATUSES: Final = ("done", "planned", "cancelled", "no_show")
DONE, PLANNED, CANCELLED, NO_SHOW = range(4)
# How the day of a rep on the road and of one on the phone is made up.
_DAY: Final = np.array([[30, 33, 9, 3, 25, 0], [60, 0, 4, 1, 35, 0]], dtype=np.float64)
_PER_DAY: Final = np.array([6.2, 9.5])
_PER_DEAL: Final = 5.0
_AHEAD_DAYS: Final = 30


@dataclass(frozen=True)
class Agenda:
    """Activities by moment; `deal` and `lead` are numbers from 1, -1 for none."""

    rows: Frame


def draw(world: World, part: int, days: slice, deals: Deals, leads: Leads) -> Agenda:
    """The activities of some days of the span; with the last day comes what is still to do."""
    chance = world.seeds.stream("activities", part)
    first, last = world.span.days[days][[0, -1]]
    rows = stack(
        [
            _routine(world, chance, days),
            _of_deals(world, chance, deals, first, last),
            _of_leads(chance, leads, first, last),
        ]
    )
    before_end = world.span.months_before_end(rows["day"])
    silent = (rows["account"] == world.accounts.key_account) & lost_account.is_silent(before_end)
    rows = take(rows, ~silent)
    rows["at"] = np.where(np.isnat(rows["at"]), at_hour(chance, rows["day"]), rows["at"])
    luck = chance.random(length(rows))
    rows["status"] = np.where(luck < 0.02, CANCELLED, np.where(luck < 0.03, NO_SHOW, DONE))
    rows["status"] = np.where(rows["type"] == EMAIL, DONE, rows["status"])
    if last == world.span.last:
        rows = stack([rows, _to_do(world, deals)])
    return Agenda(take(rows, np.argsort(rows["at"], kind="stable")))


def _to_do(world: World, deals: Deals) -> Frame:
    """What is planned after `until`, and some follow-ups that were due before."""
    chance = world.seeds.stream("planned activities")
    count = max(60, round(620 * world.scale))
    ahead = np.arange(world.span.last + 1, world.span.last + _AHEAD_DAYS)
    ahead = ahead[world.span.is_open(ahead)]
    pace = np.exp(-np.arange(len(ahead)) / 9)
    overdue = chance.random(count) < 0.12
    late = world.span.working_day(world.span.last - chance.integers(2, 16, count))
    day = np.where(overdue, late, ahead[pick(chance, pace, count)])
    open_deals = np.flatnonzero(deals.is_open & (deals.heads["account"] >= 0))
    deal = open_deals[chance.integers(0, len(open_deals), count)]
    linked = chance.random(count) < 0.6
    owner = np.where(linked, deals.heads["owner"][deal], pick(chance, np.ones(12), count))
    account = np.where(linked, deals.heads["account"][deal], _customers(world, chance, owner, day))
    kind = np.where(
        overdue, np.array([CALL, TASK])[chance.integers(0, 2, count)], _kinds(world, chance, owner)
    )
    rows = _rows(day, owner, account, kind)
    rows["deal"] = np.where(linked, deal + 1, -1)
    rows["status"] = np.full(count, PLANNED)
    rows = take(rows, rows["account"] != world.accounts.key_account)
    return {**rows, "at": at_hour(chance, rows["day"])}


def _rows(day: Array, owner: Array, account: Array, kind: Array) -> Frame:
    nothing = np.full(len(day), -1)
    return {
        "day": day,
        "at": np.full(len(day), np.datetime64("NaT", "s")),
        "owner": owner,
        "account": account,
        "type": kind,
        "deal": nothing,
        "lead": nothing,
    }


def _routine(world: World, chance: np.random.Generator, days: slice) -> Frame:
    """The daily round among the rep's own customers."""
    away = working_time.on_leave(world)[days]
    inside = np.array([rep.inside for rep in world.people.reps]).astype(np.int64)
    at_work = world.span.is_open(world.span.days[days])[:, None] & ~away
    counts = chance.poisson(_PER_DAY[inside] * world.scale * at_work)
    cell = np.repeat(np.arange(counts.size), counts.ravel())
    day, owner = np.divmod(cell, counts.shape[1])
    day = world.span.days[days][day]
    kind = _kinds(world, chance, owner)
    return _rows(day, owner, _customers(world, chance, owner, day), kind)


def _kinds(world: World, chance: np.random.Generator, owner: Array) -> Array:
    inside = np.array([rep.inside for rep in world.people.reps]).astype(np.int64)
    return pick_each(chance, _DAY, inside[owner])


def _customers(world: World, chance: np.random.Generator, owner: Array, day: Array) -> Array:
    """One of each rep's customers of the day; -1, a stranger, where the draw is not one yet."""
    accounts = world.accounts
    found = np.full(len(owner), -1)
    for rep in range(len(world.people.reps)):
        mine = np.flatnonzero(accounts.owner == rep)
        rows = np.flatnonzero(owner == rep)
        if len(mine) and len(rows):
            found[rows] = mine[pick(chance, accounts.weight[mine] ** 0.55, len(rows))]
    known = (accounts.since[found] <= day) & (accounts.gone[found] > day) & (found >= 0)
    return np.where(known, found, -1)


def _of_deals(
    world: World,
    chance: np.random.Generator,
    deals: Deals,
    first: np.datetime64,
    last: np.datetime64,
) -> Frame:
    heads = deals.heads
    end = np.minimum(heads["closing"], world.span.last)
    deal, _ = spread(world.seeds.stream("deal activities").poisson(_PER_DEAL, length(heads)))
    share = world.seeds.stream("deal moments").random(len(deal))
    life = (end - heads["created"]).astype(np.int64)[deal]
    day = world.span.working_day(heads["created"][deal] + (share * life).astype(np.int64))
    here = np.flatnonzero((day >= first) & (day <= last))
    deal, day = deal[here], day[here]
    kind = pick(chance, np.array([36, 20, 16, 6, 22]), len(deal))
    kind = np.where(heads["status"][deal] == OPEN, np.where(kind == DEMO, CALL, kind), kind)
    rows = _rows(day, heads["owner"][deal], heads["account"][deal], kind)
    return {**rows, "deal": deal + 1}


def _of_leads(
    chance: np.random.Generator, leads: Leads, first: np.datetime64, last: np.datetime64
) -> Frame:
    """The first answer to each lead."""
    heads = leads.heads
    answered = heads["responded_at"].astype("datetime64[D]")
    here = np.flatnonzero(~np.isnat(answered) & (answered >= first) & (answered <= last))
    kind = np.where(chance.random(len(here)) < 0.7, CALL, EMAIL)
    nobody = np.full(len(here), -1)
    rows = _rows(answered[here], heads["owner"][here], nobody, kind)
    return {**rows, "lead": heads["number"][here], "at": heads["responded_at"][here]}
