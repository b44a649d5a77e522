"""The rows of tickets, surveys, answers and quality incidents."""

from typing import Final

import numpy as np

from vigie.demo import keys
from vigie.demo.frame import Array, length
from vigie.demo.selling_tables import product_ids
from vigie.demo.service import COMPLAINT, QUESTION, TYPES, Service
from vigie.demo.settings import load
from vigie.demo.sink import Sink
from vigie.demo.stories import fresh_air
from vigie.demo.world import World
from vigie.warehouse.parquet import ColumnData, Numbered, Words

_STATUSES: Final = ("open", "pending", "closed")
_CHANNELS: Final = ("phone", "email", "web", "store")
_THEMES: Final = ("product", "delivery", "service", "rep", "price")
_CLASSES: Final = ("promoter", "passive", "detractor")


def write_surveys(sink: Sink) -> None:
    """Writes the two surveys."""
    surveys = load("service")["surveys"]
    sink.write(
        "survey",
        {
            "survey_id": [s["id"] for s in surveys],
            "name": [s["name"] for s in surveys],
            "survey_type": [s["type"] for s in surveys],
            "trigger": [s["trigger"] for s in surveys],
        },
    )


def write(world: World, service: Service, sink: Sink) -> None:
    """Writes the tickets and answers of one part."""
    sink.write("ticket", _tickets(world, service))
    sink.write("survey_response", _answers(world, service))


def _tickets(world: World, service: Service) -> dict[str, ColumnData]:
    rows = service.tickets
    number, kind = rows["number"], rows["type"]
    subjects = [load("service")["subjects"][name] for name in TYPES]
    counts = np.array([len(group) for group in subjects])
    firsts = np.cumsum(counts) - counts
    subject = firsts[kind] + number % counts[kind]
    subject = np.where(rows["story"], 1, subject)
    desk = [rep.id for rep in world.people.reps if rep.inside]  # one in each team
    serious = np.where(rows["story"], 2, np.where(kind == QUESTION, 0, 1))
    paid = (kind == COMPLAINT) & (number % 7 == 3)
    return {
        "ticket_id": keys.ticket(number),
        "opened_at": rows["at"],
        "ticket_type": Words(TYPES, kind),
        "status": Words(_STATUSES, rows["status"]),
        "subject": Words([word for group in subjects for word in group], subject),
        "account_id": keys.account(rows["account"]),
        "contact_id": keys.contact(rows["contact"]),
        "product_id": Words(product_ids(world), rows["product"]),
        "order_id": keys.order(rows["order"]),
        "invoice_id": keys.invoice(rows["invoice"]),
        "owner_id": Words(desk, rows["team"]),
        "channel": Words(_CHANNELS, number % 5 % 4),
        "category": Words(["Avant-vente", "Après-vente"], (kind != QUESTION).astype(np.int64)),
        "severity": Words(["Faible", "Moyenne", "Élevée"], serious),
        "first_response_at": rows["answered"],
        "resolved_at": rows["solved"],
        "closed_at": rows["solved"],
        "reopened_count": (number % 23 == 0).astype(np.int64),
        "root_cause": Words(
            load("service")["causes"],
            np.where(rows["story"], 1, np.where(kind == COMPLAINT, number % 5, -1)),
        ),
        "compensation_amount": np.where(paid, 2_000 + number % 60 * 250, 0),
        "csat_score": _scores(service),
    }


def _scores(service: Service) -> Array:
    """The answer that each ticket got, NaN for none."""
    answers, tickets = service.answers, service.tickets
    found = np.full(length(tickets), np.nan)
    of_ticket = answers["ticket"] >= 0
    place = np.searchsorted(tickets["number"], answers["ticket"][of_ticket])
    found[place] = answers["score"][of_ticket]
    return found


def _answers(world: World, service: Service) -> dict[str, ColumnData]:
    rows = service.answers
    score, nps = rows["score"], rows["survey"] == 0
    words = load("service")["comments"]
    kind = np.where(score >= 9, 0, np.where(score >= 7, 1, 2))
    kind = np.where(nps, kind, np.where(score >= 4, 0, np.where(score == 3, 1, 2)))
    counts = np.array([len(words[name]) for name in _CLASSES])
    firsts = np.cumsum(counts) - counts
    comment = firsts[kind] + rows["number"] % np.where(kind == 2, counts[2] - 1, counts[kind])
    comment = np.where(
        rows["product"] >= 0, np.where(nps & (kind == 2), counts.sum() - 1, comment), comment
    )
    return {
        "response_id": Numbered("REP", rows["number"], 6),
        "survey_id": Words([s["id"] for s in load("service")["surveys"]], rows["survey"]),
        "responded_at": rows["at"],
        "score": score,
        "scale_min": np.where(nps, 0, 1),
        "scale_max": np.where(nps, 10, 5),
        "account_id": keys.account(rows["account"]),
        "contact_id": keys.contact(rows["contact"]),
        "order_id": keys.order(rows["order"]),
        "ticket_id": keys.ticket(rows["ticket"]),
        "product_id": Words(product_ids(world), rows["product"]),
        "store_id": Words(world.people.store_ids, rows["store"]),
        "sales_rep_id": Words(world.people.rep_ids, rows["rep"]),
        "theme": Words(_THEMES, rows["theme"]),
        "comment": Words(
            [word for name in _CLASSES for word in words[name]],
            np.where(rows["number"] % 3 == 0, comment, -1),
        ),
        "sent_at": rows["sent"],
        "is_anonymous": np.zeros(len(score), dtype=bool),
    }


def write_incidents(world: World, sink: Sink) -> None:
    """Writes the quality incidents: two old ones, and those of the faulty model."""
    others = load("service")["incidents"]
    model = world.catalogue.model(fresh_air.MODEL)
    products = [world.catalogue.model(entry["product"]) for entry in others] + [model] * 4
    months = [entry["months"] for entry in others] + [5, 4, 2, 1]
    days = world.span.working_day(world.span.last - np.array(months) * 30)
    severity = [entry["severity"] for entry in others] + [
        "mineure",
        "majeure",
        "majeure",
        "critique",
    ]
    words = [entry["text"] for entry in others] + ["Compresseur bruyant, série de printemps"] * 4
    sink.write(
        "quality_incident",
        {
            "incident_id": [f"QI{n:03d}" for n in range(1, len(days) + 1)],
            "product_id": Words(product_ids(world), np.array(products)),
            "detected_on": days,
            "severity": severity,
            "lot_number": [None] * len(others) + ["FA26-114"] * 4,
            "description": words,
            "decision": [entry["decision"] for entry in others]
            + ["none", "watch", "watch", "watch"],
        },
    )
