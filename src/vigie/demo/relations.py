"""The rows of consents, segments, merged customers, contracts and shared credit for sales."""

from typing import Final

import numpy as np

from vigie.demo import keys
from vigie.demo.calendar import at_hour
from vigie.demo.contacts import Contacts
from vigie.demo.deals import WON, Deals
from vigie.demo.frame import Array, length, stack, take
from vigie.demo.sink import Sink
from vigie.demo.world import World
from vigie.warehouse.parquet import ColumnData, Numbered, Words

_STATUSES: Final = ("granted", "denied", "withdrawn")
_RFM: Final = ("Champions", "Fidèles", "Prometteurs", "À réactiver", "Perdus")
_ABC: Final = ("A", "B", "C")
_CONTRACTS_AT_SCALE_1: Final = 160
_CONTRACTORS: Final = (3, 4, 5)  # positions of the segments that sign maintenance contracts


def write(world: World, contacts: Contacts, deals: Deals, sink: Sink) -> None:
    """Writes the five tables."""
    sink.write("consent", _consents(world, contacts))
    sink.write("account_segment", _segments(world))
    sink.write("account_merge", _merges(world))
    sink.write("contract", _contracts(world))
    sink.write("sales_credit", _credits(world, deals))


def _consents(world: World, contacts: Contacts) -> dict[str, ColumnData]:
    """An answer about the newsletter from most contacts, about prospecting from many."""
    chance = world.seeds.stream("consents")
    count = len(contacts.account)
    rows = []
    for purpose, (asked, granted) in enumerate(((0.86, 0.8), (0.55, 0.66))):
        who = np.flatnonzero(chance.random(count) < asked)
        yes = chance.random(len(who)) < granted
        days = world.span.days[chance.integers(0, len(world.span.days), len(who))]
        rows.append(
            {
                "contact": who + 1,
                "purpose": np.full(len(who), purpose),
                "status": np.where(yes, 0, 1),
                "at": at_hour(chance, days),
            }
        )
    first = stack(rows)
    back = np.flatnonzero((first["status"] == 0) & (chance.random(length(first)) < 0.05))
    withdrawn = {**take(first, back), "status": np.full(len(back), 2)}
    withdrawn["at"] = withdrawn["at"] + chance.integers(20, 400, len(back)) * 86_400
    end = world.span.last.astype("datetime64[s]") + 86_399
    whole = stack([first, take(withdrawn, withdrawn["at"] <= end)])
    whole = take(whole, np.argsort(whole["at"], kind="stable"))
    return {
        "person_id": keys.contact(whole["contact"]),
        "contact_id": keys.contact(whole["contact"]),
        "purpose": Words(["newsletter", "prospecting"], whole["purpose"]),
        "channel": Words(["email", "phone"], whole["purpose"]),
        "status": Words(_STATUSES, whole["status"]),
        "recorded_at": whole["at"],
        "legal_basis": Words(["consent", "legitimate_interest"], whole["purpose"]),
        "proof": Words(["Formulaire signé", "Case cochée en ligne"], whole["contact"] % 2),
        "source": Words(["Site web", "Commercial"], whole["purpose"]),
        "expires_at": whole["at"] + 3 * 365 * 86_400,
    }


def _segments(world: World) -> dict[str, ColumnData]:
    """ABC by size and RFM by size and age, at the last four quarters' ends."""
    chance = world.seeds.stream("segments")
    count = len(world.accounts)
    rank = np.argsort(np.argsort(-world.accounts.weight)) / count
    days = world.span.last - np.array([275, 183, 92, 1])
    quarter, account = (index.ravel() for index in np.indices((len(days), count)))
    gone = world.accounts.gone[account] < days[quarter]
    feeling = np.clip(rank[account] * 3.2 + chance.normal(0, 0.35, len(account)), 0, 3.99)
    rfm = np.where(gone, 4, feeling.astype(np.int64))
    abc = np.searchsorted([0.2, 0.5], rank[account], side="right")
    both = np.concatenate([rfm, len(_RFM) + abc])
    when = np.tile(days[quarter], 2).astype("datetime64[s]") + 4 * 3600
    until = np.append(days[1:], np.datetime64("NaT"))[quarter].astype("datetime64[s]") + 4 * 3600
    return {
        "account_id": keys.account(np.tile(account, 2)),
        "segmentation": Words(["rfm", "abc"], np.repeat([0, 1], len(account))),
        "segment": Words([*_RFM, *_ABC], both),
        "computed_at": when,
        "valid_to": np.tile(until, 2),
        "score": np.round(np.tile(1 - rank[account], 2) * 100, 2),
    }


