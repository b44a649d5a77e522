"""How a column writes its numbers, counted over every value of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from vigie.intake.reading.evidence import Suggestion
from vigie.intake.reading.formats import NumberFormat
from vigie.intake.reading.number import FORMATS, PLAIN, PLAIN_COMMA, WHOLE_FLOAT, number, shape
from vigie.intake.reading.parse import matches

ENOUGH: Final = 0.9
"""The share of filled values that must agree with a reading."""


@dataclass(frozen=True, slots=True)
class NumberReading:
    """One reading of a column as numbers; `rival` is the one that fits equally well."""

    form: NumberFormat
    whole: bool
    uniform: bool = False
    whole_floats: bool = False
    codes: bool = False  # leading zeros say that these are names, not quantities
    rival: NumberFormat | None = None


def typed_number(engine_type: str) -> NumberReading | None:
    """The reading of a column that was stored as exact numbers, not as text."""
    whole = engine_type.endswith("INT") or engine_type == "INTEGER"
    if whole or engine_type.startswith("DECIMAL"):
        return NumberReading(NumberFormat(), whole=whole, uniform=True)
    return None


def plain_condition(name: str, suggestion: Suggestion) -> str | None:
    """What a value satisfies that is as plain as most of the sample; None if that is not."""
    if suggestion.plain:
        return matches(name, PLAIN)
    return matches(name, PLAIN_COMMA) if suggestion.comma else None


def questions(name: str, suggestion: Suggestion) -> dict[str, str]:
    """What to count first: whether the column is as plain as its sample."""
    condition = plain_condition(name, suggestion)
    if condition is None:
        return {}
    asked = {
        "plain": condition,
        "mark": f"contains({name}, '{'.' if suggestion.plain else ','}')",
        "code": _code(name),
    }
    return asked | ({"float": matches(name, WHOLE_FLOAT)} if suggestion.floats else {})


def plain(suggestion: Suggestion, counts: Mapping[str, int], filled: int) -> NumberReading | None:
    """The plain reading, when every value has it."""
    if not filled or counts.get("plain") != filled:
        return None
    floats = counts.get("float", 0)
    return NumberReading(
        form=NumberFormat() if suggestion.plain else NumberFormat(","),
        whole=counts["mark"] in (0, floats),
        uniform=True,
        whole_floats=0 < floats == counts["mark"],
        codes=counts["code"] > 0,
    )


def contest(name: str, decimal: str | None) -> dict[str, str]:
    """What to count of the values that are not plain: every pair of marks, and the marks."""
    formats = {
        _label(form): matches(name, shape(form))
        for form in FORMATS
        if decimal in (None, form.decimal)
    }
    return {
        **formats,
        ".": f"contains({name}, '.')",
        ",": f"contains({name}, ',')",
        "%": f"contains({name}, '%')",
        "rest code": _code(name),
    }


def winner(
    suggestion: Suggestion, counts: Mapping[str, int], filled: int, preferred: str
) -> NumberReading | None:
    """The pair of marks that reads most values; `preferred` is the decimal mark on a tie."""
    scores = {f: _score(f, suggestion, counts) for f in FORMATS if _label(f) in counts}
    best = max(scores.values())
    if not agrees(best, filled):
        return None
    tied = [form for form, score in scores.items() if score == best]
    chosen = min(tied, key=lambda form: form.decimal != preferred)
    rivals = [form for form in tied if form.decimal != chosen.decimal]
    marked = counts["."] + counts[","] + counts.get("mark", 0) > 0
    fractions = counts[chosen.decimal] + counts["%"] + counts.get("mark", 0)
    return NumberReading(
        form=chosen,
        whole=fractions == 0,
        codes=counts["rest code"] + counts.get("code", 0) > 0,
        rival=rivals[0] if marked and rivals else None,
    )


def _score(form: NumberFormat, suggestion: Suggestion, counts: Mapping[str, int]) -> int:
    """How many values `form` reads: the plain ones it shares, and its part of the rest."""
    mark = "." if suggestion.plain else ","
    shared = counts.get("plain", 0) - (counts.get("mark", 0) if form.decimal != mark else 0)
    return counts[_label(form)] + max(0, shared)


def _label(form: NumberFormat) -> str:
    return f"number {form.thousands}{form.decimal}"


def _code(name: str) -> str:
    """Whether a whole number starts with a nought, as codes do."""
    return f"{name} LIKE '0_%' AND {name} NOT LIKE '0.%' AND {name} NOT LIKE '0,%'"


def agrees(count: int, filled: int) -> bool:
    """Whether `count` of `filled` values are enough; in a short column one may be wrong."""
    return filled > 0 and (count >= filled * ENOUGH or (filled >= 4 and count >= filled - 1))


def value(written: str, form: NumberFormat) -> str:
    """`written` read in `form`, in plain digits, to show what a reading means."""
    found = number(written, form)
    return "?" if found is None else f"{found:f}"
