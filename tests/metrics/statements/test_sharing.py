"""Questions asked together are answered as each is alone, from fewer passes over the rows."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vigie.kit.errors import Invalid, Refused
from vigie.metrics.language.policy import RowPolicy
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query
from vigie.warehouse.session import Session

YEAR = {"date_from": date(2026, 1, 1), "date_to": date(2026, 3, 15)}


@pytest.fixture
def company(fill) -> None:
    fill("account", {"account_id": "C1", "name": "Durand", "region": "Bretagne"})
    fill("account", {"account_id": "C2", "name": "Martin"})
    fill("sales_rep", {"sales_rep_id": "R1", "name": "Anne"})
    for number, (day, customer, rep, amount) in enumerate(
        (
            (date(2025, 1, 5), "C1", "R1", "10.0001"),
            (date(2025, 2, 6), "C2", "R1", "20"),
            (date(2026, 1, 5), "C1", None, "30.5"),
            (date(2026, 2, 7), "C2", "R1", "4.25"),
            (date(2026, 2, 9), None, "R1", "1"),
        )
    ):
        key = f"F{number}"
        fill(
            "invoice",
            {
                "invoice_id": key,
                "invoice_date": day,
                "due_date": day,
                "account_id": customer,
                "sales_rep_id": rep,
                "invoice_type": "invoice",
                "status": "posted",
                "gross_amount_company": Decimal(amount),
            },
        )
        fill(
            "invoice_line",
            {"line_id": key, "invoice_id": key, "net_amount_company": Decimal(amount)},
        )


class Counted(Session):
    """A session that notes its statements."""

    def __init__(self, session: Session) -> None:
        super().__init__(session._cursor)
        self.statements: list[str] = []

    def _run(self, sql, parameters):
        self.statements.append(sql)
        return super()._run(sql, parameters)

    def reading(self, table: str) -> int:
        return sum(f"core.{table}" in sql for sql in self.statements)


@pytest.fixture
def counted(session: Session, company: None) -> Iterator[Counted]:
    return Counted(session)


def test_tiles_on_the_same_rows_read_them_once(layer: MetricLayer, counted: Counted) -> None:
    tiles = [
        Query(("revenue",), compare=("previous_year",), **YEAR),
        Query(("gross_margin_rate",), compare=("previous_year",), **YEAR),
        Query(("revenue",), by=("month",), compare=("previous_year",), **YEAR),
        Query(("revenue",), by=("region",), compare=("previous_year",), **YEAR),
        Query(("revenue",), by=("customer",), compare=("previous_year",), limit=1, **YEAR),
    ]
    found = layer.query_many(tiles, session=counted)
    assert counted.reading("invoice_line") == 1
    assert {row[0]: row[1] for row in found[3].rows} == {
        "Bretagne": Decimal("30.5"),
        None: Decimal("5.25"),
    }


def test_a_balance_and_its_first_day_read_the_movements_once(layer, counted) -> None:
    balances = [
        Query(("outstanding",), compare=("previous_year",), **YEAR),
        Query(("overdue",), by=("customer",), **YEAR),
    ]
    found = layer.query_many(balances, session=counted)
    assert counted.reading("payment_allocation") == 1
    assert found[0].rows[0][0] == Decimal("65.7501")


def test_rows_of_different_rights_or_days_are_not_shared(layer, counted) -> None:
    here = layer.query_many(
        [Query(("revenue",), **YEAR), Query(("revenue",), date_from=date(2025, 1, 1))],
        session=counted,
    )
    assert [one.scalar() for one in here] == [Decimal("35.75"), Decimal("65.7501")]
    where = layer.query_many(
        [Query(("revenue",), where=("sales_rep = Anne",)), Query(("revenue",))], session=counted
    )
    assert [one.scalar() for one in where] == [Decimal("35.2501"), Decimal("65.7501")]


METRICS = (
    "revenue",
    "gross_margin_rate",
    "top10_share",
    "active_customers",
    "credit_notes",
    "overdue",
    "outstanding",
    "payment_delay_days",
)
BY = (
    "region",
    "customer",
    "sales_rep",
    "account.account_id",
    "month",
    "fiscal_year",
    "year",
    "day",
)
questions = st.builds(
    lambda metrics, by, span, compare, where, totals: Query(
        tuple(metrics),
        by=tuple(by),
        where=tuple(where),
        compare=compare if span else (),
        totals=totals,
        **span,
    ),
    st.lists(st.sampled_from(METRICS), min_size=1, max_size=2, unique=True),
    st.lists(st.sampled_from(BY), max_size=2, unique=True),
    st.sampled_from([{}, YEAR]),
    st.sampled_from([(), ("previous_year",)]),
    st.lists(st.sampled_from(["customer = Durand", "region is null"]), max_size=1),
    st.booleans(),
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    asked=st.lists(questions, min_size=2, max_size=5),
    rights=st.sampled_from([None, RowPolicy(("sales_rep = Anne",))]),
)
def test_together_is_as_alone(layer, session, company, asked, rights) -> None:
    alone, possible = [], []
    for question in asked:
        try:
            alone.append(layer.query(question, session=session, policy=rights))
            possible.append(question)
        except (Refused, Invalid):
            continue
    together = layer.query_many(possible, session=session, policy=rights)
    for one, other in zip(together, alone, strict=True):
        assert one.columns == other.columns
        assert sorted(one.rows, key=repr) == sorted(other.rows, key=repr)
        assert (one.totals, one.warnings) == (other.totals, other.warnings)
