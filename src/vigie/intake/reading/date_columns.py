"""How a column writes its dates, counted over every value of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from vigie.intake.reading import dates
from vigie.intake.reading.evidence import Suggestion
from vigie.intake.reading.number_columns import agrees
from vigie.intake.reading.parse import matches, moment

_NAMED_A_DATE: Final = re.compile(
    r"date|jour|(^|[^a-z])day|échéance|echeance|période|periode|_at$|_on$|created|modified|updated"
    r"|créée? le|modifiée? le|(^|\W)le($|\W)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateReading:
    """One reading of a column as days or instants; `rival` reads as many values otherwise."""

    date_format: str
    timed: bool
    uniform: bool = False
    rival: str | None = None


def typed_date(engine_type: str) -> DateReading | None:
    """The reading of a column that was stored as dates, not as text."""
    if engine_type not in ("DATE", "TIMESTAMP"):
        return None
    return DateReading(dates.ISO, timed=engine_type != "DATE", uniform=True)


def is_named_a_date(name: str) -> bool:
    """Whether a column's name says that it holds dates."""
    return _NAMED_A_DATE.search(name) is not None


def questions(name: str, suggestion: Suggestion) -> dict[str, str]:
    """What to count: the shape of each suggested format, and the days that exist in it."""
    asked: dict[str, str] = {}
    for form in suggestion.date_formats:
        asked[f"shape {form}"] = matches(name, _shape(form))
        if len(suggestion.date_formats) > 1:
            asked[f"valid {form}"] = f"{moment(name, form, 'UTC')} IS NOT NULL"
    if asked:
        asked["timed"] = f"contains({name}, ':') OR contains({name}, 'h')"
    return asked


def reading(
    suggestion: Suggestion,
    counts: Mapping[str, int],
    filled: int,
    preferred: Sequence[str],
) -> DateReading | None:
    """The format that most values have; `preferred` formats win a tie."""
    formats = suggestion.date_formats
    read = {f: counts[f"shape {f}"] + counts.get(f"rest {f}", 0) for f in formats}
    fitting = [form for form in formats if agrees(read[form], filled)]
    if not fitting:
        return None
    scores = {form: counts.get(f"valid {form}", 0) for form in fitting}
    best = max(scores.values())
    tied = [form for form in fitting if scores[form] == best]
    chosen = min(tied, key=lambda form: form not in preferred)
    return DateReading(
        date_format=chosen,
        timed=counts["timed"] > 0,
        uniform=counts[f"shape {chosen}"] == filled,
        rival=next((form for form in tied if _differ(form, chosen)), None),
    )


def day_first(date_format: str) -> bool | None:
    """Whether the day comes before the month; None where nobody could mistake them."""
    if dates.is_worded(date_format) or date_format.startswith("%Y"):
        return None
    return date_format.index("%d") < date_format.index("%m")


def _shape(date_format: str) -> str:
    # The plain forms of ISO, that the engine casts, are nearly all that there are.
    return dates.ISO_LOCAL if date_format == dates.ISO else dates.shape(date_format)


def _differ(one: str, other: str) -> bool:
    return day_first(one) is not None and day_first(one) != day_first(other)
