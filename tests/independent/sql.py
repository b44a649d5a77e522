"""What an indicator comes to over many periods, by SQL of another hand, in one statement."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any

import pytest
import yaml

from vigie.kit.periods import Grain, Period, shift
from vigie.warehouse.engine import Session

HERE = Path(__file__).parent
WRITTEN: Mapping[str, Any] = yaml.safe_load((HERE / "figures.yaml").read_text(encoding="utf-8"))
METRICS: Mapping[str, Mapping[str, Any]] = WRITTEN["metrics"]
TRAITS: Mapping[str, Mapping[str, Any]] = WRITTEN["traits"]
ELSEWHERE: Mapping[str, list[str]] = WRITTEN["elsewhere"]

Figures = dict[Any, Any]  # by the key of a member, None where there is no dimension


@dataclass(frozen=True)
class Asked:
    """The days of a question, and the day of what stands on a day."""

    days: Period
    day: date


def months(span: Period) -> list[Asked]:
    """The months that begin in a span and end in it, each standing on its last day."""
    first, found = span.start.replace(day=1), []
    while (following := shift(first, Grain.MONTH, 1)) <= span.end + timedelta(days=1):
        last = following - timedelta(days=1)
        found.append(Asked(Period(first, last), last))
        first = following
    return found


def worked_out(
    sql: str, asked: Iterable[Asked], session: Session, basis: str = "invoices"
) -> list[Figures]:
    """The figures of each question of `asked`, nought and unknown left out."""
    written = sql.removeprefix("WITH ")
    rows = WRITTEN["rows"].format(sold=WRITTEN["sold"][basis])
    whole = f"WITH {rows}" + (f", {written}" if written != sql else f" {sql}")
    for name in ("first", "last", "day"):
        whole = whole.replace(f"${name}", f"asked.{name}")
    listed = [
        f"({place}, DATE '{one.days.start}', DATE '{one.days.end}', DATE '{one.day}')"
        for place, one in enumerate(asked)
    ]
    found: list[Figures] = [{} for _ in listed]
    # In a table: the engine fails on a list that holds a single question.
    session.execute(
        "CREATE OR REPLACE TEMP TABLE asked AS"
        f" FROM (VALUES {', '.join(listed)}) AS asked (place, first, last, day)"
    )
    for place, *row in session.rows(f"SELECT place, told.* FROM asked, LATERAL ({whole}) AS told"):
        if row[-1] and isfinite(row[-1]):  # what is over nought is unknown
            found[place][row[0] if len(row) > 1 else None] = row[-1]
    return found


def same(found: Figures, wanted: Figures) -> None:
    """Sums and counts exactly; divided money to its fourth decimal; ratios to nine digits."""
    assert found.keys() == wanted.keys()
    for key, figure in wanted.items():
        if isinstance(figure, Decimal | int) and isinstance(found[key], Decimal | int):
            assert found[key] == figure, key
        else:
            least = 5.1e-5 if isinstance(found[key], Decimal) else 1e-12
            assert float(found[key]) == pytest.approx(float(figure), rel=1e-9, abs=least), key
