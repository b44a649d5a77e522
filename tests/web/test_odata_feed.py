"""What a spreadsheet reads: tables, columns chosen, rows filtered, pages, refusals."""

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from vigie.people.person import Link, LinkKind

from .conftest import Visitor, open_company
from .small_company import CUSTOMERS, amount, late_invoice
from .subscriber import ROOT, Subscriber

MONTH_OF_2025 = "month ge 2025-01-01 and month lt 2025-07-01"


@pytest.fixture(scope="module")
def subscriber(visitor: Visitor) -> Subscriber:
    return Subscriber(visitor.workspace)


def test_the_service_lists_every_table_but_the_free_one(subscriber: Subscriber) -> None:
    answer = subscriber.get(ROOT)

    names = [listed["name"] for listed in answer.json()["value"]]
    assert {"sales_by_month", "sales_by_region", "customers_by_team"} <= set(names)
    assert "figures" not in names
    assert answer.headers["OData-Version"] == "4.0"
    assert answer.json()["@odata.context"].endswith("/api/odata/v4/$metadata")


def test_every_table_of_the_service_answers(subscriber: Subscriber) -> None:
    listed = subscriber.get(ROOT).json()["value"]
    by_family = {entry["name"].partition("_by_")[0]: entry["url"] for entry in listed}

    for url in by_family.values():
        subscriber.rows(url, top=1)


def test_a_table_is_flat_and_exact(subscriber: Subscriber) -> None:
    rows = subscriber.rows("sales_by_region", filter="month eq 2024-02-01 and region eq 'Bretagne'")

    expected = amount(1, 0) + amount(1, 2)
    assert rows[0]["month"] == "2024-02-01"
    assert rows[0]["revenue"] == expected
    assert rows[0]["gross_margin"] == expected * Decimal("0.4")
    assert rows[0]["orders"] == 2
    assert rows[0]["gross_margin_rate"] == Decimal("0.4")


def test_fewer_columns_are_fewer_rows(subscriber: Subscriber) -> None:
    whole = subscriber.rows("sales_by_region", select="month,region,revenue")
    by_region = subscriber.rows("sales_by_region", select="region,revenue")
    in_all = subscriber.rows("sales_by_region", select="revenue,average_basket")

    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in whole:
        sums[row["region"]] += row["revenue"]
    assert {row["region"]: row["revenue"] for row in by_region} == sums
    assert len(whole) == 54
    assert in_all == [{"revenue": sum(sums.values()), "average_basket": in_all[0]["revenue"] / 108}]


def test_a_table_says_which_member_is_which(subscriber: Subscriber) -> None:
    rows = subscriber.rows("sales_by_customer", select="customer_key,customer,revenue")

    assert {(row["customer_key"], row["customer"]) for row in rows} == {
        (key, name) for key, name, _ in CUSTOMERS
    }


def test_any_figures_by_anything_are_chosen_freely(subscriber: Subscriber) -> None:
    rows = subscriber.rows(
        "figures",
        select="quarter,team,category,revenue,row",
        filter="quarter eq 2024-01-01 and team eq 'Nord'",
        orderby="category",
    )

    assert [row["category"] for row in rows] == ["Gaz", "Pompes"]
    gas = sum(amount(month, customer) for month in range(3) for customer in (1, 3))
    assert rows[0]["revenue"] == gas
    assert rows[0]["row"] == "2024-01-01 / T1 / G"


