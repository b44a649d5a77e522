"""Yearly promotions: points of discount, or a free piece for so many bought."""

from dataclasses import dataclass

import numpy as np

from vigie.demo.calendar import Span
from vigie.demo.catalogue import Catalogue
from vigie.demo.frame import Array, Frame, stack, take
from vigie.demo.settings import load


@dataclass(frozen=True, slots=True)
class Promotion:
    """One promotion of one year; `gift` is how many pieces earn a free one, 0 for none."""

    id: str
    name: str
    first: np.datetime64
    last: np.datetime64
    range: str
    kind: str
    points: int
    gift: int
    budget: int


def promotions(span: Span) -> list[Promotion]:
    """All promotions that begin within the span, by date."""
    found = [
        Promotion(
            id=f"{entry['id']}-{year}",
            name=f"{entry['name']} {year}",
            first=np.datetime64(f"{year}-{entry['from']}"),
            last=np.datetime64(f"{year}-{entry['to']}"),
            range=entry["range"],
            kind=entry["type"],
            points=entry["points"],
            gift=entry.get("gift", 0),
            budget=entry["budget"] * 100,
        )
        for year in range(span.start.year, span.until.year + 1)
        for entry in load("marketing")["promotions"]
    ]
    return sorted((p for p in found if span.days[0] <= p.first <= span.last), key=lambda p: p.first)


def of(catalogue: Catalogue, span: Span, product: Array, day: Array) -> Array:
    """The promotion that each line falls under, -1 for none."""
    ranges = np.array([p.range for p in catalogue.products])
    found = np.full(len(product), -1)
    for position, promotion in enumerate(promotions(span)):
        running = (day >= promotion.first) & (day <= promotion.last)
        found[running & (ranges[product] == promotion.range)] = position
    return found


def apply(span: Span, lines: Frame, free_good: int) -> Frame:
    """Lines with the promotions' points, and a further line for each gift."""
    running = promotions(span)
    points = np.array([p.points for p in running] + [0])[lines["promotion"]]
    gift = np.array([p.gift for p in running] + [0])[lines["promotion"]]
    lines = {**lines, "discount": lines["discount"] + points}
    lines["promotion"] = np.where((gift > 0) & (lines["quantity"] < gift), -1, lines["promotion"])
    rows = np.flatnonzero((gift > 0) & (lines["quantity"] >= gift))
    gifts = take(lines, rows)
    gifts["quantity"] = gifts["quantity"] // gift[rows]
    gifts["price"] = np.zeros_like(gifts["price"])
    gifts["discount"] = np.zeros_like(gifts["discount"])
    gifts["kind"] = np.full_like(gifts["kind"], free_good)
    return stack([lines, gifts])
