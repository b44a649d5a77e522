"""Numbers that run on from one part of the generation to the next."""

from dataclasses import dataclass, field

import numpy as np

from vigie.demo.frame import Array


@dataclass
class Counters:
    """The last number given in each series."""

    last: dict[str, int] = field(default_factory=dict)

    def next(self, series: str, count: int) -> Array:
        """The next `count` numbers of a series, from 1."""
        first = self.last.get(series, 0) + 1
        self.last[series] = first + count - 1
        return np.arange(first, first + count)
