"""Lifetime values against the figures that the authors of the models published, and end to end."""

import gzip
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vigie.analysis.lifetime.dropout import Dropout
from vigie.analysis.lifetime.histories import Histories, histories
from vigie.analysis.lifetime.spending import Spending
from vigie.analysis.lifetime.table import write
from vigie.analysis.lifetime.valuation import Horizon, Valuation, value
from vigie.kit.errors import Refused
from vigie.settings import Settings
from vigie.workspace import Workspace

DATA = Path(os.environ.get("VIGIE_SHARED_DATA") or Path(__file__).parents[3] / "shared" / "data")
CALIBRATED = date(1997, 9, 30)
TODAY = date(2026, 1, 1)
# Fader, Hardie and Lee (2005), table 2; Fader, Hardie and Lee (2005b): the CDNOW sample.
BG_NBD = Dropout(0.243, 4.414, 0.793, 2.426)
GAMMA_GAMMA = Spending(6.25, 3.74, 15.44)


def row(*values: float) -> list[Any]:
    return [np.array([one]) for one in values]


def test_the_customer_of_the_article_is_expected_to_buy_as_published() -> None:
    assert BG_NBD.purchases(39, *row(2, 30.43, 38.86))[0] == pytest.approx(1.226, abs=0.001)


def test_one_who_never_came_back_is_still_there() -> None:
    # An assumption of the model: customers leave after a repeated purchase only.
    assert BG_NBD.alive(*row(0, 0, 38.86))[0] == 1


def test_no_time_brings_no_purchase_and_more_time_brings_more() -> None:
    ahead = [BG_NBD.purchases(weeks, *row(700, 38, 38.86))[0] for weeks in (0, 1, 10, 100)]
    assert ahead[0] == pytest.approx(0)
    assert ahead == sorted(ahead)
    assert np.isfinite(ahead).all()


def test_mean_purchases_are_drawn_to_the_mean_as_published() -> None:
    expected = GAMMA_GAMMA.expected(np.array([2.0, 1.0, 0.0]), np.array([22.35, 11.77, 0.0]))
    assert expected == pytest.approx([24.66, 18.91, 35.17], abs=0.06)


@pytest.mark.real_data
def test_the_models_find_the_published_parameters_of_cdnow() -> None:
    file = DATA / "cdnow" / "CDNOW_sample.txt.gz"
    if not file.exists():
        pytest.skip("the public data set cdnow is absent: set VIGIE_SHARED_DATA")
    bought: dict[str, dict[date, float]] = defaultdict(lambda: defaultdict(float))
    with gzip.open(file, "rt") as lines:
        for customer, _, day, _, amount in map(str.split, lines):
            bought[customer][datetime.strptime(day, "%Y%m%d").date()] += float(amount)  # noqa: DTZ007
    rows = [_history(days) for days in bought.values()]
    repeats, recency, age, mean = np.array(rows).T
    dropout = Dropout.fitted(repeats, recency, age)
    assert [dropout.r, dropout.alpha, dropout.a, dropout.b] == pytest.approx(
        [0.243, 4.414, 0.793, 2.426], abs=0.001
    )
    assert dropout.log_likelihood(repeats, recency, age).sum() == pytest.approx(-9582.4, abs=0.05)
    back = mean > 0
    assert back.sum() == 946
    spending = Spending.fitted(repeats[back], mean[back])
    assert [spending.p, spending.q, spending.gamma] == pytest.approx([6.25, 3.74, 15.44], abs=0.01)


def _history(days: dict[date, float]) -> tuple[float, ...]:
    known = sorted(day for day in days if day <= CALIBRATED)
    amounts = [days[day] for day in known[1:]]
    return (
        len(known) - 1,
        (known[-1] - known[0]).days / 7,
        (CALIBRATED - known[0]).days / 7,
        sum(amounts) / len(amounts) if amounts else 0.0,
    )


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Sixty customers: the n-th buys every n + 9 days, and every third stops after five times."""
    folder = tmp_path_factory.mktemp("books")
    opened = Workspace.create(folder / "books", Settings(locale="en"))
    lines = ["order_id,order_date,account_id,quantity,net_amount,cost_amount"]
    for customer in range(60):
        day, times = date(2024, 1, 1) + timedelta(customer), 0
        while day < TODAY and (customer % 3 or times < 5):
            amount = 100 + 10 * (customer % 7) + times % 5
            lines.append(f"C{customer}-{times},{day},C{customer},1,{amount},{amount // 2}")
            day, times = day + timedelta(customer + 9), times + 1
    file = folder / "orders.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    opened.intake.take([file])
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def known(workspace: Workspace) -> Histories:
    return histories(workspace.metrics, TODAY)


@pytest.fixture(scope="module")
def found(known: Histories) -> Valuation:
    return value(known, TODAY, Horizon(12, 0.1))


def test_customers_who_still_come_are_worth_more(found: Valuation) -> None:
    worth = dict(zip(found.customers, found.values, strict=True))
    assert worth["C1"] > worth["C20"] > 0
    # C3 stopped in 2024, C4 came until the end.
    assert worth["C3"] < worth["C4"] / 10
    assert found.alive.max() < 1


def test_a_longer_horizon_is_worth_more_and_a_dearer_one_less(
    known: Histories, found: Valuation
) -> None:
    assert (value(known, TODAY, Horizon(24, 0.1)).values > found.values).all()
    assert (value(known, TODAY, Horizon(12, 0.5)).values < found.values).all()


def test_the_metric_reads_the_estimate_from_its_day_on(
    workspace: Workspace, found: Valuation, tmp_path: Path
) -> None:
    plan = workspace.intake.plan([write(found, tmp_path)], as_table="account_segment")
    report = workspace.intake.commit(plan)
    mean = round(Decimal(float(found.values.mean())), 0)

    def asked(day: date) -> Decimal | None:
        answer: Decimal | None = workspace.query(["customer_lifetime_value"], as_of=day).scalar()
        return None if answer is None else round(answer, 0)

    assert [asked(TODAY - timedelta(1)), asked(TODAY)] == [None, mean]
    assert asked(date(2026, 5, 1)) == mean
    workspace.intake.undo(report.import_id)
    assert asked(TODAY) is None


def test_without_costs_nothing_is_valued(known: Histories) -> None:
    uncosted = replace(known, priced=np.zeros(60))
    with pytest.raises(Refused, match=r"that of 0 is known, 30 are needed\. Import the costs"):
        value(uncosted, TODAY, Horizon())


def test_too_few_who_came_back_value_nobody(known: Histories) -> None:
    with pytest.raises(Refused, match="0 did, 30 are needed"):
        value(replace(known, repeats=np.zeros(60)), TODAY, Horizon())