def test_a_balance_is_filtered_by_period(subscriber: Subscriber) -> None:
    months = subscriber.rows(
        "figures",
        select="month,pipeline_amount",
        filter="month ge 2025-02-01 and month lt 2025-04-01",
    )

    assert [row["month"] for row in months] == ["2025-02-01", "2025-03-01"]


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("month ge 2025-05-01", ["05", "06"]),
        ("month gt 2025-05-01", ["06"]),
        ("month ge 2025-05-02", ["06"]),
        ("month gt 2025-04-30 and month le 2025-05-31", ["05"]),
        ("2025-06-01 le month", ["06"]),
        ("month eq 2025-06-01", ["06"]),
        ("month eq 2025-06-02", []),
        ("month in (2025-05-01,2025-06-01)", ["05", "06"]),
        ("year(month) eq 2025 and month(month) ge 6", ["06"]),
        ("month gt 2026-01-01", []),
        ("month ge 2025-06-01 and month le 2030-01-01", ["06"]),
    ],
)
def test_periods_are_compared_by_their_first_day(
    subscriber: Subscriber, words: str, months: list[str]
) -> None:
    rows = subscriber.rows("sales_by_month", select="month,revenue", filter=words)

    assert [row["month"] for row in rows] == [f"2025-{month}-01" for month in months]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("region eq 'Bretagne'", {"C1", "C3"}),
        ("region ne 'Bretagne'", {"C2", "C4", "C5", "C6"}),
        ("region in ('Bretagne','Occitanie')", {"C1", "C3", "C2", "C6"}),
        ("region eq 'Bretagne' or region eq 'Occitanie'", {"C1", "C3", "C2", "C6"}),
        ("customer eq 'Thermique de l''Ouest'", {"C3"}),
        ("contains(customer,'Froid')", {"C2"}),
        ("contains(customer,'froid')", set()),
        ("contains(tolower(customer),'froid')", {"C2"}),
        ("startswith(customer,'M')", {"C5"}),
        ("endswith(customer,'d''Oc')", {"C6"}),
        ("not startswith(customer,'M') and customer_key gt 'C3'", {"C4", "C6"}),
        ("customer_key eq 'C1' or customer eq 'Maison Morel'", {"C1", "C5"}),
        ("customer eq null", set()),
        ("customer_key eq ''", set()),
        ("revenue gt 34000", {"C6"}),
        ("revenue le 28000 and region eq 'Bretagne'", {"C1"}),
        (
            "revenue gt 27000.00 and (region eq 'Occitanie' or not (customer_key le 'C5'))",
            {"C2", "C6"},
        ),
        ("nps eq null", {key for key, _, _ in CUSTOMERS}),
        ("nps ge 0", set()),
    ],
)
def test_rows_are_filtered(subscriber: Subscriber, words: str, names: set[str]) -> None:
    chosen = "customer_key,customer,region,revenue,nps"

    rows = subscriber.rows("figures", select=chosen, filter=words)

    assert {row["customer_key"] for row in rows} == names


def test_a_member_that_is_not_shown_can_be_filtered(subscriber: Subscriber) -> None:
    brittany = subscriber.rows(
        "sales_by_region", select="revenue", filter=f"region eq 'Bretagne' and {MONTH_OF_2025}"
    )

    assert brittany[0]["revenue"] == sum(amount(m, c) for m in range(12, 18) for c in (0, 2))


def test_rows_are_sorted_and_cut(subscriber: Subscriber) -> None:
    answer = subscriber.read(
        "sales_by_region",
        select="region,month,revenue",
        orderby="region desc,revenue",
        skip=1,
        top=2,
        count="true",
    )

    assert answer["@odata.count"] == 54
    assert [(row["region"], row["month"]) for row in answer["value"]] == [
        ("Île-de-France", "2024-02-01"),
        ("Île-de-France", "2024-03-01"),
    ]
    counted = subscriber.get(ROOT + "sales_by_region/$count?$filter=region eq 'Bretagne'")
    assert counted.text == "18"


def test_one_row_has_an_address(subscriber: Subscriber) -> None:
    row = subscriber.read("sales_by_region(month=2024-03-01,region='Bretagne')")

    assert row["revenue"] == amount(2, 0) + amount(2, 2)
    assert row["@odata.context"].endswith("$metadata#sales_by_region/$entity")
    missing = subscriber.get(ROOT + "sales_by_region(month=2024-03-01,region='Corse')")
    assert missing.status_code == 404


def test_long_numbers_are_quoted_for_clients_that_ask(subscriber: Subscriber) -> None:
    accept = {"Accept": "application/json;odata.metadata=full;IEEE754Compatible=true"}

    answer = subscriber.read(
        "sales_by_region",
        accept,
        filter="month eq 2024-01-01 and region eq 'Bretagne'",
        count="true",
    )

    row = answer["value"][0]
    assert answer["@odata.count"] == "1"
    assert row["revenue"] == "2200.0000"
    assert row["orders"] == "2"
    assert row["revenue@odata.type"] == "#Decimal"
    assert row["@odata.type"] == "#Vigie.sales_by_region"
    assert row["@odata.id"].endswith("sales_by_region(month=2024-01-01,region='Bretagne')")


