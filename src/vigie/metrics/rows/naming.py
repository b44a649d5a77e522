"""How the columns of scans and figures are called."""

from typing import Final

from vigie.metrics.planning.plan import Scan

ROWS: Final = "rows"  # how many rows of the dataset stand behind a group
VALUE: Final = "value"  # the column of the rows behind a figure that adds up to it
FIGURES: Final = "figures"


def key_name(index: int) -> str:
    """The key of the dimension at a place."""
    return f"key_{index}"


def part_name(place: int) -> str:
    """What a pass cuts its rows by, at a place."""
    return f"part_{place}"


def value_name(metric: str) -> str:
    """The figure of a metric."""
    return f"m_{metric}"


def stitched_name(scan: Scan, value: str, slot: int) -> str:
    """A column of a scan in one slot, beside those of other scans."""
    return f"{scan.name}_{value}_{slot}"
