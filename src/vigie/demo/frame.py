"""Rows as columns: arrays of one length under their names."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Frame = dict[str, Array]


def length(frame: Mapping[str, Array]) -> int:
    """The number of rows."""
    return len(next(iter(frame.values())))


def take(frame: Mapping[str, Array], rows: Array) -> Frame:
    """The rows that an index or a mask names."""
    return {name: values[rows] for name, values in frame.items()}


def stack(frames: Sequence[Mapping[str, Array]]) -> Frame:
    """All rows of frames that have the same columns, in order."""
    return {name: np.concatenate([f[name] for f in frames]) for name in frames[0]}


def spread(counts: Array) -> tuple[Array, Array]:
    """For a parent with `counts` children each: every child's parent, and its rank from 0."""
    parents = np.repeat(np.arange(len(counts)), counts)
    firsts = np.cumsum(counts) - counts
    return parents, np.arange(len(parents)) - firsts[parents]


def totals(parents: Array, values: Array, count: int) -> Array:
    """The exact integer sum of `values` for each of `count` parents."""
    sums = np.zeros(count, dtype=np.int64)
    np.add.at(sums, parents, values)
    return sums


def pick(chance: np.random.Generator, weights: Array, count: int) -> Array:
    """`count` indices drawn with the given weights."""
    cumulated = np.cumsum(weights)
    return draw(chance, cumulated, count)


def draw(chance: np.random.Generator, cumulated: Array, count: int) -> Array:
    """`count` indices drawn from weights that are already cumulated."""
    points = chance.random(count) * cumulated[-1]
    return np.minimum(np.searchsorted(cumulated, points, side="right"), len(cumulated) - 1)


def pick_each(chance: np.random.Generator, weights: Array, rows: Array) -> Array:
    """One index per row: row i draws from the line `weights[rows[i]]` of a small matrix."""
    cumulated = np.cumsum(weights, axis=1)
    points = chance.random(len(rows)) * cumulated[rows, -1]
    chosen = np.zeros(len(rows), dtype=np.int64)
    for column in range(weights.shape[1] - 1):
        chosen += points >= cumulated[rows, column]
    return chosen
