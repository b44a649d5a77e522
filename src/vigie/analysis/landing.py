"""How far run-rate landings have been from what was reached: a fan made of past errors only.

A landing says: what is left of the year follows last year's season, scaled by how this year has
gone so far. The same is done from every month of the past that has a year before it, with as many
months gone and as many to come; how far each was from what then happened is an error. Nothing is
assumed of their shape: a band holds the share of past errors that it names, and is not drawn where
there are too few of them to tell.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

YEAR: Final = 12  # months
SHARES: Final = (Decimal("0.5"), Decimal("0.8"), Decimal("0.95"))
Bounds = tuple[Decimal, Decimal]


def errors(months: Sequence[Decimal], gone: int, ahead: int) -> list[Decimal]:
    """For each past start, what was reached in `ahead` months as a share of what was landed on.

    `months` are whole ones, oldest first; 1.1 means a tenth more than the landing.
    """
    return list(_ratios(months, gone, ahead))


def _ratios(months: Sequence[Decimal], gone: int, ahead: int) -> Iterator[Decimal]:
    nothing = Decimal(0)
    for now in range(YEAR + gone, len(months) - ahead + 1):
        so_far = sum(months[now - gone : now], nothing)
        before = sum(months[now - gone - YEAR : now - YEAR], nothing)
        season = sum(months[now - YEAR : now - YEAR + ahead], nothing)
        if before > 0 and season > 0 and so_far > 0:
            yield sum(months[now : now + ahead], nothing) / (season * so_far / before)


def band(found: Sequence[Decimal], share: Decimal) -> Bounds | None:
    """Between which ratios the middle `share` of past errors lie; None for too few.

    Each tail is told by one error at least: 4 for a half, 10 for 80 %, 40 for 95 %.
    """
    tail = (1 - share) / 2
    if len(found) * tail < 1:
        return None
    ranked = sorted(found)
    return _quantile(ranked, tail), _quantile(ranked, 1 - tail)


def _quantile(ranked: Sequence[Decimal], share: Decimal) -> Decimal:
    """The value that `share` of `ranked` lie below, between two neighbours where need be."""
    place = share * (len(ranked) - 1)
    low = int(place)
    high = min(low + 1, len(ranked) - 1)
    return ranked[low] + (ranked[high] - ranked[low]) * (place - low)
