"""What salespeople said that they would invoice, month by month, and the company by adding up."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from vigie.demo.frame import Array
from vigie.demo.monthly import Monthly
from vigie.demo.targets import COMPANY, Target, plan, rounded
from vigie.demo.world import World

KIND: Final = "forecast"
_METRIC: Final = "revenue"
_EVE: Final = 4  # days before a month that its forecast is given
_AHEAD: Final = 2  # months foreseen beside the running one
_BIAS: Final = (0.03, 0.05)  # of a salesperson: most are a little too hopeful
_MISS: Final = 0.11
_MOOD: Final = 0.05  # what all of them misjudge in a month, the same way


def forecasts(world: World, monthly: Monthly) -> Iterator[Target]:
    """Those of every salesperson for every month, and the company's: their sum and the rest."""
    chance = world.seeds.stream("forecasts")
    months, expected = _expected(world, monthly)
    reps = expected.shape[1] - 1
    bias = chance.normal(*_BIAS, reps)
    mood = chance.normal(1, _MOOD, (len(months), 1))
    heard = expected[:, :-1] * mood * chance.normal(1 + bias, _MISS, (len(months), reps))
    said = np.maximum(rounded(heard), 0)
    rest = rounded(expected[:, -1] * mood[:, 0])
    whole = said.sum(axis=1) + np.maximum(rest, 0)
    for scope, names, values in (
        ("company", [COMPANY], whole[:, None]),
        ("sales_rep", world.people.rep_ids, said),
    ):
        for column, name in enumerate(names):
            yield from _of(scope, name, months, values[:, column], world)


def _expected(world: World, monthly: Monthly) -> tuple[Array, Array]:
    """Cents by month and seller: what came of the months that are over, else what was planned."""
    planned_months, planned = plan(world, monthly.revenue, "forecasts of months to come")
    known = len(world.span.months) - (0 if _is_over(world) else 1)
    last = min(len(planned_months), len(world.span.months) + _AHEAD)
    found = planned[:last].astype(np.float64)
    found[:known] = monthly.revenue[:known]
    return planned_months[:last], found


def _is_over(world: World) -> bool:
    """Whether the last day is that of its month."""
    after: bool = (world.span.last + 1).astype("datetime64[M]") != world.span.months[-1]
    return after


def _of(scope: str, name: str, months: Array, values: Array, world: World) -> Iterator[Target]:
    eves = months.astype("datetime64[D]") - _EVE
    last = eves[eves <= world.span.last].max()
    for month, eve, value in zip(months, eves, values.tolist(), strict=True):
        yield Target(
            kpi=_METRIC,
            scope=scope,
            scope_id=name,
            first=month.astype("datetime64[D]"),
            last=(month + 1).astype("datetime64[D]") - 1,
            value=value * 100,
            kind=KIND,
            unit="EUR",
            stratum="anticipation",
            set_on=min(eve, last),
        )
