"""The rows of challenges, incentives, decisions and translated codes."""

import numpy as np

from vigie.demo.settings import load
from vigie.demo.sink import Sink
from vigie.demo.world import World
from vigie.warehouse.parquet import ColumnData, Words


def write(world: World, sink: Sink) -> None:
    """Writes the steering objects that people enter by hand."""
    sink.write("challenge", _challenges(world))
    sink.write("challenge_score", _scores(world))
    sink.write("incentive_rule", _incentives(world))
    sink.write("decision", _decisions(world))
    sink.write("code_label", _codes())


def _challenges(world: World) -> dict[str, ColumnData]:
    rows = load("steering")["challenges"]
    return {
        "challenge_id": [row["id"] for row in rows],
        "name": [row["name"] for row in rows],
        "kpi_code": [row["kpi"] for row in rows],
        "start_date": np.array([world.span.ago(row["start"]) for row in rows]),
        "end_date": np.array([world.span.ago(row["end"]) for row in rows]),
        "rule": [row["rule"] for row in rows],
        "reward": [row["reward"] for row in rows],
    }


def _scores(world: World) -> dict[str, ColumnData]:
    """Points that add up over the days of each challenge."""
    chance = world.seeds.stream("challenge scores")
    names, reps, days, scores = [], [], [], []
    for position, row in enumerate(load("steering")["challenges"]):
        last = min(world.span.ago(row["end"]), world.span.last)
        span = np.arange(world.span.ago(row["start"]), last + 1)
        span = span[world.span.is_open(span)]
        points = chance.poisson(chance.uniform(0.3, 1.3, len(world.people.reps)), (len(span), 12))
        day, rep = (index.ravel() for index in np.indices(points.shape))
        names.append(np.full(len(day), position))
        reps.append(rep)
        days.append(span[day])
        scores.append(np.cumsum(points, axis=0).ravel())
    return {
        "challenge_id": Words(
            [row["id"] for row in load("steering")["challenges"]], np.concatenate(names)
        ),
        "sales_rep_id": Words(world.people.rep_ids, np.concatenate(reps)),
        "date": np.concatenate(days),
        "score": np.concatenate(scores),
    }


def _incentives(world: World) -> dict[str, ColumnData]:
    rows = load("steering")["incentives"]
    return {
        "rule_id": [row["id"] for row in rows],
        "name": [row["name"] for row in rows],
        "kpi_code": [row["kpi"] for row in rows],
        "valid_from": np.full(len(rows), world.span.days[0]),
        "threshold": np.array([float(row["threshold"]) for row in rows]),
        "rate": np.array([round(row["rate"] * 10_000) for row in rows]),
        "fixed_amount": np.array([row["fixed"] * 100 for row in rows]),
    }


def _decisions(world: World) -> dict[str, ColumnData]:
    rows = load("steering")["decisions"]
    return {
        "decision_id": [f"DEC{n:03d}" for n in range(1, len(rows) + 1)],
        "kpi_code": [row["kpi"] for row in rows],
        "decided_on": world.span.working_day(
            np.array([world.span.ago(row["days"]) for row in rows])
        ),
        "cause": [row["cause"] for row in rows],
        "action": [row["action"] for row in rows],
        "owner_id": [row["owner"] for row in rows],
        "due_date": np.array([world.span.ago(row["due"]) for row in rows]),
        "expected_effect": [row["expected"] for row in rows],
        "observed_effect": [row["observed"] for row in rows],
        "status": [row["status"] for row in rows],
    }


def _codes() -> dict[str, ColumnData]:
    rows = load("steering")["codes"]
    return {
        "domain": [row["domain"] for row in rows],
        "source_name": ["company"] * len(rows),
        "source_code": [row["code"] for row in rows],
        "canonical_value": [row["value"] for row in rows],
        "label_fr": [row["fr"] for row in rows],
        "label_en": [row["en"] for row in rows],
    }
