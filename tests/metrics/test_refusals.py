"""A question that cannot be answered is refused, with what would be right."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from vigie.kit.errors import Invalid, NotFound, Refused, VigieError
from vigie.kit.periods import parse_date
from vigie.metrics.answers.result import Result
from vigie.metrics.language.policy import RowPolicy
from vigie.metrics.question.query import Query

Ask = Callable[..., Result]
JANUARY = {"date_from": date(2026, 1, 1), "date_to": date(2026, 1, 31)}


@pytest.mark.parametrize(
    ("words", "refusal", "says"),
    [
        ({"metrics": ["revenu"]}, NotFound, "no metric 'revenu'; did you mean 'revenue'"),
        ({"by": ["custommer"]}, NotFound, "no dimension 'custommer'; did you mean 'customer'"),
        ({"by": ["date:mnth"]}, NotFound, "'mnth'; did you mean 'month'"),
        ({"by": ["customer:month"]}, Invalid, "only 'date' is cut by a length of time"),
        ({"by": ["month", "week"]}, Invalid, "one length of time, not by month and week"),
        ({"by": ["account.industri_label"]}, NotFound, "did you mean 'account.industry_label'"),
        ({"by": ["account.email"]}, Refused, "personal data"),
        ({"metrics": ["orders", "visits"], "by": ["product"]}, Refused, "'visits' cannot be cut"),
        ({"metrics": ["sessions"], "by": ["team"]}, Refused, "It can be cut by: day, week,"),
        ({"where": ["regoin = North"]}, NotFound, "did you mean 'region'"),
        ({"where": ["region"]}, Invalid, "is not a filter"),
        ({"where": ["region ~ North"]}, Invalid, "is not a filter"),
        ({"where": ["region in North"]}, Invalid, "a list stands in brackets"),
        ({"where": ["region in (North"]}, Invalid, "a list stands in brackets"),
        ({"where": ["region = 'North"]}, Invalid, "quotes do not close"),
        ({"where": ["region is null North"]}, Invalid, "nothing follows 'is null'"),
        ({"where": ["region not like N%"]}, Invalid, "'not like' is not an operator"),
        ({"where": ["date >= yesterday"]}, Invalid, "'yesterday' is not a date"),
        ({"where": ["date in (2026-01-01)"]}, Invalid, "is compared with ="),
        ({"where": ["invoice.due_date > soon"]}, Invalid, "'soon' is not a date"),
        ({"where": ["account.employee_count > many"]}, Invalid, "'many' is not a number"),
        ({"where": ["account.is_blocked = perhaps"]}, Invalid, "not a yes or no"),
        ({"where": ["account.employee_count contains 3"]}, Invalid, "compares texts"),
        ({"metrics": ["outstanding"], "where": ["date > 2026-01-01"]}, Refused, "'as of'"),
        ({"compare": ["last_year"], **JANUARY}, Invalid, "is not a comparison"),
        ({"order": ["revenu"]}, NotFound, "did you mean 'revenue'"),
        ({"last": "a while"}, Invalid, "is not a length of time"),
        ({"date_from": date(2026, 2, 1), "date_to": date(2026, 1, 1)}, Invalid, "swap the two"),
    ],
)
def test_refusal_says_what_would_be_right(
    words: dict[str, Any], refusal: type[VigieError], says: str, ask: Ask
) -> None:
    words = dict(words)
    metrics = words.pop("metrics", ["revenue"])
    listed = {name: tuple(v) if isinstance(v, list) else v for name, v in words.items()}
    with pytest.raises(refusal, match=re.escape(says)):
        ask(*metrics, **listed)


@pytest.mark.parametrize(
    "words",
    [{"metrics": ()}, {"limit": 0}, {"last": "1 year", "date_to": date(2026, 1, 1)}],
)
def test_query_that_means_nothing_is_not_made(words: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        Query(**{"metrics": ("revenue",), **words})


def test_dates_are_written_year_first() -> None:
    assert parse_date("2026-03-31") == date(2026, 3, 31)
    with pytest.raises(Invalid, match="2026-03-31"):
        parse_date("31/03/2026")


def test_policy_that_rows_cannot_carry_refuses_the_figure(ask: Ask) -> None:
    with pytest.raises(Refused, match="'sessions' cannot be cut by 'team'"):
        ask("sessions", policy=RowPolicy(("team = East",)))


def test_values_are_never_sql(ask: Ask, fill: Callable[..., None]) -> None:
    fill("account", {"account_id": "A", "name": "'; DROP TABLE core.account; --"})
    fill("sales_order", {"order_id": "O", "order_date": "2026-01-01", "account_id": "A"})
    value = 'customer = "\'; DROP TABLE core.account; --"'
    assert ask("orders", where=(value,)).scalar() == 1
    assert ask("orders", where=("customer = x' OR 'x' = 'x",)).scalar() == 0
