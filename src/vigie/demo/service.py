"""After the sale: complaints, questions and what surveys say of deliveries."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from vigie.demo.calendar import at_hour, office_hours
from vigie.demo.contacts import Contacts
from vigie.demo.counters import Counters
from vigie.demo.frame import Array, Frame, length, pick, stack, take
from vigie.demo.selling import Part
from vigie.demo.stories import fresh_air
from vigie.demo.world import World

TYPES: Final = ("complaint", "incident", "question", "return_request", "warranty")
COMPLAINT, INCIDENT, QUESTION, RETURN_REQUEST, WARRANTY = range(5)
_LATE_DAYS: Final = 3
_COMPLAIN: Final = 0.006
_COMPLAIN_LATE: Final = 0.11
_ASK: Final = 0.022
_STORY_SHARE: Final = 0.8  # of the faulty pieces that stay, how many are complained about


@dataclass(frozen=True)
class Service:
    """Tickets and survey answers of one part, by moment; `return_tickets` by return."""

    tickets: Frame
    answers: Frame
    return_tickets: Array


def draw(world: World, part: Part, contacts: Contacts, counters: Counters) -> Service:
    """What the deliveries and returns of one part led to, by `until`."""
    chance = world.seeds.stream("service", part.index)
    tickets = stack(
        [_of_deliveries(world, chance, part), _of_story(world, chance, part), _of_returns(part)]
    )
    known = tickets["opened"] <= world.span.last
    tickets = take(tickets, known)
    tickets["at"] = at_hour(chance, tickets["opened"])
    tickets = take(tickets, np.argsort(tickets["at"], kind="stable"))
    tickets["number"] = counters.next("ticket", length(tickets))
    tickets = {**tickets, **_handled(world, chance, tickets)}
    tickets["contact"] = contacts.one_of(chance, tickets["account"])
    return_tickets = np.full(length(part.returns.heads), -1)
    of_return = tickets["return"] >= 0
    return_tickets[tickets["return"][of_return]] = tickets["number"][of_return]
    answers = stack([_nps(world, chance, part), _csat(chance, tickets)])
    answers = take(answers, answers["at"].astype("datetime64[D]") <= world.span.last)
    answers = take(answers, np.argsort(answers["at"], kind="stable"))
    answers["number"] = counters.next("survey_response", length(answers))
    answers["contact"] = contacts.one_of(chance, answers["account"])
    return Service(tickets, answers, return_tickets)


def _late(part: Part) -> Array:
    heads = part.shipped.deliveries
    return np.maximum((heads["delivered"] - heads["promised"]).astype(np.int64), 0)


def _ticket_rows(part: Part, delivery: Array, opened: Array, kind: Array, product: Array) -> Frame:
    orders = take(part.batch.orders, part.shipped.deliveries["order"][delivery])
    nothing = np.full(len(delivery), -1)
    return {
        "opened": opened,
        "type": kind,
        "account": orders["account"],
        "team": orders["team"],
        "order": orders["number"],
        "invoice": nothing,
        "product": product,
        "return": nothing,
        "story": np.zeros(len(delivery), dtype=bool),
    }


def _of_deliveries(world: World, chance: np.random.Generator, part: Part) -> Frame:
    """Complaints, far more after a late delivery, and everyday questions."""
    heads = part.shipped.deliveries
    count = length(heads)
    risk = np.where(_late(part) >= _LATE_DAYS, _COMPLAIN_LATE, _COMPLAIN)
    complaint = np.flatnonzero(chance.random(count) < risk)
    other = np.flatnonzero(chance.random(count) < _ASK)
    kinds = np.array([QUESTION, INCIDENT, WARRANTY])[
        pick(chance, np.array([0.72, 0.16, 0.12]), len(other))
    ]
    delivery = np.concatenate([complaint, other])
    kind = np.concatenate([np.full(len(complaint), COMPLAINT), kinds])
    opened = heads["delivered"][delivery] + chance.integers(0, 9, len(delivery))
    product = _first_product(part)[delivery]
    product = np.where(kind == QUESTION, -1, product)
    opened = world.span.working_day(opened)
    return _ticket_rows(part, delivery, opened, kind, product)


def _first_product(part: Part) -> Array:
    found = np.full(length(part.shipped.deliveries), -1)
    row = part.shipped.line_delivery
    sent = np.flatnonzero(row >= 0)[::-1]
    found[row[sent]] = part.batch.lines["product"][sent]
    return found


def _of_story(world: World, chance: np.random.Generator, part: Part) -> Frame:
    """Complaints about the faulty model that nobody sends back."""
    model = world.catalogue.model(fresh_air.MODEL)
    row = part.shipped.line_delivery
    lines = np.flatnonzero((part.batch.lines["product"] == model) & (row >= 0))
    delivered = part.shipped.deliveries["delivered"][row[lines]]
    risk = fresh_air.defects(world.span.months_before_end(delivered)) * _STORY_SHARE
    pieces = np.minimum(part.batch.lines["quantity"][lines], 3)
    lines = lines[chance.random(len(lines)) < risk * pieces]
    delivery = row[lines]
    wait = chance.integers(3, 30, len(lines))
    opened = world.span.working_day(part.shipped.deliveries["delivered"][delivery] + wait)
    kind, product = np.full(len(lines), COMPLAINT), np.full(len(lines), model)
    rows = _ticket_rows(part, delivery, opened, kind, product)
    return {**rows, "story": np.ones(len(lines), dtype=bool)}


def _of_returns(part: Part) -> Frame:
    """The request before each return of something faulty, and before half of the others."""
    heads = part.returns.heads
    back = np.flatnonzero((heads["reason"] == 0) | (heads["number"] % 2 == 0))
    sold = take(part.documents.heads, heads["document"][back])
    firsts = np.searchsorted(part.returns.lines["return"], back)
    faulty = heads["reason"][back] == 0
    return {
        "opened": np.maximum(heads["day"][back] - 3, sold["day"]),
        "type": np.where(faulty, COMPLAINT, RETURN_REQUEST),
        "account": sold["account"],
        "team": sold["team"],
        "order": sold["order"],
        "invoice": sold["number"],
        "product": part.returns.lines["product"][firsts],
        "return": back,
        "story": np.zeros(len(back), dtype=bool),
    }


def _handled(world: World, chance: np.random.Generator, tickets: Frame) -> Frame:
    """When each ticket was answered and solved, as far as `until` knows."""
    count = length(tickets)
    end = world.span.last.astype("datetime64[s]") + 86_399
    answered = tickets["at"] + (chance.lognormal(1.1, 0.9, count) * 3600).astype(np.int64)
    days = chance.lognormal(1.1, 0.7, count) * np.where(tickets["story"], 2.2, 1.0)
    days = days * np.where(tickets["type"] == QUESTION, 0.3, 1.0)
    answered = office_hours(world.span, answered)
    solved = office_hours(world.span, answered + 900 + (days * 86_400).astype(np.int64))
    never = np.datetime64("NaT", "s")
    return {
        "answered": np.where(answered <= end, answered, never),
        "solved": np.where(solved <= end, solved, never),
        "days": days,
        "status": np.where(solved <= end, 2, np.where(answered <= end, 1, 0)),
    }


def _answered(chance: np.random.Generator, sent: Array) -> Array:
    """When a survey is answered: within a week, at an hour when people are awake."""
    days = sent.astype("datetime64[D]") + chance.integers(0, 7, len(sent))
    return np.maximum(at_hour(chance, days, 8, 21), sent + 600)


def _nps(world: World, chance: np.random.Generator, part: Part) -> Frame:
    """Answers about deliveries: the later the goods, the lower the score."""
    heads = part.shipped.deliveries
    asked = np.flatnonzero(chance.random(length(heads)) < 0.075)
    asked = asked[heads["delivered"][asked] <= world.span.last]
    late = np.minimum(_late(part)[asked], 12)
    faulty = _has_faulty(world, part)[asked]
    feeling = chance.normal(9.0, 1.35, len(asked)) - 0.42 * late - 4.0 * faulty
    orders = take(part.batch.orders, heads["order"][asked])
    sent = at_hour(chance, heads["delivered"][asked] + 2, 9, 12)
    theme = np.where(
        faulty, 0, np.where(late > 1, 1, pick(chance, np.array([2, 2, 2, 2, 3]), len(asked)))
    )
    return {
        "survey": np.zeros(len(asked), dtype=np.int64),
        "sent": sent,
        "at": _answered(chance, sent),
        "score": np.clip(np.rint(feeling), 0, 10).astype(np.int64),
        "account": orders["account"],
        "order": orders["number"],
        "ticket": np.full(len(asked), -1),
        "product": np.where(faulty, world.catalogue.model(fresh_air.MODEL), -1),
        "store": orders["store"],
        "rep": orders["rep"],
        "theme": theme,
    }


def _has_faulty(world: World, part: Part) -> Array:
    """Which deliveries bring the model of the story while it is faulty."""
    row, model = part.shipped.line_delivery, world.catalogue.model(fresh_air.MODEL)
    found = np.zeros(length(part.shipped.deliveries), dtype=bool)
    found[row[(row >= 0) & (part.batch.lines["product"] == model)]] = True
    before_end = world.span.months_before_end(part.shipped.deliveries["delivered"])
    return found & (fresh_air.defects(before_end) > 0)


def _csat(chance: np.random.Generator, tickets: Frame) -> Frame:
    """Answers after a ticket is solved: the longer it took, the lower the score."""
    asked = np.flatnonzero((tickets["status"] == 2) & (chance.random(length(tickets)) < 0.3))
    mine = take(tickets, asked)
    feeling = chance.normal(4.7, 0.7, len(asked)) - 0.13 * np.minimum(mine["days"], 14)
    sent = mine["solved"] + 3600
    nobody = np.full(len(asked), -1)
    return {
        "survey": np.ones(len(asked), dtype=np.int64),
        "sent": sent,
        "at": _answered(chance, sent),
        "score": np.clip(np.rint(feeling), 1, 5).astype(np.int64),
        "account": mine["account"],
        "order": mine["order"],
        "ticket": mine["number"],
        "product": mine["product"],
        "store": nobody,
        "rep": nobody,
        "theme": np.full(len(asked), 2),
    }
