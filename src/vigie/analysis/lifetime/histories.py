"""What customers bought, as the models need it: how often, until when, since when, for how much."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from vigie.analysis.lifetime.likelihood import Floats
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query

WEEK: Final = 7  # days: the time of the models is in weeks
_METRICS: Final = ("purchases", "purchase_margin")


@dataclass(frozen=True, slots=True)
class Histories:
    """Customers, each a place in every array; a purchase is a day with an order.

    `repeats` are the purchases after the first, `recency` and `age` the weeks from the first one to
    the last and to the day of the figures. `margin` is the mean of the repeated purchases whose
    margin is known, `priced` how many those are.
    """

    customers: tuple[str, ...]
    repeats: Floats
    recency: Floats
    age: Floats
    margin: Floats
    priced: Floats


def histories(layer: MetricLayer, until: date) -> Histories:
    """What every known customer bought until a day."""
    result = layer.query(
        Query(_METRICS, by=("customer", "day"), date_to=until, order=("day",)), cache=False
    )
    day, margin = result.column("day"), result.column("purchase_margin")
    held: dict[str, list[tuple[date, float | None]]] = {}
    for keys, row in zip(result.keys, result.rows, strict=True):
        earned = None if row[margin] is None else float(row[margin])
        if keys[0] is not None:
            held.setdefault(str(keys[0]), []).append((row[day], earned))
    return _told(held.items(), until)


def _told(held: Iterable[tuple[str, list[tuple[date, float | None]]]], until: date) -> Histories:
    customers: list[str] = []
    rows: list[tuple[float, ...]] = []
    for customer, bought in held:
        first, last = bought[0][0], bought[-1][0]
        known = [earned for _, earned in bought[1:] if earned is not None]
        customers.append(customer)
        rows.append(
            (
                len(bought) - 1,
                (last - first).days / WEEK,
                (until - first).days / WEEK,
                sum(known) / len(known) if known else 0.0,
                len(known),
            )
        )
    columns = np.array(rows, dtype=np.float64).reshape(len(rows), 5).T
    return Histories(tuple(customers), *columns)
