"""Figures that would tell one colleague's are withheld, on hand-worked rows."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from vigie.kit.errors import Forbidden
from vigie.metrics.answers.result import Result
from vigie.metrics.language.policy import Guard, Sight
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query
from vigie.warehouse.engine import Session

Fill = Callable[..., None]
# Region → what each colleague sold there. In the north there is Ada alone.
SOLD = {
    "Nord": {"ada": 700},
    "Est": {"ada": 100, "bob": 110, "cyd": 120},
    "Ouest": {"ada": 10, "bob": 20, "cyd": 30, "dan": 40},
}


@pytest.fixture
def company(fill: Fill) -> None:
    reps = ("ada", "bob", "cyd", "dan")
    fill("sales_rep", *({"sales_rep_id": one, "name": one.title()} for one in reps))
    fill("account", *({"account_id": region, "name": region, "region": region} for region in SOLD))
    fill("product", {"product_id": "P", "name": "P"})
    for region, sold in SOLD.items():
        for rep, amount in sold.items():
            key = f"{region}-{rep}"
            fill(
                "invoice",
                {"invoice_id": key, "invoice_date": date(2026, 3, 2), "account_id": region,
                 "invoice_type": "invoice", "status": "posted", "sales_rep_id": rep,
                 "currency_code": "EUR"},
            )  # fmt: skip
            fill(
                "invoice_line",
                {"line_id": key, "invoice_id": key, "product_id": "P", "quantity": 1,
                 "net_amount": amount, "net_amount_company": amount},
            )  # fmt: skip


@pytest.fixture
def ask(layer: MetricLayer, session: Session, company: None) -> Callable[..., Result]:
    def asked(guard: Guard | None, **words: Any) -> Result:
        seen = layer.seen_by(Sight(guard=guard)) if guard else layer
        return seen.query(Query(("revenue",), **words), session=session)

    return asked


THREE = Guard(least=3, lists=True)


def figures(result: Result) -> dict[Any, Any]:
    return {row[0]: row[1] for row in result.rows}


def test_too_few_are_withheld_with_another_that_would_give_them_away(
    ask: Callable[..., Result],
) -> None:
    result = ask(THREE, by=("region",), totals=True)
    # The total is 1130. Of the north (Ada alone) nothing may follow: the east goes too.
    assert figures(result) == {"Nord": None, "Est": None, "Ouest": Decimal(100)}
    assert result.totals == (None, Decimal(1130))
    places = {(result.rows[row][0], name) for row, name in result.withheld}
    assert places == {("Nord", "revenue"), ("Est", "revenue")}
    assert '"withheld":[' in result.json()
    assert [str(w) for w in result.warnings][-1].startswith("Withheld, as")


def test_whoever_may_see_individuals_sees_everything(ask: Callable[..., Result]) -> None:
    result = ask(None, by=("region",))
    assert figures(result) == {"Nord": Decimal(700), "Est": Decimal(330), "Ouest": Decimal(100)}
    assert not result.withheld


def test_ones_own_figure_is_shown_and_a_total_less_ones_own_tells_nobody(
    ask: Callable[..., Result],
) -> None:
    own = Guard(least=3, lists=True, own=frozenset({"ada"}))
    # The north is all Ada's. In the east, less her own, two others are left: too few.
    assert figures(ask(own, by=("region",))) == {"Nord": Decimal(700), "Est": None, "Ouest": None}


def test_ranks_and_shares_tell_no_more_than_the_figures(ask: Callable[..., Result]) -> None:
    result = ask(THREE, by=("region",), show=("share", "rank"))
    names = [column.name for column in result.columns]
    at = {name: names.index(name) for name in ("revenue_share", "revenue_rank")}
    rows = {row[0]: row for row in result.rows}
    assert [rows[r][at["revenue_rank"]] for r in rows] == [None, None, None]
    assert rows["Nord"][at["revenue_share"]] is None
    assert rows["Ouest"][at["revenue_share"]] == pytest.approx(100 / 1130)


def test_the_order_of_rows_does_not_tell_either(ask: Callable[..., Result]) -> None:
    by_size = ask(THREE, by=("region",), order=("-revenue",))
    assert [row[0] for row in by_size.rows] == ["Ouest", "Est", "Nord"]
    first = ask(THREE, by=("region",), order=("-revenue",), limit=2)
    assert "Nord" not in [row[0] for row in first.rows]


def test_a_filter_does_not_bring_it_out(ask: Callable[..., Result]) -> None:
    assert ask(THREE, where=("region = Nord",)).scalar() is None
    # All but the north: the whole less this would be Ada's north.
    assert ask(THREE, where=("region != Nord",)).scalar() is None
    assert ask(THREE).scalar() == Decimal(1130)


@pytest.mark.parametrize(
    ("where", "shown"),
    [
        ("region in (Est, Ouest)", False),  # the whole less this is the north
        ("region in (Nord, Est)", True),  # all that is withheld: the whole less the west
        ("region in (Nord, Ouest)", False),
        ("region = Ouest", True),
        ("region contains o", False),
    ],
)
def test_a_filter_takes_all_or_nothing_of_what_is_withheld_together(
    ask: Callable[..., Result], where: str, shown: bool
) -> None:
    assert (ask(THREE, where=(where,)).scalar() is not None) is shown
    listed = ask(THREE, by=("region",), where=(where,), totals=True)
    assert {row[0] for row in listed.rows if row[1] is not None} <= {"Ouest"}
    assert (listed.totals is not None and listed.totals[1] is not None) is shown


def test_colleagues_are_not_told_by_who_is_left_out_between_two_questions(
    ask: Callable[..., Result],
) -> None:
    own = Guard(own=frozenset({"ada"}))
    # Bob and Cyd less Bob, Cyd and Dan would be Dan.
    assert ask(own, where=("sales_rep.key in (bob, cyd)",)).scalar() is None
    assert ask(own, where=("sales_rep.key in (ada, bob)",)).scalar() is None
    assert ask(own, where=("sales_rep.key in (bob, cyd, dan)",)).scalar() == Decimal(320)
    assert ask(own, where=("sales_rep.key = ada", "region = Est")).scalar() == Decimal(100)
    assert ask(own, where=("sales_rep.key in (bob, cyd, dan)", "region = Est")).scalar() is None


def test_colleagues_are_not_listed_side_by_side(ask: Callable[..., Result]) -> None:
    own = Guard(own=frozenset({"ada"}))
    result = ask(own, by=("sales_rep",), show=("rank",))
    told = {row[0]: row[1:] for row in result.rows}
    assert told["Ada"] == (Decimal(810), None)
    assert {told[name] for name in ("Bob", "Cyd", "Dan")} == {(None, None)}
    assert figures(ask(own, by=("region",)))["Nord"] == Decimal(700)
    assert ask(own, where=("sales_rep.key = bob",)).scalar() is None
    assert ask(own, where=("sales_rep = Ada",)).scalar() == Decimal(810)


def test_a_comparison_is_withheld_with_its_figure(ask: Callable[..., Result]) -> None:
    result = ask(THREE, by=("region",), compare=("previous_year",),
                 date_from=date(2026, 1, 1), date_to=date(2026, 3, 15))  # fmt: skip
    north = next(row for row in result.rows if row[0] == "Nord")
    assert set(north[1:]) == {None}


def test_a_rate_of_one_person_needs_a_base_whoever_reads(
    layer: MetricLayer, session: Session, company: None, fill: Fill
) -> None:
    """Ada is measured on three orders, Dan on one: an average needs two."""
    for region, sold in SOLD.items():
        for rep, amount in sold.items():
            key = f"{region}-{rep}"
            fill(
                "sales_order",
                {"order_id": key, "order_date": date(2026, 3, 2), "account_id": region,
                 "status": "confirmed", "sales_rep_id": rep, "currency_code": "EUR"},
            )  # fmt: skip
            fill(
                "sales_order_line",
                {"line_id": key, "order_id": key, "product_id": "P", "quantity": 1,
                 "net_amount": amount, "net_amount_company": amount},
            )  # fmt: skip
    everybody = Guard(lists=True, base=2, purpose="coaching")
    seen = layer.seen_by(Sight(guard=everybody))
    result = seen.query(Query(("average_basket",), by=("sales_rep",)), session=session)
    assert figures(result) == {
        "Ada": Decimal(270), "Bob": Decimal(65), "Cyd": Decimal(75), "Dan": None,
    }  # fmt: skip
    assert [str(one) for one in result.warnings][-2:] == [
        "Why people are measured: coaching",
        "Withheld, as they rest on fewer than 2: 1 (rates of one person).",
    ]
    whole = seen.query(Query(("average_basket",), by=("region",)), session=session)
    assert whole.withheld == frozenset()


def test_rows_of_a_single_colleague_are_not_opened(
    layer: MetricLayer, session: Session, company: None
) -> None:
    seen, query = layer.seen_by(Sight(guard=THREE)), Query(("revenue",), by=("region",))
    with pytest.raises(Forbidden, match="single colleague"):
        seen.rows_behind(query, "revenue", {"region": "Nord"}, session=session)
    # The east is withheld with the north: its rows would add up to it.
    with pytest.raises(Forbidden, match="single colleague"):
        seen.rows_behind(query, "revenue", {"region": "Est"}, session=session)
    assert seen.rows_behind(query, "revenue", {"region": "Ouest"}, session=session).total_rows == 4
    mine = layer.seen_by(Sight(guard=Guard(least=3, own=frozenset({"ada"}))))
    assert mine.rows_behind(query, "revenue", {"region": "Nord"}, session=session).total_rows == 1