def _merges(world: World) -> dict[str, ColumnData]:
    """Small firms that larger ones took over."""
    chance = world.seeds.stream("merges")
    trade = np.flatnonzero(~world.accounts.is_consumer)
    by_size = trade[np.argsort(world.accounts.weight[trade], kind="stable")]
    losers, winners = by_size[:6], by_size[-40:][chance.permutation(40)[:6]]
    days = world.span.working_day(world.span.last - chance.integers(30, 700, len(losers)))
    return {
        "winner_id": keys.account(winners),
        "loser_id": keys.account(losers),
        "decided_at": at_hour(chance, days),
        "decided_by": ["DIR01"] * len(losers),
        "score": np.round(chance.uniform(0.85, 0.99, len(losers)), 2),
        "reason": ["Rachat de l'entreprise"] * len(losers),
    }


def _contracts(world: World) -> dict[str, ColumnData]:
    """Yearly supply contracts of maintenance firms, builders and public bodies."""
    chance = world.seeds.stream("contracts")
    accounts = world.accounts
    able = np.flatnonzero(np.isin(accounts.segment, _CONTRACTORS) & ~accounts.is_foreign)
    count = max(8, round(_CONTRACTS_AT_SCALE_1 * world.scale))
    account = able[chance.integers(0, len(able), count)]
    earliest = np.maximum(accounts.since[account], world.span.days[0])
    room = np.maximum((world.span.last - earliest).astype(np.int64) - 5, 1)
    signed = world.span.working_day(earliest + (chance.random(count) * room).astype(np.int64))
    signed = np.minimum(signed, world.span.last)
    order = np.argsort(signed, kind="stable")
    account, signed = account[order], signed[order]
    start = (signed.astype("datetime64[M]") + 1).astype("datetime64[D]")
    years = chance.integers(1, 4, count)
    end = (start.astype("datetime64[M]") + 12 * years).astype("datetime64[D]") - 1
    monthly = np.rint(accounts.size[account] * chance.lognormal(5.6, 0.5, count)).astype(int) * 100
    stopped = (chance.random(count) < 0.07) & (start + 120 < world.span.last)
    status = np.where(stopped, 2, np.where(end < world.span.last, 1, 0))
    return {
        "contract_id": Numbered("CTR", np.arange(1, count + 1), 4),
        "account_id": keys.account(account),
        "sales_rep_id": Words(world.people.rep_ids, accounts.owner[account]),
        "signed_on": signed,
        "start_date": start,
        "end_date": end,
        "renewal_type": Words(["tacit", "manual", "none"], np.arange(count) % 5 // 2),
        "notice_days": np.full(count, 60),
        "currency_code": Words(["EUR"], account * 0),
        "amount_total": monthly * 12 * years,
        "recurring_amount_month": monthly,
        "status": Words(["active", "ended", "cancelled"], status),
        "end_reason": Words(["Changement de fournisseur"], np.where(stopped, 0, -1)),
    }


def _credits(world: World, deals: Deals) -> dict[str, ColumnData]:
    """Deals that the rep on the road and the one on the phone won together."""
    chance = world.seeds.stream("shared credit")
    inside = np.array([rep.inside for rep in world.people.reps])
    desk = np.flatnonzero(inside)  # one in each team
    owner = deals.heads["owner"]
    together = (deals.heads["status"] == WON) & ~inside[owner]
    deal = np.flatnonzero(together & (chance.random(len(owner)) < 0.18))
    mate: Array = desk[world.people.rep_team[owner[deal]]]
    share = chance.integers(6, 9, len(deal)) * 1_000
    return {
        "document_type": Words(["opportunity"], np.zeros(2 * len(deal), dtype=np.int64)),
        "document_id": keys.opportunity(np.repeat(deal + 1, 2)),
        "sales_rep_id": Words(world.people.rep_ids, np.stack([owner[deal], mate], axis=1).ravel()),
        "share": np.stack([share, 10_000 - share], axis=1).ravel(),
    }
