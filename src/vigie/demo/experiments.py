"""A/B tests: which phone script a call followed, and how customers were assigned."""

from typing import Any

import numpy as np

from vigie.demo import keys
from vigie.demo.activities import CALL
from vigie.demo.frame import Array, Frame
from vigie.demo.settings import load
from vigie.demo.sink import Sink
from vigie.demo.world import World
from vigie.warehouse.parquet import Words

_ASSIGNED = 320


def script_variants(world: World, rows: Frame, eligible: Array) -> Words:
    """The script of each prospecting call made during the first experiment."""
    experiment = load("steering")["experiments"][0]
    first, last = _dates(world, experiment)
    during = (rows["day"] >= first) & (rows["day"] <= last) & (rows["type"] == CALL)
    arm = (rows["at"].astype(np.int64) // 60) % 2
    names = [variant["id"] for variant in experiment["variants"]]
    return Words(names, np.where(during & eligible, arm, -1))


def _dates(world: World, experiment: dict[str, Any]) -> tuple[np.datetime64, np.datetime64]:
    first = world.span.ago(experiment["start"])
    last = world.span.last if experiment["end"] is None else world.span.ago(experiment["end"])
    return first, last


def write(world: World, sink: Sink) -> None:
    """Writes the experiments, their variants and the customers assigned to one."""
    experiments = load("steering")["experiments"]
    dates = [_dates(world, experiment) for experiment in experiments]
    starts = np.array([first for first, _ in dates]).astype("datetime64[s]") + 8 * 3600
    ends = np.array([last for _, last in dates]).astype("datetime64[s]") + 18 * 3600
    running = np.array([experiment["end"] is None for experiment in experiments])
    sink.write(
        "experiment",
        {
            "experiment_id": [e["id"] for e in experiments],
            "name": [e["name"] for e in experiments],
            "unit": [e["unit"] for e in experiments],
            "primary_metric": [e["metric"] for e in experiments],
            "hypothesis": [e["hypothesis"] for e in experiments],
            "start_at": starts,
            "end_at": np.where(running, np.datetime64("NaT"), ends),
            "minimum_effect": np.array([e["effect"] for e in experiments]),
            "planned_n": np.array([e["planned"] for e in experiments]),
            "status": [e["status"] for e in experiments],
        },
    )
    variants = [(e["id"], v) for e in experiments for v in e["variants"]]
    sink.write(
        "experiment_variant",
        {
            "variant_id": [v["id"] for _, v in variants],
            "experiment_id": [e for e, _ in variants],
            "name": [v["name"] for _, v in variants],
            "is_control": np.array([v["control"] for _, v in variants]),
            "content": [v["content"] for _, v in variants],
        },
    )
    _write_assignments(world, experiments[1], sink)


def _write_assignments(world: World, experiment: dict[str, Any], sink: Sink) -> None:
    """Half the customers each; an earlier reminder signs a little more."""
    chance = world.seeds.stream("experiment")
    trade = np.flatnonzero(~world.accounts.is_consumer)
    chosen = np.sort(chance.permutation(trade)[: max(20, round(_ASSIGNED * min(world.scale, 1)))])
    arm = chance.integers(0, 2, len(chosen))
    first, last = _dates(world, experiment)
    day = first + chance.integers(0, int((last - first).astype(int)), len(chosen))
    signed = chance.random(len(chosen)) < np.where(arm == 1, 0.36, 0.3)
    outcome = np.minimum(day + chance.integers(3, 14, len(chosen)), world.span.last)
    names = [variant["id"] for variant in experiment["variants"]]
    sink.write(
        "experiment_assignment",
        {
            "experiment_id": Words([experiment["id"]], np.zeros(len(chosen), dtype=np.int64)),
            "variant_id": Words(names, arm),
            "unit_id": keys.account(chosen),
            "assigned_at": day.astype("datetime64[s]") + 9 * 3600,
            "outcome_value": signed.astype(np.int64),
            "outcome_at": outcome.astype("datetime64[s]") + 17 * 3600,
        },
    )
