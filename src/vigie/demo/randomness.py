"""Chance that can be repeated: each concern draws from its own stream."""

from dataclasses import dataclass
from zlib import crc32

import numpy as np


@dataclass(frozen=True, slots=True)
class Seeds:
    """The root of all chance in a demo company.

    A new concern gets a new stream, so that adding a table changes no other one.
    """

    seed: int

    def stream(self, concern: str, *index: int) -> np.random.Generator:
        """The generator of `concern`; `index` tells its parts (a month, a chunk) apart."""
        return np.random.default_rng([self.seed, crc32(concern.encode()), *index])
