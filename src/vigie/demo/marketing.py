"""The rows of campaigns: spend, members, advertising, social networks and mailings."""

from typing import Final

import numpy as np

from vigie.demo import keys
from vigie.demo.calendar import at_hour, weekday
from vigie.demo.campaigns import Campaign, campaigns
from vigie.demo.contacts import Contacts
from vigie.demo.frame import Frame, length, pick, spread, stack, take
from vigie.demo.promotions import promotions
from vigie.demo.sink import Sink
from vigie.demo.world import World
from vigie.warehouse.parquet import ColumnData, Numbered, Words

_PLATFORMS: Final = {"ads": "Recherche payante", "social": "LinkedIn"}
_NETWORKS: Final = (("LinkedIn", 4200, 0.9), ("Facebook", 2600, 0.2), ("Instagram", 1500, 0.7))
_MEMBER_STATUSES: Final = ("sent", "opened", "clicked", "responded", "converted", "opted_out")
_MEMBER_WEIGHTS: Final = np.array([52, 27, 12, 5, 2.4, 0.6])
_MEMBERS_AT_SCALE_1: Final = 260
_CENTS_PER_CLICK: Final = 145
_EVENTS: Final = ("sent", "opened", "clicked")


def write(world: World, contacts: Contacts, sink: Sink) -> None:
    """Writes everything that marketing records."""
    known = campaigns(world.span)
    sink.write("campaign", _campaigns(world, known))
    sink.write("promotion", _promotions(world, known))
    spend = _spend(world, known)
    sink.write("campaign_spend", _spend_columns(known, spend))
    sink.write("ad_stats_daily", _ads(world, known, spend))
    sink.write("social_stats_daily", _social(world))
    sink.write("email_send_stats", _mailings(world, known, contacts))
    members = _members(world, known, contacts)
    sink.write("campaign_member", _member_columns(known, members))
    sink.write("email_event", _email_events(known, members))


def _campaigns(world: World, known: list[Campaign]) -> dict[str, ColumnData]:
    spend = np.array([campaign.spend for campaign in known])
    return {
        "campaign_id": [campaign.id for campaign in known],
        "name": [campaign.name for campaign in known],
        "campaign_type": [campaign.kind for campaign in known],
        "aida_stage": [campaign.aida for campaign in known],
        "start_date": np.array([campaign.first for campaign in known]),
        "end_date": np.array([campaign.last for campaign in known]),
        "owner_id": [world.people.director["id"]] * len(known),
        "target_segment": [campaign.segment for campaign in known],
        "budget_amount": spend * 105 // 100,
        "expected_revenue": spend * 12,
    }


def _promotions(world: World, known: list[Campaign]) -> dict[str, ColumnData]:
    running = promotions(world.span)
    mates = [
        next(
            (c.id for c in known if c.first <= p.last and p.first <= c.last and c.kind == "ads"),
            None,
        )
        for p in running
    ]
    return {
        "promotion_id": [p.id for p in running],
        "name": [p.name for p in running],
        "promotion_type": [p.kind for p in running],
        "discount_ratio": np.array([p.points for p in running]),
        "valid_from": np.array([p.first for p in running]),
        "valid_to": np.array([p.last for p in running]),
        "budget_amount": np.array([p.budget for p in running]),
        "campaign_id": mates,
    }


def _spend(world: World, known: list[Campaign]) -> Frame:
    """Cents by campaign and day, to the cent of the campaign's budget share elapsed."""
    chance = world.seeds.stream("campaign spend")
    days = np.array([int((c.last - c.first).astype(int)) + 1 for c in known])
    campaign, rank = spread(days)
    first = np.array([c.first for c in known])[campaign]
    each = np.array([c.spend for c in known])[campaign] / days[campaign]
    amount = np.rint(each * chance.uniform(0.6, 1.4, len(campaign))).astype(np.int64)
    frame = {"campaign": campaign, "day": first + rank, "amount": amount}
    weekend = weekday(frame["day"]) >= 5
    quiet = weekend & np.array([c.kind in ("phone", "print", "email") for c in known])[campaign]
    frame = take(frame, (frame["day"] <= world.span.last) & ~quiet & (amount > 0))
    return take(frame, np.lexsort((frame["campaign"], frame["day"])))


def _spend_columns(known: list[Campaign], spend: Frame) -> dict[str, ColumnData]:
    kinds = [campaign.spend_kind for campaign in known]
    return {
        "spend_date": spend["day"],
        "campaign_id": Words([c.id for c in known], spend["campaign"]),
        "spend_kind": Words(kinds, spend["campaign"]),
        "amount": spend["amount"],
        "currency_code": Words(["EUR"], np.zeros(length(spend), dtype=np.int64)),
        "source": Words(["invoice"], np.zeros(length(spend), dtype=np.int64)),
    }


def _ads(world: World, known: list[Campaign], spend: Frame) -> dict[str, ColumnData]:
    """Impressions, clicks and conversions of what was spent on advertising."""
    chance = world.seeds.stream("ads")
    kinds = np.array([campaign.kind for campaign in known])
    rows = take(spend, np.isin(kinds[spend["campaign"]], list(_PLATFORMS)))
    clicks = chance.poisson(rows["amount"] / _CENTS_PER_CLICK)
    impressions = (clicks / chance.uniform(0.016, 0.034, length(rows))).astype(np.int64)
    platform = (kinds[rows["campaign"]] == "social").astype(np.int64)
    return {
        "date": rows["day"],
        "platform": Words(list(_PLATFORMS.values()), platform),
        "campaign_id": Words([c.id for c in known], rows["campaign"]),
        "impressions": impressions,
        "clicks": clicks,
        "currency_code": Words(["EUR"], platform * 0),
        "spend_amount": rows["amount"],
        "conversions": chance.binomial(clicks, 0.021),
    }


