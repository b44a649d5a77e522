"""The committed reference is what the model says today."""

from pathlib import Path

from vigie.model.loader import load_model
from vigie.model.reference import reference

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "model.md"


def test_the_committed_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(load_model()), (
        "run: python -m vigie.model.reference > docs/reference/model.md"
    )


def test_every_table_and_column_has_its_row() -> None:
    model = load_model()
    lines = reference(model).splitlines()
    rows = [line for line in lines if line.startswith("| `")]
    assert len(rows) == sum(len(table.columns) for table in model.tables.values())
    titles = [line.removeprefix("### ") for line in lines if line.startswith("### ")]
    assert titles == list(model.tables)


def test_a_bar_inside_an_expression_does_not_split_its_cell() -> None:
    line = next(
        line
        for line in reference(load_model()).splitlines()
        if line.startswith("| `line_id`") and "order_id ||" in line.replace("\\", "")
    )
    assert line.replace("\\|", "").count("|") == 6
