"""Campaigns that come back every year, their spend and the leads they bring."""

from dataclasses import dataclass

import numpy as np

from vigie.demo.calendar import Span
from vigie.demo.frame import Array
from vigie.demo.settings import load


@dataclass(frozen=True, slots=True)
class Campaign:
    """One campaign of one year; `spend` is cents over all its days."""

    id: str
    name: str
    kind: str
    aida: str
    first: np.datetime64
    last: np.datetime64
    spend: int
    spend_kind: str
    segment: str


def campaigns(span: Span) -> list[Campaign]:
    """All campaigns that begin within the span, by date."""
    found = [
        Campaign(
            id=f"{entry['id']}-{year}",
            name=f"{entry['name']} {year}",
            kind=entry["type"],
            aida=entry["aida"],
            first=np.datetime64(f"{year}-{entry['from']}"),
            last=np.datetime64(f"{year}-{entry['to']}"),
            spend=round(entry["spend"] * 100 * 1.05 ** (year - span.start.year)),
            spend_kind=entry["kind"],
            segment=entry["segment"],
        )
        for year in range(span.start.year, span.until.year + 1)
        for entry in load("marketing")["campaigns"]
    ]
    return sorted(
        (c for c in found if span.days[0] <= c.first <= span.last), key=lambda c: (c.first, c.id)
    )


def running(span: Span, chance: np.random.Generator, days: Array, share: float) -> Array:
    """A campaign that ran on each day, for some of the rows; -1 for none."""
    known = campaigns(span)
    score = np.full((len(days), len(known)), -1.0)
    for position, campaign in enumerate(known):
        here = np.flatnonzero((days >= campaign.first) & (days <= campaign.last))
        score[here, position] = chance.random(len(here)) * campaign.spend**0.5
    best = score.argmax(axis=1)
    found = (score[np.arange(len(days)), best] > 0) & (chance.random(len(days)) < share)
    return np.where(found, best, -1)
