"""The band that a company wants an indicator in: past a threshold, somebody must act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from vigie.metrics.language.definition import Catalog
from vigie.warehouse.reading import Reader

# Of thresholds of the whole company that hold on a day, the latest of each kind.
_SQL: Final = """\
SELECT kpi_code, target_kind, target_value FROM core.target
WHERE scope_type = 'company' AND target_kind IN ('threshold_low', 'threshold_high')
  AND period_start <= $day AND period_end >= $day
ORDER BY period_start"""
_LOW: Final = "threshold_low"


@dataclass(frozen=True, slots=True)
class Band:
    """From `low` to `high`, both included; None: no limit on that side."""

    low: Decimal | None = None
    high: Decimal | None = None

    def holds(self, value: Decimal | int | float) -> bool:
        """Whether nobody has to act."""
        figure = Decimal(str(value))
        above = self.low is None or figure >= self.low
        return above and (self.high is None or figure <= self.high)


def bands(reader: Reader, catalog: Catalog, day: date) -> Mapping[str, Band]:
    """The band of each indicator of `catalog` that has one on `day`."""
    limits: dict[str, dict[str, Decimal]] = {}
    for name, kind, value in reader.rows(_SQL, {"day": day}):
        if name in catalog.metrics and value is not None:
            limits.setdefault(name, {})["low" if kind == _LOW else "high"] = Decimal(value)
    return {name: Band(**found) for name, found in limits.items()}
