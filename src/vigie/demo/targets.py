"""Targets of the company, its teams and reps, for every month and year: some met, some missed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from vigie.demo.frame import Array
from vigie.demo.monthly import Monthly
from vigie.demo.settings import load
from vigie.demo.sink import Sink
from vigie.demo.world import World
from vigie.warehouse.parquet import Fixed

COMPANY: Final = "company"
_AMBITION: Final = 0.985  # of the objective, against what was sold in the mean year
_GROWTH: Final = 1.05
_BUDGET: Final = 0.97  # of the objective
_ROUND: Final = 100_000  # cents


@dataclass(frozen=True, slots=True)
class Target:
    """One target; `value` in ten-thousandths of its unit."""

    kpi: str
    scope: str
    scope_id: str
    first: np.datetime64
    last: np.datetime64
    value: int
    kind: str
    unit: str
    stratum: str
    set_on: np.datetime64 | None = None  # None: before the year begins


def write(world: World, rows: Sequence[Target], sink: Sink) -> None:
    """Writes targets."""
    years = [row.first.astype("datetime64[Y]").astype("datetime64[D]") for row in rows]
    set_on = [row.set_on or year - 20 for row, year in zip(rows, years, strict=True)]
    sink.write(
        "target",
        {
            "kpi_code": [row.kpi for row in rows],
            "scope_type": [row.scope for row in rows],
            "scope_id": [row.scope_id for row in rows],
            "period_start": np.array([row.first for row in rows]),
            "period_end": np.array([row.last for row in rows]),
            "target_value": Fixed(np.array([row.value for row in rows]), 4, 18, 6),
            "target_kind": [row.kind for row in rows],
            "unit": [row.unit for row in rows],
            "stratum": [row.stratum for row in rows],
            "version": ["1"] * len(rows),
            "set_by": [world.people.director["id"]] * len(rows),
            "set_at": np.array(set_on).astype("datetime64[s]") + 10 * 3600,
        },
    )


def targets(world: World, monthly: Monthly) -> Iterator[Target]:
    """What is aimed at and budgeted for sales, and the aims for other indicators."""
    yield from _sales_targets(world, monthly)
    yield from _aims(world)


def _sales_targets(world: World, monthly: Monthly) -> Iterator[Target]:
    for kpi, by_rep, by_team in (
        ("revenue", monthly.revenue, monthly.team_revenue),
        ("order_intake", monthly.order_intake, monthly.team_order_intake),
    ):
        months, teams = plan(world, by_team, f"{kpi} of teams")
        _, drawn = plan(world, by_rep[:, :-1], f"{kpi} of reps")
        share = by_rep[:, :-1].sum() / by_rep.sum()
        reps = rounded(drawn * share * (teams.sum(axis=1) / drawn.sum(axis=1))[:, None])
        scopes = [
            ("company", [COMPANY], teams.sum(axis=1, keepdims=True)),
            ("team", world.people.team_ids, teams),
            ("sales_rep", world.people.rep_ids, reps),
        ]
        for scope, names, values in scopes:
            for column, name in enumerate(names):
                yield from _periods(kpi, scope, name, months, values[:, column])


def plan(world: World, sold: Array, name: str) -> tuple[Array, Array]:
    """Monthly objectives in cents up to the end of the last year: level, season and growth."""
    chance = world.seeds.stream(f"targets: {name}")
    year_end = (world.span.months[-1].astype("datetime64[Y]") + 1).astype("datetime64[M]")
    months = np.arange(world.span.months[0], year_end)
    whole = len(world.span.months) - (len(world.span.months) % 12)
    first = len(world.span.months) - 1 - whole
    years = sold[first : first + whole].reshape(-1, 12, sold.shape[1]).mean(axis=0)
    season = years.sum(axis=1) / years.sum()
    season = np.roll(season, int(world.span.months[first].astype(int) % 12))
    level = years.sum(axis=0) * _AMBITION * chance.normal(1.0, 0.07, sold.shape[1])
    middle = (world.span.months[0].astype(int) + world.span.months[-1].astype(int)) / 2
    elapsed = (months.astype(int) - middle) / 12
    values = level * season[months.astype(int) % 12][:, None] * _GROWTH ** elapsed[:, None]
    return months, rounded(values)


def rounded(values: Array) -> Array:
    """Whole thousands of euros."""
    return np.rint(values / _ROUND).astype(np.int64) * _ROUND


def _periods(kpi: str, scope: str, name: str, months: Array, values: Array) -> Iterator[Target]:
    """Objective and budget of each month, and of each year as their sum."""
    for kind, share in (("objective", 1.0), ("budget", _BUDGET)):
        shared = np.rint(values * share).astype(np.int64)
        for month, value in zip(months, shared.tolist(), strict=True):
            first, last = month.astype("datetime64[D]"), (month + 1).astype("datetime64[D]") - 1
            yield Target(kpi, scope, name, first, last, value * 100, kind, "EUR", "balance")
        for year in np.unique(months.astype("datetime64[Y]")):
            mine = months.astype("datetime64[Y]") == year
            if mine.sum() == 12:
                first, last = year.astype("datetime64[D]"), (year + 1).astype("datetime64[D]") - 1
                total = int(shared[mine].sum()) * 100
                yield Target(kpi, scope, name, first, last, total, kind, "EUR", "balance")


def _aims(world: World) -> Iterator[Target]:
    """Aims for other indicators, the same every year."""
    years = np.arange(
        world.span.months[0].astype("datetime64[Y]"),
        world.span.months[-1].astype("datetime64[Y]") + 1,
    )
    for aim in load("steering")["aims"]:
        for year in years:
            yield Target(
                kpi=aim["kpi"],
                scope="company",
                scope_id=COMPANY,
                first=year.astype("datetime64[D]"),
                last=(year + 1).astype("datetime64[D]") - 1,
                value=round(aim["value"] * 10_000),
                kind=aim["kind"],
                unit=aim["unit"],
                stratum=aim["stratum"],
            )