def _social(world: World) -> dict[str, ColumnData]:
    chance = world.seeds.stream("social")
    day, network = (index.ravel() for index in np.indices((len(world.span.days), len(_NETWORKS))))
    start = np.array([followers for _, followers, _ in _NETWORKS])[network]
    growth = np.array([rate for _, _, rate in _NETWORKS])[network]
    followers = (start + day * growth + chance.integers(0, 3, len(day))).astype(np.int64)
    working = world.span.is_open(world.span.days)[day]
    reach = (followers * chance.lognormal(-1.3, 0.4, len(day)) * np.where(working, 1, 0.4)).astype(
        int
    )
    engaged = chance.binomial(reach, 0.034)
    return {
        "date": world.span.days[day],
        "network": Words([name for name, _, _ in _NETWORKS], network),
        "profile": Words(["Auster Climatique"], network * 0),
        "reach": reach,
        "impressions": (reach * 1.6).astype(np.int64),
        "engagements": engaged,
        "followers": followers,
        "clicks": chance.binomial(engaged, 0.3),
        "mentions": chance.poisson(0.8, len(day)),
        "sentiment_score": np.clip(chance.normal(0.25, 0.2, len(day)), -1, 1),
    }


def _mailings(world: World, known: list[Campaign], contacts: Contacts) -> dict[str, ColumnData]:
    """A letter every second Tuesday of each mailing campaign."""
    chance = world.seeds.stream("mailings")
    rows = [
        (position, day)
        for position, campaign in enumerate(known)
        if campaign.kind == "email"
        for day in np.arange(campaign.first, min(campaign.last, world.span.last) + 1)
        if weekday(np.array([day]))[0] == 1 and day.astype(int) // 7 % 2 == 0
    ]
    campaign = np.array([position for position, _ in rows])
    count = len(rows)
    sent = (len(contacts.account) * chance.uniform(0.62, 0.7, count)).astype(np.int64)
    hard, soft = chance.binomial(sent, 0.006), chance.binomial(sent, 0.012)
    delivered = sent - hard - soft
    opened = chance.binomial(delivered, chance.uniform(0.27, 0.38, count))
    clicked = chance.binomial(opened, chance.uniform(0.08, 0.15, count))
    return {
        "campaign_id": Words([c.id for c in known], campaign),
        "date": np.array([day for _, day in rows]),
        "sent": sent,
        "delivered": delivered,
        "opens_unique": opened,
        "opens_total": opened + chance.binomial(opened, 0.35),
        "clicks_unique": clicked,
        "clicks_total": clicked + chance.binomial(clicked, 0.2),
        "bounces_hard": hard,
        "bounces_soft": soft,
        "unsubscribes": chance.binomial(delivered, 0.0024),
        "spam_complaints": chance.binomial(delivered, 0.0002),
        "opens_machine": chance.binomial(opened, 0.3),
    }


def _members(world: World, known: list[Campaign], contacts: Contacts) -> Frame:
    """Contacts who were addressed by name, each once in a campaign."""
    chance = world.seeds.stream("campaign members")
    wanted = max(12, round(_MEMBERS_AT_SCALE_1 * world.scale))
    rows = []
    for position, campaign in enumerate(known):
        if campaign.kind in ("ads", "social"):
            continue
        chosen = np.unique(chance.integers(1, len(contacts.account) + 1, wanted))
        last = min(campaign.last, world.span.last)
        days = int((last - campaign.first).astype(int)) + 1
        rows.append(
            {
                "campaign": np.full(len(chosen), position),
                "contact": chosen,
                "status": pick(chance, _MEMBER_WEIGHTS, len(chosen)),
                "at": at_hour(chance, campaign.first + chance.integers(0, days, len(chosen))),
            }
        )
    return stack(rows)


def _member_columns(known: list[Campaign], members: Frame) -> dict[str, ColumnData]:
    return {
        "campaign_id": Words([c.id for c in known], members["campaign"]),
        "member_id": keys.contact(members["contact"]),
        "contact_id": keys.contact(members["contact"]),
        "status": Words(_MEMBER_STATUSES, members["status"]),
        "status_at": members["at"],
    }


def _email_events(known: list[Campaign], members: Frame) -> dict[str, ColumnData]:
    """Sent, opened and clicked, for the members of mailing campaigns."""
    mails = np.array([campaign.kind == "email" for campaign in known])
    mine = take(members, mails[members["campaign"]])
    steps = []
    for kind in range(len(_EVENTS)):
        reached = take(mine, np.minimum(mine["status"], len(_EVENTS) - 1) >= kind)
        steps.append(
            {**reached, "kind": np.full(length(reached), kind), "at": reached["at"] + kind * 900}
        )
    events = stack(steps)
    events = take(events, np.lexsort((events["contact"], events["at"])))
    clicked = events["kind"] == _EVENTS.index("clicked")
    url = "https://www.auster-climatique.example/offres"
    return {
        "event_id": Numbered("EML", np.arange(1, length(events) + 1), 6),
        "event_at": events["at"],
        "event_type": Words(_EVENTS, events["kind"]),
        "campaign_id": Words([c.id for c in known], events["campaign"]),
        "contact_id": keys.contact(events["contact"]),
        "url": Words([url], np.where(clicked, 0, -1)),
    }