def test_metadata_can_be_left_out(subscriber: Subscriber) -> None:
    answer = subscriber.read("sales_by_month", format="application/json;odata.metadata=none", top=1)

    assert list(answer) == ["value"]


def test_pages_follow_one_another(subscriber: Subscriber) -> None:
    prefer = {"Prefer": "odata.maxpagesize=20"}
    first = subscriber.get(ROOT + "sales_by_region?$select=month,region,revenue", headers=prefer)
    whole = subscriber.rows("sales_by_region", select="month,region,revenue")

    found = first.json()["value"]
    page = first
    sizes = [len(found)]
    while following := page.json().get("@odata.nextLink"):
        page = subscriber.get(following, headers=prefer)
        found += page.json()["value"]
        sizes.append(len(page.json()["value"]))

    assert sizes == [20, 20, 14]
    assert first.headers["Preference-Applied"] == "odata.maxpagesize=20"
    assert [(r["month"], r["region"]) for r in found] == [(r["month"], r["region"]) for r in whole]


def test_pages_keep_to_what_was_wanted_in_all(subscriber: Subscriber) -> None:
    prefer = {"Prefer": "maxpagesize=4"}
    first = subscriber.read("sales_by_region", prefer, top=6, skip=45, count="true")
    second = subscriber.get(first["@odata.nextLink"], headers=prefer).json()

    assert (len(first["value"]), first["@odata.count"]) == (4, 54)
    assert "@odata.nextLink" not in second
    assert len(second["value"]) == 2


def test_later_pages_are_of_the_same_data(tmp_path: Path) -> None:
    workspace = open_company(tmp_path)
    subscriber = Subscriber(workspace)
    prefer = {"Prefer": "maxpagesize=10"}
    table = "sales_by_month"
    before = subscriber.rows(table, select="month,revenue")
    first = subscriber.read(table, prefer, select="month,revenue")

    workspace.intake.take(late_invoice(tmp_path / "late"))
    second = subscriber.get(first["@odata.nextLink"], headers=prefer).json()

    assert [*first["value"], *second["value"]] == before
    assert subscriber.rows(table, select="month,revenue") != before
    stranger = Subscriber(workspace)
    late = stranger.get(first["@odata.nextLink"], headers=prefer)
    assert (late.status_code, late.json()["error"]["code"]) == (410, "gone")
    workspace.close()


def test_an_answer_is_not_sent_twice(subscriber: Subscriber) -> None:
    address = ROOT + "sales_by_month?$select=month,revenue"
    first = subscriber.get(address)

    again = subscriber.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304


def test_a_reader_gets_their_own_rows_only(visitor: Visitor) -> None:
    manager = Subscriber(visitor.workspace, "manager", Link(LinkKind.SALES_REP, "R1"))

    rows = manager.rows("sales_by_customer", select="customer,revenue")
    total = manager.rows("figures", select="revenue,active_customers")

    assert {row["customer"] for row in rows} == {"Dupont & Fils", "Atelier <Lumière>"}
    assert total == [{"revenue": sum(row["revenue"] for row in rows), "active_customers": 2}]


def test_costs_are_no_columns_of_those_who_may_not_see_them(visitor: Visitor) -> None:
    marketing = Subscriber(visitor.workspace, "marketing")

    described = marketing.get(ROOT + "$metadata").text
    asked = marketing.get(ROOT + "sales_by_month?$select=month,gross_margin")

    assert 'Name="revenue"' in described
    assert 'Name="gross_margin"' not in described
    assert asked.status_code == 400


def test_who_may_not_take_figures_away_gets_no_feed(visitor: Visitor) -> None:
    answer = Subscriber(visitor.workspace, "viewer").get(ROOT)

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")


