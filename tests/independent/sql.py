"""What an indicator comes to over many periods, by SQL of another hand, in one statement."""

from collections.abc import Mapping, Sequence
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
    sql: str, asked: Sequence[Asked], session: Session, basis: str = "invoices"
) -> list[Figures]:
    """The figures of each question of `asked`, nought and unknown left out."""
    written = sql.removeprefix("WITH ")
    rows = WRITTEN["rows"].format(sold=WRITTEN["sold"][basis])
    whole = f"WITH {rows}" + (f", {written}" if written != sql else f" {sql}")
    found: list[Figures] = [{} for _ in asked]
    for place, *row in _told(whole, asked, session):
        if row[-1] and isfinite(row[-1]):  # what is over nought is unknown
            found[place][row[0] if len(row) > 1 else None] = row[-1]
    return found


def _told(sql: str, asked: Sequence[Asked], session: Session) -> list[tuple[Any, ...]]:
    """The rows of all questions at once, each after the place of its question."""
    days = [
        {
            "first": f"DATE '{one.days.start}'",
            "last": f"DATE '{one.days.end}'",
            "day": f"DATE '{one.day}'",
        }
        for one in asked
    ]
    if len(days) == 1:  # which the engine takes where it cannot take it beside others
        return [(0, *row) for row in session.rows(_put(sql, days[0]))]
    listed = ", ".join(f"({i}, {', '.join(one.values())})" for i, one in enumerate(days))
    return session.rows(
        f"SELECT asked.place, told.* FROM (VALUES {listed}) AS asked (place, first, last, day),"
        f" LATERAL ({_put(sql, {name: f'asked.{name}' for name in days[0]})}) AS told"
    )


def _put(sql: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        sql = sql.replace(f"${name}", value)
    return sql


def same(found: Figures, wanted: Figures) -> None:
    """Sums and counts exactly; divided money to its fourth decimal; ratios to nine digits."""
    assert found.keys() == wanted.keys()
    for key, figure in wanted.items():
        if isinstance(figure, Decimal | int) and isinstance(found[key], Decimal | int):
            assert found[key] == figure, key
        else:
            least = 5.1e-5 if isinstance(found[key], Decimal) else 1e-12
            assert float(found[key]) == pytest.approx(float(figure), rel=1e-9, abs=least), key
