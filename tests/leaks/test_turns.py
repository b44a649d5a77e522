"""What was worked out for one reader is never handed to another, in whatever order they ask."""

from collections.abc import Callable
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest

from vigie.metrics.question.query import Query
from vigie.people.person import Link, LinkKind
from vigie.warehouse.rollups import Keeper
from vigie.workspace import Workspace

from .company import without
from .generated import Owner, key_of
from .readers import NARROWED, WHOLE, Reader
from .seats import House
from .share import AGAIN, one_of

REP, MANAGER, REGIONAL = NARROWED[:3]
ADMIN = next(one for one in WHOLE if one.role == "admin")
ASKED = (
    "/?period=custom&from=2025-01-01&to=2025-06-30",
    "/api/v1/query?metric=revenue&metric=orders&by=sales_rep&by=customer&totals=true",
    "/metrics/revenue?period=custom&from=2025-01-01&to=2025-06-30",
    "/explore?metric=revenue&by=customer&period=custom&from=2025-01-01&to=2025-06-30",
)


def test_readers_who_take_turns_get_what_each_would_get_alone(
    house: House, twins: Callable[[Reader], House]
) -> None:
    readers = (REP, MANAGER, REGIONAL)
    alone = {one: [a.content for a in twins(one).seat(one).ask(*ASKED)] for one in readers}
    orders = list(permutations(readers))
    # Forth and back, everybody comes once before everybody else.
    there = one_of(orders, "turns")
    back = [tuple(reversed(order)) for order in there]
    for order in dict.fromkeys((*there, *back)):
        with house.workspace.warehouse.write() as session:
            session.execute("DELETE FROM core.invoice WHERE false")  # nothing is remembered yet
        for reader in (*order, *order):
            asked = house.seat(reader).ask(*ASKED)
            assert [a.content for a in asked] == alone[reader], (reader, order, AGAIN)


def test_what_a_reader_saw_before_their_rights_changed_is_gone(house: House) -> None:
    directory, person = house.workspace.people.directory, house.person(REP)
    seat = house.seat(REP)
    before = seat.ask(*ASKED)
    second = Link(LinkKind.SALES_REP, key_of("sales_rep", Owner.BRUNO, 0))
    directory.relink(person.id, [*REP.links, second])
    try:
        wider = seat.ask(*ASKED)
        assert Owner.BRUNO in wider[1].text
    finally:
        directory.relink(person.id, REP.links)
    after = seat.ask(*ASKED)
    assert [a.content for a in after] == [b.content for b in before]
    marks = [a.headers.get("etag") for a in (before[1], wider[1], after[1])]
    assert marks[0] == marks[2] != marks[1]


@pytest.fixture(scope="module")
def summed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The company with sums kept beside its rows, few as they are."""
    workspace = without(tmp_path_factory.mktemp("sums") / "company", folder, ())
    keeper = Keeper(workspace.metrics.recipes, least_rows=1, worth=0)
    workspace.warehouse.keep(keeper)
    with workspace.warehouse.write() as session:
        for table in ("invoice_line", "sales_order_line", "invoice", "sales_order", "activity"):
            session.execute(f"UPDATE core.{table} SET source_line = 2")
    return workspace


@pytest.mark.parametrize("reader", NARROWED[:4], ids=[one.role for one in NARROWED[:4]])
def test_sums_made_beforehand_tell_no_more_than_rows(summed: Workspace, reader: Reader) -> None:
    seen = summed.seen_by(House(summed).person(reader)).metrics
    metrics = ("revenue", "order_intake", "orders", "quantity_sold", "average_basket")
    known = [name for name in metrics if name in seen.catalog.metrics]
    used = 0
    for cut in ("month", "sales_rep", "customer", "product", "team", "channel"):
        query = Query(tuple(known), by=(cut,), order=(cut,), totals=True)
        assert seen.query(query).rows == seen.query(query, rollups=False).rows
        used += "from rollup" in seen.explain(query)
    assert used


def test_a_token_opens_what_its_scopes_say_of_what_its_owner_sees(house: House) -> None:
    person = house.person(MANAGER)
    tokens = house.workspace.people.tokens
    _, secret = tokens.make(person.id, "figures", ["see_figures"], timedelta(days=1))
    program, seat = house.program(secret), house.seat(MANAGER)
    figures, rows, file = program.ask(
        ASKED[1], "/rows?metric=revenue", "/api/v1/query?metric=revenue&format=csv"
    )
    assert figures.content == seat.ask(ASKED[1])[0].content
    assert (rows.status_code, file.status_code) == (403, 403)


def test_through_other_eyes_nothing_else_is_seen(
    house: House, twins: Callable[[Reader], House]
) -> None:
    admin, person = house.seat(ADMIN), house.person(REP)
    assert Owner.BRUNO in admin.ask(ASKED[1])[0].text
    assert admin.ask(f"/people/{person.id}/see-as", method="POST")[0].status_code == 303
    seen = admin.ask(*ASKED)
    assert seen[1].content == twins(REP).seat(REP).ask(ASKED[1])[0].content
    assert [one for one in REP.hidden for answer in seen if one.value in answer.text] == []
    hidden = f"/records/invoice/{key_of('invoice', Owner.BRUNO, 0)}"
    assert admin.ask(hidden)[0].status_code == 404