def test_every_table_that_a_reader_is_offered_answers(visitor: Visitor) -> None:
    manager = Subscriber(visitor.workspace, "manager", Link(LinkKind.SALES_REP, "R1"))
    listed = manager.get(ROOT).json()["value"]

    assert "sales_by_region" in {entry["name"] for entry in listed}
    for entry in listed[::3]:
        manager.rows(entry["url"], top=1)


def test_pages_of_one_reader_are_not_those_of_another(visitor: Visitor) -> None:
    manager = Subscriber(visitor.workspace, "manager", Link(LinkKind.SALES_REP, "R1"))
    first = Subscriber(visitor.workspace).read(
        "sales_by_sales_rep", {"Prefer": "maxpagesize=1"}, select="sales_rep,revenue"
    )

    second = manager.get(first["@odata.nextLink"]).json()

    assert len(first["value"]) == 1
    assert second["value"] == []


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("sales_by_regoin", 404, "sales_by_region"),
        ("sales_by_region?$select=regoin", 400, "region"),
        ("sales_by_region?$filter=revenue gt 'x'", 400, "number"),
        ("sales_by_region?$filter=region", 400, "condition"),
        ("sales_by_region?$filter=region eq", 400, "character"),
        ("sales_by_region?$filter=(region eq 'a'", 400, "character"),
        ("sales_by_region?$filter=region eq 'a'~", 501, "~"),
        ("sales_by_region?$filter=concat(region,'a') eq 'b'", 501, "concat"),
        ("sales_by_region?$filter=month eq 0001-01-01", 400, "0001"),
        ("sales_by_region?$select=revenue&$filter=revenue gt 1 or region eq 'a'", 400, "region"),
        ("sales_by_region?$select=revenue&$filter=contains(region,'a')", 400, "region"),
        ("sales_by_region?$orderby=regoin", 400, "region"),
        ("sales_by_region?$orderby=region up", 400, "asc"),
        ("sales_by_region?$select=region,revenue&$orderby=month", 400, "month"),
        ("sales_by_region?$top=-1", 400, "$top"),
        ("sales_by_region?$top=ten", 400, "$top"),
        ("sales_by_region?$count=yes", 400, "$count"),
        ("sales_by_region?$tpo=1", 400, "$top"),
        ("sales_by_region?$top=1&$top=2", 400, "twice"),
        ("sales_by_region?$expand=x", 501, "$expand"),
        ("sales_by_region?$format=atom", 406, "atom"),
        ("sales_by_region?$skiptoken=x", 410, "first page"),
        ("sales_by_region(region='a')", 400, "month"),
        ("sales_by_region/revenue", 501, "revenue"),
        ("figures", 400, "$select"),
        ("figures?$select=month,region", 400, "figure"),
        ("figures?$select=month,week,revenue", 400, "week"),
        ("figures?$select=survey,revenue", 400, "revenue"),
        ("figures('x')", 501, "key"),
    ],
)
def test_refusals_are_errors_of_odata(
    subscriber: Subscriber, address: str, status: int, words: str
) -> None:
    answer = subscriber.get(ROOT + address, headers={"Cookie": "lang=en"})

    assert answer.status_code == status, answer.text
    assert answer.headers["OData-Version"] == "4.0"
    error = answer.json()["error"]
    assert set(error) == {"code", "message"}
    assert words in error["message"]


def test_a_spreadsheets_own_headers_are_understood(subscriber: Subscriber) -> None:
    sent = {
        "Accept": "application/json;odata.metadata=minimal;q=1.0,"
        "application/json;odata=minimalmetadata;q=0.9,application/atomsvc+xml;q=0.8",
        "OData-MaxVersion": "4.0;",
        "MaxDataServiceVersion": "3.0;NetFx",
    }

    assert subscriber.read("sales_by_month", sent, top=1)["value"]


def test_older_clients_are_told(subscriber: Subscriber) -> None:
    answer = subscriber.get(ROOT + "sales_by_month", headers={"OData-MaxVersion": "3.0"})

    assert answer.status_code == 406


def test_errors_speak_the_readers_language(subscriber: Subscriber) -> None:
    answer = subscriber.get(ROOT + "figures?lang=fr")

    assert "Choisissez" in answer.json()["error"]["message"]
