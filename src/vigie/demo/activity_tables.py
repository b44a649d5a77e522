"""The rows of activities and of those who took part in them."""

from typing import Final

import numpy as np

from vigie.demo import experiments, keys
from vigie.demo.activities import (
    CALL,
    DEMO,
    DONE,
    EMAIL,
    MEETING,
    PLANNED,
    STATUSES,
    TASK,
    TYPES,
    VISIT,
    Agenda,
)
from vigie.demo.contacts import Contacts
from vigie.demo.counters import Counters
from vigie.demo.frame import Array, Frame, length, pick_each
from vigie.demo.sink import Sink
from vigie.demo.world import World
from vigie.warehouse.parquet import ColumnData, Numbered, Words

_OUTCOMES: Final = (
    "connected",
    "voicemail",
    "no_answer",
    "appointment",
    "interested",
    "refused",
    "order",
    "none",
)
_NONE: Final = len(_OUTCOMES) - 1
_CALLS: Final = np.array([38, 15, 14, 9, 8, 8, 8, 0], dtype=np.float64)
_TALKS: Final = np.array([0, 0, 0, 14, 34, 12, 18, 22], dtype=np.float64)
_SUBJECTS: Final = (
    ("Relance devis", "Point d'actualité", "Suivi de livraison", "Prise de besoin", "Prospection"),
    ("Tournée clients", "Visite de chantier", "Présentation des nouveautés", "Suivi annuel"),
    ("Revue de compte", "Négociation tarifaire", "Réunion technique"),
    ("Démonstration produit", "Démonstration de régulation"),
    ("Envoi du devis", "Documentation technique", "Confirmation de rendez-vous", "Offre du mois"),
    ("Préparer le devis", "Rappeler le client", "Vérifier la disponibilité"),
)  # fmt: skip
_MINUTES: Final = np.array([6, 55, 60, 75, 0, 0])


def write(world: World, agenda: Agenda, contacts: Contacts, counters: Counters, sink: Sink) -> None:
    """Writes activities and participants."""
    rows, count = agenda.rows, length(agenda.rows)
    number = counters.next("activity", count)
    chance = world.seeds.stream("activity details", int(number[0]))
    contact = contacts.one_of(chance, rows["account"])
    sink.write("activity", _activities(world, chance, rows, number, contact))
    sink.write("activity_participant", _participants(world, rows, number, contact))


def _activities(
    world: World, chance: np.random.Generator, rows: Frame, number: Array, contact: Array
) -> dict[str, ColumnData]:
    count, kind, at = len(number), rows["type"], rows["at"]
    done, planned = rows["status"] == DONE, rows["status"] == PLANNED
    people = world.people
    prospecting = (rows["lead"] > 0) | ((rows["account"] < 0) & (rows["deal"] < 0))
    seconds = (_MINUTES[kind] * 60 * chance.gamma(3, 1 / 3, count)).astype(np.int64)
    on_site = (kind == VISIT) | (kind == MEETING)
    subjects = [subject for group in _SUBJECTS for subject in group]
    mail = (kind == EMAIL) & done
    opened = mail & (chance.random(count) < 0.46)
    return {
        "activity_id": Numbered("ACT", number, 6),
        "activity_type": Words(TYPES, kind),
        "occurred_at": at,
        "sales_rep_id": Words(people.rep_ids, rows["owner"]),
        "direction": Words(
            ["outbound", "inbound"],
            ((kind == CALL) & (chance.random(count) < 0.18)).astype(np.int64),
        ),
        "status": Words(STATUSES, rows["status"]),
        "account_id": keys.account(rows["account"]),
        "contact_id": keys.contact(contact),
        "lead_id": keys.lead(rows["lead"]),
        "opportunity_id": keys.opportunity(rows["deal"]),
        "subject": Words(subjects, _subject(chance, kind)),
        "outcome": Words(_OUTCOMES, np.where(done, _outcome(chance, kind), _NONE)),
        "is_prospecting": prospecting,
        "duration_s": np.ma.masked_array(seconds, mask=~done | (seconds == 0)),
        "created_at": at - chance.integers(0, 9, count) * 86_400 - 3600,
        "planned_at": np.where((kind == EMAIL) & ~planned, np.datetime64("NaT"), at),
        "due_at": np.where(planned, at, np.datetime64("NaT")),
        "completed_at": np.where(done, at + seconds, np.datetime64("NaT")),
        "script_variant_id": experiments.script_variants(world, rows, prospecting & done),
        "location": Words(
            ["Chez le client", "Au téléphone", "Visioconférence"], _place(chance, kind)
        ),
        "distance_km": np.where(on_site & done, chance.integers(8, 190, count), np.nan),
        "transport_mode": Words(["Voiture", "Train"], np.where(on_site, number % 11 // 10, -1)),
        "opened": np.ma.masked_array(opened, mask=~mail),
        "clicked": np.ma.masked_array(opened & (chance.random(count) < 0.2), mask=~mail),
        "replied": np.ma.masked_array(opened & (chance.random(count) < 0.3), mask=~mail),
    }


def _subject(chance: np.random.Generator, kind: Array) -> Array:
    counts = np.array([len(group) for group in _SUBJECTS])
    firsts = np.cumsum(counts) - counts
    found: Array = firsts[kind] + (chance.random(len(kind)) * counts[kind]).astype(np.int64)
    return found


def _outcome(chance: np.random.Generator, kind: Array) -> Array:
    talk = np.isin(kind, (VISIT, MEETING, DEMO)).astype(np.int64)
    outcome = pick_each(chance, np.stack([_CALLS, _TALKS]), talk)
    return np.where((kind == EMAIL) | (kind == TASK), _NONE, outcome)


def _place(chance: np.random.Generator, kind: Array) -> Array:
    remote = (kind == MEETING) & (chance.random(len(kind)) < 0.35)
    place = np.where(kind == CALL, 1, np.where(np.isin(kind, (VISIT, MEETING, DEMO)), 0, -1))
    return np.where(remote, 2, place)


def _participants(
    world: World, rows: Frame, number: Array, contact: Array
) -> dict[str, ColumnData]:
    """The customer's contact at every visit and meeting, and the team's manager at some."""
    talk = np.isin(rows["type"], (VISIT, MEETING, DEMO))
    guests = np.flatnonzero(talk & (contact > 0))
    managed = np.flatnonzero(talk & (number % 9 == 0))
    managers = [team["manager"]["id"] for team in world.people.teams]
    team = world.people.rep_team[rows["owner"][managed]]
    people = [f"CT{n:06d}" for n in contact[guests].tolist()]
    chiefs = [managers[code] for code in team.tolist()]
    nobody, anybody = np.full(len(managed), -1), np.full(len(guests), -1)
    return {
        "activity_id": Numbered("ACT", number[np.concatenate([guests, managed])], 6),
        "participant_id": people + chiefs,
        "contact_id": keys.contact(np.concatenate([contact[guests], nobody])),
        "sales_rep_id": Words(managers, np.concatenate([anybody, team])),
        "role": Words(["Client", "Responsable"], np.repeat([0, 1], [len(guests), len(managed)])),
    }
