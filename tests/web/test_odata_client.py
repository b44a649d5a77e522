"""The feed as a client library of OData v4 sees it, over a real connection."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from odata import ODataService
from requests import Session

from vigie.metrics.policy import RowPolicy
from vigie.web.app import create_app
from vigie.web.rights import policy_of

from .conftest import Visitor
from .serving import serving
from .small_company import amount

PAGE = 7


@pytest.fixture(scope="module")
def address(visitor: Visitor) -> Iterator[str]:
    with serving(create_app(visitor.workspace)) as base:
        yield f"{base}/api/odata/v4/"


@pytest.fixture(scope="module")
def service(address: str) -> Iterator[Any]:
    with Session() as session:
        yield ODataService(address, session=session, reflect_entities=True, quiet_progress=True)


def test_the_metadata_make_classes(service: Any) -> None:
    table = service.entities["sales_by_region"]

    inherited = {name: one for base in table.__mro__ for name, one in vars(base).items()}
    keys = {name for name, one in inherited.items() if getattr(one, "primary_key", False)}
    assert keys == {"month", "region"}
    assert {"sales_by_month", "figures"} <= set(service.entities)


def test_entities_are_read(service: Any) -> None:
    table = service.entities["sales_by_region"]

    found = (
        service.query(table).filter(table.region == "Bretagne").order_by(table.month.asc()).all()
    )

    assert len(found) == 18
    assert [Decimal(str(row.revenue)) for row in found] == [
        amount(month, 0) + amount(month, 2) for month in range(18)
    ]


def test_columns_are_chosen(service: Any) -> None:
    table = service.entities["sales_by_region"]

    rows = service.query(table).select(table.region, table.orders).all()

    assert {row["region"]: row["orders"] for row in rows} == {
        "Bretagne": 36,
        "Occitanie": 36,
        "Île-de-France": 36,
    }


def test_filters_are_joined(service: Any) -> None:
    table = service.entities["sales_by_customer"]
    query = service.query(table)
    either = query.or_(table.customer == "Maison Morel", table.customer == "Dupont & Fils")

    rows = query.filter(either).filter(table.revenue > 2200).all()

    expected = [c for m in range(18) for c in (0, 4) if amount(m, c) > 2200]
    assert len(rows) == len(expected)


def test_rows_are_counted(service: Any) -> None:
    table = service.entities["sales_by_region"]

    assert service.query(table).count() == 54


def test_all_pages_are_read(address: str) -> None:
    with Session() as session:
        session.headers["Prefer"] = f"odata.maxpagesize={PAGE}"
        service = ODataService(address, session=session, reflect_entities=True, quiet_progress=True)
        table = service.entities["sales_by_region"]

        rows = service.query(table).all()

    assert len({(row.month, row.region) for row in rows}) == len(rows) == 54


def test_a_reader_sees_their_own_rows(visitor: Visitor) -> None:
    app = create_app(visitor.workspace)
    app.dependency_overrides[policy_of] = lambda: RowPolicy(("team = 'Sud'",))
    with serving(app) as base, Session() as session:
        service = ODataService(
            f"{base}/api/odata/v4/", session=session, reflect_entities=True, quiet_progress=True
        )
        table = service.entities["sales_by_team"]

        assert {row.team for row in service.query(table).all()} == {"Sud"}
