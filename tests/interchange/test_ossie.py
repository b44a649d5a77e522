"""Definitions to Apache Ossie and back: nothing lost, nothing dropped in silence."""

from pathlib import Path
from typing import Any

import pytest
import sqlglot
import yaml

from vigie.interchange.document import Document, load
from vigie.interchange.export import Exported, export, words
from vigie.interchange.import_ import imported, write
from vigie.kit.errors import Invalid
from vigie.metrics.catalog.declaration import CatalogFile
from vigie.metrics.catalog.loader import declared, load_catalog
from vigie.metrics.language.definition import Catalog
from vigie.model.loader import load_model
from vigie.model.schema import Model

KINDS = ("datasets", "dimensions", "metrics")


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model()


@pytest.fixture(scope="module")
def catalog(model: Model) -> Catalog:
    return load_catalog(model)


@pytest.fixture(scope="module")
def files() -> list[CatalogFile]:
    return declared()


@pytest.fixture(scope="module")
def exported(catalog: Catalog, files: list[CatalogFile]) -> Exported:
    return export(catalog, files)


@pytest.fixture(scope="module")
def content(exported: Exported) -> Any:
    """The file as another tool reads it."""
    return yaml.safe_load(exported.document.yaml())


def test_the_whole_catalogue_comes_back_as_it_was(
    content: Any, catalog: Catalog, files: list[CatalogFile]
) -> None:
    found = imported(Document.model_validate(content), catalog, [])

    back = {
        (kind, name): one
        for family in found.families.values()
        for kind, named in family.items()
        for name, one in named.items()
    }
    assert back == {
        (kind, name): words(one)
        for file in files
        for kind in KINDS
        for name, one in getattr(file, kind).items()
    }
    assert found.limits == []


def test_what_is_known_already_is_not_brought_in_twice(
    content: Any, catalog: Catalog, files: list[CatalogFile]
) -> None:
    found = imported(Document.model_validate(content), catalog, files)

    assert (found.count, found.limits) == (0, [])
    assert found.unchanged == sum(len(getattr(file, kind)) for file in files for kind in KINDS)


def test_every_metric_is_expressed_or_told(exported: Exported, files: list[CatalogFile]) -> None:
    model = exported.document.semantic_model[0]
    expressed = {metric.name for metric in model.metrics or ()}
    told = {limit.name for limit in exported.limits if limit.subject == "metric"}

    written = {name for file in files for name in file.metrics}
    assert written - expressed <= told
    assert {"revenue", "gross_margin_rate", "average_basket"} <= expressed
    assert {"outstanding", "top10_share"} <= told - expressed


def test_expressions_are_standard_and_name_what_they_read(exported: Exported) -> None:
    model = exported.document.semantic_model[0]
    fields = {d.name: {f.name for f in d.fields or ()} for d in model.datasets}

    for metric in model.metrics or ():
        tree = sqlglot.parse_one(metric.expression.portable or "")
        for column in tree.find_all(sqlglot.exp.Column):
            assert column.name in fields[column.table], metric.name


def test_names_and_references_hold_together(exported: Exported) -> None:
    model = exported.document.semantic_model[0]
    names = [dataset.name for dataset in model.datasets]
    keys = {d.name: {f.name for f in d.fields or ()} for d in model.datasets}

    assert len(names) == len(set(names))
    related = [relationship.name for relationship in model.relationships or ()]
    assert len(related) == len(set(related))
    for one in model.relationships or ():
        assert set(one.from_columns) <= keys[one.from_]
        assert set(one.to_columns) <= keys[one.to]


def test_what_another_tool_has_changed_wins(content: Any, catalog: Catalog) -> None:
    document = yaml.safe_load(yaml.safe_dump(content))
    revenue = next(m for m in document["semantic_model"][0]["metrics"] if m["name"] == "revenue")
    revenue["expression"]["dialects"][0]["expression"] = "SUM(invoice_lines.quantity)"

    found = imported(Document.model_validate(document), catalog, [])

    changed = found.families["vigie"]["metrics"]["revenue"]
    assert changed["expression"] == "quantity"


FOREIGN = """
version: 0.1.1
semantic_model:
  - name: Web Shop
    datasets:
      - name: sales
        source: warehouse.core.sales_order_line
        primary_key: [line_id]
        fields:
          - name: amount
            expression: {dialects: [{dialect: ANSI_SQL, expression: net_amount_company}]}
          - name: margin
            expression:
              dialects: [{dialect: ANSI_SQL, expression: net_amount_company - cost_amount}]
      - name: orders_of_the_shop
        source: core.sales_order
      - name: clicks
        source: web.public.clicks
    metrics:
      - name: Shop Turnover
        description: What the shop sells.
        expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(sales.amount)}]}
      - name: margin rate
        expression:
          dialects:
            - dialect: ANSI_SQL
              expression: SUM(sales.margin) / NULLIF(SUM(sales.amount), 0)
      - name: big
        expression:
          dialects:
            - dialect: ANSI_SQL
              expression: COUNT(DISTINCT CASE WHEN sales.amount > 100 THEN sales.order_id END)
      - name: online
        expression:
          dialects:
            - dialect: ANSI_SQL
              expression: SUM(CASE WHEN orders_of_the_shop.channel_id = 'W' THEN sales.amount END)
      - name: per_order
        expression:
          dialects:
            - dialect: ANSI_SQL
              expression: 2 * SUM(sales.amount) - MAX(sales.amount)
      - name: click_count
        expression: {dialects: [{dialect: ANSI_SQL, expression: COUNT(clicks.id)}]}
      - name: cube
        expression: {dialects: [{dialect: MDX, expression: "[Measures].[Sales]"}]}
      - name: rank
        expression:
          dialects: [{dialect: ANSI_SQL, expression: RANK() OVER (ORDER BY SUM(sales.amount))}]
      - name: wrong
        expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(sales.amont)}]}
"""


def test_the_work_of_others_becomes_metrics_or_is_told(
    tmp_path: Path, model: Model, catalog: Catalog, files: list[CatalogFile]
) -> None:
    (tmp_path / "shop.yaml").write_text(FOREIGN, encoding="utf-8")

    found = imported(load(tmp_path / "shop.yaml"), catalog, files)
    written = write(found, tmp_path / "metrics", "shop")

    metrics = found.families["web_shop"]["metrics"]
    assert metrics["shop_turnover"]["expression"] == "net_amount_company"
    assert metrics["shop_turnover"]["dataset"] == "order_lines"
    assert metrics["margin_rate"]["type"] == "ratio"
    assert metrics["big"]["filter"] == "net_amount_company > 100"
    assert metrics["online"]["filter"] == "sales_order.channel_id = 'W'"
    assert metrics["per_order"]["expression"] == "2 * per_order_part_1 - per_order_part_2"
    assert {limit.name for limit in found.limits} == {
        "clicks",
        "click_count",
        "cube",
        "rank",
        "wrong",
    }
    assert [path.name for path in written] == ["shop-web_shop.yaml"]
    loaded = load_catalog(model, extra=[tmp_path / "metrics"])
    assert loaded.metrics["shop_turnover"].label.en == "Shop Turnover"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("version: 0.2.0.dev0\nsemantic_model: [{name: a}]", "semantic_model.0.datasets"),
        ("version: 9.0\nsemantic_model: []", "version"),
        ("[", "cannot be read"),
        ("version: 0.1.1\nsemantic_model: []\nmore: 1", "more"),
    ],
)
def test_what_is_no_ossie_file_is_refused(words: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "file.yaml").write_text(words, encoding="utf-8")

    with pytest.raises(Invalid, match=says):
        load(tmp_path / "file.yaml")
