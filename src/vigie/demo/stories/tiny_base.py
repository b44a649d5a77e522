"""Heat pumps in Corsica: six times more than the year before, on next to nothing."""

from typing import Final

import numpy as np

from vigie.demo.calendar import Span
from vigie.demo.frame import Array

REGION: Final = "Corse"
FAMILY: Final = "PAC"
INSTEAD: Final = "ECS"  # what the island bought until then
MODEL: Final = "Pompe à chaleur air/eau Kalior 8 kW"
# Working days before `until` on which one heat pump is ordered: two in the year before, 14 since.
_BEFORE: Final = (455, 540)
_SINCE: Final = (12, 26, 47, 61, 83, 102, 129, 151, 178, 203, 226, 258, 289, 322)


def order_days(span: Span) -> Array:
    """When one heat pump is ordered on the island."""
    return span.working_day(span.last - np.array(sorted(_BEFORE + _SINCE, reverse=True)))
