"""The catalogue is checked as it is read: file, line, what is wrong, the nearest valid word."""

from pathlib import Path

import pytest

from vigie.kit.errors import Invalid, Refused
from vigie.metrics.catalog.loader import load_catalog
from vigie.metrics.language.definition import Catalog, MetricType
from vigie.metrics.language.reach import possible
from vigie.metrics.layer import MetricLayer, MetricSettings
from vigie.metrics.question.query import Query
from vigie.model.schema import Model
from vigie.warehouse.engine import Warehouse

LABEL = "    label: {en: Own, fr: Propre}\n"


def _own(folder: Path, metric: str, name: str = "own") -> list[Path]:
    (folder / "own.yaml").write_text(f"family: own\nmetrics:\n  {name}:\n{metric}", "utf-8")
    return [folder]


def test_own_metrics_join_the_shipped_ones(tmp_path: Path, model: Model) -> None:
    extra = _own(
        tmp_path,
        LABEL + "    type: ratio\n    numerator: revenue\n    denominator: active_customers\n",
    )
    catalog = load_catalog(model, extra=extra)
    assert catalog.metrics["own"].label.fr == "Propre"
    assert catalog.leaves("own") == ("revenue", "active_customers")


@pytest.mark.parametrize(
    ("metric", "line", "says"),
    [
        ("    datset: orders\n", 4, "'datset' is not known; did you mean 'dataset'"),
        ("    aggregate: summ\n", 4, "'summ' is not a aggregate; did you mean 'sum'"),
        ("    dataset: order\n    aggregate: count\n", 4, "did you mean 'orders'"),
        (
            "    dataset: order_lines\n    expression: net_amout_company\n",
            5,
            "did you mean 'net_amount_company'",
        ),
        (
            "    dataset: order_lines\n    expression: quantity\n    filter: sales_order.sttus=1\n",
            6,
            "did you mean 'status'",
        ),
        (
            "    dataset: order_lines\n    expression: quantity\n    time: sales_ordr.order_date\n",
            6,
            "did you mean 'sales_order'",
        ),
        ("    dataset: orders\n", 3, "'expression' is missing"),
        ("    dataset: orders\n    expression: sum( \n", 3, "is not an SQL expression"),
        ("    dataset: orders\n    expression: drop table x\n", 3, "is not an SQL expression"),
        ("    type: ratio\n    numerator: revenu\n", 5, "did you mean 'revenue'"),
        ("    type: derived\n    expression: own + 1\n", 3, "'own' is made of itself"),
        (
            "    type: derived\n    expression: revenue + dso\n",
            5,
            "currency + days cannot be added",
        ),
        ("    type: derived\n    expression: revenue - nsp\n", 5, "did you mean 'nps'"),
        ("    type: share\n    whole: gross_margin\n    top: 3\n", 3, "a share names a simple"),
        ("    dataset: [orders]\n", 4, "'dataset'"),
    ],
)
def test_mistake_is_pointed_at(
    metric: str, line: int, says: str, tmp_path: Path, model: Model
) -> None:
    with pytest.raises(Invalid) as caught:
        load_catalog(model, extra=_own(tmp_path, metric + LABEL))
    assert str(caught.value).startswith(f"own.yaml, line {line}:")
    assert says in str(caught.value)


def test_a_name_stands_once(tmp_path: Path, model: Model) -> None:
    extra = _own(tmp_path, "    dataset: orders\n    aggregate: count\n" + LABEL, "revenue")
    with pytest.raises(Invalid, match=r"'revenue' is a shipped definition"):
        load_catalog(model, extra=extra)


def test_label_is_needed(tmp_path: Path, model: Model) -> None:
    extra = _own(tmp_path, "    dataset: orders\n    aggregate: count\n")
    with pytest.raises(Invalid, match="'label' is missing"):
        load_catalog(model, extra=extra)


def test_own_datasets_and_dimensions_are_checked(tmp_path: Path, model: Model) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("datasets:\n  visits_made:\n    label: {en: V, fr: V}\n    table: activty\n")
    with pytest.raises(Invalid, match=r"own\.yaml, line 4: .* did you mean 'activity'"):
        load_catalog(model, extra=[tmp_path])
    own.write_text("dimensions:\n  size:\n    {en: S, fr: T, table: account, key: employe_count}\n")
    with pytest.raises(Invalid, match="did you mean 'employee_count'"):
        load_catalog(model, extra=[tmp_path])


def test_own_query_rests_on_another_and_is_cut_by_its_own_columns(
    tmp_path: Path, model: Model, warehouse: Warehouse
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "datasets:\n"
        "  late:\n"
        "    label: {en: L, fr: R}\n"
        "    query: select invoice_id, moved_on, amount, 'x' as kind from receivable_movements\n"
        "    columns: {invoice_id: {type: key}, moved_on: {type: date}, kind: {type: text}}\n"
        "    time: moved_on\n"
        "dimensions:\n"
        "  kind: {en: K, fr: N, table: late, key: kind}\n"
        "metrics:\n"
        "  late_moves: {label: {en: L, fr: R}, dataset: late, aggregate: count}\n"
    )
    catalog = load_catalog(model, extra=[tmp_path])
    assert "invoice" in catalog.datasets["late"].tables
    layer = MetricLayer(catalog, warehouse, MetricSettings())
    assert layer.query(Query(("late_moves",), by=("kind",))).rows == []
    own.write_text(own.read_text().replace("key: kind", "key: kinds"))
    with pytest.raises(Invalid, match="did you mean 'kind'"):
        load_catalog(model, extra=[tmp_path])


def test_shipped_metrics_say_everything_in_both_languages(catalog: Catalog) -> None:
    for metric in catalog.shown:
        for label in (metric.label, metric.description, metric.formula, metric.owner):
            assert metric.id not in (label.en, label.fr), metric.id
        assert metric.decision.fr != metric.decision.en
        assert metric.misleads.fr != metric.misleads.en


def test_every_sales_figure_is_cut_by_what_the_field_asks(catalog: Catalog) -> None:
    asked = {"customer", "region", "sales_rep", "team", "channel", "category", "product"}
    for name in ("revenue", "order_intake", "orders", "gross_margin_rate", "active_customers"):
        assert asked <= set(possible(name, catalog)), name


def test_revenue_on_orders_changes_what_depends_on_it(model: Model) -> None:
    catalog = load_catalog(model, revenue_basis="orders")
    read = {catalog.reading(leaf).name for leaf in catalog.leaves("gross_margin_rate")}
    assert read == {"order_lines"}
    assert catalog.metrics["revenue"].basis == "booked"
    share = catalog.metrics["top10_share"]
    assert (share.type, share.entity) == (MetricType.SHARE, "sales_order.account_id")


def test_several_equal_ways_are_refused_until_one_is_settled(
    tmp_path: Path, model: Model, warehouse: Warehouse
) -> None:
    ground = "ground: {en: G, fr: T, table: territory, key: territory_id, roles: [territory]"
    own = tmp_path / "own.yaml"
    query = Query(("win_rate",), by=("ground",))
    own.write_text(f"dimensions:\n  {ground}}}\n")
    layer = MetricLayer(load_catalog(model, extra=[tmp_path]), warehouse, MetricSettings())
    with pytest.raises(Refused, match=r"several ways \(account\.territory / owner\.territory\)"):
        layer.query(query)
    own.write_text(f"dimensions:\n  {ground}, prefer: [owner]}}\n")
    layer = MetricLayer(load_catalog(model, extra=[tmp_path]), warehouse, MetricSettings())
    assert layer.query(query).rows == []
