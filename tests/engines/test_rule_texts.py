"""Each trap's statement is written for each engine as its fixture says; no engine is needed."""

import pytest
import sqlglot
from sqlglot import exp

from vigie.model.loader import load_model
from vigie.warehouse.dialects.clickhouse import clickhouse
from vigie.warehouse.dialects.spark import spark
from vigie.warehouse.dialects.translation import Translation, schema_of

from .fixture import FOLDER, NAMES, statements

RULES = FOLDER.parents[2] / "src" / "vigie" / "warehouse" / "dialects" / "rules"
UNWRITTEN = {"__init__", "named_parameter"}  # the latter has its own test below


@pytest.fixture(scope="module")
def dialects() -> dict[str, Translation]:
    schema = schema_of(load_model())
    return {
        "clickhouse": clickhouse(schema, lambda table: exp.table_(table, db="vigie")),
        "spark": spark(schema, lambda table: exp.table_(f"core_{table}")),
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_statement_is_written_as_its_fixture_says(
    name: str, dialects: dict[str, Translation]
) -> None:
    texts = statements(name)
    tree = sqlglot.parse_one(texts["duckdb"], dialect="duckdb")
    for engine, dialect in dialects.items():
        assert dialect.write(tree, pretty=True) == texts[engine]


def test_every_rule_has_a_fixture() -> None:
    rules = {path.stem for path in RULES.glob("*.py")} - UNWRITTEN
    assert rules <= {*NAMES, "float_average"}  # which exact_median shows


def test_parameters_and_core_tables_are_named_as_each_engine_wants(
    dialects: dict[str, Translation],
) -> None:
    tree = sqlglot.parse_one(
        "SELECT i.number FROM core.invoice AS i WHERE i.status = $asked", dialect="duckdb"
    )
    assert '"vigie"."invoice"' in dialects["clickhouse"].write(tree).replace(
        "vigie.invoice", '"vigie"."invoice"'
    )
    assert dialects["clickhouse"].write(tree).endswith("⟨asked⟩")
    assert "core_invoice" in dialects["spark"].write(tree)
    assert dialects["spark"].write(tree).endswith(":asked")
