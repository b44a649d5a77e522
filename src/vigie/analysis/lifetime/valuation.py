"""What each customer is still worth: the margin to expect of it, discounted."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from vigie.analysis.lifetime.dropout import Dropout
from vigie.analysis.lifetime.histories import WEEK, Histories
from vigie.analysis.lifetime.likelihood import Floats
from vigie.analysis.lifetime.spending import Spending
from vigie.kit.errors import Refused

LEAST: Final = 30  # customers who came back: fewer say nothing of the others
_MONTH: Final = 365.25 / 12 / WEEK  # in weeks


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far ahead is counted, and what money to come is worth less a year."""

    months: int = 36
    discount: float = 0.10


@dataclass(frozen=True, slots=True)
class Valuation:
    """Every customer's value on a day, in the order of `customers`, and the models behind it."""

    day: date
    horizon: Horizon
    dropout: Dropout
    spending: Spending
    customers: tuple[str, ...]
    values: Floats
    alive: Floats
    purchases: Floats  # expected within the horizon


def value(known: Histories, day: date, horizon: Horizon) -> Valuation:
    """Fits both models to the histories and values every customer.

    Raises Refused where too few customers came back, or where no cost is known.
    """
    _enough(known)
    dropout = Dropout.fitted(known.repeats, known.recency, known.age)
    earning = (known.priced > 0) & (known.margin > 0)
    spending = Spending.fitted(known.priced[earning], known.margin[earning])
    if not spending.has_mean:
        raise Refused("Margins differ too much between customers for a mean value to exist.")
    bought = [
        dropout.purchases(month * _MONTH, known.repeats, known.recency, known.age)
        for month in range(horizon.months + 1)
    ]
    months = np.arange(1, horizon.months + 1)
    weights = (1 + horizon.discount) ** (-months / 12)
    discounted = np.diff(np.stack(bought), axis=0).T @ weights
    return Valuation(
        day,
        horizon,
        dropout,
        spending,
        known.customers,
        discounted * spending.expected(known.priced, known.margin),
        dropout.alive(known.repeats, known.recency, known.age),
        bought[-1],
    )


def _enough(known: Histories) -> None:
    back = int((known.repeats > 0).sum())
    if back < LEAST:
        raise Refused(
            "Customers are valued by those who come back: {known} did, {least} are needed.",
            known=back,
            least=LEAST,
        )
    earning = int(((known.priced > 0) & (known.margin > 0)).sum())
    if earning < LEAST:
        raise Refused(
            "Customers are valued by their margin: that of {known} is known, {least} are needed. "
            "Import the costs of what was sold.",
            known=earning,
            least=LEAST,
        )
