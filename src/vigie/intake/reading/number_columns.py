"""How a column writes its numbers, counted over every value of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from vigie.intake.reading.evidence import Suggestion
from vigie.intake.reading.formats import NumberFormat
from vigie.intake.reading.number import (
    FORMATS,
    PLAIN,
    PLAIN_COMMA,
    WHOLE,
    WHOLE_FLOAT,
    number,
    shape,
)
from vigie.intake.reading.parse import matches

ENOUGH: Final = 0.9
"""The share of filled values that must agree with a reading."""

_LEADING_ZERO: Final = "[-+]?0[0-9]+"


@dataclass(frozen=True, slots=True)
class NumberReading:
    """One reading of a column as numbers; `rival` is the one that fits equally well."""

    form: NumberFormat
    whole: bool
    uniform: bool = False
    whole_floats: bool = False
    codes: bool = False  # leading zeros say that these are names, not quantities
    rival: NumberFormat | None = None


def questions(name: str, suggestion: Suggestion) -> dict[str, str]:
    """What to count first: whether the column is as plain as its sample."""
    if not (suggestion.plain or suggestion.comma):
        return {}
    return {
        "plain": matches(name, PLAIN if suggestion.plain else PLAIN_COMMA),
        "whole": matches(name, WHOLE),
        "whole_float": matches(name, WHOLE_FLOAT),
        "code": matches(name, _LEADING_ZERO),
    }


def plain(suggestion: Suggestion, counts: Mapping[str, int], filled: int) -> NumberReading | None:
    """The plain reading, when every value has it."""
    if not filled or counts.get("plain") != filled:
        return None
    floats = counts["whole_float"] > 0
    return NumberReading(
        form=NumberFormat() if suggestion.plain else NumberFormat(","),
        whole=counts["whole"] + counts["whole_float"] == filled,
        uniform=True,
        whole_floats=floats and counts["whole"] + counts["whole_float"] == filled,
        codes=counts["code"] > 0,
    )


def contest(name: str, decimal: str | None) -> dict[str, str]:
    """What to count when the column is not plain: every pair of marks, and the marks."""
    formats = {
        f"format {index}": matches(name, shape(form))
        for index, form in enumerate(FORMATS)
        if decimal in (None, form.decimal)
    }
    return {
        **formats,
        "point": f"contains({name}, '.')",
        "comma": f"contains({name}, ',')",
        "share": f"contains({name}, '%')",
        "code": matches(name, _LEADING_ZERO),
    }


def winner(counts: Mapping[str, int], filled: int, preferred: str) -> NumberReading | None:
    """The pair of marks that reads most values; `preferred` is the decimal mark on a tie."""
    scores = {form: counts.get(f"format {index}", -1) for index, form in enumerate(FORMATS)}
    best = max(scores.values())
    if not agrees(best, filled):
        return None
    tied = [form for form, score in scores.items() if score == best]
    decimals = {form.decimal for form in tied}
    chosen = min(tied, key=lambda form: form.decimal != preferred)
    rivals = [form for form in tied if form.decimal != chosen.decimal]
    marked = counts["point"] + counts["comma"] > 0
    mark = counts["point"] if chosen.decimal == "." else counts["comma"]
    return NumberReading(
        form=chosen,
        whole=mark == 0 and counts["share"] == 0,
        codes=counts["code"] > 0,
        rival=rivals[0] if marked and len(decimals) > 1 else None,
    )


def agrees(count: int, filled: int) -> bool:
    """Whether `count` of `filled` values are enough; in a short column one may be wrong."""
    return filled > 0 and (count >= filled * ENOUGH or (filled >= 4 and count >= filled - 1))


def value(written: str, form: NumberFormat) -> str:
    """`written` read in `form`, in plain digits, to show what a reading means."""
    found = number(written, form)
    return "?" if found is None else f"{found:f}"
