"""Whether two answers are the same: money and counts exactly, ratios to a billionth."""

from math import isclose
from typing import Any

from vigie.metrics.answers.result import Result

TOLERANCE = 1e-9


def differences(reference: Result, other: Result) -> list[str]:
    """What differs, a line each; nothing when the answers are alike."""
    if reference.columns != other.columns:
        return [f"columns {reference.columns} instead of {other.columns}"]
    if len(reference.rows) != len(other.rows):
        return [f"{len(other.rows)} rows instead of {len(reference.rows)}"]
    found = [
        f"{column.name} of row {number}: {there!r} instead of {here!r}"
        for number, (ours, theirs) in enumerate(zip(reference.rows, other.rows, strict=True))
        for column, here, there in zip(reference.columns, ours, theirs, strict=True)
        if not alike(here, there)
    ]
    if (reference.totals is None) != (other.totals is None):
        found.append(f"totals {other.totals} instead of {reference.totals}")
    elif reference.totals and other.totals:
        found += [
            f"the total of {column.name}: {there!r} instead of {here!r}"
            for column, here, there in zip(
                reference.columns, reference.totals, other.totals, strict=True
            )
            if not alike(here, there)
        ]
    if reference.keys != other.keys:
        found.append("other keys behind the names")
    if reference.warnings != other.warnings:
        found.append(f"warnings {other.warnings} instead of {reference.warnings}")
    return found


def alike(here: Any, there: Any) -> bool:
    """Whether two values are the same, in type too."""
    if type(here) is not type(there):
        return False
    if isinstance(here, float):
        return isclose(here, there, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return bool(here == there)
