"""Values of customers as rows of core.account_segment: dated, imported, undone like any others."""

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final

import numpy as np

from vigie.analysis.lifetime.valuation import Valuation

TABLE: Final = "account_segment"
SEGMENTATION: Final = "clv"
BANDS: Final = 5
_HEAD: Final = ("account_id", "segmentation", "segment", "computed_at", "score", "detail")


def write(found: Valuation, folder: Path) -> Path:
    """The file to import: a row for each customer, the most valuable first."""
    file = folder / f"customer-values-{found.day.isoformat()}.csv"
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(_HEAD)
        writer.writerows(_rows(found))
    return file


def _rows(found: Valuation) -> Iterator[tuple[str, ...]]:
    largest = np.argsort(-found.values, kind="stable")
    for place, index in enumerate(largest):
        detail = {
            "alive": round(float(found.alive[index]), 4),
            "purchases": round(float(found.purchases[index]), 4),
            "months": found.horizon.months,
            "discount": found.horizon.discount,
        }
        yield (
            found.customers[index],
            SEGMENTATION,
            f"CLV {1 + place * BANDS // len(largest)}",
            found.day.isoformat(),
            str(Decimal(float(found.values[index])).quantize(Decimal("0.01"))),
            json.dumps(detail),
        )
