"""The feed as a client library of OData v4 sees it, over a real connection."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from odata import ODataService
from requests import Session

from vigie.people.permission import Permission
from vigie.people.person import Link, LinkKind, Person
from vigie.web.app import create_app

from .conftest import Visitor
from .serving import serving
from .signing import person_of
from .small_company import amount

PAGE = 7


@pytest.fixture(scope="module")
def address(visitor: Visitor) -> Iterator[str]:
    with serving(create_app(visitor.workspace)) as base:
        yield f"{base}/api/odata/v4/"


def session_of(visitor: Visitor, person: Person) -> Session:
    """A spreadsheet's connection: a name, and a token for a password."""
    people = visitor.workspace.people
    _, secret = people.tokens.make(person.id, "sheet", [Permission.EXPORT], timedelta(days=1))
    session = Session()
    session.auth = (person.email, secret)
    return session


@pytest.fixture(scope="module")
def session(visitor: Visitor) -> Iterator[Session]:
    with session_of(visitor, person_of(visitor.workspace, "director")) as opened:
        yield opened


@pytest.fixture(scope="module")
def service(address: str, session: Session) -> Any:
    return ODataService(address, session=session, reflect_entities=True, quiet_progress=True)


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


def test_all_pages_are_read(address: str, session: Session) -> None:
    session.headers["Prefer"] = f"odata.maxpagesize={PAGE}"
    service = ODataService(address, session=session, reflect_entities=True, quiet_progress=True)
    table = service.entities["sales_by_region"]

    rows = service.query(table).all()

    assert len({(row.month, row.region) for row in rows}) == len(rows) == 54


def test_a_manager_sees_their_own_rows(visitor: Visitor, address: str) -> None:
    manager = person_of(visitor.workspace, "manager", Link(LinkKind.SALES_REP, "R1"))
    with session_of(visitor, manager) as session:
        service = ODataService(address, session=session, reflect_entities=True, quiet_progress=True)
        table = service.entities["sales_by_sales_rep"]

        rows = service.query(table).select(table.sales_rep, table.revenue).all()

    own = sum(amount(month, customer) for month in range(18) for customer in (0, 3))
    assert rows == [{"sales_rep": "Anne Petit", "revenue": own}]


def test_a_stranger_is_asked_who_they_are(address: str) -> None:
    for auth in (None, ("director@froid.example", "guessed"), ("", "")):
        with Session() as session:
            session.auth = auth
            answer = session.get(address + "sales_by_month")

        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Basic")


def test_a_name_and_a_token_open_the_feed_alone(visitor: Visitor, address: str) -> None:
    with session_of(visitor, person_of(visitor.workspace, "director")) as session:
        answer = session.get(address.replace("/odata/v4/", "/v1/metrics"))

    assert answer.status_code == 401
